"""The use cases against a real store in memory, with a scripted clock and scripted ids."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from bot.advisor import DAY, Advisor, Incoming
from bot.conversation import Conversation
from bot.moves import Back, Conclude, Edit, Give, Present, PutFirst, Remove
from bot.ownership import Recent
from bot.replies import (
    Arranged,
    Aside,
    Asked,
    Begin,
    Concluded,
    Detail,
    Found,
    Handout,
    Notice,
    Paused,
    Ref,
    Reply,
    Resumable,
    Review,
    RoleCard,
    Said,
    Section,
    Topic,
    Unclear,
)
from bot.store.base import Change, Committed, Outgoing, Owner, Session
from bot.store.sqlite import SqliteStore
from tests.support.flow import CONTENT

ME, OTHER = Owner("E1", "U1"), Owner("E1", "U2")
KEEP_DAYS = 30


def delivered(key: str) -> Incoming:
    """A delivery whose answer is posted: the post holds the kind of reply."""
    return Incoming(key, lambda reply: Outgoing(key, 1_000_000.0, ME, "U1", "post", "D1", type(reply).__name__))


@dataclass
class Desk:
    """An advisor with its store, and the hands that move its clock."""

    store: SqliteStore
    name: str = "session"
    time: float = 1_000_000.0
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.conversation = Conversation(
            CONTENT, self.store, now=lambda: self.time, new_id=self.new_id, keep_days=KEEP_DAYS
        )
        self.advisor = self.conversation.advisor

    def new_id(self) -> str:
        self.ids.append(f"{self.name}-{len(self.ids) + 1}")
        return self.ids[-1]

    async def owed(self) -> list[tuple[str, str]]:
        """Key and kind of the posts that the store holds, in their order."""
        held = []
        while found := await self.store.claim(self.time + 3600, self.time + 7200):
            held += [(one.outgoing.id, one.outgoing.body) for one in found]
            await self.store.delivered(found[0].outgoing.id)
        return held

    async def asked(self) -> Asked:
        """A new consultation's first question."""
        return asked(await self.advisor.fresh(ME))

    async def answered(self, *answers: str) -> Asked:
        """The question after ``answers``, one to each."""
        screen = await self.asked()
        for answer in answers:
            screen = asked(await self.advisor.act(ME, screen.ref, Give(screen.question.id, (answer,))))
        return screen


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    store = SqliteStore(":memory:")
    await store.open()
    yield Desk(store)
    await store.close()


def asked(reply: Reply | None) -> Asked:
    assert isinstance(reply, Asked), reply
    return reply


def said(reply: Reply | None) -> Topic:
    assert isinstance(reply, Said), reply
    return reply.topic


async def test_a_start_welcomes_and_a_second_start_offers_to_go_on(desk: Desk) -> None:
    first = asked(await desk.advisor.start(ME))
    assert (first.number, first.question.id, first.notice) == (1, "wish", Notice.WELCOME)
    again = asked(await desk.advisor.start(ME))
    assert again.ref == first.ref
    await desk.advisor.act(ME, first.ref, Give("wish", ("run",)))
    offer = await desk.advisor.start(ME, Begin(focus="engineer"))
    assert isinstance(offer, Resumable)
    assert (offer.ref.session, offer.answered, offer.begin.focus) == (first.ref.session, 1, "engineer")


async def test_resume_goes_on_where_it_stands_and_says_when_there_is_nothing(desk: Desk) -> None:
    assert said(await desk.advisor.resume(ME)) is Topic.NOTHING_OPEN
    here = await desk.answered("run")
    back = asked(await desk.advisor.resume(ME))
    assert (back.question, back.ref, back.notice) == (here.question, here.ref, Notice.RESUMED)


async def test_fresh_closes_the_open_consultation_and_its_buttons(desk: Desk) -> None:
    old, new = await desk.asked(), await desk.asked()
    assert (old.ref.session, new.ref.session) == ("session-1", "session-2")
    assert said(await desk.advisor.act(ME, old.ref, Give("wish", ("run",)))) is Topic.CLOSED


