"""Who is let in: people of this workspace, at a person's pace; everybody else gets nothing."""

import asyncio
import copy
import json
import sqlite3
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.people import Team
from bot.slack.gate import Workspace
from bot.slack.pace import Pace
from bot.store.base import Owner
from tests.support.bot import MANIFEST, PREVIOUS_SECRET, Bot, Walker, running_bot

Json = dict[str, Any]
GOLDEN = Path(__file__).parent / "golden"
KINDS = {
    "app_home_opened": "events_api",
    "app_mention": "events_api",
    "message_im": "events_api",
    "slash_command": "slash_commands",
    "block_actions": "interactive",
    "block_actions_home": "interactive",
    "message_action": "interactive",
    "shortcut": "interactive",
    "view_closed": "interactive",
    "view_submission": "interactive",
}
STRANGER = "U0STRANGER"
TOO_FAST, EXTERNAL, OVERHEARD = "操作が多すぎます", "外部の方は利用できません", "このチャンネルではお答えを控えます"


def golden(name: str) -> Json:
    payload: Json = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return payload


def everything(folder: Path) -> list[str]:
    """The whole database as text."""
    connection = sqlite3.connect(folder / "bot.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def of_another_workspace(payload: Json) -> Json:
    """The same people and channels, by ids that happen to be equal, in a workspace that is not ours."""
    text = json.dumps(payload).replace("T0KAKUUSHI", "T0OTHERCITY")
    changed: Json = json.loads(text)
    return changed


def from_outside(payload: Json) -> Json:
    """Somebody of another organisation acts in a channel that is shared with it (Slack Connect)."""
    changed = copy.deepcopy(payload)
    if "event" in changed:
        changed["event"] |= {"user": STRANGER, "user_team": "T0OTHERCITY", "source_team": "T0OTHERCITY"}
        changed["is_ext_shared_channel"] = True
    else:
        changed["user"] |= {"id": STRANGER, "team_id": "T0OTHERCITY"}
    return changed


@pytest.mark.parametrize("name", KINDS)
async def test_another_workspace_with_equal_ids_gets_nothing(
    sim: Simulator, bot: Bot, tmp_path: Path, name: str
) -> None:
    before, mark = everything(tmp_path), sim.ledger.mark()
    delivery = await sim.deliver(KINDS[name], of_another_workspace(golden(name)))
    await bot.delivery.drain(5.0)
    assert delivery.status in (401, None)
    assert everything(tmp_path) == before
    assert not sim.ledger.calls(since=mark)


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("slash_command", "app_home_opened")])
async def test_person_of_another_organisation_is_told_no(sim: Simulator, bot: Bot, tmp_path: Path, name: str) -> None:
    before = everything(tmp_path)
    delivery = await sim.deliver(KINDS[name], from_outside(golden(name)))
    await bot.delivery.drain(5.0)
    assert delivery.status == 200
    assert everything(tmp_path) == before
    if name == "view_submission":
        assert EXTERNAL in str(delivery.response)
    if name == "app_mention":
        (whisper,) = sim.ledger.calls("chat.postEphemeral")
        assert EXTERNAL in str(whisper.detail["args"])


async def test_channel_that_others_read_gets_no_answer_and_its_asker_is_told(
    sim: Simulator, bot: Bot, staff: Walker
) -> None:
    sim.share("C0DXSOUDAN")
    assert (await sim.say(staff.person, "C0DXSOUDAN", "<@BOT> PMP")).status == 200
    await bot.delivery.drain(5.0)
    (whisper,) = sim.ledger.calls("chat.postEphemeral")
    assert OVERHEARD in str(whisper.detail["args"])
    assert not sim.ledger.calls("chat.postMessage")
    assert "PMP" in await staff.say("PMP")


GRID, ALONE = Workspace("T1", "E1", "B", "U"), Workspace("T1", None, "B", "U")


@pytest.mark.parametrize(
    ("workspace", "body", "excluded"),
    [
        (ALONE, {"user": {"id": "U", "team_id": "T1"}}, False),
        (ALONE, {"user": {"id": "U", "team_id": "T2"}}, True),
        (ALONE, {"user": {"id": "U"}}, False),
        (ALONE, {"event": {"type": "message", "user": "U", "team": "T1"}}, False),
        (ALONE, {"event": {"type": "message", "user": "U", "user_team": "T2", "team": "T1"}}, True),
        (ALONE, {"event": {"type": "message", "user": "U", "source_team": "E9"}}, True),
        (GRID, {"user": {"id": "U", "team_id": "T2"}}, False),
        (GRID, {"user": {"id": "U", "team_id": "E1"}}, False),
        (GRID, {"user": {"id": "U", "team_id": "E2"}}, True),
    ],
)
def test_only_what_a_body_proves_is_refused(workspace: Workspace, body: Json, excluded: bool) -> None:
    assert workspace.excludes(body) is excluded


