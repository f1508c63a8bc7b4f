"""Hundreds of broken files: content is served whole or refused with words that name the file, never anything else."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.text import problem_lines
from bot.content import STANDARD, VOCABULARY, load
from bot.dialog.model import Dialog
from bot.problem import ContentError, Problem
from bot.standard import Standard
from bot.vocabulary import Vocabulary
from tests.support.mutations import SOURCES, Mutation, mutations, toml

COUNT = 40
SMALL = Path(__file__).parent / "small"
"""A sound dialog of two questions, for where something else is broken."""
FEW = {"topics": [{"words": ["RPA"], "why": "話題"}], "cues": {"wish": ["たい"]}}
WORD = re.compile(r"[A-Za-z_]{2,}")
MARKS = {"true", "false", "null", "nan", "None"}


def names(schema: Any) -> Iterator[str]:
    """The keys and fixed values that a schema allows."""
    if isinstance(schema, list):
        for part in schema:
            yield from names(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from (value for value in (*schema.get("enum", ()), schema.get("const")) if isinstance(value, str))
        for part in schema.values():
            yield from names(part)


SHIPPED = tuple(path.read_text(encoding="utf-8") for path in (*SOURCES.values(), *sorted(SMALL.rglob("*.toml"))))
KNOWN = {name for model in (Standard, Dialog, Vocabulary) for name in names(model.model_json_schema())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "consult").mkdir()
    patterns = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))["patterns"]
    (tmp_path / "few.toml").write_text(toml({"patterns": patterns, **FEW}), encoding="utf-8")
    return tmp_path


def problems(mutation: Mutation, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the content when the file is broken so; () when it is served, and then it answers."""
    path = folder / ("consult/dialog.toml" if mutation.file == "dialog.toml" else mutation.file)
    path.write_bytes(mutation.data)
    standard = path if mutation.file == "standard.json" else STANDARD
    dialogs = folder if mutation.file == "dialog.toml" else SMALL
    words = path if mutation.file == "vocabulary.toml" else folder / "few.toml"
    try:
        content = load(standard, dialogs, words)
    except ContentError as error:
        return error.problems
    content.search.understand("委託する事業者を選びたい")
    assert content.consult.resolve({}).question is not None
    return ()


def english(found: Problem, mutation: Mutation) -> set[str]:
    """Latin words in what is told of a problem that stand neither in the files nor among their keys."""
    said = [found.at, *(value for name, value in found.args.items() if name != "why")]
    written = (mutation.data.decode("utf-8", "replace"), *SHIPPED)
    words = {word for text in said for word in WORD.findall(text)} - KNOWN - MARKS - {"line"}
    return {word for word in words if not any(word in text for text in written)}


@pytest.mark.parametrize("file", SOURCES)
def test_broken_content_is_refused_with_its_place_or_served_whole(folder: Path, file: str) -> None:
    refused = 0
    for mutation in mutations(1, COUNT, [file]):
        found = problems(mutation, folder)
        refused += bool(found)
        for problem in found:
            assert problem.file.endswith((mutation.file, "dialog.toml", "vocabulary.toml")), mutation.what
            assert not english(problem, mutation), (mutation.what, problem)
        assert not found or any(problem.file.endswith(mutation.file) for problem in found) or file == "standard.json"
        assert len(list(problem_lines(found))) == 2 * len(found), mutation.what
    assert COUNT // 3 < refused < COUNT


def test_mutations_are_the_same_for_the_same_seed() -> None:
    first, again, other = (list(mutations(seed, 5)) for seed in (1, 1, 2))
    assert first == again != other
    assert [sum(m.file == file for m in first) for file in SOURCES] == [5, 5, 5]


def test_the_small_content_is_sound(folder: Path) -> None:
    assert load(STANDARD, SMALL, folder / "few.toml").consult.dialog.id == "small"