async def test_what_this_process_remembers_of_a_consultation_is_no_proof_that_it_is_there(desk: Desk) -> None:
    first = await desk.answered("run")
    await desk.store.forget(ME, desk.time)
    assert said(await desk.advisor.act(ME, first.ref, Give(first.question.id, ("policy",)))) is Topic.EXPIRED
    assert await desk.store.load(ME, CONTENT.consult.dialog.id) is None


async def test_click_that_changes_nothing_tells_what_became_of_its_consultation(desk: Desk) -> None:
    old = await desk.asked()
    await desk.asked()
    assert said(await desk.advisor.act(ME, old.ref, Back())) is Topic.CLOSED
    gone = await desk.answered("run")
    await desk.store.forget(ME, desk.time)
    assert said(await desk.advisor.act(ME, gone.ref, Give(gone.question.id, ()))) is Topic.EXPIRED


async def test_what_is_remembered_of_a_person_goes_with_the_rest(desk: Desk) -> None:
    mine = await desk.asked()
    assert desk.advisor.recent.at(ME, mine.ref) is not None
    desk.advisor.recent.forget(OTHER)
    assert desk.advisor.recent.at(ME, mine.ref) is not None
    desk.advisor.recent.forget(ME)
    assert desk.advisor.recent.at(ME, mine.ref) is None


async def test_begin_anew_on_the_screen_that_this_process_wrote_last_reads_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await desk.asked()
    monkeypatch.setattr(desk.store, "load", None)
    new = asked(await desk.advisor.fresh(ME, ref=old.ref))
    assert new.ref.session != old.ref.session
    assert said(await desk.advisor.act(ME, old.ref, Give("wish", ("run",)))) is Topic.CLOSED


async def test_begin_anew_closes_what_another_process_began_in_the_meantime(desk: Desk) -> None:
    old = await desk.answered("run")
    other = Desk(desk.store, "other")
    theirs = await other.answered("run")
    new = asked(await desk.advisor.fresh(ME, ref=old.ref))
    assert (new.number, new.notice) == (1, Notice.WELCOME)
    assert said(await other.advisor.act(ME, theirs.ref, Give(theirs.question.id, ("policy",)))) is Topic.CLOSED
    stored = await desk.store.load(ME, CONTENT.consult.dialog.id)
    assert stored is not None
    assert (stored.id, stored.answers) == (new.ref.session, {})


async def test_begin_anew_keeps_to_text_as_it_was_set_last_and_by_nobody_who_is_gone(desk: Desk) -> None:
    first = await desk.answered("run")
    other = Desk(desk.store, "other")
    text = await other.advisor.act(ME, first.ref, Present(by_text=True))
    assert isinstance(text, Asked)
    for advisor in (desk.advisor, other.advisor):
        new = asked(await advisor.fresh(ME))
        assert new.ref.by_text
    again = asked(await other.advisor.fresh(ME, ref=new.ref))
    assert again.ref.by_text
    await desk.store.forget(ME, desk.time)
    assert not asked(await other.advisor.fresh(ME, ref=again.ref)).ref.by_text


async def test_as_many_people_are_remembered_as_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ownership.REMEMBERED", 2)
    recent = Recent()
    people = [Session(f"s{n}", Owner("E1", f"U{n}"), "consult", 1.0, 1.0) for n in range(3)]
    for session in (people[0], people[1], people[0], people[2]):
        recent.wrote(session)
    found = [recent.at(one.owner, Ref(one.id, 0)) for one in people]
    assert found == [people[0], None, people[2]]


