"""Which lines of a published role an applicant's papers show: said of lines, never of a person.

No points, no order, nothing kept: the same ticks, the same answer. Skills are never shown by papers; they are left to
the interview. What a form can tick is the standard's own list, so that every applicant is looked at alike.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.standard import Clause, Role


class Shown(StrEnum):
    """What papers show of a line: ``JUDGED`` is shown, and whether it is enough is the municipality's to decide."""

    CONFIRMED = "confirmed"
    JUDGED = "judged"
    MISSING = "missing"


@dataclass(frozen=True)
class Level:
    """A level in one field of a level clause, as ``levels`` offers it."""

    clause: str
    field: str
    level: int


@dataclass(frozen=True)
class Papers:
    """What an applicant's papers say: ids of qualifications and experiences, levels, years as a manager.

    What is no line of the role that is checked counts for nothing.
    """

    ticked: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    years: int = 0


@dataclass(frozen=True)
class Line:
    """One printed line; ``level`` or ``years`` is what the papers say where the line asks for it."""

    clause: Clause
    shown: Shown
    level: Level | None = None
    years: int = 0


@dataclass(frozen=True)
class Group:
    """The lines below one printed 「以下のいずれか…望ましい」: one of them is enough."""

    sentence: str
    lines: tuple[Line, ...]

    @property
    def shown(self) -> Shown:
        """The best of its lines."""
        found = {line.shown for line in self.lines}
        return next(shown for shown in Shown if shown in found)


def levels(clause: Clause) -> range:
    """The levels to choose from: below the lowest that is printed, then up to the highest, which means 「以上」."""
    if clause.lowest is None or clause.highest is None:
        raise ValueError(f"{clause.id} is no level")
    return range(clause.lowest - 1, clause.highest + 1)


def level_choices(clause: Clause, field: str) -> Mapping[str, Level]:
    """What a form offers for a ``field`` of a level clause, the lowest first, by the value that stands for it."""
    place = clause.fields.index(field)
    return {f"{clause.id}/{place}/{level}": Level(clause.id, field, level) for level in levels(clause)}


def year_choices(clause: Clause) -> Mapping[str, int]:
    """What a form offers for an experience of so many years, by the value that stands for it."""
    return {f"{clause.id}/{years}": years for years in range(1, (clause.years or 0) + 1)}


def papers(role: Role, values: Collection[str]) -> Papers:
    """The papers behind ``values`` of a form: ids of clauses that were ticked, and the choices above."""
    said = {v: level for clause in role.levels for f in clause.fields for v, level in level_choices(clause, f).items()}
    years = {v: count for clause in role.experiences for v, count in year_choices(clause).items()}
    return Papers(
        frozenset(clause.id for clause in (*role.qualifications, *role.experiences) if clause.id in values),
        frozenset(said[value] for value in values if value in said),
        max((years[value] for value in values if value in years), default=0),
    )


def credentials(role: Role, papers: Papers) -> Group | None:
    """Levels and qualifications; None where the standard lists none."""
    if role.any_of.credential is None:
        return None
    lines = (*(_level(clause, papers.levels) for clause in role.levels), *_ticked(role.qualifications, papers))
    return Group(role.any_of.credential, lines)


def experiences(role: Role, papers: Papers) -> Group:
    """The experiences, that as a manager by its years."""
    return Group(role.any_of.experience, tuple(_ticked(role.experiences, papers)))


def _level(clause: Clause, said: Iterable[Level]) -> Line:
    """The line by the highest level in a field that it names; one inside 「レベル3~4」 is left to be judged."""
    named = [level for level in said if level.clause == clause.id and level.field in clause.fields]
    best = max(named, key=lambda level: (level.level, level.field), default=None)
    offered = levels(clause)
    if best is None or best.level <= offered[0]:
        return Line(clause, Shown.MISSING, level=best)
    return Line(clause, Shown.CONFIRMED if best.level >= offered[-1] else Shown.JUDGED, level=best)


def _ticked(clauses: Iterable[Clause], papers: Papers) -> Iterable[Line]:
    for clause in clauses:
        if clause.years is not None:
            yield _years(clause, clause.years, papers.years)
        else:
            yield Line(clause, Shown.CONFIRMED if clause.id in papers.ticked else Shown.MISSING)


def _years(clause: Clause, wanted: int, years: int) -> Line:
    """「5年程度の管理職又は同等の経験」 is no sharp border: fewer years are left to be judged."""
    if years >= wanted:
        return Line(clause, Shown.CONFIRMED, years=years)
    return Line(clause, Shown.JUDGED if years > 0 else Shown.MISSING, years=years)
