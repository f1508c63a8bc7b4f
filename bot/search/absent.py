"""Roles that do not list a name: 「コーディネートが載っていない役割は」, 「管理職の経験が要らないのはどの役割」."""

import re
from collections.abc import Sequence

from bot.search.facts import Fact, columns_of
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading, Span
from bot.standard import Standard
from bot.vocabulary import Vocabulary

LONGEST_QUOTE = 40
"""Characters of a text that the answer repeats."""
_HELD = (Kind.QUALIFICATION, Kind.SKILL, Kind.EXPERIENCE)


class Absent:
    """The other roles with that column of theirs, in which the name is not found."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        absent = vocabulary.either("absent")
        self._absent = re.compile(absent + vocabulary.either("absent_asked"))
        self._but = re.compile(absent + vocabulary.either("absent_but"))
        self._joined = re.compile(f"も|{vocabulary.either('listing')}")
        self._of_person = vocabulary.pattern("of_person")
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
        facts = self._lacked(reading, self._absent)
        lacked = facts or self._lacked(reading, self._but)
        if lacked and (held := self._held(reading, lacked)):
            return held
        if facts:
            return self._others(reading, facts[0].kind, {role for fact in facts for role in fact.roles})
        timeless = reading.cue("column_experience") and self._no_years.search(reading.text)
        if not reading.spans and (timeless or (reading.cue("manager") and absent)):
            return self._others(reading, Kind.EXPERIENCE, self._managers)
        return None

    def _lacked(self, reading: Reading, absent: re.Pattern[str]) -> list[Fact]:
        """The listed facts that ``absent`` follows, with those in one list before them (「AもBも載っていない」)."""
        spans: list[Span] = []
        for span in reversed(reading.spans):
            joined = bool(spans) and self._joined.fullmatch(reading.text, span.end, spans[-1].start)
            if joined or absent.match(reading.text, span.end):
                spans.append(span)
        return [fact for span in spans for fact in span.facts if fact.listed and fact.kind in _HELD]

    def _held(self, reading: Reading, lacked: Sequence[Fact]) -> Finding | None:
        """The roles that list the other names and lack these: 「要求分析はあるけどUX技術はない役割」.

        What somebody lacks takes no role away: 「PMPはないが支援士を持つ人はどの役割」.
        """
        pairs = [(span, fact) for span in reading.spans for fact in span.facts if fact.listed and fact.kind in _HELD]
        held = {fact.name: (span, fact) for span, fact in pairs if fact.name not in {one.name for one in lacked}}
        if not held:
            return None
        person = self._of_person.search(reading.text)
        lacking = set() if person else {role for fact in lacked for role in fact.roles}
        listing = set.intersection(*(set(fact.roles) for _, fact in held.values()))
        roles = self._standard.ordered(listing - lacking)
        matches = tuple(self._of_roles(reading, span, fact, roles) for span, fact in held.values())
        excepted = self._standard.ordered(listing & lacking)
        if not roles:
            typed = reading.words.keyed.source.strip()[:LONGEST_QUOTE]
            return Finding(pairs[0][1].kind, (Match(typed, (), (), printed=False, name=typed),), unlisted=typed)
        return Finding(pairs[0][1].kind, matches, roles, excepted=excepted)

    def _of_roles(self, reading: Reading, span: Span, fact: Fact, roles: tuple[str, ...]) -> Match:
        clauses = tuple(clause for clause in fact.clauses if self._standard.clauses[clause].role in roles)
        return Match(reading.words.keyed.typed(span.start, span.end), clauses, roles, fact.printed, fact.name)

    def _others(self, reading: Reading, kind: Kind, listing: set[str]) -> Finding | None:
        roles = tuple(role for role in self._standard.roles if role.id not in listing)
        return columns_of(roles, kind, reading.words.keyed.source[:LONGEST_QUOTE]) if roles else None
