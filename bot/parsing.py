"""From a file to raw values: UTF-8, TOML or JSON, every fault with its line where it has one."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.problem import ContentError, Problem
from bot.raw import short

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|-?Infinity|NaN', re.DOTALL)
_TOML_LINE = re.compile(r"\(at line (\d+),")
_TRAILING = re.compile(r",\s*\Z")
_BOM = "\ufeff"


def parse(path: Path, file: str) -> Any:
    """The values in ``path``, shown as ``file``. Raises ``ContentError``; duplicate keys and NaN are faults, too."""
    text = read_text(path, file)
    try:
        return _toml(text, file) if path.suffix == ".toml" else _json(text, file)
    except RecursionError:
        raise ContentError((Problem("content.depth", file),)) from None


def read_text(path: Path, file: str) -> str:
    """The text of a file. Raises ``ContentError`` for one that is missing, unreadable, empty, or no plain UTF-8."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except FileNotFoundError:
        raise ContentError((Problem("content.no_file", file),)) from None
    except OSError:
        raise ContentError((Problem("content.unreadable", file),)) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError((Problem("content.encoding", file, f"line {line}"),)) from None
    if text.startswith(_BOM):
        raise ContentError((Problem("content.bom", file, "line 1"),))
    if not text.strip():
        raise ContentError((Problem("content.blank", file),))
    return text


def line_of(text: str, number: int) -> str:
    """Line ``number`` (from 1) of ``text`` as it can be repeated in a sentence."""
    lines = text.split("\n")
    return short(lines[number - 1].strip()) if 0 < number <= len(lines) else ""


def _toml(text: str, file: str) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        if found is None:
            raise _at(text, file, "content.cut_off", len(text.rstrip())) from None
        twice = "overwrite" in str(error) or "twice" in str(error) or "Duplicate" in str(error)
        raise _on(text, file, "content.key_twice" if twice else "content.syntax", int(found[1])) from None
    except ValueError:
        raise ContentError((Problem("content.huge_number", file),)) from None


def _json(text: str, file: str) -> Any:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise _json_error(text, file, error) from None
    except ValueError:
        raise ContentError((Problem("content.huge_number", file),)) from None
    if problems := tuple(_json_faults(text, file)):
        raise ContentError(problems)
    return data


def _json_error(text: str, file: str, error: json.JSONDecodeError) -> ContentError:
    before, rest = text[: error.pos], text[error.pos :].lstrip()
    comma = _TRAILING.search(before)
    if comma and rest[:1] in ("}", "]"):
        return _at(text, file, "content.trailing_comma", comma.start())
    if not rest or (error.msg.startswith("Unterminated") and "\n" not in rest):
        return _at(text, file, "content.cut_off", len(text.rstrip()))
    return _at(text, file, "content.syntax", error.pos)


def _json_faults(text: str, file: str) -> Iterator[Problem]:
    """Keys that stand twice in an object, and numbers that JSON does not have. ``text`` is well-formed otherwise."""
    keys: list[set[str]] = []
    last = ""
    for token in _TOKEN.finditer(text):
        word = token.group()
        at = f"line {_line(text, token.start())}"
        if word in ("{", "["):
            keys.append(set())
        elif word in ("}", "]"):
            keys.pop()
        elif word == ":":
            key = json.loads(last)
            if key in keys[-1]:
                yield Problem("content.key_twice", file, at, {"words": short(key)})
            keys[-1].add(key)
        elif word[0] in "-IN":
            yield Problem("content.no_number", file, at, {"words": word})
        last = word


def _at(text: str, file: str, code: str, index: int) -> ContentError:
    return _on(text, file, code, _line(text, index))


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _on(text: str, file: str, code: str, line: int) -> ContentError:
    return ContentError((Problem(code, file, f"line {line}", {"words": line_of(text, line)}),))
