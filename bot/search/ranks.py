"""Ranks of a digital unit that say nothing about the work (情報政策課付の主査, CIO室の主事): asked back."""

import re
from collections.abc import Iterator

from bot.search.finding import Finding, Kind, Match
from bot.search.posts import bracketed
from bot.search.reading import Reading
from bot.vocabulary import Vocabulary


class Ranks:
    """Field, unit and rank in any order a payroll knows; a role that is only guessed to be it says nothing either."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        either = vocabulary.either
        field, more, unit, rank = (either(f"idle_{part}") for part in ("field", "more", "unit", "rank"))
        named = rf"{field}{more}*(?:の?{unit})*(?:付き?|担当)?の?(?:特任|専任|担当|推進)?{rank}(?:補佐?|代理)?"
        headed = rf"(?:課長|係長|室長|部長|次長|班長)(?:補佐|代理){field}{more}*{unit}"
        attached = rf"{field}{more}*{unit}付き?"
        self._post = re.compile(f"{named}|{headed}|{attached}")
        self._asked = vocabulary.pattern("idle_asked")
        self._behind = vocabulary.pattern("idle_behind")
        self._guessed = vocabulary.pattern("idle_guess")

    def find(self, reading: Reading) -> Finding | None:
        """The post, asked back, where its role is asked and no work or other name says more."""
        if reading.alien or reading.cue("hired"):
            return None
        formed = [*self._formed(reading)]
        if not all(any(start <= n.start and n.end <= end for start, end in formed) for n in reading.named):
            return None
        known = [(span.start, span.end) for span in reading.spans if all(fact.vague for fact in span.facts)]
        asked = [place for place in formed if self._is_asked(reading, *place)]
        asked += [place for place in (*formed, *known) if self._is_guess(reading, place[1])]
        asked += [place for place in known if place[0] == 0 and reading.of("form") and bracketed(reading, place[1])]
        if not asked:
            return None
        typed = reading.words.keyed.typed(*asked[0])
        return Finding(Kind.TITLE, (Match(typed, (), (), printed=False, name=typed),), clarify=True)

    def _formed(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Posts told by their form alone."""
        for found in self._post.finditer(reading.text):
            if not reading.words.goes_on(found.end(), "jka"):
                yield found.span()

    def _is_guess(self, reading: Reading, end: int) -> bool:
        """Whether the post is guessed to be a role (「ICT推進員はプロジェクトマネージャーで合ってる？」)."""
        roles = [s for s in reading.spans if s.start >= end and any(f.printed for f in s.facts)]
        return any(
            self._guessed.fullmatch(_between(reading, end, s.start) + "＊" + reading.text[s.end :]) for s in roles
        )

    def _is_asked(self, reading: Reading, start: int, end: int) -> bool:
        """Whether the text is nothing but the post, or asks which role the post is and names nothing that says more."""
        others = [span for span in reading.spans if not (span.start < end and start < span.end)]
        if any(fact.listed and not fact.vague for span in others for fact in span.facts):
            return False
        rest = reading.text[end:].strip("。")
        if start == 0 and (not rest or bracketed(reading, end)):
            return True
        behind = self._behind.match(reading.text, end) or bracketed(reading, end)
        return behind is not None and self._asked.search(reading.text, end) is not None


def _between(reading: Reading, end: int, start: int) -> str:
    """What stands between two names; a mark that the key drops (「主幹＝プロデューサー」) is one of likeness."""
    return reading.text[end:start] or ("" if reading.words.adjacent(start) else "=")
