"""Deliveries twice, late, alone or unknown, old buttons, a slow store, hostile words: the ledger is the judge."""

import asyncio
import copy
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.simulator import Simulator
from bot.store.base import Change, Committed
from tests.support.bot import Bot, Walker, running_bot

Json = dict[str, Any]
GOLDEN = Path(__file__).parent / "golden"
EVENTS = (
    "app_uninstalled",
    "channel_archive",
    "channel_created",
    "channel_rename",
    "dnd_updated_user",
    "emoji_changed",
    "file_shared",
    "group_open",
    "im_created",
    "link_shared",
    "member_joined_channel",
    "message_metadata_posted",
    "pin_added",
    "reaction_added",
    "star_added",
    "subteam_updated",
    "team_join",
    "tokens_revoked",
    "user_change",
    "workflow_step_execute",
    "a_new_event",
)
SUBTYPES = (
    "bot_message",
    "me_message",
    "message_changed",
    "message_deleted",
    "message_replied",
    "thread_broadcast",
    "channel_join",
    "channel_topic",
    "file_comment",
    "assistant_app_thread",
    "ekm_access_denied",
    "reply_broadcast",
    "a_new_subtype",
)
VERBS = re.findall(r'"([a-z_]+)": lambda', Path("bot/slack/actions.py").read_text(encoding="utf-8"))


def dump(folder: Path) -> list[str]:
    """The whole database as text."""
    connection = sqlite3.connect(folder / "bot.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def golden(name: str) -> Json:
    payload: Json = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return payload


async def test_event_four_times_at_once_and_again_after_a_restart_is_one_message(
    sim: Simulator, tmp_path: Path, staff: Walker
) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "http") as bot:
        first = await sim.say(staff.person, staff.place, "相談")
        await asyncio.gather(*(sim.redeliver(first, number) for number in (1, 2, 3)))
        await bot.delivery.drain(5.0)
    async with running_bot(sim, tmp_path / "bot.db", "http") as bot:
        assert (await sim.redeliver(first)).status == 200
        await bot.delivery.drain(5.0)
    assert len(sim.ledger.calls("chat.postMessage")) == 1


async def test_event_of_which_only_a_late_retry_arrives_is_answered_once(
    sim: Simulator, bot: Bot, staff: Walker
) -> None:
    """Slack counts three hours as late; the first attempts went to a bot that was down."""
    told = golden("message_im")
    told["event"] |= {"text": "相談", "channel": staff.place}
    told["event_time"] -= 26 * 3600
    swallowed = sim.deliver("events_api", told)
    for number in (1, 2):
        assert (await sim.redeliver(swallowed, number)).status == 200
    await bot.delivery.drain(5.0)
    assert len(sim.ledger.calls("chat.postMessage")) == 1


async def test_whatever_the_bot_does_not_know_is_acknowledged_and_changes_nothing(
    sim: Simulator, bot: Bot, tmp_path: Path
) -> None:
    before, mark = dump(tmp_path), sim.ledger.mark()
    said, view = golden("message_im"), golden("view_submission")
    bodies = [("events_api", {**said, "event": {**said["event"], "type": kind}}) for kind in EVENTS]
    bodies += [("events_api", {**said, "event": {**said["event"], "subtype": kind}}) for kind in SUBTYPES]
    bodies += [("slash_commands", {**golden("slash_command"), "command": "/dx-old"})]
    bodies += [("interactive", {**golden("shortcut"), "callback_id": "old"})]
    bodies += [("interactive", {**view, "view": {**view["view"], "callback_id": "old"}})]
    for kind, body in bodies:
        sent = await sim.deliver(kind, body)
        assert sent.status == 200, body
    await bot.delivery.drain(5.0)
    assert dump(tmp_path) == before
    assert not sim.ledger.calls(since=mark)


async def test_every_button_of_every_earlier_screen_changes_nothing(
    sim: Simulator, served: Bot, tmp_path: Path, staff: Walker
) -> None:
    """Each click as it was sent, replayed at each later state: it is acknowledged, and the database stays as it was."""
    await staff.command("/dx-consult")
    clicks: list[Json] = []
    for value in ("run", "manage", "select"):
        sim.choose(staff.person, staff.ts, value=value)
        sent = await sim.press(staff.person, staff.ts, label="次へ")
        await served.delivery.drain(5.0)
        now = dump(tmp_path)
        for old in clicks:
            for verb in ("next", "unknown", "none", "back", "conclude", "edit", "put_first", "remove", "continue"):
                replayed = copy.deepcopy(old)
                action = replayed["actions"][0]
                action["value"] = action["value"].replace("|next|", f"|{verb}|")
                assert (await sim.deliver("interactive", replayed)).status == 200
                await served.delivery.drain(5.0)
                assert dump(tmp_path) == now, (verb, old["actions"][0]["value"])
        clicks.append(sent.payload)


async def test_another_person_gets_nothing_by_any_verb(
    sim: Simulator, served: Bot, tmp_path: Path, staff: Walker
) -> None:
    await staff.command("/dx-consult")
    sim.choose(staff.person, staff.ts, value="run")
    click = (await sim.press(staff.person, staff.ts, label="次へ")).payload
    await served.delivery.drain(5.0)
    session = await served.store.get("session-1")
    assert session is not None
    before = dump(tmp_path)
    click["user"] = {**click["user"], "id": "U0HR00001"}
    verbs = {*VERBS, "screen", "pause", "review", "basis", "delete"}
    assert len(verbs) > 12
    for verb in sorted(verbs):
        click["actions"][0]["value"] = f"session-1|{session.revision}|{verb}|wish|run"
        assert (await sim.deliver("interactive", copy.deepcopy(click))).status == 200
        await served.delivery.drain(5.0)
        assert dump(tmp_path) == before, verb
    shown = sim.visible_text("U0HR00001")
    assert "質問" not in shown.replace("質問が始まります", "")


