"""The bot as people start it, ``python -m bot serve`` or ``socket``, against a simulated Slack."""

import asyncio
import os
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.simulator import Simulator
from bot.slack.http import PATH
from tests.support.bot import all_connected

UP_SECONDS = 60.0


def environment(sim: Simulator, folder: Path, **more: str) -> dict[str, str]:
    """What a bot is told that ``sim`` can reach, with its database in ``folder``; ``more`` wins."""
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": sim.bot_token,
        "SLACK_APP_TOKEN": sim.app_token,
        "SLACK_SIGNING_SECRET": sim.signing_secret,
        "SLACK_API_URL": sim.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "LOG_LEVEL": "CRITICAL",
        "HOST": "127.0.0.1",
        "PORT": "0",
        **more,
    }


async def started(
    sim: Simulator, folder: Path, command: str = "socket", *, errors: int | None = None, **more: str
) -> asyncio.subprocess.Process:
    """A bot that ``sim`` can reach, with its database in ``folder``. ``more`` is added to its environment."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        command,
        env=environment(sim, folder, **more),
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
    )
    try:
        await _reachable(sim, process, command)
    except BaseException:
        if process.returncode is None:
            process.kill()
        raise
    return process


async def _reachable(sim: Simulator, process: asyncio.subprocess.Process, command: str) -> None:
    if command == "socket":
        await all_connected(sim, UP_SECONDS)
        return
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), UP_SECONDS)).decode()
    port = re.search(r"\d{4,5}", line)
    assert port, line
    sim.connect_http(f"http://127.0.0.1:{port.group()}{PATH}")


async def ended(process: asyncio.subprocess.Process, seconds: float = 20.0) -> int:
    """Wait for the end of a process; its exit status."""
    return await asyncio.wait_for(process.wait(), seconds)


def half_a_minute_later(folder: Path) -> None:
    """Let the leases of a process that died run out: what it had in hand is anybody's then. Nobody may be running."""
    with closing(sqlite3.connect(folder / "bot.db")) as raw, raw:
        raw.execute("update outbox set due = 0 where state = 'sending'")
