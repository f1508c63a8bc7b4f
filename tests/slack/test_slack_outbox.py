"""Posts that are owed: made once, put off, looked for, marked, given up. The judge is the simulator's ledger."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.crash import nowhere
from bot.simulator import Simulator
from bot.simulator.faults import HOWS
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery
from bot.slack.errors import FATES, Fate
from bot.slack.outbox import ATTEMPTS, POST, WHISPER, Outbox
from bot.slack.surfaces import Surfaces
from bot.store import open_store
from bot.store.base import LEASE_SECONDS, Change, Outgoing, Owner, Store
from tests.support.bot import MANIFEST, WORDING

STAFF, HR, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"
MARK = "（再送）"


@dataclass
class Desk:
    """A store and an outbox whose clock a test moves; ``outbox`` may be replaced, as by a new process."""

    sim: Simulator
    store: Store
    client: AsyncWebClient
    session: aiohttp.ClientSession
    time: float

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process: nothing in memory is left."""
        self.delivery = Delivery(self.client, self.session, Clock(time.time))
        self.outbox = Outbox(
            self.client,
            self.store,
            self.delivery,
            now=lambda: self.time,
            chance=Random(1),
            again=WORDING.posts,
            undelivered=Surfaces.of(WORDING).screens.post,
            reached=nowhere,
        )

    async def owe(self, name: str, channel: str = "", thread: str = "", method: str = POST, text: str = "") -> Outgoing:
        """Commit a post whose text is ``name``, unless it has one of its own."""
        place, text = channel or self.sim.dm(STAFF), text or name
        body = {"text": text, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}]}
        body |= {"thread_ts": thread} if thread else {}
        body |= {"user": STAFF} if method == WHISPER else {}
        call = Outgoing(name, self.time, Owner("T1", STAFF), place, method, place, json.dumps(body))
        await self.store.commit(Change(self.time, key=name, outgoing=call))
        return call

    async def send(self, *calls: Outgoing) -> None:
        """Make calls as the process that committed them."""
        for call in calls:
            self.outbox.send(call)
        await self.delivery.drain(5.0)

    async def later(self, seconds: float) -> None:
        """Let time pass, and the background look once."""
        self.time += seconds
        await self.outbox.send_due()
        await self.delivery.drain(5.0)

    def seen(self, person: str = STAFF, channel: str = "") -> list[str]:
        """The texts of the bot's posts in a conversation, in order."""
        messages = self.sim._core.world.messages.get(channel or self.sim.dm(person), [])
        return [message.text for message in messages if message.author == self.sim._core.app.bot_user_id]

    async def owed(self) -> bool:
        """Whether any call is still in the outbox."""
        return bool(await self.store.claim(self.time + 1e6, self.time + 2e6))


@asynccontextmanager
async def desk_on(sim: Simulator, url: str) -> AsyncIterator[Desk]:
    store = open_store(url)
    await store.open()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session:
        client = AsyncWebClient(token=sim.bot_token, base_url=sim.api_url, session=session, retry_handlers=[])
        yield Desk(sim, store, client, session, sim._core.clock())
    await store.close()


@pytest.fixture
async def desk(sim: Simulator, url: str) -> AsyncIterator[Desk]:
    async with desk_on(sim, url) as made:
        yield made


async def test_post_is_made_at_once_and_once(desk: Desk) -> None:
    await desk.send(await desk.owe("a"))
    await desk.later(LEASE_SECONDS + 1)
    assert desk.seen() == ["a"]
    assert not await desk.owed()


async def test_post_of_a_process_that_died_before_it_is_made_by_the_next(desk: Desk) -> None:
    await desk.owe("a")
    desk.restart()
    await desk.later(1)
    assert desk.seen() == [], "whoever committed it may still be about to make it"
    await desk.later(LEASE_SECONDS)
    assert desk.seen() == ["a"]
    assert not await desk.owed()


