"""A simulated Slack with a raw app behind a real HTTP request URL."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.simulator import Simulator

from .support import MANIFEST, Clock, RawApp


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sim(clock: Clock) -> AsyncIterator[Simulator]:
    async with Simulator(MANIFEST, clock=clock, retry_delays=(0.0, 0.01, 0.02), ack_timeout=0.3) as running:
        yield running


@pytest.fixture
async def listening() -> AsyncIterator[tuple[RawApp, str]]:
    raw, server = RawApp(), web.Application()
    server.router.add_post("/slack/events", raw.handle)
    runner = web.AppRunner(server, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield raw, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await runner.cleanup()


@pytest.fixture
def app(sim: Simulator, listening: tuple[RawApp, str]) -> RawApp:
    raw, url = listening
    sim.connect_http(url)
    return raw
