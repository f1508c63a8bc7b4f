"""From the works named in a text to the roles that do them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.search.finding import Match
from bot.search.works import Named
from bot.standard import Standard


@dataclass(frozen=True)
class Plan:
    """The roles for a set of works, best first; ``open`` when which comes first must be asked."""

    named: tuple[Named, ...]
    roles: tuple[str, ...]
    open: bool


def plan(named: Sequence[Named], standard: Standard) -> Plan:
    """The smallest set of roles that does every work, the one put first in front of the others."""
    able = [standard.ordered(standard.clauses[clause].role for clause in one.clauses) for one in named]
    common = [role.id for role in standard.roles if all(role.id in roles for roles in able)]
    if len(common) == 1:
        return Plan(tuple(named), tuple(common), open=False)
    if common:
        return Plan(tuple(named), tuple(common), open=True)
    return _several(tuple(named), able, standard)


def _several(named: tuple[Named, ...], able: Sequence[tuple[str, ...]], standard: Standard) -> Plan:
    sure = {roles[0] for roles in able if len(roles) == 1}
    narrowed = [tuple(r for r in roles if r in sure) or roles for roles in able]
    top = min(one.rank for one in named)
    leads = {roles for one, roles in zip(named, narrowed, strict=True) if one.rank == top}
    marked = top == 0 or any(one.rank == 2 for one in named)
    if marked and len(leads) == 1 and len(lead := next(iter(leads))) == 1:
        others = standard.ordered(role for roles in narrowed for role in roles if role not in lead)
        return Plan(named, (*lead, *others), open=False)
    return Plan(named, standard.ordered(role for roles in narrowed for role in roles), open=True)


def matched(named: Named, words: str, standard: Standard) -> Match:
    """A work as the meaning of ``words``: the clauses that it stands for, and the roles that do it."""
    clauses = tuple(clause.id for clause in standard if clause.id in named.clauses)
    roles = standard.ordered(standard.clauses[clause].role for clause in clauses)
    return Match(words, clauses, roles, printed=False, name=named.work.name)
