"""``python -m bot socket`` as a process: SIGTERM, and kill -9 in the middle of a consultation."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import Walker, all_connected


async def started(sim: Simulator, folder: Path) -> asyncio.subprocess.Process:
    tokens = {"SLACK_BOT_TOKEN": sim.bot_token, "SLACK_APP_TOKEN": sim.app_token, "SLACK_API_URL": sim.api_url}
    environment = {**os.environ, **tokens, "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}", "LOG_LEVEL": "ERROR"}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "socket", env=environment)
    await all_connected(sim)
    return process


async def test_killed_bot_goes_on_where_it_was_and_sigterm_ends_it(
    sim: Simulator, tmp_path: Path, staff: Walker
) -> None:
    process = await started(sim, tmp_path)
    try:
        await staff.command("/dx-consult")
        await staff.choose_and_next("run")
        process.kill()
        await process.wait()
        await sim.until(staff.person, lambda _: sim.connections == 0)
        process = await started(sim, tmp_path)
        assert (await staff.choose_and_next("manage")).startswith("質問3")
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10.0) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
@pytest.mark.parametrize("value", ["", "xoxb-wrong"])
async def test_wrong_or_missing_token_ends_at_once_and_names_the_variable(
    sim: Simulator, tmp_path: Path, name: str, value: str
) -> None:
    tokens = {"SLACK_BOT_TOKEN": sim.bot_token, "SLACK_APP_TOKEN": sim.app_token, "SLACK_API_URL": sim.api_url}
    environment = {**os.environ, **tokens, "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}", name: value}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "socket", env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 20.0)
    assert process.returncode == 1
    assert f"✗ {name}" in errors.decode()
    assert "→" in errors.decode()
