"""What /healthz tells: each trouble by its kind, and nothing when all is well."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.crash import nowhere
from bot.health import Health
from bot.simulator import Simulator
from bot.slack.clock import Clock
from bot.slack.delivery import Delivery
from bot.slack.outbox import Outbox
from bot.slack.surfaces import Surfaces
from bot.store.sqlite import SqliteStore
from tests.support.bot import MANIFEST, WORDING, FragileStore


class Patient:
    """A bot's parts whose troubles a test makes."""

    def __init__(self, store: FragileStore, outbox: Outbox) -> None:
        self.store = store
        self.outbox = outbox
        self.clock = Clock(time.time)
        self.free = 0.5
        self.sockets = 2

    async def reasons(self) -> list[str]:
        return await Health(self.store, self.outbox, self.clock, lambda: self.free, self._up).reasons()

    async def _up(self) -> int:
        return self.sockets


@pytest.fixture
async def patient(tmp_path: Path) -> AsyncIterator[Patient]:
    store = FragileStore(SqliteStore(str(tmp_path / "dx.db")))
    await store.open()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(session=session)
        outbox = Outbox(
            client,
            store,
            Delivery(client, session, Clock(time.time)),
            now=time.time,
            chance=Random(1),
            again=WORDING.posts,
            undelivered=Surfaces.of(WORDING).screens.post,
            reached=nowhere,
        )
        yield Patient(store, outbox)
    await store.close()


async def test_each_trouble_is_named_and_none_is_left_when_it_is_over(patient: Patient) -> None:
    assert await patient.reasons() == []
    patient.store.broken, patient.outbox.stopped_by = "locked", "token_revoked"
    patient.free, patient.sockets = 0.09, 0
    assert await patient.reasons() == [
        "store: locked",
        "token: token_revoked",
        "sockets: none connected",
        "disk: 9% free",
    ]
    patient.store.broken, patient.outbox.stopped_by = "", ""
    patient.free, patient.sockets = 0.11, 1
    assert await patient.reasons() == []


@pytest.mark.parametrize(("ahead", "told"), [(0, False), (230, False), (250, True), (-250, True), (4000, True)])
async def test_clock_that_differs_from_slacks_is_told_before_requests_are_refused(ahead: int, told: bool) -> None:
    clock = Clock(lambda: time.time() + ahead)
    async with (
        Simulator(MANIFEST) as sim,
        aiohttp.ClientSession(trace_configs=[clock.trace()]) as session,
        session.post(f"{sim.api_url}auth.test"),
    ):
        assert abs(clock.ahead - ahead) < 5
    assert clock.wrong is told