async def test_another_process_goes_on_where_this_one_stood(desk: Desk) -> None:
    first = await desk.answered("run")
    other = Desk(desk.store)
    second = asked(await other.advisor.act(ME, first.ref, Give(first.question.id, ("policy",))))
    same = asked(await desk.advisor.act(ME, first.ref, Give(first.question.id, ("policy",))))
    assert (same.ref, same.question, same.notice) == (second.ref, second.question, None)
    late = asked(await desk.advisor.act(ME, first.ref, Back()))
    assert (late.ref, late.notice) == (second.ref, Notice.STALE)


async def test_an_old_button_changes_nothing_and_shows_the_present_screen(desk: Desk) -> None:
    first = await desk.asked()
    second = asked(await desk.advisor.act(ME, first.ref, Give("wish", ("run",))))
    same = asked(await desk.advisor.act(ME, first.ref, Give("wish", ("run",))))
    assert (same.ref, same.notice) == (second.ref, None)
    other = asked(await desk.advisor.act(ME, first.ref, Give("wish", ("chores",))))
    assert (other.ref, other.question.id, other.notice) == (second.ref, "first_organisation", Notice.STALE)
    assert asked(await desk.advisor.show(ME, first.ref, "review")).notice is Notice.STALE


async def test_works_are_arranged_on_the_screen_they_stand_on_and_on_no_older_one(desk: Desk) -> None:
    await desk.answered("run", "manage", "select", "design")
    result = await desk.advisor.act(ME, Ref("session-1", 4), Conclude())
    assert isinstance(result, Concluded)
    arranged = await desk.advisor.show(ME, result.ref, "arrange")
    assert isinstance(arranged, Arranged)
    assert [work.id for work, _ in arranged.works] == ["manage", "select", "design"]
    moved = await desk.advisor.act(ME, arranged.ref, PutFirst("design"))
    assert isinstance(moved, Concluded)
    assert (moved.lead and moved.lead.id, moved.notice) == ("engineer", None)
    moves = {Remove("manage"): Notice.STALE, PutFirst("select"): Notice.STALE, PutFirst("design"): None}
    for move, notice in moves.items():
        late = await desk.advisor.act(ME, arranged.ref, move)
        assert isinstance(late, Concluded)
        assert (late.notice, late.ref, late.assessment) == (notice, moved.ref, moved.assessment)
    assert said(await desk.advisor.act(OTHER, moved.ref, Remove("manage"))) is Topic.REFUSED


async def test_the_text_to_take_along_has_the_day_of_the_last_answer_in_japan(desk: Desk) -> None:
    desk.time = datetime(2026, 11, 23, 15, 30, tzinfo=UTC).timestamp()
    last = await desk.answered("run", "manage", "none")
    await desk.advisor.act(ME, last.ref, Give(last.question.id, ("none",)))
    desk.time += DAY
    handout = await desk.advisor.show(ME, Ref("session-1", 4), "handout")
    assert isinstance(handout, Handout)
    assert (handout.day, handout.today) == (date(2026, 11, 24), date(2026, 11, 25))


async def test_buttons_of_others_and_of_nobody_are_refused(desk: Desk) -> None:
    screen = await desk.asked()
    assert said(await desk.advisor.act(OTHER, screen.ref, Give("wish", ("run",)))) is Topic.REFUSED
    assert said(await desk.advisor.show(OTHER, screen.ref, "review")) is Topic.REFUSED
    assert said(await desk.advisor.act(ME, Ref("unknown", 0), Back())) is Topic.EXPIRED
    stored = await desk.store.get(screen.ref.session)
    assert stored is not None
    assert (stored.answers, stored.revision) == ({}, 0)


async def test_a_consultation_is_kept_for_keep_days_and_no_longer(desk: Desk) -> None:
    await desk.answered("run")
    desk.time += KEEP_DAYS * DAY
    assert asked(await desk.advisor.resume(ME)).question.id == "first_organisation"
    desk.time += 1
    assert said(await desk.advisor.resume(ME)) is Topic.NOTHING_OPEN
    assert asked(await desk.advisor.start(ME)).number == 1


