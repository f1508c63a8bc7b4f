"""1,000 mutations of each content file: each is refused with its place, or served whole."""

import tomllib
from pathlib import Path

from tests.content.test_mutations import FEW, problems
from tests.soak.aside import aside
from tests.support.mutations import SOURCES, mutations, toml

SEED = 2026


async def content(scale: float, folder: Path) -> tuple[str, int]:
    """How many were refused, and how often without the name of a file."""
    count = max(10, round(1000 * scale))
    found = await aside(_broken, [(file, count, folder) for file in SOURCES])
    refused, nameless = map(sum, zip(*found, strict=True))
    return f"{count * len(SOURCES)} broken files, {refused} refused, {nameless} without a name", nameless


def _broken(file: str, count: int, folder: Path) -> tuple[int, int]:
    place = folder / file
    (place / "consult").mkdir(parents=True)
    patterns = tomllib.loads(SOURCES["vocabulary.toml"].read_text(encoding="utf-8"))["patterns"]
    (place / "few.toml").write_text(toml({"patterns": patterns, **FEW}), encoding="utf-8")
    found = [problems(mutation, place) for mutation in mutations(SEED, count, [file])]
    return sum(map(bool, found)), sum(not problem.file for told in found for problem in told)
