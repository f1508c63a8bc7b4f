"""What a look-up shows, as values: a role or a column of it, roles side by side, what a text was found to ask."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot.appointments import Entry
from bot.assess import Assessment, Work
from bot.replies_consult import Elsewhere, Ref, Section
from bot.search import Finding
from bot.standard import Clause, Role


@dataclass(frozen=True)
class Appointed:
    """Forms of employment and routes as they are listed, without a result. ``today`` as in ``NextSteps``."""

    entries: tuple[Entry, ...]
    today: date


@dataclass(frozen=True)
class Detail:
    """One column of a role. With ``ref`` it stands in place of a result and leads back to it."""

    role: Role
    section: Section
    ref: Ref | None = None


@dataclass(frozen=True)
class Overview:
    """The four roles at a glance."""

    roles: tuple[Role, ...]


@dataclass(frozen=True)
class RoleCard:
    """One role: gloss, titles, duties."""

    role: Role
    ref: Ref | None = None


@dataclass(frozen=True)
class Comparable:
    """A role, and the others that it can be compared with."""

    role: Role
    others: tuple[Role, ...]


@dataclass(frozen=True)
class Cell:
    """What the standard prints for one role in one column. ``heading`` stands above the lines, or instead of them."""

    clauses: tuple[Clause, ...]
    heading: str = ""

    def without(self, names: Collection[str | None]) -> "Cell":
        """The cell without the skills of these names."""
        return replace(self, clauses=tuple(c for c in self.clauses if c.name is None or c.name not in names))


@dataclass(frozen=True)
class Aligned:
    """One line of a comparison: what each role has under ``topic``."""

    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Shared:
    """A skill that several roles list under one name; its content differs from role to role."""

    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Comparison:
    """Roles side by side: the lines that differ, then the skills that share a name."""

    roles: tuple[Role, ...]
    lines: tuple[Aligned, ...]
    shared: tuple[Shared, ...]


@dataclass(frozen=True)
class Found:
    """What a look-up found. ``clauses`` are quoted, in printed order; ``roles`` as in ``Finding.roles``."""

    finding: Finding
    roles: tuple[Role, ...]
    clauses: tuple[Clause, ...]
    near: tuple[Clause, ...]


@dataclass(frozen=True)
class Needed:
    """A need in everyday words, assessed. ``works`` are the dialog's works it stands for, to go on with."""

    finding: Finding
    assessment: Assessment
    lead: Role | None
    elsewhere: tuple[Elsewhere, ...]
    possible: tuple[Role, ...]
    nearby: tuple[Work, Role] | None
    works: tuple[Work, ...]
    clauses: tuple[Clause, ...]
    by_number: bool = False
    """Whether the work to be put first can be chosen by typing its number next; never where there is a lead."""


@dataclass(frozen=True)
class Unclear:
    """Words that name no role by themselves: a bare topic, or a title that says nothing about the work.

    ``ways`` are what can be chosen from: the candidates, else all roles, each with what it does in plain words.
    """

    finding: Finding
    candidates: tuple[Role, ...]
    ways: tuple[tuple[Role, str], ...]
    missed: str = ""
    """What was typed, so that its author can send it in."""
    by_number: bool = False
    """Whether a way can be chosen by typing its number next."""
