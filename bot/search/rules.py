"""Facts that carry a figure: levels (ITSSレベル4) and years (管理職5年)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.keys import any_of
from bot.search.borders import sentence
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SPELT = {"いち": 1, "さん": 3, "よん": 4, "ご": 5, "ろく": 6, "なな": 7, "はち": 8, "じゅう": 10}
FIGURE = r"([0-9]{1,2}|[一二三四五六七八九十]|いち|さん|よん|ご(?!と)|ろく|なな|はち|じゅう)"

HIGHEST = 10
"""Levels end at 7: two figures are two levels, between which the key drops a mark (レベル3・4)."""
MENTIONS = 4
"""Levels of one text that are looked up."""


@dataclass(frozen=True)
class Level:
    """A level that was named, with its clauses: none when no clause lists it.

    ``excepted``: clauses left out. ``lacked``: the roles without these clauses are asked for.
    """

    words: tuple[int, int]
    clauses: tuple[str, ...]
    excepted: tuple[str, ...]
    lacked: bool


@dataclass(frozen=True)
class Years:
    """A number of years and where it stands in the key. ``pointed``: it is one of two that the text named."""

    count: int
    words: tuple[int, int]
    pointed: bool


class Rules:
    """Reads figures in the key of a text."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        either = vocabulary.either
        word, to = either("level_word"), either("level_to")
        self._levels = tuple(clause for clause in standard if clause.lowest is not None)
        self._level = re.compile(rf"{word}\.?{FIGURE}(?:(?:{to}{word}?|{word}){FIGURE})?")
        self._word, self._range = re.compile(word), re.compile(f"{FIGURE}(?:~|から){FIGURE}{either('range_end')}")
        self._heard = re.compile(f"{either('heard')}$")
        self._this_one = vocabulary.pattern("this_one_of_two")
        self._single = re.compile(rf"{word}{FIGURE}()")  # a mention has two figures; the second may be empty
        self._led = re.compile(rf"{FIGURE}{to}{FIGURE}の?{word}")
        self._bare = re.compile(rf"{either('framework')}[のではが]?([1-7])(?:{to}([1-7]))?(?![0-9年])")
        rank = any_of(vocabulary.expand("{rank_held}"))
        self._years = re.compile(rf"{FIGURE}{either('year')}")
        self._led_for = (
            re.compile(rf"{rank}[^。0-9一-龥]{{0,4}}{FIGURE}{either('year')}"),
            re.compile(rf"{FIGURE}{either('year')}[^。、0-9一-龥]{{0,6}}{rank}"),
        )
        self._frameworks = {"UISS": vocabulary.pattern("uiss"), "ITSS": vocabulary.pattern("itss")}
        self._framed = vocabulary.pattern("framed")
        self._printed = vocabulary.pattern("level_printed")
        self._stated = vocabulary.pattern("level_stated")
        self._fits = vocabulary.pattern("level_fits")
        self._least = vocabulary.pattern("level_least")
        self._from = re.compile(f"{either('level_from')}$")
        self._short = vocabulary.pattern("level_short")
        self._pointing = vocabulary.pattern("pointing")
        self._lacked = re.compile(
            rf"(?<![0-9]){FIGURE}{either('absent')}(?:{either('absent_asked')}|{either('absent_but')})"
        )
        self._asks_role = vocabulary.pattern("which_role")

    def framework(self, text: str) -> str:
        """ITSS or UISS when the key names one of them, else empty."""
        return next((name for name, pattern in self._frameworks.items() if pattern.search(text)), "")

    def framed(self, text: str) -> bool:
        """Whether the key speaks of a skill standard at all."""
        return bool(self.framework(text) or self._framed.search(text))

    def level(self, text: str) -> Level | None:
        """The clauses that list the level: ``レベル3~4`` exactly that one, ``レベル4`` every one with a 4.

        ``レベル4相当以上``, the printed words, is exactly that clause; asked whom somebody fits (当てはまる), it is
        every clause whose lowest level is reached. A level that is said to be missing (「3はあるが4はない役割」) is one
        that no clause may print.
        """
        mentions = self._mentions(text)
        if not mentions:
            return None
        wanted = self.framework(text)
        listed = [clause for clause in self._levels if wanted in ("", clause.framework)]
        lacked = {number(found[1]) for found in self._lacked.finditer(text)}
        held = [found for found in mentions[:MENTIONS] if found[2] or number(found[1]) not in lacked]
        only_lacked = not held
        if only_lacked:
            held, lacked = mentions[:MENTIONS], set()
        holds = [self._mention(text, found) for found in held]
        printed = [c for c in listed if any(h(c.lowest or 0, c.highest or 0) for h in holds)]
        excepted = [c for c in printed if any((c.lowest or 0) <= figure <= (c.highest or 0) for figure in lacked)]
        clauses = tuple(clause.id for clause in printed if clause not in excepted)
        start, end = mentions[-1].span()
        beyond = self._short.match(text, end) or self._least.match(text, end)
        words = start, beyond.end() if beyond else end
        return Level(words, clauses, tuple(clause.id for clause in excepted), only_lacked)

    def _mentions(self, text: str) -> list[re.Match[str]]:
        """The levels that are asked about: not those that are known already, or only the one that is pointed at."""
        found = [*self._level.finditer(text)] or [*self._led.finditer(text)] or [*self._bare.finditer(text)]
        if self._word.search(text):
            found += [one for one in self._range.finditer(text) if not any(o.end() >= one.end() for o in found)]
        pointed = self._pointing.search(text, found[-1].end()) if found else None
        if pointed and len(found) == 1 and found[0][2]:
            found = [*self._single.finditer(text)]
        if pointed and len(found) > 1:
            return found[:1] if pointed["first"] else found[-1:]
        chosen = [one for one in found if self._this_one.match(text, one.end())]
        chosen = chosen or [one for one in found if not self._heard.search(text[: sentence(text, *one.span())[1]])]
        return chosen or found

    def asks(self, text: str, place: int) -> bool:
        """Whether the sentence in which ``place`` stands asks which role it is."""
        return self._asks_role.search(text, *sentence(text, place, place)) is not None

    def stated(self, text: str, level: Level) -> bool:
        """Whether the text asks where the level is printed (「レベル3の記載があるのはエンジニアだけですか」)."""
        return self._stated.match(text, level.words[1]) is not None

    def _mention(self, text: str, found: re.Match[str]) -> Callable[[int, int], bool]:
        """Which printed range the figures of one mention mean."""
        low = number(found[1])
        high = number(found[2]) if found[2] else low
        if low > HIGHEST:
            low, high = divmod(low, 10)
        return self._holds(text, found.span(), low, high)

    def _holds(self, text: str, place: tuple[int, int], low: int, high: int) -> Callable[[int, int], bool]:
        """Which printed range (lowest, highest) the figures at ``place`` mean."""
        start, end = place
        if low != high or self._printed.match(text, end):
            return lambda lowest, highest: (lowest, highest) == (low, high)
        if self._short.match(text, end):
            return lambda lowest, _: lowest > low
        if self._least.match(text, end) or self._from.search(text[:start]):
            return lambda lowest, _: lowest == low
        if self._fits.search(text):
            return lambda lowest, _: lowest <= low
        return lambda lowest, highest: lowest <= low <= highest

    def years(self, text: str) -> Years | None:
        """The number of years as a manager where several are told (「十年おって、うち三年は課長」), else the first.

        One that is pointed at (「3年と5年では、5年のほう」) goes before all.
        """
        mentions = [*self._years.finditer(text)]
        ranked = (pattern.search(text) for pattern in self._led_for) if len(mentions) > 1 else ()
        starts = {found.start(1) for found in ranked if found}
        pointed = next((one for one in mentions[1:] if self._this_one.match(text, one.end())), None)
        found = pointed or next((one for one in mentions if one.start() in starts), mentions[0] if mentions else None)
        return Years(number(found[1]), found.span(), pointed is not None) if found else None


def number(figure: str) -> int:
    """What a figure that ``FIGURE`` found says."""
    return _DIGITS.get(figure) or _SPELT.get(figure) or int(figure)
