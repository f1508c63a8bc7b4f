"""A role and one of its columns: 「エンジニアの資格は？」."""

import re
from collections.abc import Sequence

from bot.search.facts import Fact, column
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading, Span
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_COLUMNS = {
    "qualification": Kind.QUALIFICATION,
    "skill": Kind.SKILL,
    "experience": Kind.EXPERIENCE,
    "title": Kind.TITLE,
}


class Columns:
    """The column that is asked of a role, or of a title that stands for one role."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._asked_of = re.compile(vocabulary.either("asked_of"))

    def find(self, reading: Reading) -> Finding | None:
        """The clauses of the column, role by role."""
        asked = next((name for name in _COLUMNS if reading.cue(f"column_{name}")), "")
        owners = self._owners(reading, asked)
        if not owners or (reading.named and reading.cue("wish")) or self._otherwise(reading, asked):
            return None
        matches = tuple(
            Match(
                reading.words.keyed.typed(span.start, span.end),
                tuple(clause.id for clause in column(self._standard.by_id[role], asked)),
                (role,),
                True,
                self._standard.by_id[role].name,
                asked,
            )
            for span, fact in owners
            for role in fact.roles
        )
        roles = self._standard.ordered(role for match in matches for role in match.roles)
        return Finding(_COLUMNS[asked], matches, roles)

    def _owners(self, reading: Reading, asked: str) -> Sequence[tuple[Span, Fact]]:
        """The roles named; without one, the titles of one role that the column is asked of (SEに望ましい経験)."""
        pairs = [(span, fact) for span in reading.spans for fact in span.facts] if asked else []
        roles = [(span, fact) for span, fact in pairs if fact.kind is Kind.ROLE]
        titles = [
            (span, fact)
            for span, fact in pairs
            if fact.kind is Kind.TITLE
            and len(fact.roles) == 1
            and asked != "title"
            and (fact.printed or asked != "qualification")
            and self._asked_of.match(reading.text, span.end)
        ]
        return roles or titles

    @staticmethod
    def _otherwise(reading: Reading, asked: str) -> bool:
        """Whether another name says what is meant: a skill, the examination, a printed title."""
        kinds = [{fact.kind for fact in span.facts} for span in reading.spans]
        if any(kind.isdisjoint((Kind.ROLE, Kind.TITLE)) for kind in kinds):
            return True
        if asked == "qualification":
            return reading.cue("exam") and any(Kind.QUALIFICATION in kind for kind in kinds)
        return asked == "title" and any(Kind.TITLE in kind for kind in kinds)
