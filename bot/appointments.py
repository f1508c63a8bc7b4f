"""Forms of employment and routes to people (``data/appointments.toml``), and which of them fit a result.

What is stated carries its source, the day it was seen and how certain it is. That an entry fits is the bot's own view.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.assess import Outcome
from bot.problem import Problem
from bot.standard import Kind, Standard

MOST_ROUTES = 3
ALL = "all"


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
    source: str = Field(min_length=1)
    mark: Mark
    as_of: str = Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$")
    review: date
    fits: tuple[Fit, ...] = Field(alias="fit", min_length=1)

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


def problems(appointments: Appointments, standard: Standard, file: str) -> Iterator[Problem]:
    """Ids that stand twice, roles and duties that the standard does not have, outcomes without a route."""
    ids = [entry.id for entry in appointments.entries]
    for number, entry in enumerate(appointments.entries, 1):
        if entry.id in ids[: number - 1]:
            yield Problem("appointments.twice", file, f"entry.{number}.id", {"words": entry.id})
        for place, fit in enumerate(entry.fits, 1):
            at = f"entry.{number}.fit.{place}"
            yield from _dead(fit.roles, set(standard.by_id), file, f"{at}.roles")
            yield from _dead(fit.works, _duties(standard), file, f"{at}.works")
    yield from _dead(appointments.care, _duties(standard), file, "care")
    offered = {outcome for entry in appointments.entries if entry.kind == "route" for outcome in _always(entry)}
    for outcome in Outcome:
        if outcome not in offered:
            yield Problem("appointments.no_route", file, "entry", {"words": outcome})


def unknown(asked: Iterable[tuple[str, str]], appointments: Appointments, file: str) -> Iterator[Problem]:
    """Ids (with their key paths in ``file``) that name no entry and do not ask for all of them."""
    known = {ALL, *appointments.by_id}
    yield from (Problem("appointments.unknown", file, at, {"words": name}) for at, name in asked if name not in known)


def _dead(ids: tuple[str, ...], known: set[str], file: str, at: str) -> Iterator[Problem]:
    yield from (Problem("appointments.dead_id", file, at, {"words": dead}) for dead in ids if dead not in known)


def _duties(standard: Standard) -> set[str]:
    return {clause.id for clause in standard if clause.kind is Kind.DUTY}


def _always(entry: Entry) -> Iterator[Outcome]:
    """The outcomes in which ``entry`` is offered whatever the role and the works."""
    yield from (outcome for fit in entry.fits if not fit.roles and not fit.works for outcome in fit.outcomes)