@pytest.mark.parametrize("late", ["before", "after"])
async def test_store_that_takes_too_long_is_told_in_time_and_truly(
    sim: Simulator, tmp_path: Path, staff: Walker, late: str
) -> None:
    """``after``: the write was made and its answer hangs; what is told must be true for both."""
    async with running_bot(sim, tmp_path / "bot.db", "http") as bot:
        await staff.command("/dx-consult")
        real, hang = bot.store.commit, asyncio.Event()

        async def slow(change: Change) -> Committed:
            done = await real(change) if late == "after" else None
            await hang.wait()
            return done or await real(change)

        bot.store.commit = slow  # type: ignore[method-assign]
        sim.choose(staff.person, staff.ts, value="run")
        sent = await sim.press(staff.person, staff.ts, label="次へ")
        assert sent.status == 200
        await sim.until(staff.person, "E-406")
        assert "記録されていないことがあります" in sim.visible_text(staff.person)
        bot.store.commit = real  # type: ignore[method-assign]
        text = await staff.command("/dx-consult 再開")
        assert text.startswith("質問2" if late == "after" else "質問1")


@pytest.mark.parametrize("how", ["expired_url", "used_url", "429", "500", "reset_before"])
async def test_answer_whose_address_is_refused_reaches_the_dm_once(
    sim: Simulator, bot: Bot, staff: Walker, how: str
) -> None:
    await staff.command("/dx-consult")
    sim.fail("response_url", how=how)
    sim.choose(staff.person, staff.ts, value="run")
    assert (await sim.press(staff.person, staff.ts, label="次へ")).status == 200
    await bot.delivery.drain(5.0)
    (posted,) = sim.ledger.calls("chat.postMessage")
    assert "質問2" in str(posted.detail["args"])


HOSTILE = (
    "<!channel> <!here> <@U0HR00001> <#C0DXSOUDAN> <http://evil.example|市役所> &lt;!channel&gt;",
    "{{7*7}} {% for x in y %} {{''.__class__.__mro__}} {# #}",
    "\x00\x07\u202e逆 \u200bゼロ幅 ①㈱髙 葛\U000e0100 👨‍👩‍👧‍👦 𠮷" + "長" * 3000,
    "'; drop table sessions; -- %_",
)


@pytest.mark.parametrize("words", HOSTILE, ids=["mentions", "templates", "unicode", "sql"])
async def test_hostile_words_are_shown_as_they_are_or_not_at_all(
    sim: Simulator, bot: Bot, staff: Walker, words: str
) -> None:
    await staff.command("/dx-consult")
    for line in (words, f"業者を選びたい {words}", f"PMP {words}"):
        await sim.say(staff.person, staff.place, line)
        await sim.command(staff.person, staff.place, f"/dx-role {line}")
        await sim.say("U0STAFF01", "C0DXSOUDAN", f"<@U0DXNAVI01> {line}")
    await bot.delivery.drain(5.0)
    sent = [entry.detail.get("args") or {} for kind in ("api", "response_url") for entry in sim.ledger.of(kind)]
    sent += [entry.detail["body"] for entry in sim.ledger.of("acknowledged") if isinstance(entry.detail["body"], dict)]
    rendered = [text for body in sent for text in texts(body)]
    assert len(rendered) > 10
    for text in rendered:
        assert not re.search(r"<!|<@|<#|<https?:", text), text
        assert "49" not in text or "7*7" not in words
    assert not sim.ledger.of("refused")
    assert not [entry for entry in sim.ledger.of("api") if entry.detail["error"]]


def texts(value: Any) -> list[str]:
    """Every mrkdwn text and every message text inside what was sent."""
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    if not isinstance(value, dict):
        return []
    own = [str(value["text"])] if value.get("type") == "mrkdwn" or ("blocks" in value and "text" in value) else []
    return own + [text for part in value.values() for text in texts(part)]


TAMPERED: tuple[Json | None, ...] = (
    None,
    {},
    {"values": {}},
    {"values": {"wish@0": {"choice": {"type": "radio_buttons", "selected_option": {"value": "no_such_option"}}}}},
    {"values": {"wish@0": {"choice": {"type": "radio_buttons", "selected_option": None}}}},
    {"values": {"wish@0": {"choice": {"selected_options": [{"value": "run"}, {"value": "begin"}]}}}},
    {"values": {"other@9": {"choice": {"type": "radio_buttons", "selected_option": {"value": "run"}}}}},
)


@pytest.mark.parametrize("state", TAMPERED)
async def test_tampered_state_of_a_form_is_never_stored(
    sim: Simulator, served: Bot, tmp_path: Path, staff: Walker, state: Json | None
) -> None:
    await sim.shortcut(staff.person, "dx_consult")
    seen = await sim.until(staff.person, lambda seen: seen["views"])
    view = seen["views"][-1]["id"]
    sim.choose(staff.person, view, value="run")
    honest = copy.deepcopy((await sim.submit(staff.person, view)).payload)
    await served.delivery.drain(5.0)
    await staff.command("/dx-consult 最初から")
    begun = dump(tmp_path)
    honest["view"]["state"] = state
    honest["view"]["private_metadata"] = "session-2|0|next|wish|"
    sent = await sim.deliver("interactive", honest)
    assert sent.status == 200
    assert "response_action" in str(sent.response)
    assert dump(tmp_path) == begun
