"""The shipped standard is the printed one: nothing missing, nothing added, nothing reworded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content import load
from bot.standard import Clause, Role, Standard

STANDARD = load().standard
SOURCE = Path(__file__).parent.parent / "data" / "standard_source.txt"


def bare(text: str) -> str:
    """``text`` without any white space: the source wraps its lines with it."""
    return "".join(text.split())


PRINTED = bare(SOURCE.read_text(encoding="utf-8").removeprefix("standard_source.txt"))


def header(standard: Standard) -> Iterator[str]:
    """Title and heading row; printed on each of the two pages."""
    yield standard.title
    columns = ("category", "role", "skills", "credential", "experience", "group", "name", "content")
    yield from (standard.headings[column] for column in columns)


def bullets(clauses: tuple[Clause, ...]) -> Iterator[str]:
    for clause in clauses:
        yield f"・{clause.text}{clause.joiner or ''}"


def person(standard: Standard, role: Role) -> Iterator[str]:
    """The columns of number, role and duties."""
    yield f"{role.number}{role.name}（{role.gloss.text}）【{standard.headings['titles']}】"
    yield from bullets(role.titles)
    yield from (f"○{duty.text}" for duty in role.duties)


def credentials(standard: Standard, role: Role) -> Iterator[str]:
    yield role.any_of.credential or role.credential_none or ""
    for heading, clauses in (("level", role.levels), ("qualification", role.qualifications)):
        if clauses:
            yield f"【{standard.headings[heading]}】"
            yield from bullets(clauses)


def row(standard: Standard, role: Role) -> Iterator[str]:
    """A role as the table reads: the last two columns stand beside its first skill."""
    yield from person(standard, role)
    group = ""
    for skill in role.skills:
        if skill.group and skill.group != group:
            group = skill.group
            yield standard.headings[group]
        yield f"{skill.name}{skill.text}"
        if skill is role.skills[0]:
            yield from credentials(standard, role)
            yield role.any_of.experience
            yield from bullets(role.experiences)


def printed(standard: Standard) -> Iterator[str]:
    for page in (standard.roles[:2], standard.roles[2:]):
        yield from header(standard)
        for role in page:
            yield from row(standard, role)


def test_the_whole_printed_table_is_rebuilt_character_for_character() -> None:
    assert bare("".join(printed(STANDARD))) == PRINTED


@pytest.mark.parametrize("clause", list(STANDARD), ids=lambda clause: clause.id)
def test_every_quoted_value_stands_in_the_source(clause: Clause) -> None:
    for value in filter(None, (clause.text, clause.name, clause.joiner, *clause.fields)):
        assert bare(value) in PRINTED
    for level in filter(None, (clause.lowest, clause.highest)):
        assert str(level) in clause.text
    assert clause.years is None or f"{clause.years}年程度" in clause.text


def test_names_and_any_of_sentences_stand_in_the_source() -> None:
    for role in STANDARD.roles:
        for value in filter(None, (role.name, role.any_of.credential, role.any_of.experience)):
            assert bare(value) in PRINTED


def test_only_service_designer_has_an_explicit_dash_for_credentials() -> None:
    without = {role.id: role.credential_none for role in STANDARD.roles if not (role.levels or role.qualifications)}
    assert without == {"service_designer": "-"}


def test_every_clause_has_a_short_rewording_that_is_not_the_text_itself() -> None:
    for clause in STANDARD:
        assert 0 < len(clause.plain) <= 40
        assert clause.plain != clause.text


def test_printed_variants_are_marked_wherever_they_are_quoted() -> None:
    variants = (
        "情報システムユースキル標準",
        "利用者情報システムとの接点",
        "プロジェクトマネージャ（",
        "ITサービスマネージャー",
    )
    for clause in STANDARD:
        if any(variant in clause.text for variant in variants):
            assert clause.note == "原文のまま", clause.id
