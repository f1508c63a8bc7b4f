"""The rule of the assessment by example: the smallest set of roles that contains the lead and covers every work."""

import pytest

from bot.assess import Assessment, Outcome, Work, assess, duties, smallest_covers
from tests.support.flow import CONTENT

STANDARD = CONTENT.standard
P, M, S, E = (role.id for role in STANDARD.roles)


def work(*cites: str) -> Work:
    return Work("+".join(cites), "仕事", "仕事", cites)


VISION, PLAN, DESIGN = work(f"{P}.duty.2"), work(f"{M}.duty.1"), work(f"{E}.duty.2")
SHARED = work(f"{P}.duty.4", f"{M}.duty.3")


def decide(*works: Work, tip: str | None = None) -> Assessment:
    """The first of ``works`` is put first."""
    return assess(STANDARD, works, first=works[0] if works else None, tip=tip)


def test_one_work_of_one_role_is_decided_by_its_duty() -> None:
    found = decide(PLAN)
    assert (found.outcome, found.lead, found.needed) == (Outcome.DECIDED, M, 1)
    assert found.reason is STANDARD.clauses[f"{M}.duty.1"]


def test_works_of_two_roles_are_split_with_the_first_one_leading() -> None:
    found = decide(DESIGN, PLAN)
    assert (found.outcome, found.lead, found.needed) == (Outcome.SPLIT, E, 2)
    assert [(share.work, share.roles) for share in found.shares] == [(DESIGN, (E,)), (PLAN, (M,))]


def test_more_works_of_another_role_do_not_outweigh_the_first() -> None:
    others = [work(f"{P}.duty.{number}") for number in (1, 2, 3, 5, 6)]
    assert decide(PLAN, *others).lead == M


@pytest.mark.parametrize(("other", "lead"), [(PLAN, M), (VISION, P)])
def test_a_shared_work_falls_to_the_role_of_the_work_beside_it(other: Work, lead: str) -> None:
    found = decide(SHARED, other)
    assert (found.outcome, found.lead, found.needed) == (Outcome.DECIDED, lead, 1)


def test_a_shared_work_alone_is_open_between_its_roles_until_the_tip() -> None:
    assert (decide(SHARED).outcome, decide(SHARED).possible) == (Outcome.OPEN, (P, M))
    assert (decide(SHARED, tip=M).outcome, decide(SHARED, tip=M).lead) == (Outcome.DECIDED, M)
    assert decide(SHARED, tip=E).outcome is Outcome.OPEN


def test_works_of_several_roles_with_none_put_first_are_open() -> None:
    found = assess(STANDARD, [PLAN, DESIGN])
    assert (found.outcome, found.lead, found.possible, found.needed) == (Outcome.OPEN, None, (M, E), 2)


def test_without_works_only_a_gloss_decides() -> None:
    assert (decide().outcome, decide().possible) == (Outcome.OPEN, (P, M, S, E))
    found = decide(tip=S)
    assert (found.outcome, found.lead, found.reason) == (Outcome.DECIDED, S, STANDARD.by_id[S].gloss)


def test_a_tip_never_overrules_the_work_put_first() -> None:
    assert decide(PLAN, tip=E).lead == M


def test_skills_are_no_evidence_and_a_work_without_a_duty_is_refused() -> None:
    skilled = work(f"{P}.skill.leadership", f"{E}.duty.2")
    assert [clause.id for clause in duties(STANDARD, skilled)] == [f"{E}.duty.2"]
    assert decide(skilled).lead == E
    with pytest.raises(ValueError, match="no duty"):
        decide(work(f"{P}.skill.leadership"))


def test_the_smallest_covers_are_all_found() -> None:
    needs = [frozenset({P, M}), frozenset({M, E}), frozenset({S})]
    assert smallest_covers(STANDARD, needs) == (frozenset({M, S}),)
    assert set(smallest_covers(STANDARD, needs, lead=P)) == {frozenset({P, M, S}), frozenset({P, S, E})}
