"""Many at once: a slow store, everybody's Home at half past eight, views that conflict."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackApiError

from bot.simulator import Simulator
from bot.simulator.people import Person
from bot.slack.delivery import HOMES
from bot.slack.turnstile import Turnstile
from tests.support.bot import MANIFEST, Bot, Walker, running_bot
from tests.support.home import HomeWalker

CROWD = [Person(f"U0CROWD{number:02}", f"職員{number}", "職員", f"staff{number}") for number in range(40)]


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[tuple[Simulator, Bot]]:
    """A simulated Slack with forty people, and the bot over HTTP."""
    async with (
        Simulator(MANIFEST, people=CROWD, retry_delays=()) as sim,
        running_bot(sim, tmp_path / "bot.db", "http") as bot,
    ):
        yield sim, bot


@pytest.mark.parametrize("hang", [0.05, 4.0])
async def test_store_that_is_slow_under_load_costs_no_acknowledgement(
    crowd: tuple[Simulator, Bot], hang: float
) -> None:
    """``hang``: the seconds that the disk takes for each of eighty writes, or for the first one.

    The simulated Slack waits three seconds for each, as Slack does.
    """
    sim, bot = crowd
    thread, never = bot.store._store._thread, threading.Event()
    submit = thread.submit
    for _ in range(80 if hang < 1 else 1):
        submit(never.wait, hang)
    sent = [sim.command(person.id, sim.dm(person.id), "/dx-consult") for person in CROWD]
    said = [sim.say(person.id, sim.dm(person.id), "ヘルプ") for person in CROWD]
    commands, words = await asyncio.gather(*sent), await asyncio.gather(*said)
    assert {one.status for one in commands} == {200}
    assert {one.status for one in words} <= {200, 503}
    assert sim.ledger.of("unacknowledged") == []
    refused = [one for one in commands if "E-406" in str(one.response)]
    assert len(refused) == 40
    never.set()


async def test_home_that_is_opened_by_everybody_again_and_again_costs_a_call_each(
    crowd: tuple[Simulator, Bot],
) -> None:
    """480 looks within the minute: one call for each person, one more where something had changed."""
    sim, bot = crowd
    for turn in range(12):
        await asyncio.gather(*(sim.open_home(person.id) for person in CROWD))
        await bot.delivery.drain(10.0)
        if turn == 5:
            await Walker(sim, CROWD[0].id).command("/dx-consult")
    assert len(sim.ledger.calls("views.publish")) == len(CROWD) + 1
    assert "途中の相談" in HomeWalker(sim, CROWD[0].id).home


@pytest.mark.parametrize("refusals", [1, 6])
async def test_one_retry_after_holds_for_every_home(crowd: tuple[Simulator, Bot], refusals: int) -> None:
    """Six: all that are under way are put off, and two of them once more."""
    sim, bot = crowd
    sim.fail("views.publish", times=refusals, how="429")
    await asyncio.gather(*(sim.open_home(person.id) for person in CROWD))
    await bot.delivery.drain(10.0)
    first, *others = sim.ledger.calls("views.publish")
    assert first.detail["error"] == "429"
    assert sum(call.at < first.at + 1.0 for call in others) < HOMES[0]
    assert len(others) == len(CROWD) + refusals - 1
    assert all("4つの役割" in HomeWalker(sim, person.id).home for person in CROWD)


async def test_view_that_conflicts_is_set_once_more_and_nobody_is_told(sim: Simulator, bot: Bot, staff: Walker) -> None:
    home = HomeWalker(sim, staff.person)
    sim.fail("views.publish", how="hash_conflict")
    await home.look()
    assert [call.detail["error"] for call in sim.ledger.calls("views.publish")] == ["hash_conflict", ""]
    await home.tap("相談を始める")
    await home.next("run")
    sim.fail("views.update", how="hash_conflict")
    assert "質問1" in await home.press("戻る")
    await bot.delivery.drain(5.0)
    assert [call.detail["error"] for call in sim.ledger.calls("views.update")] == ["hash_conflict", ""]
    assert not sim.ledger.calls("chat.postMessage")


async def test_call_whose_turn_would_come_too_late_is_given_up_unmade() -> None:
    gate, made = Turnstile(1, 3.0), []
    answer = SimpleNamespace(status_code=429, headers={"Retry-After": "30"}, data={"error": "ratelimited"})

    async def put_off() -> None:
        made.append("put off")
        raise SlackApiError("", answer)

    async def next_one() -> None:
        made.append("next")

    with pytest.raises(SlackApiError):
        await gate.through(put_off)
    late = asyncio.create_task(gate.through(next_one))
    await asyncio.wait([late], timeout=2.0)
    assert isinstance(late.exception(), TimeoutError)
    assert made == ["put off"]