@pytest.mark.parametrize("how", [how for how in HOWS if how != "429"])
async def test_post_of_unknown_fate_is_looked_for_in_the_dm_and_seen_once(desk: Desk, how: str) -> None:
    desk.sim.fail("chat.postMessage", how=how)
    await desk.send(await desk.owe("a"))
    await desk.later(60)
    assert desk.seen() == ["a"]
    assert not await desk.owed()


@pytest.mark.parametrize("how", ["reset_after", "reset_before"])
async def test_post_of_unknown_fate_in_a_thread_of_the_dm_is_looked_for_there(desk: Desk, how: str) -> None:
    await desk.send(await desk.owe("parent"))
    parent = desk.sim.latest(STAFF)["ts"]
    desk.sim.fail("chat.postMessage", how=how)
    await desk.send(await desk.owe("a", thread=parent))
    await desk.later(60)
    assert desk.seen() == ["parent", "a"]


async def test_post_of_unknown_fate_is_found_behind_a_hundred_others(desk: Desk) -> None:
    desk.sim.fail("chat.postMessage", how="reset_after")
    await desk.send(await desk.owe("a"))
    for number in range(120):
        await desk.client.chat_postMessage(channel=desk.sim.dm(STAFF), text=f"later {number}")
    await desk.later(60)
    assert desk.seen().count("a") == 1


@pytest.mark.parametrize(("how", "posts"), [("reset_after", ["a", MARK + "a"]), ("reset_before", [MARK + "a"])])
async def test_post_of_unknown_fate_where_the_bot_may_not_read_is_marked(
    desk: Desk, how: str, posts: list[str]
) -> None:
    desk.sim.fail("chat.postMessage", how=how)
    await desk.send(await desk.owe("a", CHANNEL))
    await desk.later(60)
    assert desk.seen(channel=CHANNEL) == posts
    assert "もう一度送ります" in desk.sim.visible_text(STAFF, desk.sim.latest(STAFF, CHANNEL)["ts"])


async def test_whisper_of_unknown_fate_is_marked(desk: Desk) -> None:
    desk.sim.fail("chat.postEphemeral", how="reset_after")
    await desk.send(await desk.owe("a", CHANNEL, method=WHISPER))
    await desk.later(60)
    assert desk.seen(channel=CHANNEL) == ["a", MARK + "a"]


async def test_without_the_scope_to_read_the_dm_the_post_is_marked(url: str) -> None:
    scopes = [scope for scope in MANIFEST["oauth_config"]["scopes"]["bot"] if scope != "im:history"]
    events = {"bot_events": ["app_mention"]}
    poor = {
        **MANIFEST,
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {**MANIFEST["settings"], "event_subscriptions": events},
    }
    async with Simulator(poor) as sim, desk_on(sim, url) as desk:
        sim.fail("chat.postMessage", how="reset_after")
        await desk.send(await desk.owe("a"))
        await desk.later(60)
        assert desk.seen() == ["a", MARK + "a"]


async def test_retry_after_is_honoured_for_its_channel_alone(desk: Desk) -> None:
    desk.sim.fail("chat.postMessage", how="429")
    await desk.send(await desk.owe("a"))
    await desk.send(await desk.owe("b"), await desk.owe("other", desk.sim.dm(HR)))
    await desk.later(0.5)
    assert (desk.seen(), desk.seen(HR)) == ([], ["other"])
    await desk.later(2)
    await desk.later(0)
    assert desk.seen() == ["a", "b"]


async def test_post_waits_for_the_one_before_it_in_its_conversation_alone(desk: Desk) -> None:
    desk.sim.fail("chat.postMessage", how="reset_before")
    await desk.send(await desk.owe("a"))
    await desk.send(await desk.owe("b"), await desk.owe("other", desk.sim.dm(HR)))
    assert (desk.seen(), desk.seen(HR)) == ([], ["other"])
    for _ in range(2):
        await desk.later(60)
    assert desk.seen() == ["a", "b"]


