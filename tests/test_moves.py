"""Each move makes a new session one revision on, or says why nothing changes."""

import pytest

from bot.moves import RESULT, Back, Conclude, Continue, Edit, Give, Move, apply
from bot.replies import Notice
from bot.store.base import Status
from tests.support.flow import CONTENT, Flow


@pytest.mark.parametrize(
    ("move", "notice"),
    [
        (Give("wish", ()), Notice.NOTHING_CHOSEN),
        (Give("wish", ("run", "chores")), Notice.TOO_MANY),
        (Give("wish", ("gone",)), Notice.STALE),
        (Give("first_field", ("bpr",)), Notice.STALE),
        (Back(), Notice.NO_BACK),
        (Conclude(), Notice.NO_RESULT_YET),
        (Edit("tip"), Notice.STALE),
    ],
)
def test_a_move_that_cannot_be_made_says_why(move: Move, notice: Notice) -> None:
    assert apply(CONTENT.consult, Flow().start().session, move, 1.0) is notice


def test_a_move_leaves_the_session_before_it_alone() -> None:
    before = Flow().start().session
    after = apply(CONTENT.consult, before, Give("wish", ("run",)), 5.0)
    assert not isinstance(after, Notice)
    assert (before.answers, before.revision) == ({}, 0)
    assert (after.answers, after.revision, after.updated, after.created) == ({"wish": ("run",)}, 1, 5.0, before.created)


def test_a_result_in_between_is_concluded_and_the_rest_can_still_be_answered() -> None:
    flow = Flow().start().choose("run").choose("manage").conclude().expect("decided")
    assert (flow.session.at, flow.session.status, flow.result.more) == (RESULT, Status.CONCLUDED, True)
    flow.do(Continue()).expect("further_organisation").choose("none").choose("none").expect("decided")
    assert flow.result.more is False


def test_back_from_the_result_leads_to_the_last_question() -> None:
    flow = Flow().start().choose("run").choose("manage").choose("none").choose("none").expect("decided")
    flow.back().expect("further_field").back().expect("further_organisation")


def test_a_changed_first_work_keeps_the_further_works_that_are_still_offered() -> None:
    flow = Flow().start().choose("run").choose("manage").choose("select").choose("none").edit("first_organisation")
    flow.choose("alliance").expect("decided", "「事業者選び」")
    flow.edit("first_organisation").choose("select").expect("further_organisation")