async def test_on_grid_a_colleague_of_a_sister_workspace_is_served(tmp_path: Path) -> None:
    team = Team(enterprise_id="E0KAKUUKEN")
    async with Simulator(MANIFEST, team=team) as sim, running_bot(sim, tmp_path / "bot.db", "http"):
        staff = Walker(sim, "U0STAFF01")
        sent = await sim.command(staff.person, staff.place, "/dx-help")
        sister = await sim.deliver("slash_commands", {**sent.payload, "team_id": "T0SISTER"})
        assert (sister.status, "使い方" in str(sister.response)) == (200, True)
        foreign = {**sent.payload, "team_id": "T0SISTER", "enterprise_id": "E0OTHER"}
        assert (await sim.deliver("slash_commands", foreign)).status == 401


async def test_who_clicks_too_fast_is_told_once_and_others_are_served(
    sim: Simulator, tmp_path: Path, staff: Walker, hr: Walker
) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "http", per_minute=20) as bot:
        await staff.command("/dx-consult")
        payload = (await sim.press(staff.person, staff.ts, label="結果の例を見る")).payload
        clicks = await asyncio.gather(*(sim.deliver("interactive", payload) for _ in range(60)))
        await bot.delivery.drain(10.0)
        assert {click.status for click in clicks} == {200}
        told = [entry for entry in sim.ledger.of("response_url") if TOO_FAST in str(entry.detail.get("args"))]
        posted = [call for call in sim.ledger.calls("chat.postMessage") if TOO_FAST in str(call.detail["args"])]
        assert len(told) + len(posted) == 1
        assert TOO_FAST in await staff.command("/dx-help")
        assert "使い方" in await hr.command("/dx-help")
        assert (await hr.say("相談")).startswith("質問1")


async def test_bot_that_talks_much_is_answered_with_nothing(sim: Simulator, tmp_path: Path, staff: Walker) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "http", per_minute=5) as bot:
        sent = await sim.say(staff.person, staff.place, "ありがとう")
        await bot.delivery.drain(5.0)
        mark = sim.ledger.mark()
        event = {**sent.payload["event"], "user": "U0OTHERBOT", "bot_id": "B0OTHER001"}
        bodies = [{**sent.payload, "event": event, "event_id": f"Ev0BOT{n}"} for n in range(12)]
        assert {(await sim.deliver("events_api", body)).status for body in bodies} == {200}
        await bot.delivery.drain(5.0)
        assert (
            sim.ledger.calls("chat.postMessage", since=mark) == sim.ledger.calls("chat.postEphemeral", since=mark) == []
        )


def test_bucket_fills_again_evenly_and_tells_once_a_minute() -> None:
    now = [0.0]
    pace, me, other = Pace(60, lambda: now[0]), Owner("T", "U1"), Owner("T", "U2")
    assert [pace.allows(me) for _ in range(61)] == [True] * 60 + [False]
    assert [pace.tells(me) for _ in range(3)] == [True, False, False]
    assert pace.allows(other)
    now[0] = 1.5
    assert [pace.allows(me), pace.allows(me)] == [True, False]
    now[0] = 61.0
    assert [pace.allows(me) for _ in range(61)] == [True] * 60 + [False]
    assert pace.tells(me)


def test_people_who_are_quiet_are_forgotten() -> None:
    now = [0.0]
    pace = Pace(60, lambda: now[0])
    for number in range(10_001):
        pace.allows(Owner("T", f"U{number}"))
    now[0] = 120.0
    pace.allows(Owner("T", "U"))
    assert len(pace._buckets) == 1


@pytest.mark.parametrize("secret", [None, PREVIOUS_SECRET])
async def test_secret_of_before_the_rotation_is_taken_as_well(sim: Simulator, served: Bot, secret: str | None) -> None:
    body = b'{"type":"url_verification","challenge":"c"}'
    headers = {**sim.signed(body, secret=secret), "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{served.url}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status == 200


async def test_body_said_to_be_huge_is_refused_before_it_is_read(served: Bot) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n"
    answers = await asyncio.gather(*(_raw(served, head) for _ in range(20)))
    assert all(answer.startswith(b"HTTP/1.1 413") for answer in answers)


async def test_slow_bodies_are_given_up_and_others_are_served_meanwhile(served: Bot, staff: Walker) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nx"
    slow = [asyncio.create_task(_raw(served, head)) for _ in range(100)]
    assert "使い方" in await staff.command("/dx-help")
    assert not any(task.done() for task in slow)
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in await asyncio.gather(*slow))


async def _raw(bot: Bot, request: bytes) -> bytes:
    host, port = bot.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        return await asyncio.wait_for(reader.readline(), 20)
    finally:
        writer.close()
