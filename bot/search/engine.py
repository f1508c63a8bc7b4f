"""``understand``: from a text to a Finding, by the strongest evidence that stands in it."""

import re
from collections.abc import Sequence

from bot.search.aim import Aim, Aims
from bot.search.dialog import LONGEST_CHOICE, Typed
from bot.search.facts import facts
from bot.search.finding import Finding, Kind
from bot.search.kana import Kana
from bot.search.lexicon import Hit, read
from bot.search.lookup import Lookup
from bot.search.need import Needs
from bot.search.number import my_number
from bot.search.posts import Posts, bracketed
from bot.search.ranks import Ranks
from bot.search.reading import Reader, Reading
from bot.search.slips import Slips
from bot.search.spoken import Spoken
from bot.search.unfixed import Unfixed
from bot.search.works import Named
from bot.standard import Standard
from bot.vocabulary import Outside, Vocabulary

LONGEST = 2000
"""Characters that are read; a text of five long sentences has some 400."""


class Search:
    """Understands texts. Built once; every method is a pure function of the text."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        known = facts(standard, vocabulary)
        self._reader = Reader(standard, vocabulary, known)
        self._lookup = Lookup(standard, vocabulary)
        self._needs = Needs(standard, vocabulary)
        self._unfixed = Unfixed(vocabulary)
        self._posts, self._ranks = Posts(standard, vocabulary), Ranks(vocabulary)
        self._kana, self._spoken = Kana(vocabulary), Spoken(vocabulary)
        self._typed = Typed(vocabulary)
        self._slips = Slips(self._typed.commands)
        self._aims = Aims(vocabulary)
        self._asked = re.compile(f"{vocabulary.either('asks')}|{vocabulary.either('asks_end')}")
        self._engaged = re.compile(rf"{vocabulary.either('engaged')}[^。]{{0,40}}{vocabulary.either('permission')}")
        self._permission = vocabulary.pattern("permission")
        self._attribute = vocabulary.pattern("attribute")
        self._compare = vocabulary.pattern("compare")
        self._told = vocabulary.pattern("told")
        self._young, self._part_of = vocabulary.pattern("young"), vocabulary.pattern("part_of")
        self._whom = vocabulary.pattern("whom")
        self._which_role = vocabulary.pattern("which_role")

    def understand(self, text: str) -> Finding:
        """What the text asks. Never raises: a text without a meaning is Kind.NONE."""
        if my_number(text):
            return Finding(Kind.NONE, outside="my_number")
        if asked := self._typed.appointment(text):
            return Finding(Kind.NONE, outside="appointment", detail=asked)
        if self._typed.command(text) == "help":
            return Finding(Kind.NONE, outside="help")
        words = self._spoken.written(read(text[:LONGEST]))
        if not any(char.isalnum() for char in words.text):
            return Finding(Kind.NONE, outside="empty")
        found = self._decide(self._reader.read(words))
        if found.kind is not Kind.NEED and (found.matches or found.outside not in ("", "outside")):
            return found
        converted = self._kana.convert(words)
        again = self._decide(self._reader.read(converted)) if converted else found
        return found if found.matches and len(again.matches) <= len(found.matches) else again

    def _decide(self, reading: Reading) -> Finding:
        steps = (
            _refused,
            self._unfixed.find,
            self._lookup.quoted,
            self._not_fixed,
            self._permitted,
            self._ranks.find,
            self._posts.find,
            self._lookup.find,
            self._needs.find,
            _about,
            self._needs.general,
        )
        for step in steps:
            found = step(reading)
            if found is not None:
                return found
        return Finding(Kind.NONE, outside="outside")

    def _not_fixed(self, reading: Reading) -> Finding | None:
        asked = [(hit, entry) for hit, entry in reading.outside if entry.kind == "not_fixed"]
        places = [hit for hit, _ in asked]
        works = [named for named in reading.named if not self._of_selection(reading, named, asked)]
        later = [
            named
            for named in works
            if places and named.end > places[-1].start and not any(p.start < named.end <= p.end for p in places)
        ]
        told = bool(works) or reading.digital or reading.troubled or _elsewhere(reading, places)
        if (
            not asked
            or later
            or self._column_later(reading, places[-1])
            or (told and not any(self._asks(reading, hit) for hit in places))
        ):
            return None
        if asked[0][1].detail == "年齢" and reading.cue("person", "hired") and self._young.search(reading.text):
            return None
        if asked[0][1].detail == "人数" and (len(reading.named) > 1 or self._told_apart(reading, places[-1])):
            return None
        if any(s.start == 0 and s.facts[0].kind is Kind.TITLE and bracketed(reading, s.end) for s in reading.spans):
            return None
        if reading.digital and self._whom.search(reading.text):
            return None
        if reading.alien or (self._which_role.search(reading.text) and (reading.named or _roles(reading))):
            return None
        return Finding(Kind.NONE, outside="not_fixed", detail=asked[0][1].detail)

    def _column_later(self, reading: Reading, place: Hit) -> bool:
        """Whether a column of a named role is asked behind ``place`` (「応募資格を書くため、エンジニアの資格は」).

        So it is where the standard is to fill what ``place`` names, too (「応募資格に並べる資格を知りたい」).
        """
        roles = [span for span in reading.spans if any(fact.kind is Kind.ROLE for fact in span.facts)]
        later = [column for column, _ in reading.columns if column >= place.end]
        if any(s.start >= place.end and s.end <= column <= s.end + 10 for s in roles for column in later):
            return True
        filled = reading.cue("printed", "fills") and not self._permission.search(reading.text, place.end)
        return bool(roles and later) and filled

    def _of_selection(self, reading: Reading, named: Named, asked: Sequence[tuple[Hit, Outside]]) -> bool:
        """Whether a work belongs to how people are selected: 「書類審査の配点」."""
        places = [hit.end for hit, entry in asked if entry.detail == "選定手続" and hit.end < named.end]
        parts = (self._part_of.match(reading.text, place) for place in places)
        return any(part is not None and part.end() >= named.end for part in parts)

    def _told_apart(self, reading: Reading, place: Hit) -> bool:
        """Whether the difference of two roles is asked behind ``place`` (「一人で兼ねさせたい。両者の境目は」)."""
        roles = {fact.name for span in reading.spans for fact in span.facts if fact.kind is Kind.ROLE}
        return len(roles) > 1 and self._compare.search(reading.text, place.end) is not None

    def _asks(self, reading: Reading, hit: Hit) -> bool:
        """Whether the sentence of ``hit`` asks, or is nothing else: 「兼務で回しています」 only tells."""
        begin, end = reading.sentence(hit.start, hit.end)
        sentence = reading.text[begin:end]
        return self._asked.search(sentence) is not None and not self._told.search(sentence)

    def _permitted(self, reading: Reading) -> Finding | None:
        """What may or must be done with somebody who is engaged (「外部人材に名刺を持たせてよいか」)."""
        found = self._attribute.search(reading.text)
        named = found and any(span.start == found.end() and not span.facts[0].vague for span in reading.spans)
        attribute = found and not named and self._asked.search(reading.text)
        if (
            reading.named
            or not (attribute or self._engaged.search(reading.text))
            or self._which_role.search(reading.text)
        ):
            return None
        return Finding(Kind.NONE, outside="not_fixed", detail="法的な可否")

    def command(self, text: str) -> str | None:
        """The command word that ``text`` is (戻る, やめる …), in any width or kana form; None for anything else."""
        return self._typed.command(text)

    def near_command(self, text: str) -> str | None:
        """The command word that ``text`` is but for a slip of the pen; asked only where nothing else was understood."""
        return self._slips.find(text)

    def aim(self, text: str) -> Aim:
        """Which question of a consultation ``text`` is about, and the words that answer it."""
        return self._aims.find(text)

    def numbers(self, text: str) -> tuple[int, ...]:
        """The numbers that ``text`` consists of (「1」, 「２番で」); () for any other text."""
        return self._typed.numbers(text) if len(text) <= LONGEST_CHOICE else ()

    def choice(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Ids of the ``options`` (id, label; in shown order) chosen by number or by words; () when it is no choice."""
        return self._typed.choice(text, options)


