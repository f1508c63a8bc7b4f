"""Forms of employment and routes to people (``data/appointments.toml``), and which of them fit a result.

What is stated carries its source, the day it was seen and how certain it is. That an entry fits is the bot's own view.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from bot.assess import Outcome
from bot.raw import Fault, Loc
from bot.standard import Kind, Standard

MOST_ROUTES = 3
ALL = "all"
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class Mark(StrEnum):
    """How certain a statement is: seen in a primary or two other sources, in one other, or the bot's own view."""

    VERIFIED = "V"
    SINGLE = "1"
    ADVICE = "I"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Statement(_Frozen):
    """A sentence (of ``basis``, words without a 。), with its certainty."""

    text: str = Field(min_length=1)
    mark: Mark


class Avoid(Statement):
    """What speaks against a form: with any of ``works`` (duty clauses), or with so many ``roles`` in one post."""

    works: tuple[str, ...] = ()
    roles: int = Field(default=1, ge=1)

    def holds(self, duties: Collection[str], roles: int) -> bool:
        """Whether it speaks against a post for ``roles`` roles with these ``duties``."""
        return roles >= self.roles and (not self.works or not set(self.works).isdisjoint(duties))


class Fit(_Frozen):
    """When an entry is offered; the lowest ``place`` comes first.

    ``roles`` and ``works`` (duty clauses) narrow it where they are given; ``only``: every work is one of ``works``.
    """

    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    roles: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    only: bool = False
    place: int = Field(ge=0)
    why: str = Field(min_length=1)


class Entry(_Frozen):
    """A form of employment or a route. ``as_of`` is a month (2026-11) or a day; ``review`` the last day it counts."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    kind: Literal["form", "route"]
    name: str = Field(min_length=1, max_length=16)
    basis: Statement | None = None
    facts: tuple[Statement, ...] = ()
    watch: tuple[Statement, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    source: str = Field(min_length=1)
    mark: Mark
    as_of: str
    review: date
    fits: tuple[Fit, ...] = Field(alias="fit", min_length=1)

    @field_validator("as_of")
    @classmethod
    def _month_or_day(cls, value: str) -> str:
        try:
            date.fromisoformat(f"{value}-01" if _MONTH.fullmatch(value) else value)
        except ValueError:
            raise PydanticCustomError("appointments.as_of", "a month or a day", {"words": value}) from None
        return value

    @property
    def month(self) -> date:
        """The first day of the month of ``as_of``."""
        return date.fromisoformat(f"{self.as_of[:7]}-01")

    @property
    def day(self) -> date | None:
        """``as_of`` where it is a day, None where it is a month."""
        return date.fromisoformat(self.as_of) if len(self.as_of) > len("2026-11") else None

    def late(self, today: date) -> bool:
        """Whether the review is overdue."""
        return today > self.review


class Appointments(_Frozen):
    """All entries, in the order in which they are listed. ``care``: works of choosing a contractor."""

    care: tuple[str, ...]
    entries: tuple[Entry, ...] = Field(alias="entry", min_length=1)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Entry by id."""
        return {entry.id: entry for entry in self.entries}

    @property
    def listed(self) -> tuple[Entry, ...]:
        """What is shown to those who ask for all of them: not the bot's own suggestions."""
        return tuple(entry for entry in self.entries if entry.mark is not Mark.ADVICE)

    def late(self, today: date) -> tuple[Entry, ...]:
        """The entries whose review is overdue."""
        return tuple(entry for entry in self.entries if entry.late(today))


@dataclass(frozen=True)
class Situation:
    """What entries are chosen for: an outcome, the role wanted (None while there is none), each work's clauses."""

    outcome: Outcome
    role: str | None
    works: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Offer:
    """An entry that fits, and why it does (the bot's own view)."""

    entry: Entry
    why: str


def next_steps(appointments: Appointments, situation: Situation) -> tuple[Offer, ...]:
    """At most three routes, the first one first; never none for an outcome that the data covers."""
    return _offers(appointments, situation, "route")[:MOST_ROUTES]


def forms(appointments: Appointments, situation: Situation) -> tuple[Offer, ...]:
    """The forms of employment that fit, the closest first."""
    return _offers(appointments, situation, "form")


def _offers(appointments: Appointments, situation: Situation, kind: str) -> tuple[Offer, ...]:
    found = [(fit, entry) for entry in appointments.entries if entry.kind == kind for fit in _fitting(entry, situation)]
    return tuple(Offer(entry, fit.why) for fit, entry in sorted(found, key=lambda pair: pair[0].place))


def _fitting(entry: Entry, situation: Situation) -> tuple[Fit, ...]:
    """The first way in which ``entry`` fits; () when it does not."""
    return tuple(fit for fit in entry.fits if _holds(fit, situation))[:1]


def _holds(fit: Fit, situation: Situation) -> bool:
    if situation.outcome not in fit.outcomes or (fit.roles and situation.role not in fit.roles):
        return False
    meant = [not set(fit.works).isdisjoint(cites) for cites in situation.works]
    return not fit.works or (bool(meant) and all(meant) if fit.only else any(meant))


def faults(appointments: Appointments, standard: Standard) -> Iterator[Fault]:
    """Ids that stand twice, roles and duties that the standard does not have, outcomes without a route."""
    ids = [entry.id for entry in appointments.entries]
    for number, entry in enumerate(appointments.entries):
        if entry.id in ids[:number]:
            yield Fault(("entry", number, "id"), "appointments.twice", {"words": entry.id})
        for place, fit in enumerate(entry.fits):
            yield from _dead(fit.roles, set(standard.by_id), ("entry", number, "fit", place, "roles"))
            yield from _dead(fit.works, _duties(standard), ("entry", number, "fit", place, "works"))
        for place, avoid in enumerate(entry.avoid):
            yield from _dead(avoid.works, _duties(standard), ("entry", number, "avoid", place, "works"))
    yield from _dead(appointments.care, _duties(standard), ("care",))
    offered = {outcome for entry in appointments.entries if entry.kind == "route" for outcome in _always(entry)}
    for outcome in Outcome:
        if outcome not in offered:
            yield Fault(("entry",), "appointments.no_route", {"words": outcome})


def unknown(asked: Iterable[str], appointments: Appointments) -> Iterator[Fault]:
    """The ids that words ask for, in their order, and that name no entry and do not ask for all of them."""
    known = {ALL, *appointments.by_id}
    for number, name in enumerate(asked):
        if name not in known:
            yield Fault(("appointments", number, "asks"), "appointments.unknown", {"words": name})


def _dead(ids: tuple[str, ...], known: set[str], loc: Loc) -> Iterator[Fault]:
    for number, dead in enumerate(ids):
        if dead not in known:
            yield Fault((*loc, number), "appointments.dead_id", {"words": dead})


def _duties(standard: Standard) -> set[str]:
    return {clause.id for clause in standard if clause.kind is Kind.DUTY}


def _always(entry: Entry) -> Iterator[Outcome]:
    """The outcomes in which ``entry`` is offered whatever the role and the works."""
    yield from (outcome for fit in entry.fits if not fit.roles and not fit.works for outcome in fit.outcomes)
