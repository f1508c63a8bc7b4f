"""Roles that do not list a name: 「コーディネートが載っていない役割は」, 「管理職の経験が要らないのはどの役割」."""

import re
from collections.abc import Sequence

from bot.search.facts import Fact, columns_of
from bot.search.finding import LISTED, Finding, Kind, Match
from bot.search.meant import followed, without_roles
from bot.search.names import match_of
from bot.search.reading import Reading
from bot.standard import Standard
from bot.vocabulary import Vocabulary

LONGEST_QUOTE = 40
"""Characters of a text that the answer repeats."""


class Absent:
    """The other roles with that column of theirs, or those of them that list what else is named."""

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
        spans = followed(reading.text, reading.spans, absent, self._joined)
        return [fact for span in spans for fact in span.facts if fact.listed and fact.kind in LISTED]

    def _held(self, reading: Reading, lacked: Sequence[Fact]) -> Finding | None:
        """The roles that list the other names and lack these: 「要求分析はあるけどUX技術はない役割」.

        What somebody lacks takes no role away: 「PMPはないが支援士を持つ人はどの役割」. Where no role is left, the text
        itself is what the standard does not list.
        """
        pairs = [(span, fact) for span in reading.spans for fact in span.facts if fact.listed and fact.kind in LISTED]
        held = {fact.name: (span, fact) for span, fact in pairs if fact.name not in {one.name for one in lacked}}
        if not held:
            return None
        listing = set.intersection(*(set(fact.roles) for _, fact in held.values()))
        person = self._of_person.search(reading.text)
        left = listing if person else listing.difference(*(fact.roles for fact in lacked))
        if not left:
            typed = reading.words.keyed.source.strip()[:LONGEST_QUOTE]
            return Finding(pairs[0][1].kind, (Match(typed, (), (), printed=False, name=typed),), unlisted=typed)
        matches = tuple(match_of(reading, span, fact) for span, fact in held.values())
        found = Finding(pairs[0][1].kind, matches, self._standard.ordered(listing))
        return without_roles(found, self._standard.by_id.keys() - left, self._standard)

    def _others(self, reading: Reading, kind: Kind, listing: set[str]) -> Finding | None:
        roles = tuple(role for role in self._standard.roles if role.id not in listing)
        return columns_of(roles, kind, reading.words.keyed.source[:LONGEST_QUOTE]) if roles else None
