"""The demo as a newcomer starts it: one command, and an address for the browser."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from playwright.async_api import Page, expect

START_SECONDS, STOP_SECONDS = 30, 20
CONNECT_MILLISECONDS = 30_000
ADDRESS = re.compile(r"http://127\.0\.0\.1:[1-9]\d*/")


@dataclass(frozen=True)
class Demo:
    """The running demo. ``address`` is what it printed for the browser."""

    address: str
    process: asyncio.subprocess.Process


@asynccontextmanager
async def running_demo() -> AsyncIterator[Demo]:
    """``python -m bot demo`` on a free port; it must stop by itself, and with it the bot, when it is told to."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode()
        address = ADDRESS.search(line)
        assert address, line
        yield Demo(address.group(), process)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            code = await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            raise
    assert code == 0


async def connected(page: Page) -> None:
    """Wait until the page says that the bot is there."""
    await expect(page.get_by_text("ボットは接続中です")).to_be_visible(timeout=CONNECT_MILLISECONDS)
