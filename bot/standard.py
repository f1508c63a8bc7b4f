"""The standard 自治体DX推進のための外部人材スキル標準 (総務省, 令和4年9月策定) as frozen clauses with ids.

Every text is verbatim but for line-wrap spaces; ``tests/content/test_standard.py`` rebuilds the printed table from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from bot.raw import Fault, Loc, refuse, tables, text


class Kind(StrEnum):
    """What a clause is; the value is the middle part of its id."""

    GLOSS = "gloss"
    TITLE = "title"
    DUTY = "duty"
    SKILL = "skill"
    LEVEL = "level"
    QUALIFICATION = "qualification"
    EXPERIENCE = "experience"


_LISTS = {
    "titles": Kind.TITLE,
    "duties": Kind.DUTY,
    "skills": Kind.SKILL,
    "levels": Kind.LEVEL,
    "qualifications": Kind.QUALIFICATION,
    "experiences": Kind.EXPERIENCE,
}
_PLACES = {
    Kind.GLOSS: "人材像の説明",
    Kind.TITLE: "想定される役職・呼称",
    Kind.DUTY: "役割",
    Kind.SKILL: "スキル要件",
    Kind.LEVEL: "スキルレベル",
    Kind.QUALIFICATION: "資格",
    Kind.EXPERIENCE: "経験",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clause(_Frozen):
    """One quotable line of the standard.

    ``text`` is the printed wording; ``plain`` a reviewed rewording (言いかえ, at most 40 characters); ``note`` stands
    beside every quote of it; ``joiner`` is the 「又は」 printed between it and the next. Levels carry ``framework``
    (ITSS or UISS), ``fields`` and ``lowest``/``highest``; experiences as a manager carry ``years``.
    """

    id: str
    kind: Kind
    role: str
    number: int
    ordinal: int
    text: str = Field(min_length=1)
    plain: str = Field(min_length=1, max_length=40)
    name: str | None = None
    group: str | None = None
    note: str | None = None
    joiner: str | None = None
    framework: str | None = None
    fields: tuple[str, ...] = ()
    lowest: StrictInt | None = None
    highest: StrictInt | None = None
    years: StrictInt | None = None

    @cached_property
    def place(self) -> str:
        """Where the printed table has it: 「表の2、役割の1つ目」."""
        column = _PLACES[self.kind]
        if self.kind is Kind.GLOSS:
            return f"表の{self.number}、{column}"
        if self.kind is Kind.SKILL:
            return f"表の{self.number}、{column}「{self.name}」"
        return f"表の{self.number}、{column}の{self.ordinal}つ目"


class AnyOf(_Frozen):
    """The printed 「以下のいずれか…望ましい」 above credentials and experiences; None where none is printed."""

    credential: str | None
    experience: str


class Role(_Frozen):
    """One of the four roles, with its clauses in the order in which the standard prints them."""

    id: str
    number: StrictInt
    name: str
    gloss: Clause
    titles: tuple[Clause, ...] = Field(min_length=1)
    duties: tuple[Clause, ...] = Field(min_length=1)
    skills: tuple[Clause, ...] = Field(min_length=1)
    any_of: AnyOf
    credential_none: str | None = None
    levels: tuple[Clause, ...]
    qualifications: tuple[Clause, ...]
    experiences: tuple[Clause, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _place_clauses(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        placed = dict(data)
        number = data.get("number")
        origin = {"role": text(data, "id"), "number": number if isinstance(number, int) else 0}
        if isinstance(gloss := data.get("gloss"), Mapping):
            placed["gloss"] = {**gloss, **origin, "kind": Kind.GLOSS, "ordinal": 1}
        for key, kind in _LISTS.items():
            if isinstance(clauses := data.get(key), list):
                placed[key] = [
                    {**c, **origin, "kind": kind, "ordinal": i} if isinstance(c, Mapping) else c
                    for i, c in enumerate(clauses, 1)
                ]
        return placed

    @model_validator(mode="after")
    def _credentials_or_none(self) -> "Role":
        listed = bool(self.levels or self.qualifications)
        if listed == bool(self.credential_none) or listed != bool(self.any_of.credential):
            raise PydanticCustomError(
                "standard.credentials", "either listed, with any_of.credential, or credential_none"
            )
        return self

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses of the role, gloss first."""
        return (
            self.gloss,
            *self.titles,
            *self.duties,
            *self.skills,
            *self.levels,
            *self.qualifications,
            *self.experiences,
        )


class Standard(_Frozen):
    """The whole standard. ``version`` is that of this file, not an edition of the standard (which prints none)."""

    version: str
    title: str
    publisher: str
    established: str
    established_source: str
    edition: str
    headings: dict[str, str]
    roles: tuple[Role, ...] = Field(min_length=4, max_length=4)

    @model_validator(mode="wrap")
    @classmethod
    def _ids(cls, data: object, handler: ModelWrapValidatorHandler["Standard"]) -> "Standard":
        standard = handler(data)
        if found := faults(data):
            refuse(cls.__name__, found)
        return standard

    def __iter__(self) -> Iterator[Clause]:  # type: ignore[override]
        """Every clause, in printed order."""
        return (clause for role in self.roles for clause in role.clauses)

    @cached_property
    def clauses(self) -> Mapping[str, Clause]:
        """Clause by id."""
        return {clause.id: clause for clause in self}

    @cached_property
    def by_id(self) -> Mapping[str, Role]:
        """Role by id."""
        return {role.id: role for role in self.roles}

    def ordered(self, roles: Iterable[str]) -> tuple[str, ...]:
        """``roles`` (ids, any order, repeats allowed) in the order in which the standard prints them."""
        wanted = set(roles)
        return tuple(role.id for role in self.roles if role.id in wanted)


def faults(standard: object) -> tuple[Fault, ...]:
    """Every clause and role of a raw standard whose id stands twice or is no address (``role.kind…``)."""
    roles = [(("roles", i), role) for i, role in tables(standard, "roles")]
    return (*_twice([(loc, text(role, "id")) for loc, role in roles]), *_addresses(standard), *_twice(_ids(standard)))


def clause_ids(standard: object) -> tuple[str, ...]:
    """The ids of all clauses of a raw standard."""
    return tuple(name for _, name in _ids(standard))


def role_of(clause: str) -> str:
    """The id of the role that the clause with this id stands under."""
    return clause.partition(".")[0]


def _ids(standard: object) -> list[tuple[Loc, str]]:
    return [(loc, name) for loc, name, _ in _clauses(standard)]


def _addresses(standard: object) -> Iterator[Fault]:
    for loc, name, prefix in _clauses(standard):
        if name and not f"{name}.".startswith(f"{prefix}."):
            yield Fault((*loc, "id"), "standard.address", {"words": name, "prefix": prefix})


def _clauses(standard: object) -> Iterator[tuple[Loc, str, str]]:
    """The place of every raw clause, its id, and what its id has to begin with."""
    for i, role in tables(standard, "roles"):
        if isinstance(gloss := role.get("gloss"), Mapping):
            yield ("roles", i, "gloss"), text(gloss, "id"), f"{text(role, 'id')}.{Kind.GLOSS}"
        for key, kind in _LISTS.items():
            for k, clause in tables(role, key):
                yield ("roles", i, key, k), text(clause, "id"), f"{text(role, 'id')}.{kind}"


def _twice(ids: list[tuple[Loc, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for loc, name in ids:
        if name and name in seen:
            yield Fault((*loc, "id"), "standard.id_twice", {"words": name})
        seen.add(name)
