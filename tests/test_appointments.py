"""Routes and forms of employment: what is offered when, what is told of each, and what is refused in the file."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, permutations
from pathlib import Path

import pytest

from bot.appointments import MOST_ROUTES, Entry, Mark, Offer, Situation, forms, next_steps
from bot.assess import Outcome
from bot.cli.doctor import overdue
from bot.content import APPOINTMENTS, load
from bot.lookup import Lookup
from bot.problem import ContentError
from bot.replies import Appointed, NextSteps, Ref
from bot.standard import Kind
from tests.support.flow import CONTENT, RESULTS, WORDING

SHIPPED = CONTENT.appointments
STANDARD = CONTENT.standard
TODAY = date(2026, 11, 23)
DUTIES = {role.id: [(clause.id,) for clause in role.duties] for role in STANDARD.roles}
ADVICE = ("service_designer.duty.3",)


def situations() -> Iterator[Situation]:
    """Every outcome, with each role and with up to three of its works."""
    for outcome in (Outcome.DECIDED, Outcome.SPLIT):
        for role, duties in DUTIES.items():
            yield from (Situation(outcome, role, works) for n in range(4) for works in combinations(duties, n))
    every = [duty for duties in DUTIES.values() for duty in duties]
    yield from (Situation(Outcome.OPEN, None, works) for n in range(3) for works in combinations(every, n))
    yield Situation(Outcome.UNNEEDED, None, ())


def names(offers: tuple[Offer, ...]) -> list[str]:
    return [offer.entry.name for offer in offers]


def test_every_result_has_one_to_three_routes_each_once_whatever_the_order_of_the_works() -> None:
    for situation in situations():
        steps = next_steps(SHIPPED, situation)
        assert 1 <= len(steps) <= MOST_ROUTES
        assert len(set(names(steps))) == len(steps)
        for works in permutations(situation.works):
            assert next_steps(SHIPPED, Situation(situation.outcome, situation.role, works)) == steps


def test_steering_leads_to_the_shared_pool_and_anything_else_to_the_list_first() -> None:
    steering = Situation(Outcome.DECIDED, "project_manager", (("project_manager.duty.1",),))
    choosing = Situation(Outcome.DECIDED, "project_manager", (("project_manager.duty.2",),))
    assert names(next_steps(SHIPPED, steering))[:2] == ["都道府県の人材プール", "総務省の外部人材リスト"]
    assert names(next_steps(SHIPPED, choosing))[:2] == ["総務省の外部人材リスト", "都道府県の人材プール"]


def test_advice_alone_leads_to_the_adviser_and_advice_beside_other_work_does_not() -> None:
    alone = Situation(Outcome.DECIDED, "service_designer", (ADVICE,))
    beside = Situation(Outcome.DECIDED, "service_designer", (ADVICE, ("service_designer.duty.1",)))
    assert names(next_steps(SHIPPED, alone))[0] == "地域情報化アドバイザー"
    assert "地域情報化アドバイザー" not in names(next_steps(SHIPPED, beside))


def test_who_needs_nobody_new_is_led_to_advice_and_to_the_work_in_house_alone() -> None:
    steps = next_steps(SHIPPED, Situation(Outcome.UNNEEDED, None, ()))
    assert [step.entry.id for step in steps] == ["in_house", "regional_adviser", "shared_pool"]


def test_advising_posts_are_no_form_for_steering_or_building() -> None:
    for role in ("project_manager", "engineer"):
        offered = [o.entry.id for o in forms(SHIPPED, Situation(Outcome.DECIDED, role, tuple(DUTIES[role])))]
        assert "special_part_time" not in offered
        assert "fixed_term" in offered
    producer = forms(SHIPPED, Situation(Outcome.DECIDED, "producer", ()))
    assert names(producer) == ["特別職非常勤職員", "任期付職員", "業務委託"]


def test_forms_are_offered_for_each_role_of_a_split_the_lead_first_and_for_none_while_open() -> None:
    works = {"wish": ("run",), "first_organisation": ("manage",), "further_organisation": ("none",)}
    works |= {"further_field": ("design",), "taken": ("none",)}
    split = RESULTS.next_steps(Ref("s", 0), CONTENT.consult.resolve(works), TODAY)
    assert [role.id for role, _ in split.forms] == ["project_manager", "engineer"]
    assert all(offers for _, offers in split.forms)
    assert RESULTS.next_steps(Ref("s", 0), CONTENT.consult.resolve({}), TODAY).forms == ()


@pytest.mark.parametrize("entry", SHIPPED.entries, ids=lambda entry: entry.id)
def test_what_is_told_carries_source_date_and_certainty(entry: Entry) -> None:
    text = told(Appointed((entry,), TODAY))
    assert f"{entry.month.year}年{entry.month.month}月" in text.partition("出典：")[2]
    assert ("出典：ありません（ボットの見方" if entry.mark is Mark.ADVICE else f"出典：{entry.source}（") in text


def told(reply: Appointed | NextSteps) -> str:
    return WORDING.render(reply).told()


def test_an_entry_past_its_review_says_so_and_doctor_lists_it() -> None:
    entry = SHIPPED.by_id["fixed_term"]
    after = entry.review + timedelta(days=1)
    assert "見直しの期限" not in told(Appointed((entry,), entry.review))
    assert "見直しの期限（令和9年（2027年）11月30日）を過ぎています" in told(Appointed((entry,), after))
    assert overdue(SHIPPED, TODAY) == []
    line = next(line for line in overdue(SHIPPED, after) if "任期付職員" in line)
    assert line.startswith("△ data/appointments.toml")
    assert "2027-11-30" in line


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("任用", [entry.name for entry in SHIPPED.listed]),
        ("任用形態を教えてください", [entry.name for entry in SHIPPED.listed]),
        ("任期付職員とは", ["任期付職員"]),
        ("会計年度任用職員", ["会計年度任用職員"]),
        ("地域情報化アドバイザーって何ですか？", ["地域情報化アドバイザー"]),
    ],
)
def test_a_form_is_found_by_its_name(text: str, entries: list[str]) -> None:
    reply = Lookup(CONTENT, lambda: TODAY).answer(text)
    assert isinstance(reply, Appointed)
    assert [entry.name for entry in reply.entries] == entries


@pytest.mark.parametrize(
    "text", ["会計年度任用職員と任期付職員、どちらで採用すべきでしょうか", "業務委託の管理", "CIO補佐官（業務委託）"]
)
def test_a_form_named_beside_something_else_is_no_question_for_it(text: str) -> None:
    assert not isinstance(Lookup(CONTENT, lambda: TODAY).answer(text), Appointed)


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ('kind = "form"\n', 'kind = "form"\nrate = 1\n', "content.unknown_key", "entry[special_part_time].rate"),
        ('as_of = "2026-11"', 'as_of = "去年"', "appointments.as_of", "entry[special_part_time].as_of"),
        ('as_of = "2025-04-18"', 'as_of = "2025-02-30"', "appointments.as_of", "entry[mic_list].as_of"),
        (
            '"engineer.duty.3"]',
            '"engineer.duty.9"]',
            "appointments.dead_id",
            "entry[special_part_time].avoid[1].works[4]",
        ),
        ("review = 2027-11-30", 'review = "いつか"', "content.type", "entry[special_part_time].review"),
        (
            'roles = ["producer"]',
            'roles = ["boss"]',
            "appointments.dead_id",
            "entry[special_part_time].fit[1].roles[1]",
        ),
        (
            'works = ["service_designer.duty.3"]',
            'works = ["producer"]',
            "appointments.dead_id",
            "entry[special_part_time].fit[2].works[1]",
        ),
        ('care = ["project_manager.duty.2"]', 'care = ["x"]', "appointments.dead_id", "care[1]"),
        ('id = "fixed_term"', 'id = "special_part_time"', "appointments.twice", "entry[2].id"),
        ('id = "fixed_term"', 'id = "renamed"', "appointments.unknown", "appointments[3: 任期付職員].asks"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, old: str, new: str, code: str, at: str) -> None:
    text = APPOINTMENTS.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "appointments.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load(appointments_file=file)
    assert (code, at) in [(problem.code, problem.at) for problem in raised.value.problems]


def test_an_outcome_without_a_route_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "appointments.toml"
    text = APPOINTMENTS.read_text(encoding="utf-8")
    file.write_text(text.replace('outcomes = ["unneeded"]', 'outcomes = ["open"]'), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load(appointments_file=file)
    assert [problem.code for problem in raised.value.problems] == ["appointments.no_route"]


def test_the_duties_that_the_file_names_are_what_it_says() -> None:
    assert all(STANDARD.clauses[cite].kind is Kind.DUTY for cite in (*SHIPPED.care, *ADVICE))
    assert "事業者の選定" in STANDARD.clauses[SHIPPED.care[0]].text
    assert "助言" in STANDARD.clauses[ADVICE[0]].text
