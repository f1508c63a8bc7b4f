"""The applicant check against a plain truth table, written from the printed standard: every combination of ticks."""

from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest

from bot.candidate import Group, Level, Papers, Shown, credentials, experiences, levels
from bot.replies import Checked
from tests.support.flow import CONTENT, WORDING

YES, JUDGE, NO = Shown.CONFIRMED, Shown.JUDGED, Shown.MISSING
FROM_4 = {3: NO, 4: YES}
FROM_3 = {2: NO, 3: YES}
FROM_3_TO_4 = {2: NO, 3: JUDGE, 4: YES}
ABOUT_5_YEARS = {0: NO, 1: JUDGE, 2: JUDGE, 3: JUDGE, 4: JUDGE, 5: YES}
ABOUT_3_YEARS = {0: NO, 1: JUDGE, 2: JUDGE, 3: YES}
Row = tuple[str, tuple[str, ...], dict[int, Shown]]

LEVELS: dict[str, tuple[Row, ...]] = {
    "producer": (
        ("itss", ("コンサルタント", "ITアーキテクト"), FROM_4),
        ("uiss", ("ビジネスストラテジスト", "ISストラテジスト", "ISアーキテクト"), FROM_4),
    ),
    "project_manager": (
        ("itss", ("プロジェクトマネジメント",), FROM_3_TO_4),
        ("uiss", ("プログラムマネージャ",), FROM_3_TO_4),
    ),
    "service_designer": (),
    "engineer": (
        (
            "itss",
            ("ITスペシャリスト", "アプリケーションスペシャリスト", "ITサービスマネジメント", "カスタマーサービス"),
            FROM_3,
        ),
        ("uiss", ("アプリケーションデザイナー", "システムデザイナー"), FROM_3),
    ),
}
QUALIFICATIONS: dict[str, tuple[str, ...]] = {
    "producer": ("it_strategist", "systems_architect", "systems_auditor", "information_security_specialist"),
    "project_manager": ("project_manager", "pmp"),
    "service_designer": (),
    "engineer": ("it_service_manager",),
}
EXPERIENCES = {
    "producer": ("strategy", "municipality"),
    "project_manager": ("project", "municipality"),
    "service_designer": ("consumer_service", "municipality"),
    "engineer": ("digital_tools", "municipality"),
}
YEARS = {"producer": ABOUT_5_YEARS, "project_manager": ABOUT_3_YEARS, "service_designer": {}, "engineer": {}}


def subsets(ids: tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1)))


def told(role: str, row: Row) -> list[tuple[Level | None, Shown]]:
    """A level line left blank, or with each of its fields and levels."""
    name, fields, table = row
    said = [(Level(f"{role}.level.{name}", field, level), table[level]) for field in fields for level in table]
    return [(None, NO), *said]


def credential_cases(role: str) -> Iterator[tuple[Papers, dict[str, Shown]]]:
    rows = LEVELS[role]
    for held in subsets(QUALIFICATIONS[role]):
        for given in product(*(told(role, row) for row in rows)):
            said = frozenset(level for level, _ in given if level)
            expected = {f"{role}.level.{row[0]}": shown for row, (_, shown) in zip(rows, given, strict=True)}
            expected |= {f"{role}.qualification.{q}": YES if q in held else NO for q in QUALIFICATIONS[role]}
            yield Papers(frozenset(f"{role}.qualification.{q}" for q in held), said), expected


def experience_cases(role: str) -> Iterator[tuple[Papers, dict[str, Shown]]]:
    for had in subsets(EXPERIENCES[role]):
        for years, shown in (YEARS[role] or {0: NO}).items():
            expected = {f"{role}.experience.{e}": YES if e in had else NO for e in EXPERIENCES[role]}
            expected |= {f"{role}.experience.management": shown} if YEARS[role] else {}
            yield Papers(frozenset(f"{role}.experience.{e}" for e in had), years=years), expected


def shown(group: Group) -> dict[str, Shown]:
    return {line.clause.id: line.shown for line in group.lines}


