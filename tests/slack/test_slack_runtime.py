"""What ``serve`` and ``socket`` do around the app: what waits until the start is over, and the garbage collector."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import compiled
from bot.cli import runtime
from bot.compiled import Compiled
from bot.config import Settings
from bot.content import Content
from bot.search import Search
from bot.simulator import Simulator

KNOWN = compiled.load()


def searched_by(searching: Callable[[], Search]) -> Content:
    known = KNOWN.content
    return Content(known.standard, known.consult, known.appointments, searching)


@pytest.fixture
def settings(sim: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings for a bot in this process, which leaves its log and its garbage collector as they were."""
    threshold = gc.get_threshold()
    monkeypatch.setattr(runtime.logs, "configure", lambda *_: None)
    yield Settings(slack_api_url=sim.api_url, database_url=f"sqlite:///{tmp_path / 'bot.db'}")
    gc.unfreeze()
    gc.set_threshold(*threshold)


async def test_what_understands_texts_is_there_soon_after_the_start(
    sim: Simulator, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken = asyncio.Event()

    def searching() -> Search:
        woken.set()
        return KNOWN.content.search

    monkeypatch.setattr(compiled, "load", lambda: Compiled(searched_by(searching), KNOWN.bytecode))
    monkeypatch.setattr(runtime, "SEARCH_AFTER", 0.01)
    async with runtime.running(settings, sim.bot_token):
        assert not woken.is_set()
        assert gc.get_threshold()[0] == runtime.YOUNG_OBJECTS
        await asyncio.wait_for(woken.wait(), 5)


async def test_bot_that_has_ended_does_nothing_any_more(
    sim: Simulator, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    later, woken = asyncio.Event(), asyncio.Event()

    def searching() -> Search:
        woken.set()
        return KNOWN.content.search

    content = searched_by(searching)
    monkeypatch.setattr(compiled, "load", lambda: Compiled(content, KNOWN.bytecode))
    monkeypatch.setattr(runtime, "SEARCH_AFTER", 0.2)
    async with runtime.running(settings, sim.bot_token):
        asyncio.get_running_loop().call_later(0.3, later.set)
    await later.wait()
    assert not woken.is_set()


def test_garbage_is_collected_again_whatever_comes_of_the_unpacking() -> None:
    def fails() -> Search:
        raise MemoryError

    with pytest.raises(MemoryError):
        runtime._wake(searched_by(fails))
    assert gc.isenabled()
    gc.unfreeze()
