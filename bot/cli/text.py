"""The sentences of the command line and of problems, from ``dialogs/_shared``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.parsing import parse
from bot.problem import ContentError, Problem

_NUMBER = re.compile(r"\.(\d+)(?=\.|$)")
_DOT = re.compile(r"\.(?![^\[]*\])")
_PART = re.compile(r"\[(?:(?P<number>\d+)(?:: )?)?(?P<name>[^\]]*)\]")
_SHARED = Path(__file__).parents[2] / "dialogs" / "_shared"


@lru_cache
def _read(name: str) -> Mapping[str, Any]:
    try:
        return dict(parse(_SHARED / name, name))
    except ContentError as error:  # without its sentences the program can name no more than the place
        raise SystemExit("\n".join(f"✗ dialogs/_shared/{name} {problem.at}" for problem in error.problems)) from None


def say(key: str, **values: object) -> str:
    """A sentence of the command line, filled with ``values``."""
    return str(_read("cli.toml")[key]).format(**values)


def sentences(table: str) -> Mapping[str, str]:
    """All sentences of one table of the command line."""
    return {key: str(text) for key, text in _read("cli.toml")[table].items()}


def figure_words() -> Mapping[str, str]:
    """The words of the counts, as Home has them too."""
    return {key: str(text) for key, text in _read("figures.toml").items()}


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as one line, what is wrong and where, and one with the remedy."""
    for problem in problems:
        worded = _read("problems.toml")[problem.code.partition(".")[0]][problem.code.partition(".")[2]]
        place = "、".join(filter(None, (problem.file, _place(problem.at))))
        values = {"at": problem.at, "file": problem.file, **problem.args}
        yield f"✗ {place + '：' if place else ''}{worded['says'].format_map(values)}"
        yield f"  → {worded['remedy'].format_map(values)}"


def _place(at: str) -> str:
    """``at`` as people say it: 12行目, question「wish」→ option「begin」→ text, works 3番目「選ぶ」→ means."""
    if at.startswith("line "):
        return say("place_line", line=at.removeprefix("line "))
    return say("place_step").join(_PART.sub(_named, part) for part in _DOT.split(_NUMBER.sub(r"[\1]", at)))


def _named(found: re.Match[str]) -> str:
    number, name = found["number"], found["name"]
    numbered = say("place_number", number=number) if number else ""
    return f"{numbered}{say('place_name', name=name) if name else ''}"
