"""The one greeting: at the first opening or the first words, in the DM, and never again."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import Bot, Walker, running_bot

GREETING = "はじめまして。DX人材ナビです。"


@pytest.fixture(params=["http", "socket"])
async def stranger(request: pytest.FixtureRequest, sim: Simulator, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that has met nobody."""
    async with running_bot(sim, tmp_path / "bot.db", request.param, met=False) as running:
        yield running


def posts(walker: Walker) -> list[str]:
    """The first lines of what the bot posted to the walker's DM, oldest first."""
    places = {channel["id"]: channel["messages"] for channel in walker.sim.see(walker.person)["channels"]}
    shown = [message for message in places[walker.place] if message["author"]["is_app"]]
    return [walker.sim.visible_text(walker.person, message["ts"]).split("\n")[0] for message in shown]


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize("tab", ["messages", "home"])
async def test_the_first_opening_is_greeted_and_begins_a_consultation(sim: Simulator, staff: Walker, tab: str) -> None:
    await sim.open_home(staff.person, tab)
    await sim.until(staff.person, lambda _: bool(posts(staff)))
    assert staff.text.startswith(GREETING)
    assert "ほかの職員の画面には出ません" in staff.text
    assert "「ヘルプ」" in staff.text
    for _ in range(3):
        await sim.open_home(staff.person, "messages")
    assert posts(staff) == [GREETING]
    assert (await staff.press("相談を始める")).startswith("質問1")


@pytest.mark.usefixtures("stranger")
async def test_the_first_words_are_greeted_and_answered(sim: Simulator, staff: Walker) -> None:
    await sim.say(staff.person, staff.place, "相談")
    await sim.until(staff.person, lambda _: len(posts(staff)) == 2)
    assert posts(staff)[0] == GREETING
    assert posts(staff)[1].startswith("質問1")
    assert (await staff.say("3")).startswith("質問2")
    assert len(posts(staff)) == 3


@pytest.mark.usefixtures("stranger")
async def test_a_greeting_is_answered_by_one(staff: Walker) -> None:
    assert (await staff.say("こんにちは")).startswith(GREETING)
    assert "一緒に整理します" in await staff.say("こんにちは")
    assert len(posts(staff)) == 2


@pytest.mark.usefixtures("stranger")
async def test_everybody_is_greeted_once_however_much_comes_at_once(sim: Simulator, staff: Walker, hr: Walker) -> None:
    openings = (sim.open_home(walker.person, "messages") for walker in (staff, hr) for _ in range(5))
    await asyncio.gather(*openings, sim.say(staff.person, staff.place, "ヘルプ"))
    await sim.until(staff.person, lambda _: len(posts(staff)) == 2 and bool(posts(hr)))
    await sim.open_home(hr.person, "messages")
    assert sorted(posts(staff)) == sorted([GREETING, "DX人材ナビの使い方"])
    assert posts(hr) == [GREETING]


async def test_nobody_is_greeted_twice_over_a_restart(sim: Simulator, tmp_path: Path, staff: Walker) -> None:
    for _ in range(2):
        async with running_bot(sim, tmp_path / "bot.db", "http", met=False):
            await sim.open_home(staff.person, "messages")
            await sim.until(staff.person, lambda _: bool(posts(staff)))
    assert posts(staff) == [GREETING]
