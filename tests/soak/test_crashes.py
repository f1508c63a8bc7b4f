"""Each named point of death once, all at the same time; ``make soak`` repeats them."""

import asyncio
from pathlib import Path

from tests.soak.crashes import POINTS, TURNS, survive


async def test_nothing_is_lost_doubled_or_half_done_wherever_the_process_dies(tmp_path: Path) -> None:
    folders = {point: tmp_path / point for point in POINTS}
    for folder in folders.values():
        folder.mkdir()
    deaths = (survive(point, 1 + number % TURNS, folders[point]) for number, point in enumerate(POINTS))
    await asyncio.gather(*deaths)
