"""From works to hand over to roles: the smallest set of roles that contains the lead and covers every work.

Only duty clauses are evidence: a role can do a work when at least one clause that the work cites is a duty of its own.
There are no counts and no weights (docs/decisions/0002-assessment.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from bot.standard import Clause, Kind, Standard


@dataclass(frozen=True)
class Work:
    """A piece of work to hand over: a dialog option or a matched phrase, with the clauses it stands for."""

    id: str
    text: str
    short: str
    cites: tuple[str, ...]


class Outcome(StrEnum):
    """``unneeded``: staff or contractors already do all that was chosen."""

    DECIDED = "decided"
    SPLIT = "split"
    OPEN = "open"
    UNNEEDED = "unneeded"


@dataclass(frozen=True)
class Share:
    """One work, and the roles that it falls to: one, or several where the standard lists it under each of them."""

    work: Work
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """``lead`` and ``reason`` are None while open; ``possible`` are then the roles still in question.

    ``reason`` is the clause of the lead that the answer rests on: a duty, or its gloss where only the gloss was chosen.
    ``shares`` holds every work still to be handed over, the first one first; ``possible`` follows the standard's order;
    ``needed`` is the size of the smallest set of roles that covers the works.
    """

    outcome: Outcome
    lead: str | None
    reason: Clause | None
    shares: tuple[Share, ...]
    possible: tuple[str, ...]
    needed: int

    @property
    def own(self) -> tuple[Work, ...]:
        """The works that the lead alone does, the first one first; none while there is no lead."""
        return tuple(share.work for share in self.shares if share.roles == (self.lead,))


def assess(
    standard: Standard, works: Sequence[Work], *, first: Work | None = None, tip: str | None = None
) -> Assessment:
    """Assess ``works`` (the ``first`` among them or None); ``tip`` is the role whose gloss the user chose, if any.

    A tip counts only where the works leave the lead open.
    """
    wanted = [*([first] if first else []), *(work for work in works if work != first)]
    if not wanted:
        return _by_gloss(standard, tip)
    doers = {work.id: _doers(standard, work) for work in wanted}
    covers = smallest_covers(standard, doers.values())
    needed = len(covers[0])
    leads = set().union(*covers) & (doers[first.id] if first else set(standard.by_id))
    if len(leads) > 1 and tip in leads:
        leads = {tip}
    if len(leads) > 1:
        shares = tuple(Share(work, standard.ordered(doers[work.id])) for work in wanted)
        return Assessment(Outcome.OPEN, None, None, shares, standard.ordered(leads), needed)
    return _with_lead(standard, wanted, doers, next(iter(leads)))


def _by_gloss(standard: Standard, tip: str | None) -> Assessment:
    if tip is None:
        return Assessment(Outcome.OPEN, None, None, (), tuple(standard.by_id), 1)
    return Assessment(Outcome.DECIDED, tip, standard.by_id[tip].gloss, (), (tip,), 1)


def _with_lead(standard: Standard, works: Sequence[Work], doers: dict[str, frozenset[str]], lead: str) -> Assessment:
    covers = smallest_covers(standard, doers.values(), lead)
    used = frozenset().union(*covers)
    shares = tuple(
        Share(work, (lead,) if lead in doers[work.id] else standard.ordered(doers[work.id] & used)) for work in works
    )
    outcome = Outcome.DECIDED if len(covers[0]) == 1 else Outcome.SPLIT
    return Assessment(outcome, lead, _reason(standard, shares, lead), shares, (lead,), len(covers[0]))


def _reason(standard: Standard, shares: Sequence[Share], lead: str) -> Clause:
    work = next(share.work for share in shares if share.roles == (lead,))
    return next(clause for clause in duties(standard, work) if clause.role == lead)


def duties(standard: Standard, work: Work) -> tuple[Clause, ...]:
    """The duty clauses that ``work`` cites."""
    cited = (standard.clauses[cite] for cite in work.cites)
    return tuple(clause for clause in cited if clause.kind is Kind.DUTY)


def _doers(standard: Standard, work: Work) -> frozenset[str]:
    return frozenset(clause.role for clause in duties(standard, work))


def smallest_covers(
    standard: Standard, doers: Iterable[frozenset[str]], lead: str | None = None
) -> tuple[frozenset[str], ...]:
    """All smallest sets of roles (with ``lead``, if given) in which every work finds someone to do it.

    Raises ``ValueError`` for a work that no role does: such a work cites no duty and is refused when content is loaded.
    """
    return _smallest(tuple(standard.by_id), frozenset(doers), lead)


@lru_cache(maxsize=1024)
def _smallest(roles: Sequence[str], needs: frozenset[frozenset[str]], lead: str | None) -> tuple[frozenset[str], ...]:
    """There are few different ``needs``, whatever the works that have them."""
    for size in range(1, len(roles) + 1):
        sets = [frozenset(c) for c in combinations(roles, size)]
        found = tuple(c for c in sets if (lead is None or lead in c) and all(c & need for need in needs))
        if found:
            return found
    raise ValueError("a work cites no duty of any role")
