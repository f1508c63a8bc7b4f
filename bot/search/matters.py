"""What each office decides for itself (pay, terms, how many, selection …), asked by the words for it."""

import re
from collections.abc import Sequence

from bot.search.finding import Finding, Kind
from bot.search.lexicon import Hit
from bot.search.posts import bracketed
from bot.search.reading import Reading
from bot.search.works import Named
from bot.vocabulary import Outside, Vocabulary


class Matters:
    """Where the words stand beside names and works, the question decides which of them is asked about."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._asked = re.compile(f"{vocabulary.either('asks')}|{vocabulary.either('asks_end')}")
        self._engaged = re.compile(rf"{vocabulary.either('engaged')}[^。]{{0,40}}{vocabulary.either('permission')}")
        self._permission = vocabulary.pattern("permission")
        self._attribute = vocabulary.pattern("attribute")
        self._compare = vocabulary.pattern("compare")
        self._told = vocabulary.pattern("told")
        self._young, self._part_of = vocabulary.pattern("young"), vocabulary.pattern("part_of")
        self._whom = vocabulary.pattern("whom")
        self._which_role = vocabulary.pattern("which_role")

    def find(self, reading: Reading) -> Finding | None:
        """The first matter that is asked about; none where it is only told, or a role, a column or a work is asked."""
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
        if asked[0][1].detail == "年齢" and reading.cue("person", "hired", "wish") and self._young.search(reading.text):
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

    def permitted(self, reading: Reading) -> Finding | None:
        """What may or must be done with somebody who is engaged (「外部人材に名刺を持たせてよいか」)."""
        found = self._attribute.search(reading.text)
        named = found and any(
            span.facts[0].detail or (span.start == found.end() and not span.facts[0].vague) for span in reading.spans
        )
        attribute = found and not named and self._asked.search(reading.text)
        if (
            reading.named
            or not (attribute or self._engaged.search(reading.text))
            or self._which_role.search(reading.text)
        ):
            return None
        return Finding(Kind.NONE, outside="not_fixed", detail="法的な可否")

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


def _roles(reading: Reading) -> bool:
    """Whether a name in the text stands for a role, or for the one whom a role assists."""
    return any(fact.roles or fact.detail for span in reading.spans for fact in span.facts)


def _elsewhere(reading: Reading, places: Sequence[Hit]) -> bool:
    """Whether another sentence than those of ``places`` names what the standard prints, or a certificate."""
    sentences = {reading.text.count("。", 0, place.start) for place in places}
    held = (span for span in reading.spans if any(f.roles or f.kind is Kind.QUALIFICATION for f in span.facts))
    named = (span.start for span in held)
    return any(reading.text.count("。", 0, start) not in sentences for start in named)
