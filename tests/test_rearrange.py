"""Putting a work first and taking one out, at whatever result: nothing else is lost, and the first can be put back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.engine import Position
from bot.dialog.model import Answers
from bot.moves import RESULT, Edit, Give, PutFirst, Remove, apply
from bot.rearrange import handed_over, put_first, remove
from bot.replies import Asked, Notice
from bot.store.base import Session
from tests.content.test_consult import CONSULT, DOERS, paths
from tests.support.flow import OWNER, Flow


def at(answers: Answers) -> Position:
    return CONSULT.resolve(answers)


def works(answers: Answers) -> tuple[str, ...]:
    return handed_over(CONSULT, at(answers).answers)


def staying(answers: Answers) -> set[str]:
    return {work.id for work in CONSULT.chosen(at(answers).answers).staying}


@settings(deadline=None, max_examples=200)
@given(paths(), st.randoms(use_true_random=False))
def test_any_works_put_first_lose_none_lead_and_can_be_undone(path: list[Answers], random: object) -> None:
    begun = path[-1]
    before, present = works(begun), begun
    for work in sorted(before, key=lambda _: getattr(random, "random")()):  # noqa: B009
        moved = put_first(CONSULT, present, at(present), work)
        assert moved is not None
        assert sorted(works(moved)) == sorted(before)
        assert works(moved)[0] == work
        assert staying(moved) == staying(begun)
        assessment = CONSULT.assess(at(moved).answers)
        assert assessment.lead is None or assessment.lead in DOERS[work]
        present = moved
    if CONSULT.chosen(begun).first is not None:
        assert put_first(CONSULT, present, at(present), before[0]) == begun


@settings(deadline=None, max_examples=200)
@given(paths(), st.data())
def test_a_work_taken_out_goes_alone_and_the_rest_keeps_its_order(path: list[Answers], data: st.DataObject) -> None:
    present = path[-1]
    first_chosen = CONSULT.chosen(present).first is not None
    while before := works(present):
        work = data.draw(st.sampled_from(before))
        moved = remove(CONSULT, present, at(present), work)
        assert moved is not None
        left = tuple(other for other in before if other != work)
        assert works(moved) == left or (not left and at(moved).question is not None)
        assert not left or (CONSULT.chosen(at(moved).answers).first is not None) == first_chosen
        present = moved


def test_what_is_not_handed_over_can_be_neither_put_first_nor_taken_out() -> None:
    taken = {"wish": ("run",), "first_organisation": ("manage",), "further_organisation": ("none",)}
    taken |= {"further_field": ("design",), "taken": ("design",)}
    assert put_first(CONSULT, taken, at(taken), "design") is None
    assert remove(CONSULT, taken, at(taken), "design") is None
    session = Session("s", OWNER, "consult", 0.0, 0.0, taken)
    assert apply(CONSULT, session, PutFirst("no such work"), 1.0) is Notice.STALE
    assert apply(CONSULT, session, Remove("no such work"), 1.0) is Notice.STALE


def split() -> Flow:
    return Flow().start().choose("run").choose("manage").choose("select").choose("design").choose("none")


def test_a_split_is_led_by_the_work_put_first_and_goes_back() -> None:
    flow = split().expect("split", "先に迎える役割は、プロジェクトマネージャーです。")
    begun = flow.session.answers
    flow.do(PutFirst("design")).expect("split", "先に迎える役割は、エンジニアです。", "「要件や設計」")
    assert flow.session.revision == 6
    flow.do(PutFirst("manage")).expect("split", "先に迎える役割は、プロジェクトマネージャーです。")
    assert flow.session.answers == begun


def test_taking_out_the_other_role_decides_and_the_last_work_opens_the_question() -> None:
    flow = split().do(Remove("design")).expect("decided", "プロジェクトマネージャー")
    flow.do(Remove("manage")).expect("decided", "最初に任せたい仕事「委託する事業者を選ぶ」")
    flow.do(Remove("select")).expect("first_organisation")
    assert isinstance(flow.screen, Asked)
    assert flow.screen.selected == ()
    flow.choose("policy").expect("decided", "プロデューサー")


def test_the_works_of_staff_stay_theirs_when_the_first_is_taken_out() -> None:
    flow = Flow().start().choose("run").choose("manage").choose("none").choose("design", "develop").choose("design")
    flow.expect("split", "職員などの仕事：「要件や設計」").do(Remove("manage"))
    flow.expect("decided", "最初に任せたい仕事「プログラムを作り、サービスを開発する」")
    assert "要件や設計" not in flow.prose.told()


def test_a_result_looked_at_early_stays_a_result() -> None:
    flow = Flow().start().choose("run").choose("manage").choose("select").conclude().do(PutFirst("select"))
    flow.expect("decided", "「委託する事業者を選ぶ」")
    assert flow.session.at == RESULT
    assert flow.result.more


def test_a_shared_work_put_first_leads_to_the_question_that_decides() -> None:
    flow = Flow().start().choose("spread").choose("policy").choose("manage", "alliance").choose("none").choose("none")
    flow.expect("split").do(PutFirst("alliance")).expect("tip").choose("producer").expect("split")
    assert flow.result.assessment.lead == "producer"


def test_a_new_first_work_replaces_the_one_put_first() -> None:
    flow = split().do(PutFirst("design")).do(Edit("first_organisation")).do(Give("first_organisation", ("policy",)))
    flow.expect("split", "先に迎える役割は、プロデューサーです。")
    assert "lead" not in flow.session.answers