async def test_a_delivery_is_dealt_with_once(desk: Desk) -> None:
    assert await desk.advisor.start(ME, incoming=delivered("k1")) is not None
    assert await desk.advisor.start(ME, incoming=delivered("k1")) is None
    assert asked(await desk.conversation.say(ME, "3", incoming=delivered("k2"))).number == 2
    assert await desk.conversation.say(ME, "1", incoming=delivered("k2")) is None
    assert await desk.owed() == [("k1", "Asked"), ("k2", "Asked")]
    assert asked(await desk.advisor.resume(ME)).number == 2


async def test_repeated_delivery_takes_no_offer_back(desk: Desk) -> None:
    offered = await desk.conversation.say(ME, "AIについて", incoming=delivered("k1"))
    assert isinstance(offered, Unclear)
    assert await desk.conversation.say(ME, "AIについて", incoming=delivered("k1")) is None
    assert asked(await desk.conversation.say(ME, "1", incoming=delivered("k2"))).number == 1


async def test_offer_ends_with_the_next_words_and_with_a_consultation_that_went_on(desk: Desk) -> None:
    await desk.conversation.say(ME, "AIについて")
    await desk.conversation.say(ME, "1234 5678 9018")
    assert not isinstance(await desk.conversation.say(ME, "1"), Asked)
    await desk.conversation.say(ME, "AIについて")
    desk.time += 1
    screen = await desk.answered("run", "policy")
    concluded = await desk.advisor.act(ME, screen.ref, Conclude())
    assert isinstance(concluded, Concluded)
    assert not isinstance(await desk.conversation.say(ME, "1"), Asked)


async def test_words_that_arrive_late_answer_no_later_question(desk: Desk) -> None:
    written = desk.time
    desk.time += 60
    first = asked(await desk.conversation.say(ME, "相談", at=desk.time))
    second = asked(await desk.conversation.say(ME, "1", at=desk.time))
    for late in ("1", "最初から", "戻る"):
        shown = asked(await desk.conversation.say(ME, late, at=written))
        assert (shown.ref, shown.question, shown.notice) == (second.ref, second.question, Notice.LATE), late
    assert isinstance(await desk.conversation.say(ME, "PMP", at=written), Aside)
    assert asked(await desk.conversation.say(ME, "1", at=desk.time - 1)).number == first.number + 2


async def test_of_two_clicks_at_once_one_wins_and_the_other_sees_its_screen(desk: Desk) -> None:
    screen = await desk.asked()
    session = await desk.store.get(screen.ref.session)
    assert session is not None
    ahead = replace(session, answers={"wish": ("run",)}, revision=1)

    class Overtaken(SqliteStore):
        """Another click is committed just before ours."""

        async def commit(self, change: Change) -> Committed:
            await desk.store.commit(Change(desk.time, ahead, expected=0))
            return await desk.store.commit(change)

        async def get(self, session_id: str) -> Session | None:
            return await desk.store.get(session_id)

    late = Advisor(CONTENT, Overtaken(""), now=lambda: desk.time, new_id=desk.new_id, keep_days=KEEP_DAYS)
    reply = asked(await late.act(ME, screen.ref, Give("wish", ("chores",))))
    assert (reply.question.id, reply.notice) == ("first_organisation", Notice.STALE)
    kept = await desk.store.get(screen.ref.session)
    assert kept is not None
    assert kept.answers == {"wish": ("run",)}


@pytest.mark.parametrize("typed", ["3", "３番", "三", "決まった事業を、期日や予算のとおりに進めたい"])
async def test_an_option_is_typed_by_number_or_words_in_any_width(desk: Desk, typed: str) -> None:
    await desk.asked()
    reply = asked(await desk.conversation.say(ME, typed))
    assert (reply.number, reply.question.id) == (2, "first_organisation")


