"""Roles side by side: differences first, nothing lost, what they share said once."""

from datetime import date
from itertools import combinations

import pytest

from bot.comparison import compare
from bot.lookup import Lookup
from bot.replies import Comparable, Comparison
from bot.standard import Role
from tests.support.flow import CONTENT, WORDING

LOOKUP = Lookup(CONTENT, lambda: date(2026, 11, 23))
ROLES = CONTENT.standard.roles
SEVERAL = [roles for size in (2, 3, 4) for roles in combinations(ROLES, size)]


@pytest.mark.parametrize("roles", SEVERAL, ids=lambda roles: "+".join(role.id for role in roles))
def test_every_line_of_every_role_stands_in_its_column_or_among_the_shared(roles: tuple[Role, ...]) -> None:
    comparison = compare(roles)
    shared = {(skill.name, role.id) for skill in comparison.shared for role in skill.roles}
    for column, role in enumerate(roles):
        shown = {clause.id for line in comparison.lines for clause in line.cells[column].clauses}
        told_once = {clause.id for clause in role.skills if (clause.name, role.id) in shared}
        assert shown | told_once == {clause.id for clause in role.clauses}
        assert not shown & told_once


def test_skills_of_one_name_are_told_once_with_the_roles_that_have_them() -> None:
    shared = {skill.name: [role.id for role in skill.roles] for skill in compare(ROLES).shared}
    everyone = ["producer", "project_manager", "service_designer", "engineer"]
    assert shared == {
        "リーダーシップ": everyone,
        "コミュニケーション": everyone,
        "コーディネート": ["producer", "project_manager"],
        "要求分析": ["service_designer", "engineer"],
    }


def test_a_role_without_credentials_says_so_and_misprints_are_marked() -> None:
    text = WORDING.linear(compare(ROLES))
    assert "資格・スキルレベルの定めはありません（標準では「-」）。" in text
    assert (
        "情報システムユースキル標準(IPA)のプログラムマネージャの分野におけるレベル3~4相当以上の実務能力。」※原文のまま"
        in text
    )


@pytest.mark.parametrize("words", ["PMとエンジニアの違い", "比較　ＰＭ　エンジニア", "エンジニアとプロマネを比べて"])
def test_two_roles_in_words_are_compared(words: str) -> None:
    reply = LOOKUP.answer(words)
    assert isinstance(reply, Comparison)
    assert [role.id for role in reply.roles] == ["project_manager", "engineer"]


def test_one_role_offers_the_others_and_what_is_unknown_compares_all() -> None:
    one = LOOKUP.comparison(("engineer",))
    assert isinstance(one, Comparable)
    assert [role.id for role in one.others] == ["producer", "project_manager", "service_designer"]
    assert LOOKUP.comparison(("gone", "")) == compare(ROLES)
