"""What the columns hold, computed from the standard: how many lines, whose certificates, what all roles share."""

import re
from collections.abc import Callable, Iterable

from bot.keys import key
from bot.search.facts import Fact, column, columns_of
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading
from bot.search.rules import FIGURE, number
from bot.standard import Clause, Role, Standard
from bot.vocabulary import Vocabulary

_COUNTED = {"資格": Kind.QUALIFICATION, "試験": Kind.QUALIFICATION, "すきる": Kind.SKILL, "経験": Kind.EXPERIENCE}
_GROUPS = {"てくにかるすきる": "technical", "ひゅーまんすきる": "human", "ひゅまんすきる": "human"}
_SPELT = {"ひと": 1, "ふた": 2, "みっ": 3, "よっ": 4, "いつ": 5, "むっ": 6, "なな": 7, "やっ": 8}
_ASKED = ("lookup", "printed", "which", "with", "without")


class Held:
    """Roles by the number or the issuer of what their columns list; the answer is what the printed lines say."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary, facts: Iterable[Fact]) -> None:
        self._standard = standard
        everybody = {role.id for role in standard.roles}
        self._shared = {fact.clauses: fact for fact in facts if fact.clauses and set(fact.roles) == everybody}
        self._in_common = vocabulary.pattern("in_common")
        noun = "|".join((*_GROUPS, *_COUNTED))
        figure = f"(?:{FIGURE}|({'|'.join(_SPELT)}))"
        unit, name = vocabulary.either("count_unit"), vocabulary.either("count_name")
        self._counts = (
            re.compile(rf"(?P<noun>{noun}){name}?{figure}{unit}"),
            re.compile(rf"{figure}{unit}の?(?P<noun>{noun})(?![談者証])"),
        )
        near = rf"(?:{noun}|年数|管理職)[^。、]{{0,8}}?"
        self._most, self._least = (re.compile(near + vocabulary.either(name)) for name in ("most", "fewest"))
        self._noun = re.compile(noun)
        groups, columns = "|".join(_GROUPS), "|".join((*_GROUPS, "すきる", "経験"))
        self._has = (
            re.compile(rf"(?P<noun>{columns}){vocabulary.either('has_column')}"),
            re.compile(rf"(?P<noun>{groups}){vocabulary.either('has_group')}"),
        )
        issuer = vocabulary.either("issuer")
        self._issued = re.compile(rf"({issuer}){vocabulary.either('issued')}")
        self._unissued = re.compile(rf"({issuer}){vocabulary.either('issued')}{vocabulary.either('not_issued')}")
        self._others = re.compile(rf"({issuer}){vocabulary.either('issued_else')}")

    def find(self, reading: Reading) -> Finding | None:
        """Nothing where a name of any column stands in the text, or somebody holds what is counted."""
        held = any(fact.kind is not Kind.ROLE for span in reading.spans for fact in span.facts)
        if held or reading.named or reading.cue("holding", "person"):
            return None
        asked = (self._counted, self._extreme, self._whose, self._having) if reading.cue(*_ASKED) else ()
        steps = (self._common, *asked)
        return next((found for step in steps if (found := step(reading)) is not None), None)

    def _common(self, reading: Reading) -> Finding | None:
        """What all roles list: 「どの役割にも共通している経験は」. No role where there is nothing of the kind."""
        found = self._in_common.search(reading.text)
        noun = self._noun.search(reading.text, found.start()) if found else None
        if found is None or noun is None or reading.spans:
            return None
        kind, group = _COUNTED.get(noun[0], Kind.SKILL), _GROUPS.get(noun[0])
        shared = [
            fact
            for fact in self._shared.values()
            if fact.kind is kind and all(group in (None, self._standard.clauses[c].group) for c in fact.clauses)
        ]
        typed = reading.words.keyed.typed(found.start(), noun.end())
        if not shared:
            return Finding(kind, (Match(typed, (), (), printed=False, name=typed),), unlisted=typed)
        matches = tuple(Match(typed, fact.clauses, fact.roles, printed=True, name=fact.name) for fact in shared)
        return Finding(kind, matches, matches[0].roles)

    def _counted(self, reading: Reading) -> Finding | None:
        found = next((one for pattern in self._counts if (one := pattern.search(reading.text))), None)
        if found is None:
            return None
        figure, spelt = [part for part in found.groups() if part != found["noun"]]
        count = number(figure) if figure else _SPELT[spelt]
        kind = _COUNTED.get(found["noun"], Kind.SKILL)
        lines = {role.id: self._lines(role, kind, found["noun"]) for role in self._standard.roles}
        kept = [clause for clauses in lines.values() if len(clauses) == count for clause in clauses]
        return self._finding(reading, kind, found.span(), kept)

    def _extreme(self, reading: Reading) -> Finding | None:
        """The role with the most or the fewest lines in a column, or years as a manager."""
        most = self._most.search(reading.text)
        found, noun = most or self._least.search(reading.text), self._noun.search(reading.text)
        if found is None or not (noun or reading.cue("manager")):
            return None
        if reading.cue("manager", "years"):
            years = [clause for clause in self._standard if clause.years is not None]
            end = (max if most else min)(clause.years or 0 for clause in years)
            return self._finding(reading, Kind.EXPERIENCE, found.span(), [c for c in years if c.years == end])
        return self._longest(reading, noun[0], found, max if most else min) if noun else None

    def _longest(
        self, reading: Reading, noun: str, found: re.Match[str], end: Callable[[Iterable[int]], int]
    ) -> Finding:
        """The roles whose column holds the most or the fewest lines, an empty column included."""
        kind = _COUNTED.get(noun, Kind.SKILL)
        lines = [self._lines(role, kind, noun) for role in self._standard.roles]
        length = end(len(clauses) for clauses in lines)
        roles = [role for role, clauses in zip(self._standard.roles, lines, strict=True) if len(clauses) == length]
        return columns_of(roles, kind, reading.words.keyed.typed(*found.span()))

    @staticmethod
    def _lines(role: Role, kind: Kind, noun: str) -> list[Clause]:
        """What is counted: certificates without levels, the skills of one group where the text names it."""
        lines = role.qualifications if kind is Kind.QUALIFICATION else column(role, kind.value)
        return [clause for clause in lines if noun in _COUNTED or clause.group == _GROUPS[noun]]

    def _whose(self, reading: Reading) -> Finding | None:
        """The certificates of an issuer whose name is printed behind them, or those of all others."""
        other = self._others.search(reading.text)
        found = other or self._issued.search(reading.text)
        if found is None:
            return None
        lines = [clause for role in self._standard.roles for clause in role.qualifications]
        kept = [clause for clause in lines if (found[1] in key(clause.text)) is not bool(other)]
        if self._unissued.search(reading.text) and not reading.spans:
            return self._lacking(reading, found.span(), {clause.role for clause in kept})
        named = {role for span in reading.spans for fact in span.facts for role in fact.roles}
        kept = [clause for clause in kept if clause.role in named] if named else kept
        return self._finding(reading, Kind.QUALIFICATION, found.span(), kept)

    def _lacking(self, reading: Reading, place: tuple[int, int], listing: set[str]) -> Finding:
        """The roles without any of the certificates (「IPAの資格が載っていない役割は」)."""
        roles = [role for role in self._standard.roles if role.id not in listing]
        return columns_of(roles, Kind.QUALIFICATION, reading.words.keyed.typed(*place))

    def _having(self, reading: Reading) -> Finding | None:
        """The roles that have the column at all: 「ヒューマンスキルの欄があるのはどの役割」."""
        found = next((one for pattern in self._has if (one := pattern.search(reading.text))), None)
        if found is None or reading.spans:
            return None
        kind, typed = _COUNTED.get(found["noun"], Kind.SKILL), reading.words.keyed.typed(*found.span())
        roles = [role for role in self._standard.roles if self._lines(role, kind, found["noun"])]
        return columns_of(roles, kind, typed)

    def _finding(self, reading: Reading, kind: Kind, place: tuple[int, int], kept: list[Clause]) -> Finding:
        typed = reading.words.keyed.typed(*place)
        roles = self._standard.ordered(clause.role for clause in kept)
        match = Match(typed, tuple(clause.id for clause in kept), roles, bool(roles), typed, kind.value)
        return Finding(kind, (match,), roles, unlisted="" if roles else typed)