async def test_several_options_are_typed_together(desk: Desk) -> None:
    further = await desk.answered("run", "manage")
    wanted = tuple(sorted(option.id for option in (further.options[0], further.options[2])))
    await desk.conversation.say(ME, "1と3")
    stored = await desk.store.get(further.ref.session)
    assert stored is not None
    assert tuple(sorted(stored.answers[further.question.id])) == wanted


@pytest.mark.parametrize("typed", ["ほかにはない", "ない", "１２３４", "まだわからない"])
async def test_typed_words_for_no_further_work_go_on(desk: Desk, typed: str) -> None:
    further = await desk.answered("run", "manage")
    reply = asked(await desk.conversation.say(ME, typed))
    assert (reply.question.id == further.question.id) == (typed == "１２３４")


async def test_typed_commands_move_in_the_consultation(desk: Desk) -> None:
    await desk.answered("run", "manage")
    assert asked(await desk.conversation.say(ME, "もどる")).question.id == "first_organisation"
    assert asked(await desk.conversation.say(ME, "戻る")).question.id == "wish"
    assert asked(await desk.conversation.say(ME, "戻る")).notice is Notice.NO_BACK
    assert asked(await desk.conversation.say(ME, "結果")).notice is Notice.NO_RESULT_YET
    assert isinstance(await desk.conversation.say(ME, "やめる"), Paused)
    assert asked(await desk.conversation.say(ME, "再開")).question.id == "wish"
    assert isinstance(await desk.conversation.say(ME, "相談"), Resumable)
    assert asked(await desk.conversation.say(ME, "最初から")).ref.session == "session-2"


async def test_a_typed_change_shows_the_list_of_answers(desk: Desk) -> None:
    await desk.answered("run", "manage")
    reply = await desk.conversation.say(ME, "答えを変える")
    assert isinstance(reply, Review)
    assert [step.question.id for step in reply.steps] == ["wish", "first_organisation"]


async def test_a_look_up_in_the_middle_is_answered_and_the_question_repeated(desk: Desk) -> None:
    here = await desk.answered("run")
    for typed in ("CIO補佐官", "PMP"):
        reply = await desk.conversation.say(ME, typed)
        assert isinstance(reply, Aside)
        assert isinstance(reply.answer, Found | RoleCard | Detail)
        assert asked(reply.then).ref == here.ref
    helped = await desk.conversation.say(ME, "ヘルプ")
    assert isinstance(helped, Aside)
    assert said(helped.answer) is Topic.HELP


async def test_words_that_match_nothing_keep_everything(desk: Desk) -> None:
    here = await desk.answered("run")
    before = await desk.store.get(here.ref.session)
    reply = asked(await desk.conversation.say(ME, "ほげほげふがふが"))
    assert (reply.question, reply.ref, reply.notice) == (here.question, here.ref, Notice.NOT_A_CHOICE)
    assert await desk.store.get(here.ref.session) == before


async def test_result_details_lead_from_the_result_and_answers_can_be_changed(desk: Desk) -> None:
    here = await desk.answered("run", "manage")
    result = await desk.advisor.act(ME, here.ref, Conclude())
    assert isinstance(result, Concluded)
    assert result.more
    detail = await desk.advisor.show(ME, result.ref, Section.SKILLS)
    assert isinstance(detail, Detail)
    assert (detail.role.id, detail.ref) == ("project_manager", result.ref)
    for goes in (True, False):
        left, posted = await desk.advisor.sent(ME, result.ref, delivered("k1"))
        assert (getattr(left, "notice", None), posted) == (Notice.SENT, goes)
    assert await desk.owed() == [("k1", "Concluded")]
    edited = asked(await desk.advisor.act(ME, result.ref, Edit("first_organisation")))
    assert edited.selected == ("manage",)


async def test_a_number_like_my_number_is_never_stored(desk: Desk) -> None:
    await desk.asked()
    assert said(await desk.conversation.say(ME, "1234 5678 9018")) is Topic.MY_NUMBER
    assert asked(await desk.advisor.resume(ME)).number == 1