def together(expected: dict[str, Shown]) -> Shown:
    """One line of an any-of group is enough; failing that, one that the municipality judges."""
    for best in (YES, JUDGE):
        if best in expected.values():
            return best
    return NO


@pytest.mark.parametrize("name", LEVELS)
def test_every_combination_is_answered_as_the_standard_is_printed(name: str) -> None:
    role = CONTENT.standard.by_id[name]
    credential, experience = list(credential_cases(name)), list(experience_cases(name))
    for papers, expected in experience:
        group = experiences(role, papers)
        assert (shown(group), group.shown) == (expected, together(expected))
    for papers, expected in credential if LEVELS[name] else []:
        group = credentials(role, papers) or pytest.fail("the standard lists credentials")
        assert (shown(group), group.shown) == (expected, together(expected))
    everything = [(a, b) for a in credential for b in experience]
    for (first, one), (second, other) in everything:
        both = Papers(first.ticked | second.ticked, first.levels, second.years)
        group = credentials(role, both)
        assert (shown(group) if group else {}) | shown(experiences(role, both)) == one | other
    assert len(everything) == {"producer": 13440, "project_manager": 1024, "service_designer": 4, "engineer": 360}[name]


@pytest.mark.parametrize("name", LEVELS)
def test_a_form_can_offer_what_the_table_knows_and_no_other_level(name: str) -> None:
    by_clause = {f"{name}.level.{row[0]}": (row[1], list(row[2])) for row in LEVELS[name]}
    assert {c.id: (c.fields, list(levels(c))) for c in CONTENT.standard.by_id[name].levels} == by_clause


def test_lines_of_other_roles_and_unknown_fields_count_for_nothing() -> None:
    role = CONTENT.standard.by_id["engineer"]
    ticked = frozenset({"producer.qualification.it_strategist", "producer.experience.municipality"})
    said = (("engineer.level.itss", "コンサルタント"), ("producer.level.itss", "コンサルタント"))
    foreign = Papers(ticked, frozenset(Level(clause, field, 9) for clause, field in said), years=40)
    nothing = Papers()
    assert credentials(role, foreign) == credentials(role, nothing)
    assert experiences(role, foreign) == experiences(role, nothing)


def test_only_a_level_line_offers_levels() -> None:
    with pytest.raises(ValueError, match="is no level"):
        levels(CONTENT.standard.clauses["producer.gloss"])


def said(name: str, papers: Papers) -> str:
    role = CONTENT.standard.by_id[name]
    return WORDING.render(Checked(role, credentials(role, papers), experiences(role, papers))).linear()


@pytest.mark.parametrize("name", LEVELS)
def test_the_answer_has_three_columns_the_fixed_sentences_and_every_line_once(name: str) -> None:
    role = CONTENT.standard.by_id[name]
    everything = frozenset(clause.id for clause in (*role.qualifications, *role.experiences))
    for papers in (Papers(), Papers(everything, years=1)):
        text = said(name, papers)
        confirmed, missing, interview = (
            text.index(f"〔{column}〕") for column in ("書類で確認できた", "書類で確認できない", "面接で確認")
        )
        assert confirmed < missing < interview
        assert "採否の判断材料の一部です。点数や順位は出しません。" in text
        assert "同じ募集では、全員を同じ項目で確認してください。" in text
        for clause in (*role.levels, *role.qualifications, *role.experiences):
            assert text.count(f"「{clause.text}」（{clause.place}）") == 1
        for skill in role.skills:
            assert f"「{skill.name}」" in text[interview:]
        assert "満たす人" not in text
        assert "満たしている人" not in text


def test_a_range_stays_a_range_and_no_credentials_is_said() -> None:
    level = Level("project_manager.level.itss", "プロジェクトマネジメント", 3)
    text = said("project_manager", Papers(levels=frozenset({level}), years=2))
    assert "標準は「レベル3~4」と幅を示しています。足りるかは団体の判断です。" in text
    assert "標準は「3年程度」「同等の経験」と書いています。足りるかは団体の判断です。" in text
    assert "資格・スキルレベルの定めはありません" in said("service_designer", Papers())
