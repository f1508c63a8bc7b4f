"""The shipped consultation over all its states: what must hold whatever is answered."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assess import Assessment, Outcome, Work, assess
from bot.content import STANDARD as STANDARD_FILE
from bot.dialog.engine import Position
from bot.dialog.graph import walk
from bot.dialog.model import NONE, UNKNOWN, Answer, Answers, Option, Part
from bot.replies import Concluded, Notice, Ref
from bot.results import Days
from bot.standard import Kind, Standard
from tests.support.flow import CONTENT, RESULTS, WORDING, Flow

CONSULT, STANDARD = CONTENT.consult, CONTENT.standard
DIALOG = CONSULT.dialog
LISTS = {shared.id: [option.id for option in shared.options] for shared in DIALOG.lists}
WORKS = {o.id: Work(o.id, o.text, o.short or o.text, o.cites) for o in DIALOG.works.values()}
DOERS = {work.id: frozenset(STANDARD.clauses[cite].role for cite in work.cites) for work in WORKS.values()}
DUTIES = [clause for clause in STANDARD if clause.kind is Kind.DUTY]
PRINTED = STANDARD_FILE.read_text(encoding="utf-8")
CONCLUDABLE = (Part.FURTHER, Part.TAKEN, Part.TIP)


@cache
def positions() -> tuple[Position, ...]:
    """Every position, from the beginning and from each role card."""
    begun = [{}, *({"focus": (role.id,)} for role in STANDARD.roles)]
    return tuple(p for answers in begun for p in walk(CONSULT.resolve, CONSULT.branches, answers))


@st.composite
def paths(draw: st.DrawFn) -> list[Answers]:
    """One way through the dialog, with arbitrary choices: the answers at each position of it."""
    position = CONSULT.resolve(draw(st.sampled_from([{}, *({"focus": (role.id,)} for role in STANDARD.roles)])))
    path = [position.answers]
    while position.question is not None:
        answer = draw(answers_at(position))
        position = CONSULT.resolve({**position.answers, position.question.id: answer})
        path.append(position.answers)
    return path


def answers_at(position: Position) -> st.SearchStrategy[Answer]:
    question, ids = position.question, [option.id for option in position.options]
    assert question is not None
    most = 1 if question.choice == "one" else question.most
    chosen = st.lists(st.sampled_from(ids), min_size=1, max_size=most, unique=True).map(tuple)
    words = [(UNKNOWN,), *([(NONE,)] if question.none else [])]
    return st.one_of(chosen, chosen, chosen, st.sampled_from(words))


def result(position: Position) -> Concluded:
    return RESULTS.concluded(Ref("s", 0), position)


ON_QUESTIONS = {
    *(Notice.WELCOME, Notice.TOO_MANY, Notice.NOTHING_CHOSEN, Notice.NOT_A_CHOICE, Notice.NOT_TOGETHER),
    Notice.TYPE_A_CHOICE,
}
NOTICES = tuple(sorted(set(Notice) - ON_QUESTIONS))
"""What can stand above a result; the others speak of the question on the screen."""


def fits(text: str) -> bool:
    """At most 320 characters, and 18 lines of 20 on a phone."""
    return len(text) <= 320 and sum(ceil(len(line) / 20) for line in text.split("\n")) <= 18


def check_result(position: Position, *notices: Notice) -> None:
    """What holds of the result at ``position``: nothing is lost, the lead does the first work, and it is short."""
    shown, chosen = result(position), CONSULT.chosen(position.answers)
    assessment, text = shown.assessment, WORDING.render(shown).told()
    named = {w.id for w in (chosen.first, *chosen.further) if w}
    told = [*(share.work.id for share in assessment.shares), *(work.id for work in shown.staying)]
    assert sorted(told) == sorted(named)
    assert all(WORKS[work].short in text or WORKS[work].text in text for work in named), text
    if chosen.first and assessment.lead:
        assert assessment.lead in DOERS[chosen.first.id]
    for share in assessment.shares:
        assert share.roles
        assert set(share.roles) <= DOERS[share.work.id]
    check_handout(position, shown)
    for notice in (None, *notices):
        text = WORDING.render(replace(shown, notice=notice)).told()
        assert fits(text), text
        assert text.count("（ボットの注意）") == any(s.work.id == "select" for s in assessment.shares), text
        assert f"次の一歩：{shown.steps[0].entry.name}" in text, text


def check_handout(position: Position, shown: Concluded) -> None:
    """What holds of the text to take along: short, plain, dated, every work in it, the reason verbatim."""
    handout = RESULTS.handout(Ref("s", 0), position, Days(date(2026, 12, 1), date(2026, 11, 23)))
    prose = WORDING.render(handout)
    text, assessment = prose.plain("body"), shown.assessment
    assert len(prose.told()) <= 800, text
    assert text == prose.body, "nothing in it is marked up or escaped"
    for work in (*(share.work for share in assessment.shares), *shown.staying):
        assert f"・{work.text}" in text or f"・{work.short}" in text
    if assessment.reason is not None:
        assert f"「{assessment.reason.text}」（{assessment.reason.place}）" in text
    assert all(clause.place in text for clause in handout.lines)
    assert text.count("（ボットの注意）") == shown.care
    assert f"・{shown.steps[0].entry.name}（" in text
    assert "この整理は令和8年（2026年）11月23日の相談によるものです。採用を決めるものではありません。" in text


def test_every_duty_is_cited_and_is_the_reason_on_some_path() -> None:
    reasons = {a.reason.id for p in positions() if (a := CONSULT.assess(p.answers)).reason}
    for duty in DUTIES:
        assert any(duty.id in work.cites for work in WORKS.values())
    every = reasons | {a.reason.id for a in _single_works() if a.reason}
    assert {duty.id for duty in DUTIES} <= every


def _single_works() -> Iterator[Assessment]:
    """The results when each work is put first in the dialog, with either tip where it is left open."""
    for work in WORKS:
        question = "first_organisation" if work in LISTS["organisation"] else "first_field"
        wish = ("begin",) if work in LISTS["organisation"] else ("counter",)
        first = CONSULT.resolve({"wish": wish, question: (work,)})
        assert first.answers[question] == (work,)
        yield from (
            CONSULT.assess(p.answers)
            for p in walk(CONSULT.resolve, CONSULT.branches, first.answers)
            if p.question is None
        )


def test_every_role_is_reachable_as_decided() -> None:
    ends = (CONSULT.assess(p.answers) for p in positions() if p.question is None)
    assert {a.lead for a in ends if a.outcome is Outcome.DECIDED} == set(STANDARD.by_id)


def test_at_most_six_questions_on_any_path() -> None:
    assert max(len(p.shown) for p in positions()) == 6


@settings(deadline=None, max_examples=300)
@given(paths())
def test_whatever_is_answered_the_figures_and_the_result_hold(answered: list[Answers]) -> None:
    path = [CONSULT.resolve(answers) for answers in answered]
    remaining = [CONSULT.remaining(p) for p in path if p.question]
    assert remaining == sorted(remaining, reverse=True)
    for position in path:
        if position.question is not None:
            assert len(position.shown) + 1 + CONSULT.remaining(position) <= 6
        if position.question is None or position.question.part in CONCLUDABLE:
            check_result(position, *NOTICES)


def longest_notice() -> Notice:
    """The one that leaves the least room for the result below it."""
    nothing = result(CONSULT.resolve({}))
    return max(NOTICES, key=lambda notice: len(WORDING.render(replace(nothing, notice=notice)).lead))


def heaviest(ids: list[str], first: str) -> Iterator[tuple[str, ...]]:
    """Three works of one list, for each mixture of roles those with the longest names."""
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for work in sorted(ids, key=lambda work: -len(WORKS[work].short)):
        if work != first:
            groups[DOERS[work]].append(work)
    for counts in product(*(range(min(3, len(group)) + 1) for group in groups.values())):
        if sum(counts) == 3:
            yield tuple(w for group, n in zip(groups.values(), counts, strict=True) for w in group[:n])


@pytest.mark.parametrize("first", WORKS)
def test_the_heaviest_results_lose_nothing_and_fit_on_a_phone(first: str) -> None:
    organisation, notice = first in LISTS["organisation"], longest_notice()
    for a, b in product(heaviest(LISTS["organisation"], first), heaviest(LISTS["field"], first)):
        for taken in (a + b)[:0], (a + b)[:1], (a + b)[-1:], (a + b)[:3], (a + b)[-4:], a + b:
            answers = {"wish": ("begin",) if organisation else ("counter",), "further_field": b}
            answers |= {"first_organisation" if organisation else "first_field": (first,)}
            answers |= {"further_organisation" if organisation else "further_other": a, "taken": taken or (NONE,)}
            check_result(CONSULT.resolve(answers), notice)


def renamed(assessment: Assessment, names: dict[str, str]) -> tuple[object, ...]:
    """What an assessment says, with other names for the roles and in no order."""
    shares = [(share.work.id, frozenset(names[role] for role in share.roles)) for share in assessment.shares]
    lead = names[assessment.lead] if assessment.lead else None
    return assessment.outcome, lead, shares, {names[r] for r in assessment.possible}, assessment.needed


some_works = st.lists(st.sampled_from(list(WORKS.values())), unique=True, max_size=7)


def relabelled(text: str, names: dict[str, str]) -> str:
    """``text`` with the ids of the roles exchanged."""
    return re.sub("|".join(names), lambda found: names[found[0]], text)


@settings(deadline=None)
@given(some_works, st.booleans(), st.permutations(list(STANDARD.by_id)), st.permutations(range(4)))
def test_other_names_and_another_order_of_the_roles_change_nothing(
    works: list[Work], named: bool, names: list[str], order: list[int]
) -> None:
    other = dict(zip(STANDARD.by_id, names, strict=True))
    data = json.loads(re.sub(r'"(?:' + "|".join(other) + r')[."]', lambda m: relabelled(m[0], other), PRINTED))
    turned = Standard.model_validate({**data, "roles": [data["roles"][place] for place in order]})
    moved = [replace(work, cites=tuple(relabelled(cite, other) for cite in work.cites)) for work in works]
    before = assess(STANDARD, works, first=works[0] if works and named else None)
    after = assess(turned, moved, first=moved[0] if works and named else None)
    assert renamed(after, {role: role for role in STANDARD.by_id}) == renamed(before, other)


@settings(deadline=None)
@given(some_works, st.sampled_from(list(WORKS.values())))
def test_adding_a_work_of_the_lead_never_changes_the_lead(works: list[Work], more: Work) -> None:
    before = assess(STANDARD, works, first=works[0] if works else None)
    if before.lead in DOERS[more.id] and more not in works:
        assert assess(STANDARD, [*works, more], first=works[0] if works else None).lead == before.lead


def test_wish_and_focus_order_the_list_and_decide_nothing() -> None:
    def shown(position: Position) -> list[Option]:
        return list(position.options)

    begin, run = (CONSULT.resolve({"wish": (wish,)}) for wish in ("begin", "run"))
    assert (shown(begin)[0].id, shown(run)[0].id) == ("policy", "manage")
    assert set(begin.options) == set(run.options)
    assert all(CONSULT.assess({"wish": (o.id,)}) == CONSULT.assess({}) for o in DIALOG.options["wish"])


def test_a_work_of_one_role_is_decided() -> None:
    flow = Flow().start().choose("run").expect("first_organisation").choose("manage").choose("none").choose("none")
    flow.expect(
        "decided", "プロジェクトマネージャー", "事業の計画を立て、日程・費用・品質を管理する", "表の2、役割の1つ目"
    )


def test_works_of_two_roles_are_split_after_asking_what_staff_do() -> None:
    flow = Flow().start().choose("run").choose("manage").choose("none").choose("design").expect("taken")
    flow.choose("none").expect("split", "役割が分かれます", "「要件や設計」はエンジニアの仕事です。")
    flow.edit("taken").choose("design").expect("decided", "職員などの仕事：「要件や設計」")


def test_a_shared_work_stays_open_until_the_tip() -> None:
    flow = Flow().start().choose("spread").choose("alliance").choose("none").choose("none").expect("tip")
    assert [option.id for option in getattr(flow.screen, "options", ())] == ["producer", "project_manager"]
    flow.choose("none").expect("open", "まだ一つに決まりません", "協力のしくみ")
    flow.edit("tip").choose("producer").expect("decided", "プロデューサー")


def test_nothing_is_left_for_a_new_person_when_staff_do_all() -> None:
    flow = Flow().start().choose("run").choose("unknown").choose("manage").choose("design").expect("taken")
    flow.choose("manage", "design").expect("unneeded", "外部の人材を新たに求めなくてもよいかもしれません")
    assert (flow.result.lead, flow.result.assessment.shares) == (None, ())
