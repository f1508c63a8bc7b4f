"""The names a text can be looked up by: those the standard prints, and the vocabulary's other names for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.search.finding import Finding, Kind, Match
from bot.standard import Clause, Role, Standard
from bot.standard import Kind as ClauseKind
from bot.vocabulary import Name, Vocabulary

_KINDS = {
    ClauseKind.TITLE: Kind.TITLE,
    ClauseKind.SKILL: Kind.SKILL,
    ClauseKind.LEVEL: Kind.QUALIFICATION,
    ClauseKind.QUALIFICATION: Kind.QUALIFICATION,
    ClauseKind.EXPERIENCE: Kind.EXPERIENCE,
}


@dataclass(frozen=True)
class Fact:
    """A name and what it stands for. ``clauses`` and ``roles`` are empty for a name the standard does not list.

    ``vague``: a title that says nothing about the work. ``near``: clauses of the nearest listed names.
    """

    kind: Kind
    words: tuple[str, ...]
    name: str
    clauses: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    printed: bool = True
    vague: bool = False
    near: tuple[str, ...] = ()
    detail: str = ""
    field: bool = False
    everyday: bool = False

    @property
    def listed(self) -> bool:
        """Whether it names a role."""
        return bool(self.roles)


def facts(standard: Standard, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """All names: the printed ones first, then the vocabulary's."""
    printed = [fact for role in standard.roles for fact in _of_role(role)]
    return (*_merged(printed, standard), *(_of_name(name, standard) for name in vocabulary.names))


def _of_role(role: Role) -> Iterator[Fact]:
    yield Fact(Kind.ROLE, (role.name,), role.name, (role.gloss.id, *(duty.id for duty in role.duties)), (role.id,))
    for title in role.titles:
        yield Fact(Kind.TITLE, (title.text,), title.text, (title.id,), (role.id,))
    for clause in (*role.skills, *role.qualifications):
        name = clause.name or clause.text
        words = tuple(dict.fromkeys((name, name.replace("・", "、"), clause.text)))
        yield Fact(_KINDS[clause.kind], words, name, (clause.id,), (role.id,))
    for level in role.levels:
        for name in level.fields:
            yield Fact(
                Kind.QUALIFICATION, (name, f"{name}の分野", f"{name}分野"), name, (level.id,), (role.id,), field=True
            )


def _merged(found: Iterable[Fact], standard: Standard) -> Iterator[Fact]:
    """One fact for a name that several roles print (要求分析), with all its clauses."""
    groups: dict[tuple[Kind, str, bool], list[Fact]] = {}
    for fact in found:
        groups.setdefault((fact.kind, fact.name, fact.field), []).append(fact)
    for (kind, name, field), same in groups.items():
        words = tuple(dict.fromkeys(word for fact in same for word in fact.words))
        clauses = tuple(clause for fact in same for clause in fact.clauses)
        roles = standard.ordered(role for fact in same for role in fact.roles)
        yield Fact(kind, words, name, clauses, roles, field=field)


def _of_name(name: Name, standard: Standard) -> Fact:
    words = tuple(name.words)
    shown = name.name or words[0]
    kind = Kind(name.kind)
    if not name.same:
        return Fact(kind, words, shown, printed=False, near=name.means, detail=name.detail, everyday=name.everyday)
    clauses = tuple(clause.id for clause in standard if clause.id in name.means)
    roles = standard.ordered([standard.clauses[clause].role for clause in clauses] + list(name.means))
    if kind is Kind.ROLE:
        clauses = tuple(clause for role in roles for clause in _role_clauses(standard.by_id[role]))
    field = bool(clauses) and all(standard.clauses[clause].kind is ClauseKind.LEVEL for clause in clauses)
    vague = kind is Kind.TITLE and not name.means and not name.detail
    printed = bool(clauses)
    return Fact(kind, words, shown, clauses, roles, printed, vague, (), name.detail, field, name.everyday)


def _role_clauses(role: Role) -> tuple[str, ...]:
    return (role.gloss.id, *(duty.id for duty in role.duties))


def column(role: Role, asked: str) -> tuple[Clause, ...]:
    """The clauses of one column of the standard for a role; ``qualification`` means levels and qualifications."""
    columns = {
        "title": role.titles,
        "duty": role.duties,
        "skill": role.skills,
        "qualification": (*role.levels, *role.qualifications),
        "experience": role.experiences,
    }
    return columns[asked]


def of_column(role: Role, asked: str, words: str) -> Match:
    """One column of a role as the answer to ``words``."""
    return Match(words, tuple(clause.id for clause in column(role, asked)), (role.id,), True, role.name, asked)


def columns_of(roles: Iterable[Role], kind: Kind, words: str) -> Finding:
    """The same column of each of the ``roles`` as the answer to ``words``."""
    named = tuple(roles)
    return Finding(kind, tuple(of_column(role, kind.value, words) for role in named), tuple(role.id for role in named))
