"""Bad requests over real HTTP: the status is one of four, and nothing of the body reaches the log."""

import logging

import pytest

from bot.simulator import Simulator
from tests.soak.bodies import ALLOWED, SIGNS, flood
from tests.support.bodies import Receiver, bad
from tests.support.bot import Bot

COUNT = 400


@pytest.mark.parametrize("seed", [1, 2])
async def test_mutated_request_is_answered_or_refused_and_never_logged(
    sim: Simulator, served: Bot, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    caplog.set_level(logging.INFO)
    host, port = served.url.removeprefix("http://").split(":")
    receiver = Receiver("T0KAKUUSHI", sim.signing_secret, sim.base_url)
    found = await flood(host, int(port), bad(seed, COUNT, receiver), at_once=8)
    await served.delivery.drain(5.0)
    assert found.broken == []
    assert found.statuses.total() == COUNT
    assert set(found.statuses) == set(ALLOWED)
    assert [sign for sign in SIGNS if sign in caplog.text] == []
