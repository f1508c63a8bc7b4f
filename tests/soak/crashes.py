"""A bot process that dies at a named point, is started again, and has lost, doubled and halved nothing.

``survive`` runs one death; ``make test`` does each point once, ``make soak`` repeats them. The judge is the simulator:
what a person sees in the DM, and what was acknowledged. The database is looked at only for what no screen shows.
"""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot import crash
from bot.simulator import Simulator
from tests.support.bot import MANIFEST
from tests.support.process import ended, half_a_minute_later, started

POINTS = tuple(point for point in crash.POINTS if point not in ("in_migration", "in_purge"))
STAFF = "U0STAFF01"
WORDS = ("相談", "1", "2")
"""Begin, and answer two questions: each is one commit and one post, the first after those of the greeting."""

TURNS = len(WORDS) + 1
SEEN = ["はじめ", "質問1", "質問2", "質問3"]
AT_ONCE = 4
"""Bots that die side by side."""


async def crashes(scale: float, folder: Path) -> tuple[str, int]:
    """Every named point 20 times: the figures, and how many deaths broke a promise."""
    deaths = [(point, 1 + number % TURNS) for number in range(max(1, round(20 * scale))) for point in POINTS]
    gate, broken = asyncio.Semaphore(AT_ONCE), []

    async def die(number: int, point: str, turn: int) -> None:
        place = folder / f"crash-{number}"
        place.mkdir()
        async with gate:
            try:
                await survive(point, turn, place)
            except (AssertionError, TimeoutError) as error:
                broken.append(f"{point}:{turn} {error}")

    await asyncio.gather(*(die(number, *death) for number, death in enumerate(deaths)))
    return f"{len(deaths)} deaths at {len(POINTS)} points, {len(broken)} broken {broken[:3] or ''}", len(broken)


async def survive(point: str, turn: int, folder: Path) -> None:
    """Die when ``point`` is reached for the ``turn``-th time. Raises ``AssertionError`` for a broken promise."""
    async with Simulator(MANIFEST, retry_delays=()) as sim:
        process = await started(sim, folder, CRASH_AT=f"{point}:{turn}")
        try:
            for number, words in enumerate(WORDS, 1):
                sent = await sim.say(STAFF, sim.dm(STAFF), words)
                if number == max(1, turn - 1):
                    assert await ended(process) == 137, point
                    await sim.until(STAFF, lambda _: sim.connections == 0)
                    half_a_minute_later(folder)
                    process = await started(sim, folder)
                    if not sent.acknowledged:
                        await sim.redeliver(sent)
                await sim.until(STAFF, lambda _, n=number: len(answers(sim)) > n, timeout=40)
            await sim.redeliver(sent)
            process.terminate()
            assert await ended(process) == 0
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        _judge(sim, folder / "bot.db", point)


def answers(sim: Simulator) -> list[str]:
    """The titles of the bot's messages in the DM, in order."""
    world = sim._core.world
    posted = [m for m in world.messages.get(sim.dm(STAFF), []) if m.author == sim._core.app.bot_user_id]
    return [message.text.partition(" ")[0].partition("：")[0] for message in posted]


def _judge(sim: Simulator, file: Path, point: str) -> None:
    seen = answers(sim)
    assert [title[:3] for title in seen] == SEEN, (point, seen)
    with closing(sqlite3.connect(file)) as raw:
        stored = [json.loads(row) for (row,) in raw.execute("select answers from sessions")]
        assert [len(kept) for kept in stored] == [2], (point, stored)
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        acts = [act for (act,) in raw.execute("select act from audit order by id")]
        assert acts == ["begun", "changed", "changed"], (point, acts)
