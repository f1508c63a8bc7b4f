"""``make soak``: what the ordinary tests do once, many times; prints one line of figures a part.

``make soak SOAK="--part crashes --scale 0.1"`` runs one part, a tenth of it. Ends with 1 when a promise was broken.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from tests.soak.bits import bits
from tests.soak.bodies import bodies
from tests.soak.content import content
from tests.soak.crashes import crashes
from tests.soak.kills import kills
from tests.soak.load import load
from tests.soak.mutants import mutants
from tests.soak.recovery import recovery
from tests.soak.sequences import sequences

Part = Callable[[float, Path], Awaitable[tuple[str, int]]]
"""Given the scale and a folder: the figures, and how many promises were broken."""

PARTS: Mapping[str, Part] = {
    "crashes": crashes,
    "kills": kills,
    "sequences": sequences,
    "bodies": bodies,
    "content": content,
    "bits": bits,
    "load": load,
    "recovery": recovery,
    "mutants": mutants,
}


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
    logging.disable()
    return asyncio.run(_run(given.part or [*PARTS], given.scale))


if __name__ == "__main__":
    sys.exit(main())
