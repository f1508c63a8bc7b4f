"""Guards taken out one by one, in a copy of the tree: the test that is named must notice.

A guard is an edit of the text (``guards.toml``); it has to fit exactly once, so that the list cannot fall behind the
code.
"""

import asyncio
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "data", "dialogs", "tests", "benchmarks", "manifest.json", "pyproject.toml", "docs", "README.md")
AT_ONCE = 2
FAILED = 1
"""pytest's status when tests failed; any other is a mistake of this list."""


@dataclass(frozen=True)
class Mutant:
    """``guard`` in words, the edit that takes it out, and the test that notices."""

    guard: str
    file: str
    old: str
    new: str
    test: str


MUTANTS = tuple(
    Mutant(**guard)
    for guard in tomllib.loads((Path(__file__).parent / "guards.toml").read_text(encoding="utf-8"))["guard"]
)


async def mutants(scale: float, folder: Path) -> tuple[str, int]:
    """Take out the guards; the first ones of the list where ``scale`` is below one."""
    return await noticed(MUTANTS[: max(1, round(len(MUTANTS) * scale))], folder)


async def noticed(chosen: Sequence[Mutant], folder: Path) -> tuple[str, int]:
    """How many of ``chosen`` were noticed, in a line, and how many were not."""
    places = [_copy(folder / str(number)) for number in range(AT_ONCE)]
    sound = await _status(places[0], *{mutant.test for mutant in chosen})
    waiting = iter(chosen)
    survived = [name for found in await asyncio.gather(*(_work(place, waiting) for place in places)) for name in found]
    survived += [f"the tests fail by themselves ({sound})"] if sound else []
    return f"{len(chosen)} guards taken out, {len(survived)} not noticed {survived or ''}", len(survived)


def _copy(place: Path) -> Path:
    place.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place / name)
    return place


async def _work(place: Path, waiting: Iterator[Mutant]) -> list[str]:
    return [mutant.guard for mutant in waiting if await survives(mutant, place)]


async def survives(mutant: Mutant, place: Path) -> bool:
    """Whether nobody notices ``mutant`` in the copy at ``place``."""
    file = place / mutant.file
    text = file.read_text(encoding="utf-8")
    file.write_text(edited(mutant, text), encoding="utf-8")
    try:
        return await _status(place, mutant.test) != FAILED
    finally:
        file.write_text(text, encoding="utf-8")


def edited(mutant: Mutant, text: str) -> str:
    """The file without its guard."""
    assert text.count(mutant.old) == 1, (mutant.guard, text.count(mutant.old))
    return text.replace(mutant.old, mutant.new)


async def _status(place: Path, *tests: str) -> int:
    command = (sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests)
    silent = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.DEVNULL}
    environment = {**os.environ, "PYTHONPATH": str(place)}
    process = await asyncio.create_subprocess_exec(*command, cwd=place, env=environment, **silent)
    return await process.wait()
