"""Seconds until both connections stand again, after a close, a reset and a black hole."""

import asyncio
import time
from pathlib import Path

from bot.simulator import Simulator
from tests.support.bot import MANIFEST, Bot, running_bot
from tests.support.proxy import TcpProxy, listening

AT_ONCE = 5
LIMITS = {"close": 3.0, "reset": 3.0, "black hole": 15.0}


async def recovery(scale: float, folder: Path) -> tuple[str, int]:
    """The longest of each kind, and how many took too long."""
    turns, gate = max(1, round(10 * scale)), asyncio.Semaphore(AT_ONCE)

    async def once(how: str, turn: int) -> float:
        async with gate:
            return await recovered(how, folder / f"{how}-{turn}.db")

    took = {how: await asyncio.gather(*(once(how, turn) for turn in range(turns))) for how in LIMITS}
    late = sum(one > LIMITS[how] for how, all_of_it in took.items() for one in all_of_it)
    told = ", ".join(f"{how} at most {max(seconds):.1f} s" for how, seconds in took.items())
    return f"{turns} times each: {told}; {late} too late", late


async def recovered(how: str, database: Path) -> float:
    """One loss of both connections."""
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
