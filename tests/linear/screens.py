"""One screen of each kind, by name: what a person who types or listens gets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.applicants import Applicants
from bot.lookup import Lookup
from bot.moves import PutFirst, stand
from bot.replies import (
    Aside,
    Begin,
    Consent,
    Detail,
    Example,
    Failed,
    Needed,
    Notice,
    Paused,
    Posted,
    Preview,
    Ref,
    Reply,
    Resumable,
    RoleCard,
    Said,
    Section,
    ShareAsked,
    Topic,
    Unclear,
    Undelivered,
    Unopened,
)
from bot.results import Days
from tests.support.flow import CONTENT, RESULTS, WORDING, Flow

FOLDER = Path(__file__).parent / "snapshots"
TODAY = date(2026, 11, 23)
DAYS = Days(TODAY, TODAY)
LOOKUP = Lookup(CONTENT, lambda: TODAY)
REF = Ref("s", 0)
TICKED = (
    "project_manager.level.itss/0/3",
    "project_manager.qualification.pmp",
    "project_manager.experience.management/2",
)

LOOKED_UP = {
    "title": "CIO補佐官はどの役割？",
    "near_title": "デジタル推進員はどの役割？",
    "qualification": "PMP",
    "unlisted": "簿記2級はどの役割の資格？",
    "skill": "委託管理",
    "need": "業者を選びたい",
    "needs": "業者を選びたい。プログラムも作ってほしい",
    "several": "PMPとITILとITストラテジスト",
    "own_view": "デジタル戦略監はどの役割？",
    "level_unlisted": "レベル7",
    "unclear": "AIについて",
    "column": "エンジニアの経験は？",
    "appointments": "任用形態",
    "appointment": "任期付職員とは",
}


def texts() -> dict[str, str]:
    """The linear text of every screen, by its name."""
    return {name: f"{WORDING.linear(reply)}\n" for name, reply in screens()}


def screens() -> Iterator[tuple[str, Reply]]:
    """Every screen with its name."""
    yield from _questions()
    yield from _results()
    yield from _beside()
    for name, words in LOOKED_UP.items():
        yield f"found_{name}", LOOKUP.answer(words)
    for topic in Topic:
        yield f"said_{topic}", Said(topic, "報酬" if topic is Topic.NOT_FIXED else "")
    for detail in ("basis", "usage", "difference"):
        yield f"said_about_{detail}", Said(Topic.ABOUT, detail)
    yield "said_overview", LOOKUP.overview()
    yield "comparable", LOOKUP.comparison(("engineer",))
    yield "comparison", LOOKUP.comparison(("project_manager", "service_designer"))
    yield "consent", Consent("outside", "駐車場の許可はどこでもらえますか")
    yield "consent_not_a_choice", Consent("not_a_choice", "それはちょっと", REF)
    for name in ("needs", "unclear"):
        offered = LOOKUP.answer(LOOKED_UP[name])
        assert isinstance(offered, Needed | Unclear)
        yield f"found_{name}_by_number", replace(offered, by_number=True)
    yield "failed", Failed("E-500")
    yield from ((f"unopened_{verb}", Unopened(verb)) for verb in ("form", "draft", "check"))
    yield "checked", Applicants(CONTENT.standard).checked("project_manager", TICKED, 0)


def _questions() -> Iterator[tuple[str, Reply]]:
    start = CONTENT.consult.resolve({})
    assert start.question is not None
    for notice in Notice:
        yield f"question_1_{notice}", RESULTS.asked(REF, start, start.question, notice)
    walks = {
        "first": ("run",),
        "first_other_list": ("run", "none"),
        "further": ("run", "manage"),
        "taken": ("run", "manage", "none", "design"),
        "tip": ("unknown",) * 4,
    }
    for name, answers in walks.items():
        flow = Flow().start()
        for answer in answers:
            flow.choose(answer)
        yield f"question_{name}", flow.screen
    yield "question_again", Flow().start().choose("run").choose("manage").choose("select", "policy").back().screen
    asked = Flow().start().choose("run").screen
    yield "aside", Aside(LOOKUP.answer("PMP"), asked)


def _results() -> Iterator[tuple[str, Reply]]:
    yield "result_decided", Flow().start().choose("run").choose("manage").conclude().screen
    yield "result_split", _split().screen
    flow = Flow().start()
    for _ in range(5):
        flow.choose("unknown")
    yield "result_open", flow.screen
    flow = Flow().start().choose("run").choose("unknown").choose("manage").choose("design")
    yield "result_unneeded", flow.choose("manage", "design").screen
    yield "result_example", Example(RESULTS.concluded(REF, CONTENT.consult.resolve(_example())))


def _example() -> dict[str, tuple[str, ...]]:
    return CONTENT.consult.begin("", ("manage", "design"))


def _split() -> Flow:
    return Flow().start().choose("run").choose("manage").choose("none").choose("design").choose("none")


def _beside() -> Iterator[tuple[str, Reply]]:
    position = stand(CONTENT.consult, _split().session)
    yield "basis", RESULTS.basis(REF, position)
    yield "handout", RESULTS.handout(REF, position, DAYS)
    arranged = RESULTS.arranged(REF, position)
    assert arranged is not None
    yield "arranged", arranged
    turned = stand(CONTENT.consult, _split().do(PutFirst("design")).session)
    yield "review_put_first", RESULTS.review(REF, turned)
    yield "next_steps", RESULTS.next_steps(REF, position, TODAY)
    yield "next_steps_overdue", RESULTS.next_steps(REF, position, date(2027, 4, 1))
    yield "share_asked", ShareAsked(REF)
    yield "share_preview", Preview(REF, "C0DXSOUDAN", Posted(_split().result, "U0STAFF01", "ご確認ください"))
    yield "share_posted", Posted(_split().result, "U0STAFF01", "ご確認ください")
    for code in ("is_archived", "restricted_action", "not_in_channel", "user_not_found", "no_text"):
        yield f"undelivered_{code}", Undelivered("C0DXSOUDAN", code)
    yield "review", RESULTS.review(REF, position)
    yield "resumable", Resumable(REF, 2, Begin())
    yield "paused", Paused(REF)
    for role in CONTENT.standard.roles:
        yield f"role_{role.id}", RoleCard(role)
    for section in (Section.SKILLS, Section.CREDENTIALS, Section.EXPERIENCE):
        yield f"detail_{section}", Detail(CONTENT.standard.roles[1], section, REF)
