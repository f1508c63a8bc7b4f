"""Socket Mode connections that Slack ends, refuses or cannot give heal by themselves."""

import logging
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import Walker, all_connected, running_bot


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
