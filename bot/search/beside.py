"""A certificate beside a listed one: 「CAPMはPMPと同じ扱いか」 asks about CAPM, which nobody lists."""

import re

from bot.search.facts import Fact
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading, Span
from bot.search.unlisted import Unlisted, nouns
from bot.vocabulary import Vocabulary

_BESIDE = (Kind.QUALIFICATION, Kind.SKILL)


class Beside:
    """The certificate asked about, as not listed, and at most as the nearest name the listed one it is held against."""

    def __init__(self, vocabulary: Vocabulary, unlisted: Unlisted) -> None:
        self._unlisted = unlisted
        self._against = vocabulary.pattern("held_against")
        self._subject = re.compile(f"{vocabulary.either('certificate_noun')}?{vocabulary.either('subject_end')}")
        self._certificate = vocabulary.pattern("certificate_noun")

    def find(self, reading: Reading) -> Finding | None:
        """Nothing where the subject is listed itself, or is a title and no certificate."""
        for span in reading.spans:
            fact = next((fact for fact in span.facts if fact.kind in _BESIDE and fact.listed), None)
            if fact and self._against.match(reading.text, span.end):
                subject = self._before(reading, span)
                return self._finding(reading, subject, fact) if subject else None
        return None

    def _before(self, reading: Reading, span: Span) -> tuple[int, int] | None:
        """The first noun before ``span`` that stands as a subject and is a certificate that nobody lists."""
        for start, end in (place for place in nouns(reading) if place[1] <= span.start):
            if not self._subject.match(reading.text, end) and not self._closes(reading, start, end):
                continue
            facts = [fact for one in reading.spans if start <= one.start and one.end <= end for fact in one.facts]
            if any(fact.listed and fact.kind is Kind.QUALIFICATION for fact in facts):
                return None
            if self._held(reading, (start, end), facts):
                return start, end
        return None

    def _closes(self, reading: Reading, start: int, end: int) -> bool:
        """Whether the noun ends with a word for a certificate, whatever follows (「Cloud Architect認定、…」)."""
        return any(found.end() == end for found in self._certificate.finditer(reading.text, start, end))

    def _held(self, reading: Reading, place: tuple[int, int], facts: list[Fact]) -> bool:
        """Whether it is a certificate: by the vocabulary, by the word behind it, or an unknown name by its script."""
        start, end = place
        if any(fact.kind is Kind.QUALIFICATION for fact in facts) or self._certificate.match(reading.text, end):
            return True
        if self._closes(reading, start, end) or self._unlisted.formed(reading.text[start:end]):
            return True
        foreign = not set("ka").isdisjoint(reading.words.script[start:end]) and end - start > 2
        return foreign and not facts and not reading.known.issuperset(range(start, end))

    def _finding(self, reading: Reading, subject: tuple[int, int], fact: Fact) -> Finding:
        start, end = subject
        reviewed = [f.near for s in reading.spans for f in s.facts if start <= s.start and s.end <= end and f.near]
        typed = reading.words.keyed.typed(start, end)
        near = (*reviewed, fact.clauses if fact.kind is Kind.QUALIFICATION else ())[0]
        return Finding(
            Kind.QUALIFICATION, (Match(typed, (), (), printed=False, name=typed),), near=near, unlisted=typed
        )
