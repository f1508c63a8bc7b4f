"""``make soak``: what the ordinary tests do once, many times; prints one line of figures a part.

``SOAK="--part crashes --scale 0.1"`` runs one part, a tenth of it. Ends with 1 when a promise was broken.
"""

import argparse
import asyncio
import sys
import tempfile
import time
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from bot.problem import Problem
from bot.simulator import Simulator
from tests.content.test_mutations import FEW, problems
from tests.soak.crashes import POINTS, survive
from tests.support.bot import MANIFEST, Bot, running_bot
from tests.support.mutations import SOURCES, mutations, toml
from tests.support.proxy import TcpProxy, listening

AT_ONCE = 2
"""Bots that die side by side."""

Part = Callable[[float, Path], Awaitable[tuple[str, int]]]


async def crashes(scale: float, folder: Path) -> tuple[str, int]:
    """Every named point 20 times: the figures, and how many deaths broke a promise."""
    deaths = [(point, 1 + number % 3) for number in range(max(1, round(20 * scale))) for point in POINTS]
    gate, broken = asyncio.Semaphore(AT_ONCE), []

    async def die(number: int, point: str, turn: int) -> None:
        place = folder / f"crash-{number}"
        place.mkdir()
        async with gate:
            try:
                await survive(point, turn, place)
            except AssertionError as error:
                broken.append(f"{point}:{turn} {error}")

    await asyncio.gather(*(die(number, *death) for number, death in enumerate(deaths)))
    return f"{len(deaths)} deaths at {len(POINTS)} points, {len(broken)} broken {broken[:3] or ''}", len(broken)


async def content(scale: float, folder: Path) -> tuple[str, int]:
    """1,000 mutations of each content file: each is refused with its place, or served whole."""
    (folder / "consult").mkdir()
    patterns = tomllib.loads(SOURCES["vocabulary.toml"].read_text(encoding="utf-8"))["patterns"]
    (folder / "few.toml").write_text(toml({"patterns": patterns, **FEW}), encoding="utf-8")
    count, refused, nameless = max(10, round(1000 * scale)), 0, 0
    for file in SOURCES:
        for mutation in mutations(int(time.time()), count, [file]):
            found: tuple[Problem, ...] = problems(mutation, folder)
            refused += bool(found)
            nameless += sum(not problem.file for problem in found)
    return f"{count * len(SOURCES)} broken files, {refused} refused, {nameless} without a name", nameless


async def recovery(scale: float, folder: Path) -> tuple[str, int]:
    """Seconds until both connections stand again, after a close, a reset and a black hole."""
    took: dict[str, list[float]] = {"close": [], "reset": [], "black hole": []}
    for turn in range(max(1, round(10 * scale))):
        for how, seconds in took.items():
            seconds.append(await _recovered(how, folder / f"{how}-{turn}.db"))
    late = sum(one > 3.5 for how in ("close", "reset") for one in took[how]) + sum(
        one > 15 for one in took["black hole"]
    )
    told = ", ".join(f"{how} at most {max(seconds):.1f} s" for how, seconds in took.items())
    return f"{len(took['close'])} times each: {told}", late


async def _recovered(how: str, database: Path) -> float:
    async with Simulator(MANIFEST) as sim, listening(TcpProxy(int(sim.base_url.rpartition(":")[2]))) as proxy:
        sim._core.base_url = f"http://127.0.0.1:{proxy.port}"
        async with running_bot(sim, database, "socket") as bot:
            await _both_up(bot)
            mark, begun = sim.ledger.mark(), time.monotonic()
            if how == "black hole":
                proxy.swallow()
            else:
                sim.disconnect(how)
            while len(sim.ledger.of("socket", "connected", since=mark)) < 2:
                await sim.changed(sim.version, 1.0)
            return time.monotonic() - begun


async def _both_up(bot: Bot) -> None:
    while bot.connections is None or await bot.connections.up() < 2:  # noqa: ASYNC110 (there is no event for it)
        await asyncio.sleep(0.05)


PARTS: Mapping[str, Part] = {"crashes": crashes, "content": content, "recovery": recovery}


async def _run(names: list[str], scale: float) -> int:
    broken = 0
    for name in names:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            told, bad = await PARTS[name](scale, Path(folder))
        broken += bad
        print(f"{name}: {told} ({time.monotonic() - begun:.0f} s, scale {scale:g})", flush=True)
    return 1 if broken else 0


def main() -> int:
    """Run the parts that were asked for; all of them by default."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--part", choices=[*PARTS], action="append")
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    return asyncio.run(_run(given.part or [*PARTS], given.scale))


if __name__ == "__main__":
    sys.exit(main())
