"""A simulated Slack with the real bot connected to it, over both transports where a test asks for ``bot``."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import MANIFEST, Bot, Walker, running_bot

STAFF, HR, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator(MANIFEST, retry_delays=(0.0, 0.01, 0.02)) as running:
        yield running


@pytest.fixture(params=["http", "socket"])
async def bot(request: pytest.FixtureRequest, sim: Simulator, tmp_path: Path) -> AsyncIterator[Bot]:
    async with running_bot(sim, tmp_path / "bot.db", request.param) as running:
        yield running


@pytest.fixture
async def served(sim: Simulator, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot over HTTP alone, for what does not depend on the transport."""
    async with running_bot(sim, tmp_path / "bot.db", "http") as running:
        yield running


@pytest.fixture
def staff(sim: Simulator) -> Walker:
    return Walker(sim, STAFF)


@pytest.fixture
def hr(sim: Simulator) -> Walker:
    return Walker(sim, HR)
