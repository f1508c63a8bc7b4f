"""Socket Mode connections that Slack ends, refuses or cannot give heal by themselves."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import MANIFEST, Walker, all_connected, running_bot
from tests.support.proxy import TcpProxy, listening

STAFF = "U0STAFF01"


async def test_closed_connections_heal(sim: Simulator, tmp_path: Path, staff: Walker) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "socket"):
        await sim.disconnect("close")
        await all_connected(sim)
        assert (await staff.command("/dx-consult")).startswith("質問1")


async def test_refused_handshake_heals_with_a_new_ticket(
    sim: Simulator, tmp_path: Path, staff: Walker, caplog: pytest.LogCaptureFixture
) -> None:
    """The simulated Slack takes a ticket once, also for a handshake that it refuses."""
    caplog.set_level(logging.INFO)
    sim.fail("websocket", times=2)
    async with running_bot(sim, tmp_path / "bot.db", "socket"):
        assert (await staff.command("/dx-consult")).startswith("質問1")
    assert len(sim.ledger.calls("apps.connections.open")) == 4
    assert "ticket=" not in caplog.text
    assert sim.app_token not in caplog.text


async def test_slack_that_gives_no_address_is_asked_again(sim: Simulator, tmp_path: Path, staff: Walker) -> None:
    sim.fail("apps.connections.open", times=2)
    async with running_bot(sim, tmp_path / "bot.db", "socket"):
        assert (await staff.command("/dx-consult")).startswith("質問1")


@pytest.mark.parametrize("how", ["429", "html", "truncated", "invalid_auth", "reset_before", "link_disabled"])
async def test_whatever_slack_answers_at_the_start_it_is_asked_again_and_then_served(
    sim: Simulator, tmp_path: Path, staff: Walker, how: str
) -> None:
    sim.fail("apps.connections.open", times=2, how=how)
    async with running_bot(sim, tmp_path / "bot.db", "socket"):
        assert (await staff.command("/dx-consult")).startswith("質問1")
    assert len(sim.ledger.calls("apps.connections.open")) <= 6


@pytest.mark.parametrize("reason", ["close", "reset", "refresh_requested", "warning"])
async def test_connection_that_ends_comes_back_and_the_other_serves_meanwhile(
    sim: Simulator, tmp_path: Path, staff: Walker, reason: str
) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "socket"):
        for _ in range(2):
            mark = sim.ledger.mark()
            sim.disconnect(reason, grace=0.2, count=1)
            if reason in ("close", "reset"):
                await sim.until(staff.person, lambda _, m=mark: sim.ledger.of("socket", "disconnected", since=m))
            assert (await staff.command("/dx-help")).startswith("DX人材ナビの使い方")
            await all_connected(sim)
    assert not sim.ledger.of("unacknowledged")


async def test_refreshes_under_load_lose_no_acknowledgement(sim: Simulator, tmp_path: Path, staff: Walker) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "socket"):
        for _ in range(4):
            leaving = sim.disconnect("refresh_requested", grace=0.1, count=1)
            sent = await asyncio.gather(*(sim.command(staff.person, staff.place, "/dx-help") for _ in range(30)))
            assert [one.problem for one in sent] == [""] * 30
            await leaving
            await all_connected(sim)


async def test_connections_into_a_black_hole_are_noticed_and_replaced(tmp_path: Path) -> None:
    async with Simulator(MANIFEST) as sim, listening(TcpProxy(int(sim.base_url.rpartition(":")[2]))) as proxy:
        sim._core.base_url = f"http://127.0.0.1:{proxy.port}"
        async with running_bot(sim, tmp_path / "bot.db", "socket") as bot:
            async with asyncio.timeout(10):
                while bot.connections is None or await bot.connections.up() < 2:  # noqa: ASYNC110 (no event for it)
                    await asyncio.sleep(0.05)
            proxy.swallow()
            mark = sim.ledger.mark()
            async with asyncio.timeout(30):
                while len(sim.ledger.of("socket", "connected", since=mark)) < 2:
                    await sim.changed(sim.version, 1.0)
            sent = await asyncio.gather(*(sim.command(STAFF, sim.dm(STAFF), "/dx-help") for _ in range(4)))
            assert sorted(one.problem for one in sent)[:2] == ["", ""]


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled"])
async def test_connection_that_slack_turns_away_is_not_asked_for_at_once(
    sim: Simulator, tmp_path: Path, reason: str
) -> None:
    sim.fail("hello", times=1000, how=reason)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(4), running_bot(sim, tmp_path / "bot.db", "socket"):
            pass
    assert len(sim.ledger.calls("apps.connections.open")) == 2


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled"])
async def test_connection_that_was_turned_away_is_asked_for_later(
    sim: Simulator, tmp_path: Path, staff: Walker, reason: str
) -> None:
    sim.fail("hello", times=2, how=reason)
    async with running_bot(sim, tmp_path / "bot.db", "socket", away=0.1):
        assert (await staff.command("/dx-consult")).startswith("質問1")


async def test_acknowledgement_that_is_lost_costs_no_second_answer(tmp_path: Path) -> None:
    async with Simulator(MANIFEST, retry_delays=(0.0, 0.1, 0.1), ack_timeout=0.5) as sim:
        staff = Walker(sim, STAFF)
        async with running_bot(sim, tmp_path / "bot.db", "socket") as bot:
            sim.fail("ack")
            sent = await (await sim.say(staff.person, staff.place, "相談")).settled()
            await bot.delivery.drain(5.0)
        assert [attempt.problem for attempt in sent.attempts] == ["timeout", ""]
        assert len(sim.ledger.calls("chat.postMessage")) == 1
