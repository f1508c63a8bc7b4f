"""Broken content by the hundred: each a shipped file with one thing changed, made from a seed and so repeatable."""

import json
import math
import random
import tomllib
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot.content import DIALOGS, STANDARD, VOCABULARY

SOURCES = {
    "standard.json": STANDARD,
    "dialog.toml": DIALOGS / "consult" / "dialog.toml",
    "vocabulary.toml": VOCABULARY,
}
WRONG = (
    None,
    True,
    0,
    -1,
    4.5,
    math.nan,
    10**30,
    "",
    " ",
    "\n",
    "x",
    "none",
    "😀" * 80,
    "\u202e",
    [],
    [[]],
    [1],
    {},
    {"id": 1},
)
ODD = "\"'[]{},=:\\\n\x00#Ａ"
Step = str | int


@dataclass(frozen=True)
class Mutation:
    """``data`` replaces the file; ``what`` says what was done to it."""

    file: str
    what: str
    data: bytes


@dataclass(frozen=True)
class Spot:
    """The value ``holder[step]`` somewhere in ``root``, to be changed."""

    rng: random.Random
    root: Any
    holder: Any
    step: Step


def mutations(seed: int, count: int, files: Iterable[str] = SOURCES) -> Iterator[Mutation]:
    """``count`` mutations of each of ``files``, the same for the same ``seed``."""
    for file in files:
        path = SOURCES[file]
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
        dump = toml if path.suffix == ".toml" else _json
        rng = random.Random(f"{seed} {file}")
        for _ in range(count):
            yield _text(rng, file, text) if rng.random() < 0.3 else _value(rng, file, values, dump)


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)


def toml(values: dict[str, Any]) -> str:
    """``values`` as TOML, tables inline. What TOML cannot say (None) is left out."""
    return "".join(f"{json.dumps(key)} = {_inline(value)}\n" for key, value in values.items() if value is not None)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        inside = (f"{json.dumps(key)} = {_inline(part)}" for key, part in value.items() if part is not None)
        return "{ " + ", ".join(inside) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in value if part is not None) + "]"
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(rng: random.Random, file: str, text: str) -> Mutation:
    """A change to the text itself: as editors, copying and full disks damage files."""
    place = rng.randrange(len(text))
    lines = text.split("\n")
    line = rng.randrange(len(lines))

    def put(added: str, instead_of: int = 0) -> bytes:
        return (text[:place] + added + text[place + instead_of :]).encode()

    ways: dict[str, Callable[[], bytes]] = {
        "truncated": lambda: text.encode()[: rng.randrange(len(text.encode()))],
        "bom": lambda: text.encode("utf-8-sig"),
        "cp932": lambda: text.encode("cp932", "replace"),
        "utf-16": lambda: text.encode("utf-16"),
        "a character lost": lambda: put("", 1),
        "a character added": lambda: put(rng.choice(ODD)),
        "a line lost": lambda: "\n".join(lines[:line] + lines[line + 1 :]).encode(),
        "a line twice": lambda: "\n".join(lines[: line + 1] + lines[line:]).encode(),
        "bytes lost": lambda: text.encode()[: 2 * place] + text.encode()[2 * place + rng.randrange(1, 9) :],
        "deep": lambda: put(rng.choice("[{") * rng.choice((10, 400, 5000))),
        "only brackets": lambda: b"x = " * (file != "standard.json") + b"[" * rng.choice((100, 100_000)),
        "number is NaN": lambda: text.replace(rng.choice("1234"), "NaN", 1).encode(),
        "empty": lambda: rng.choice((b"", b"\n", b"\x00", b"{}", b"[]", b"null", b"1", b'"x"')),
        "Windows line ends": lambda: text.replace("\n", "\r\n").encode(),
    }
    what = rng.choice(list(ways))
    return Mutation(file, what, ways[what]())


def _value(rng: random.Random, file: str, values: Any, dump: Callable[[Any], str]) -> Mutation:
    """A change to the values: as people make mistakes."""
    changed = deepcopy(values)
    path = rng.choice(list(_paths(changed)))
    spot = Spot(rng, changed, _at(changed, path[:-1]), path[-1])
    how: list[Callable[[Spot], str]] = [_drop, _drop, _wrong, _wrong, _long, _twice, _swap]
    how += [_unknown_key, _copied_id, _nested] + ([_loop] * 2 if file == "dialog.toml" else [])
    what = rng.choice(how)(spot)
    return Mutation(file, f"{what} at {path}", dump(changed).encode("utf-8", "surrogatepass"))


def _paths(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from _paths(part, (*path, step))


def _at(value: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _drop(spot: Spot) -> str:
    del spot.holder[spot.step]
    return "left out"


def _wrong(spot: Spot) -> str:
    spot.holder[spot.step] = spot.rng.choice(WRONG)
    return f"became {spot.holder[spot.step]!r}"


def _long(spot: Spot) -> str:
    spot.holder[spot.step] = "長" * spot.rng.choice((9, 41, 73, 151, 4000))
    return "became long"


def _twice(spot: Spot) -> str:
    if isinstance(spot.holder, list) and isinstance(spot.step, int):
        spot.holder.insert(spot.rng.randrange(len(spot.holder)), deepcopy(spot.holder[spot.step]))
    else:
        spot.holder[f"{spot.step}2"] = deepcopy(spot.holder[spot.step])
    return "stands twice"


def _swap(spot: Spot) -> str:
    other = spot.rng.choice(list(range(len(spot.holder))) if isinstance(spot.holder, list) else list(spot.holder))
    spot.holder[spot.step], spot.holder[other] = spot.holder[other], spot.holder[spot.step]
    return f"swapped with {other}"


def _unknown_key(spot: Spot) -> str:
    table = spot.holder if isinstance(spot.holder, dict) else spot.root
    table[spot.rng.choice(("colour", "Why", "id ", "", "項目", "a.b", "\u0000"))] = spot.rng.choice(WRONG[1:])
    return "unknown key beside"


def _copied_id(spot: Spot) -> str:
    ids = [_at(spot.root, path) for path in _paths(spot.root) if path[-1] == "id"] or ["x"]
    target = spot.holder if isinstance(spot.holder, dict) and "id" in spot.holder else None
    if target is None:
        spot.holder[spot.step] = spot.rng.choice(ids)
        return "became another's id"
    target["id"] = spot.rng.choice(ids)
    return "took another's id"


def _nested(spot: Spot) -> str:
    depth = spot.rng.choice((1, 3, 60, 300))
    for _ in range(depth):
        spot.holder[spot.step] = (
            [spot.holder[spot.step]] if spot.rng.random() < 0.5 else {"not": spot.holder[spot.step]}
        )
    return f"nested {depth} deep"


def _loop(spot: Spot) -> str:
    ids = [question["id"] for question in spot.root["question"]]
    question = spot.rng.choice(spot.root["question"])
    option = spot.rng.choice(("none", "unknown", "begin", "policy", "zzz"))
    question["when"] = {"q": spot.rng.choice(ids), "any_of": [option]}
    return f"{question['id']} reads {question['when']}"
