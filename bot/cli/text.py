"""The sentences of the command line and of problems, from ``dialogs/_shared``."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.problem import Problem

_SHARED = Path(__file__).parents[2] / "dialogs" / "_shared"


@lru_cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_SHARED / name).read_text(encoding="utf-8"))


def say(key: str, **values: object) -> str:
    """A sentence of the command line, filled with ``values``."""
    return str(_read("cli.toml")[key]).format(**values)


def sentences(table: str) -> Mapping[str, str]:
    """All sentences of one table of the command line."""
    return {key: str(text) for key, text in _read("cli.toml")[table].items()}


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as one line, what is wrong and where, and one with the remedy."""
    for problem in problems:
        worded = _read("problems.toml")[problem.code.partition(".")[0]][problem.code.partition(".")[2]]
        place = "、".join(filter(None, (problem.file, _place(problem.at))))
        values = {"at": problem.at, "file": problem.file, **problem.args}
        yield f"✗ {place + '：' if place else ''}{worded['says'].format_map(values)}"
        yield f"  → {worded['remedy'].format_map(values)}"


def _place(at: str) -> str:
    return f"{at.removeprefix('line ')}行目" if at.startswith("line ") else at
