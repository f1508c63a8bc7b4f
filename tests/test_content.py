"""The sentences of problems and of the command line: each is there, used, filled and free of what is never said."""

import ast
import json
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.check import check
from bot.cli.text import problem_lines
from bot.content import DIALOGS, NEVER_SAY, STANDARD, VOCABULARY
from bot.never_say import NeverSay
from bot.problem import Problem

ROOT = Path(__file__).parents[1]
RULES = NeverSay.read(NEVER_SAY)
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
CODE = re.compile(
    r"(answers|appointments|content|dialog|documents|draft|never_say|standard|vocabulary|settings|store)\.[a-z_]+"
)
FILES = (".docx", ".toml", ".json", ".db")
STARTING = frozenset({"scheme", "folder", "newer", "locked", "full", "corrupt", "unavailable", "readonly", "slow"}) | {
    *("missing", "exists", "used", "foreign"),
    *("address", "unsafe", "elsewhere", "unfinished", "occupied", "differs"),
}
"""The codes with which a store can refuse to open; ``closed`` is a mistake of the program, not of the user."""
ANSWERING = frozenset({"missing", "unknown_option", "nothing_chosen", "not_together", "too_many"})
"""The codes with which ``bot.cli.script`` can refuse an answer."""


def shared(name: str) -> dict[str, Any]:
    return tomllib.loads((DIALOGS / "_shared" / name).read_text(encoding="utf-8"))


def sentences() -> dict[str, dict[str, str]]:
    return {
        f"{area}.{name}": worded for area, names in shared("problems.toml").items() for name, worded in names.items()
    }


def trees() -> Iterator[ast.AST]:
    return (ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES)


def literals() -> set[str]:
    """Every string in the program, without docstrings and the text around the holes of f-strings."""
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def codes_used() -> set[str]:
    found = {text for text in literals() if CODE.fullmatch(text) and not text.endswith(FILES)}
    return found | {f"store.{code}" for code in STARTING} | {f"answers.{code}" for code in ANSWERING}


def names_said() -> set[str]:
    """The keys given to ``say``; of an f-string, a pattern with ``*`` for each hole."""
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "say":
                found |= set(_keys(node.args[0]))
    return found


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_keys(node.body), *_keys(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.Constant):
        yield str(node.value)


def test_every_problem_has_a_sentence_and_every_sentence_a_problem() -> None:
    assert codes_used() == sentences().keys()


def test_every_code_of_the_store_is_worded_or_never_shown_at_start() -> None:
    store = [path.read_text(encoding="utf-8") for path in SOURCES if path.parent.name == "store"]
    raised = {code for text in store for code in re.findall(r'StoreError\("(\w+)"', text)}
    coded = {code for text in store for code in re.findall(r'"(?:SQLITE_\w+|[0-9A-Z]{5})": "(\w+)"', text)}
    assert raised | coded | {"corrupt", "unavailable"} == STARTING | {"closed"}


@pytest.mark.parametrize("code", sentences())
def test_sentence_and_remedy_are_japanese_and_filled(code: str) -> None:
    worded = sentences()[code]
    assert worded.keys() == {"says", "remedy"}
    holes = {hole for text in worded.values() for _, hole, _, _ in string.Formatter().parse(text) if hole}
    args = {hole: f"〈{hole}〉" for hole in holes - {"at", "file"}}
    said, remedy = problem_lines([Problem(code, "dialog.toml", "line 3", args)])
    assert said.startswith("✗ dialog.toml、3行目：")
    assert remedy.startswith("  → ")
    assert all(value in said + remedy for value in args.values())
    assert "{" not in said + remedy
    assert re.search("[ぁ-ん]", worded["says"])


def test_every_sentence_of_the_command_line_is_used_and_there() -> None:
    said = names_said()
    written = {key for key, words in shared("cli.toml").items() if isinstance(words, str)}
    patterns = [re.compile(key.replace("*", ".+")) for key in said]
    assert {key for key in written if not any(pattern.fullmatch(key) for pattern in patterns)} == set()
    assert {key for key in said if "*" not in key} <= written


def test_nothing_shipped_is_never_to_be_said() -> None:
    checked = check(STANDARD, DIALOGS, VOCABULARY, 30)
    assert not checked.problems
    assert checked.content is not None
    assert checked.screens > 1000
    assert checked.drafts == 15
    assert list(RULES.in_lines((ROOT / "README.ja.md").read_text(encoding="utf-8"), "README.ja.md")) == []
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="ascii"))
    assert list(RULES.in_text(json.dumps(manifest, ensure_ascii=False))) == []


@pytest.mark.parametrize(
    "text", ["この人が適任です", "必須の資格です", "年収は800万円", "国が求める人", "AIが判定します"]
)
def test_what_is_never_said_is_found(text: str) -> None:
    assert list(RULES.in_text(text))


@pytest.mark.parametrize(
    "text",
    ["標準は「望ましい」要件を示すもので、必須条件ではありません。", "年収の定めは標準にありません。2つの役割です。"],
)
def test_denial_of_what_is_never_said_is_allowed(text: str) -> None:
    assert list(RULES.in_text(text)) == []
