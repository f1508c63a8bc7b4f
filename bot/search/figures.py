"""Look-ups by a figure, or by a column without a role: levels, years, 「資格が書いてある役割」."""

import re
from dataclasses import replace

from bot.keys import any_of
from bot.search.facts import columns_of
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading
from bot.search.rules import Level, Rules
from bot.standard import Clause, Standard
from bot.standard import Kind as ClauseKind
from bot.vocabulary import Vocabulary

_FRAMEWORKS = {"ITSS": "ITスキル標準", "UISS": "情報システムユーザースキル標準", "": "資格・スキルレベル"}


class Figures:
    """Exactly the clauses that print the figure, or that somebody with it fits when the text asks so."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary, rules: Rules) -> None:
        self._standard, self._rules = standard, rules
        self._managers = tuple(clause for clause in standard if clause.years is not None)
        self._levels = tuple(clause for clause in standard if clause.kind is ClauseKind.LEVEL)
        self._qualifications = tuple(clause for clause in standard if clause.kind is ClauseKind.QUALIFICATION)
        self._about = vocabulary.pattern("year_about")
        self._loosely = vocabulary.pattern("year_loose")
        self._stated = vocabulary.pattern("figure_printed")
        self._guess = vocabulary.pattern("level_guess")
        rank = any_of(vocabulary.expand("{rank_held}"))
        self._manager = re.compile(rank)
        self._not_manager = re.compile(f"{rank}{vocabulary.either('not_had')}")
        self._field = vocabulary.pattern("field_named")
        self._year_experience = vocabulary.pattern("year_experience")

    def years(self, reading: Reading) -> Finding | None:
        """「標準に5年程度とあるのは」 is that clause; 「管理職5年」 every clause with as many years or fewer."""
        found = self._rules.years(reading.text)
        if found is None or not reading.cue("manager", "experience", "printed"):
            return None
        about = self._about.match(reading.text, found.words[1])
        printed = about is not None and (reading.cue("printed") or not reading.cue("experience", "wish"))
        loosely = self._loosely.match(reading.text, found.words[1]) and self._stated.search(reading.text)
        printed = printed or bool(loosely) or found.pointed
        if not (printed or reading.cue("manager") or self._year_experience.search(reading.text)):
            return None
        fitting = [
            c for c in self._managers if c.years == found.count or (not printed and (c.years or 0) < found.count)
        ]
        name = f"{found.count}年程度" if printed else f"{found.count}年の管理職の経験"
        near = () if fitting else tuple(clause.id for clause in self._managers)
        return self._finding(Kind.EXPERIENCE, reading.words.keyed.typed(*found.words), fitting, name, near)

    def levels(self, reading: Reading) -> Finding | None:
        """A level without the name of a field or a role."""
        needed = reading.named and reading.cue("wish") and not reading.cue("printed", "column_qualification")
        found = None if needed else self._rules.level(reading.text)
        if found is None or self._of_name(reading, found):
            return None
        clauses = [self._standard.clauses[clause] for clause in found.clauses]
        typed = reading.words.keyed.typed(*found.words)
        near = () if clauses else tuple(clause.id for clause in self._levels)
        if found.lacked and clauses:
            listing = {clause.role for clause in clauses}
            return columns_of((r for r in self._standard.roles if r.id not in listing), Kind.QUALIFICATION, typed)
        excepted = self._standard.ordered(self._standard.clauses[clause].role for clause in found.excepted)
        return replace(self._finding(Kind.QUALIFICATION, typed, clauses, typed, near), excepted=excepted)

    def _of_name(self, reading: Reading, level: Level) -> bool:
        """Whether a name says whose level it is, and the look-up of names answers."""
        begin, end = self._own(reading, level.words)
        spans = [
            span
            for span in reading.spans
            if begin < span.start < end
            or any(fact.field for fact in span.facts)
            or self._field.search(reading.text, span.start, span.end + 5)
        ]
        certificates = any(Kind.QUALIFICATION in span.kinds for span in spans)
        if self._rules.stated(reading.text, level) or self._guessed(reading, level.words[1]):
            return certificates
        return certificates or any(fact.roles for span in spans for fact in span.facts)

    def _own(self, reading: Reading, place: tuple[int, int]) -> tuple[int, int]:
        """Between which places names belong to a level: its sentence, where that asks for a role by itself."""
        begin, end = reading.sentence(*place)
        asks = self._rules.asks(reading.text, place[1])
        return begin - 1 if asks or reading.cue("printed") else -1, end if asks else len(reading.text)

    def _guessed(self, reading: Reading, end: int) -> bool:
        """Whether the level is only guessed to be that of a role (「レベル3〜4ってエンジニアですよね」)."""
        guess = self._guess.match(reading.text, end)
        return guess is not None and any(
            span.start == guess.end() and any(fact.kind is Kind.ROLE for fact in span.facts) for span in reading.spans
        )

    def columns(self, reading: Reading) -> Finding | None:
        """A column without a role: 「IPAの資格を挙げている役割は」, 「管理職の経験が書いてある役割は」."""
        framework = self._rules.framework(reading.text)
        managed = reading.cue("manager") and self._managed(reading)
        managers = managed and reading.cue("printed") and not reading.cue("wish")
        if not (reading.cue("lookup", "printed", "with", "without") or framework) or (reading.named and not managers):
            return None
        if framework or reading.cue("column_qualification", "exam"):
            return self._credentials(reading, framework)
        if managed or reading.cue("years"):
            return self._finding(Kind.EXPERIENCE, "管理職", self._managers, "管理職の経験")
        return None

    def _managed(self, reading: Reading) -> bool:
        """Whether a rank is told of that somebody is not said to have lacked."""
        lacked = len(self._not_manager.findall(reading.text))
        return lacked == 0 or len(self._manager.findall(reading.text)) > lacked

    def _credentials(self, reading: Reading, framework: str) -> Finding:
        levels = [clause for clause in self._levels if framework in ("", clause.framework)]
        listed = [*levels, *(() if framework else self._qualifications)]
        name = _FRAMEWORKS[framework]
        if reading.cue("with") or not reading.cue("without"):
            return self._finding(Kind.QUALIFICATION, name, listed, name, asked="qualification")
        having = {clause.role for clause in listed}
        roles = tuple(role.id for role in self._standard.roles if role.id not in having)
        return Finding(Kind.QUALIFICATION, (Match(name, (), roles, True, name, "qualification"),), roles)

    def _finding(
        self,
        kind: Kind,
        typed: str,
        clauses: list[Clause] | tuple[Clause, ...],
        name: str,
        near: tuple[str, ...] = (),
        asked: str = "",
    ) -> Finding:
        roles = self._standard.ordered(clause.role for clause in clauses)
        match = Match(typed if roles else name, tuple(clause.id for clause in clauses), roles, bool(roles), name, asked)
        return Finding(kind, (match,), roles, near=near, unlisted="" if roles else name)