async def test_posts_keep_their_order_whatever_fails(desk: Desk) -> None:
    for how in ("429", "reset_after", "internal_error", "service_unavailable"):
        desk.sim.fail("chat.postMessage", how=how)
    names = [f"post {number}" for number in range(6)]
    for name in names:
        await desk.send(await desk.owe(name))
    for _ in range(40):
        await desk.later(20)
    assert desk.seen() == names


async def test_refused_post_is_given_up_and_the_next_goes(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    for code in ("is_archived", "some_new_error"):
        desk.sim.fail("chat.postMessage", how=code)
        await desk.send(await desk.owe(code, text="秘密"))
    await desk.send(await desk.owe("next"))
    assert desk.seen() == ["next"]
    assert not await desk.owed()
    assert "is_archived" in caplog.text
    assert "some_new_error (an unknown code)" in caplog.text
    assert "秘密" not in caplog.text


async def test_post_that_always_fails_is_given_up_after_eight_attempts(desk: Desk) -> None:
    desk.sim.fail("chat.postMessage", times=50, how="team_added_to_org")
    await desk.send(await desk.owe("a"))
    for _ in range(20):
        await desk.later(600)
    assert len(desk.sim.ledger.calls("chat.postMessage")) == ATTEMPTS
    assert not await desk.owed()


async def test_pauses_grow_and_differ(desk: Desk) -> None:
    desk.sim.fail("chat.postMessage", times=50, how="team_added_to_org")
    await desk.send(await desk.owe("a"))
    begun = desk.time
    while len(desk.sim.ledger.calls("chat.postMessage")) < 5:
        await desk.later(1)
    assert 3 + 6 + 12 + 24 <= desk.time - begun <= 1.5 * (3 + 6 + 12 + 24) + 5


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope"])
async def test_refused_token_stops_posting_and_everything_goes_once_it_is_taken(desk: Desk, code: str) -> None:
    desk.sim.fail("chat.postMessage", how=code)
    await desk.send(await desk.owe("a"))
    assert desk.outbox.stopped_by == code
    await desk.send(await desk.owe("b"), await desk.owe("other", desk.sim.dm(HR)))
    desk.sim.fail("auth.test", how="invalid_auth")
    await desk.later(31)
    assert (desk.outbox.stopped_by, desk.seen()) == (code, [])
    for _ in range(3):
        await desk.later(31)
    assert (desk.outbox.stopped_by, desk.seen(), desk.seen(HR)) == ("", ["a", "b"], ["other"])


async def test_call_whose_lease_ran_out_before_its_turn_is_left_to_who_has_it_now(desk: Desk) -> None:
    call = await desk.owe("a")
    desk.time += LEASE_SECONDS + 1
    other = await desk.store.claim(desk.time, desk.time + 30)
    await desk.send(call)
    assert desk.seen() == []
    assert [one.unknown for one in other] == [True]
    assert await desk.store.claim(desk.time, desk.time + 60) == (), "the other still has it"


NAMED = {
    Fate.RETRY: "ratelimited hash_conflict",
    Fate.REAUTHORISE: "invalid_auth token_revoked token_expired account_inactive missing_scope",
    Fate.PERMANENT: """channel_not_found is_archived not_in_channel restricted_action messages_tab_disabled
        message_not_found cant_update_message edit_window_closed is_inactive streaming_state_conflict
        user_not_found user_disabled user_not_visible msg_too_long msg_blocks_too_long view_too_large invalid_blocks
        expired_trigger_id trigger_expired exchanged_trigger_id trigger_exchanged invalid_arguments expired_url used_url
        too_many_websockets link_disabled""",
    Fate.RECONCILE: "internal_error fatal_error",
}
"""The codes that the facts about Slack and the list of faults name, sorted by hand."""


def test_every_code_that_is_known_of_slack_has_its_fate() -> None:
    assert {code: FATES.get(code) for codes in NAMED.values() for code in codes.split()} == {
        code: fate for fate, codes in NAMED.items() for code in codes.split()
    }
