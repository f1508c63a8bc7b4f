"""Roles that do not list a name: 「コーディネートが載っていない役割は」, 「管理職の経験が要らないのはどの役割」."""

from bot.search.facts import columns_of
from bot.search.finding import Finding, Kind
from bot.search.reading import Reading
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_HELD = (Kind.QUALIFICATION, Kind.SKILL, Kind.EXPERIENCE)


class Absent:
    """The other roles with that column of theirs, in which the name is not found."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._absent = vocabulary.pattern("absent")
        self._instead = vocabulary.pattern("listed_instead")
        self._no_years = vocabulary.pattern("no_years")
        self._managers = {clause.role for clause in standard if clause.years is not None}

    def find(self, reading: Reading) -> Finding | None:
        """The roles beside those that list the names; a name that all four list is looked up as any other.

        Where the next sentence asks for those that do list it, the other is only background.
        """
        absent = self._absent.search(reading.text)
        if absent and self._instead.search(reading.text, absent.end()):
            return None
        facts = [
            fact
            for span in reading.spans
            for fact in span.facts
            if fact.listed and fact.kind in _HELD and self._absent.match(reading.text, span.end)
        ]
        if facts:
            return self._others(reading, facts[0].kind, {role for fact in facts for role in fact.roles})
        timeless = reading.cue("column_experience") and self._no_years.search(reading.text)
        if not reading.spans and (timeless or (reading.cue("manager") and absent)):
            return self._others(reading, Kind.EXPERIENCE, self._managers)
        return None

    def _others(self, reading: Reading, kind: Kind, listing: set[str]) -> Finding | None:
        roles = tuple(role for role in self._standard.roles if role.id not in listing)
        return columns_of(roles, kind, reading.words.keyed.source[:40]) if roles else None
