"""Content as it was read from a file, before it is known to have the right shape: looked through without surprises.

What refers to something else is checked here on the raw values, so that a fault of shape hides no dead reference.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

Loc = tuple[str | int, ...]

_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_LONGEST = 40
_DIVIDERS = str.maketrans({"[": "(", "]": ")"})


@dataclass(frozen=True)
class Fault:
    """Something wrong at ``loc`` (keys, and indexes from 0); ``code`` and ``args`` are those of a ``Problem``."""

    loc: Loc
    code: str
    args: Mapping[str, str] = field(default_factory=dict)


def refuse(title: str, faults: tuple[Fault, ...]) -> NoReturn:
    """Raise a ``ValidationError`` of the model ``title`` that carries each fault with its code, place and args."""
    errors = [
        InitErrorDetails(type=PydanticCustomError(fault.code, fault.code, dict(fault.args)), loc=fault.loc, input=None)
        for fault in faults
    ]
    raise ValidationError.from_exception_data(title, errors)


def tables(data: object, key: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The tables in the list that ``data`` has under ``key``, each with its index from 0."""
    listed = data.get(key) if isinstance(data, Mapping) else None
    for index, table in enumerate(listed if isinstance(listed, list | tuple) else ()):
        if isinstance(table, Mapping):
            yield index, table


def text(data: object, key: str) -> str:
    """The string that ``data`` has under ``key``; "" for anything else."""
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else ""


def texts(data: object, key: str) -> Iterator[tuple[int, str]]:
    """The strings in the list that ``data`` has under ``key``, each with its index from 0."""
    listed = data.get(key) if isinstance(data, Mapping) else None
    for index, value in enumerate(listed if isinstance(listed, list | tuple) else ()):
        if isinstance(value, str):
            yield index, value


def place(data: object, loc: Loc) -> str:
    """The key path of ``loc``: ``question[wish].option[begin].text``, ``works[3: 選ぶ].means``, ``cites[2]``.

    In brackets stands the id where there is one that no sibling shares, else the position counted from 1, with the
    first of the ``words`` where there are some.
    """
    path = ""
    here = data
    for part in loc:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list | tuple) and part < len(here) else here
            path += f"[{_label(data, here, part)}]"
            data = here
        elif part != "[key]":
            here = here.get(part) if isinstance(here, Mapping) else None
            data = here
            path += f".{_plain(part)}" if path else _plain(part)
    return path


def _plain(name: object) -> str:
    """A key or an id without the marks that divide a path."""
    return short(name).translate(_DIVIDERS)


def _label(siblings: object, item: object, index: int) -> str:
    name = text(item, "id")
    ids = [text(other, "id") for other in siblings] if isinstance(siblings, list | tuple) else []
    if _NAME.fullmatch(name) and ids.count(name) == 1:
        return _plain(name)
    words = next((word for _, word in texts(item, "words")), "")
    return f"{index + 1}: {_plain(words)}" if words else str(index + 1)


def short(value: object) -> str:
    """``value`` as it can be repeated in a sentence: one line, at most 40 characters, all of them printable."""
    said = " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())
    said = "".join(char if char.isprintable() else "?" for char in said)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
