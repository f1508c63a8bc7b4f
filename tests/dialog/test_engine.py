"""Answers are stored, positions are computed: each feature of the engine with a tiny dialog."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from bot.content import load
from bot.dialog.engine import Position, extremes, offer_all, proceed, resolve, stands
from bot.dialog.graph import walk
from bot.dialog.model import Answer
from bot.replies import Asked, Notice
from tests.support.flow import Flow, consultation

EXAMPLES = Path(__file__).parent / "examples"
CONDITIONS = consultation(EXAMPLES / "conditions.toml")
MANY = consultation(EXAMPLES / "many.toml")
WHOLE = "no question"
"""Looked for, it is met nowhere: the walk is taken from its beginning."""


def test_a_question_is_asked_only_when_its_condition_holds() -> None:
    Flow(CONDITIONS).start().choose("coffee").expect("milk", "質問2")
    Flow(CONDITIONS).start().choose("tea").expect("cup", "質問2")


def test_back_shows_the_earlier_answer_and_keeps_the_later_ones() -> None:
    flow = Flow(CONDITIONS).start().choose("coffee").choose("with").back().expect("milk")
    assert isinstance(flow.screen, Asked)
    assert flow.screen.selected == ("with",)
    flow.choose("without").expect("cup")
    assert flow.session.answers == {"drink": ("coffee",), "milk": ("without",)}


def test_back_on_the_first_question_says_so_and_changes_nothing() -> None:
    flow = Flow(CONDITIONS).start()
    before = flow.session
    assert flow.back().expect("drink", "これが最初の質問です。").session == before


def test_a_changed_answer_keeps_the_later_answers_that_are_still_valid() -> None:
    flow = Flow(CONDITIONS).start().choose("coffee").choose("with").choose("mug")
    flow.edit("drink").expect("drink").choose("tea")
    assert flow.result.more is False
    assert CONDITIONS.resolve(flow.session.answers).answers == {"drink": ("tea",), "cup": ("mug",)}


def test_an_answer_set_aside_counts_again_when_its_question_returns() -> None:
    flow = Flow(CONDITIONS).start().choose("coffee").choose("with").choose("mug").edit("drink").choose("tea")
    flow.edit("drink").choose("coffee")
    assert CONDITIONS.resolve(flow.session.answers).answers["milk"] == ("with",)


def test_a_later_answer_that_is_no_longer_valid_is_asked_again() -> None:
    Flow(CONDITIONS).start(drink=("coffee",), milk=("soy",), cup=("mug",)).expect("milk")


def test_stored_answers_of_questions_and_options_that_are_gone_count_for_nothing() -> None:
    flow = Flow(CONDITIONS).start(drink=("cocoa",), sugar=("two",)).expect("drink")
    assert isinstance(flow.screen, Asked)
    assert flow.screen.selected == ()
    assert CONDITIONS.resolve({"sugar": ("two",), "drink": ("tea",)}).answers == {"drink": ("tea",)}


def test_looking_again_at_a_question_that_is_no_longer_on_the_path_shows_where_the_answers_lead() -> None:
    position = CONDITIONS.resolve({"drink": ("tea",)}, at="milk")
    assert position.question is not None
    assert position.question.id == "cup"


def test_looking_at_a_question_that_was_not_asked_is_an_old_screen() -> None:
    assert Flow(CONDITIONS).start().choose("tea").edit("milk").notice is Notice.STALE


def test_unknown_is_always_an_answer_and_none_only_where_it_is_offered() -> None:
    Flow(CONDITIONS).start().choose("unknown").expect("cup").choose("unknown").expect("open")
    Flow(CONDITIONS).start().choose("none").expect("cup")
    refused = Flow(CONDITIONS).start().choose("tea").choose("none").expect("cup")
    assert refused.notice is Notice.NOTHING_CHOSEN


def test_unknown_and_none_exclude_everything_else() -> None:
    question, options = MANY.dialog.by_id["sweets"], MANY.dialog.options["sweets"]
    assert stands(question, options, ("yokan", "mochi"))
    for mixed in (("unknown", "yokan"), ("none", "yokan"), ("unknown", "none"), ("yokan", "yokan"), ()):
        assert not stands(question, options, mixed)


def test_more_than_the_question_takes_is_refused_with_the_number() -> None:
    flow = Flow(MANY).start().choose("yokan", "mochi", "senbei").expect("sweets", "選べるのは2つまでです。")
    assert flow.notice is Notice.TOO_MANY
    assert Flow(CONDITIONS).start().choose("tea", "coffee").notice is Notice.TOO_MANY


def test_nothing_chosen_is_refused_with_what_to_do() -> None:
    assert Flow(MANY).start().choose().expect("sweets", "まだ選ばれていません").notice is Notice.NOTHING_CHOSEN


def test_a_focus_question_is_never_asked_and_never_shown() -> None:
    assert resolve(MANY.dialog, {"sweets": ("mochi",)}).question is None
    begun = resolve(MANY.dialog, {"sweets": ("mochi",), "hidden": ("yokan",)})
    assert [step.question.id for step in begun.path] == ["sweets", "hidden"]
    assert [step.question.id for step in begun.shown] == ["sweets"]


def test_an_offer_of_nothing_skips_the_question() -> None:
    position = resolve(
        CONDITIONS.dialog,
        {"drink": ("coffee",)},
        offer=lambda question, options, _: () if question.id == "milk" else options,
    )
    assert position.question is not None
    assert position.question.id == "cup"


def test_a_walk_reaches_every_question_and_every_end() -> None:
    def branch(position: Position) -> Iterator[Answer]:
        assert position.question is not None
        return extremes(position.question, position.options)

    positions = list(walk(CONDITIONS.resolve, branch))
    assert {p.question.id for p in positions if p.question} == {"drink", "milk", "cup"}
    ends = [p.answers for p in positions if p.question is None]
    assert len(ends) == 3 * 3 + 3 * 3
    assert all(("milk" in answers) == (answers["drink"] == ("coffee",)) for answers in ends)


def test_going_on_from_a_position_leads_where_the_whole_walk_leads() -> None:
    consult, chance, changed = load().consult, Random(7), 0
    for _ in range(300):
        answers: dict[str, Answer] = {}
        for _ in range(12):
            position = consult.resolve(answers)
            if position.question is None:
                break
            choices = [*extremes(position.question, position.options)]
            answers = {**answers, position.question.id: chance.choice(choices)}
            if position.path and chance.random() < 0.3:
                again = chance.choice(position.path)
                answers[again.question.id] = chance.choice([*extremes(again.question, again.options)])
                changed += 1
            assert consult.resolve(answers) == consult.resolve(answers, at=WHOLE)
    assert changed > 100


def test_nothing_goes_on_from_an_answer_that_does_not_stand() -> None:
    asked = resolve(CONDITIONS.dialog, {})
    assert asked.question is not None
    assert proceed(CONDITIONS.dialog, {asked.question.id: ("gone",)}, asked, offer_all) is None
    assert proceed(CONDITIONS.dialog, {}, asked, offer_all) is None