def _roles(reading: Reading) -> bool:
    """Whether a name in the text stands for a role, or for the one whom a role assists."""
    return any(fact.roles or fact.detail for span in reading.spans for fact in span.facts)


def _elsewhere(reading: Reading, places: Sequence[Hit]) -> bool:
    """Whether another sentence than those of ``places`` names what the standard prints, or a certificate."""
    sentences = {reading.text.count("。", 0, place.start) for place in places}
    held = (span for span in reading.spans if any(f.roles or f.kind is Kind.QUALIFICATION for f in span.facts))
    named = (span.start for span in held)
    return any(reading.text.count("。", 0, start) not in sentences for start in named)


def _refused(reading: Reading) -> Finding | None:
    return Finding(Kind.NONE, outside="instruction") if reading.of("instruction") else None


def _about(reading: Reading) -> Finding | None:
    """Greetings, thanks, help, the standard itself: only where no need is named."""
    plain = [entry for entry in reading.of("greeting", "thanks", "help", "consult", "about") if not entry.whole]
    found = plain or reading.of("greeting", "thanks", "help", "consult", "about")
    if not found or reading.alien or reading.cue("fit"):
        return None
    order = ("about", "consult", "help", "thanks", "greeting")
    best = min(found, key=lambda entry: order.index(entry.kind))
    if reading.digital and best.kind != "about":
        return None
    if best.detail == "roles" and (reading.cue("hired", "complaint") or reading.troubled):
        return None
    if reading.cue("person") and (reading.digital or best.kind == "consult"):
        return None
    return Finding(Kind.NONE, outside=best.kind, detail=best.detail)
