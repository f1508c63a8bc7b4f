"""Slack's limits (``docs.slack.dev``, Block Kit reference) and the guard that every outgoing payload passes.

One rejected block loses a whole message, so in production a text that is too long is cut and says so; in tests the
guard raises instead. What cannot be cut (too many parts, an id twice) is an error of ours and always raises.

An object's kind is its ``type``; what Slack gives no type is named here: ``message``, ``option``, ``option_group``,
``confirm``.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

Json = dict[str, Any]
Limits = Mapping[str, Mapping[str, int]]

MORE = "…続き"

TEXTS: Limits = {
    "message": {"text": 4000},
    "modal": {"title": 24, "submit": 24, "close": 24},
    "header": {"text": 150},
    "section": {"text": 3000, "fields": 2000},
    "input": {"label": 2000, "hint": 2000},
    "image": {"title": 2000, "alt_text": 2000},
    "markdown": {"text": 12_000},
    "raw_text": {"text": 3000},
    "plain_text": {"text": 3000},
    "mrkdwn": {"text": 3000},
    "button": {"text": 75, "accessibility_label": 75},
    "option": {"text": 75, "description": 75},
    "option_group": {"label": 75},
    "confirm": {"title": 100, "text": 300, "confirm": 30, "deny": 30},
}
"""Characters in what people read, by kind and key: text objects, lists of them, or plain strings."""

PLACEHOLDER = {"placeholder": 150}
"""Of every element that has one."""

DATA: Limits = {
    "modal": {"private_metadata": 3000, "external_id": 255},
    "home": {"private_metadata": 3000, "external_id": 255},
    "button": {"value": 2000, "url": 3000},
    "option": {"value": 150, "url": 3000},
    "image": {"image_url": 3000},
    "plain_text_input": {"initial_value": 3000},
}
"""Characters in what programs read: never cut."""

IDENTIFIERS = {"action_id": 255, "block_id": 255, "callback_id": 255}

PARTS: Limits = {
    "message": {"blocks": 50},
    "modal": {"blocks": 100},
    "home": {"blocks": 100},
    "actions": {"elements": 25},
    "context": {"elements": 10},
    "section": {"fields": 10},
    "radio_buttons": {"options": 10},
    "checkboxes": {"options": 10},
    "overflow": {"options": 5},
    "static_select": {"options": 100, "option_groups": 100},
    "multi_static_select": {"options": 100, "option_groups": 100},
    "option_group": {"options": 100},
    "table": {"rows": 100},
}
"""Members of a list, by kind and key."""

CELLS = 20
MAX_LENGTH = 3000
VIEW_BYTES = 250_000
MARKDOWN_TEXT = 12_000
"""Characters of all markdown blocks in a message."""

BLOCKS_TEXT = 13_200
"""Characters of all texts in a message's blocks: not documented, seen as ``msg_blocks_too_long``."""

MESSAGES_ONLY = ("markdown", "table")
UNTYPED = {
    "options": "option",
    "initial_option": "option",
    "initial_options": "option",
    "option_groups": "option_group",
    "confirm": "confirm",
}
_BROKEN_ESCAPE = re.compile("&[a-z]{0,3}$")


class LimitError(ValueError):
    """A payload that Slack would refuse. ``text`` is the one that is too long or empty, None where it is no text."""

    def __init__(self, message: str, text: str | None = None) -> None:
        super().__init__(message)
        self.text = text


def guard(payload: Json, *, strict: bool) -> Json:
    """``payload``, a message or a view, with its texts within Slack's limits.

    Raises ``LimitError`` for what cutting cannot mend, and with ``strict`` for what it could.
    """
    objects: list[tuple[str, Json]] = []
    _gather(payload, "message", objects)
    if objects[0][0] == "message":
        payload.setdefault("text", "")
    for kind, found in objects:
        texts, rules = _texts(kind), _rules(kind)
        for key, value in found.items():
            if key in rules:
                check, limit, where = rules[key]
                check(value, limit, where)
            if key in texts:
                found[key] = _fitted(value, texts[key], strict=strict)
    _whole(objects)
    return payload


def _gather(value: object, kind: str, objects: list[tuple[str, Json]]) -> None:
    """Add every object in ``value`` with its kind, the outer ones first; a text is also an object of its own."""
    if isinstance(value, dict):
        objects.append((value.get("type", kind), value))
        for key, part in value.items():
            if isinstance(part, dict | list):
                _gather(part, UNTYPED.get(key, ""), objects)
    elif isinstance(value, list):
        for part in value:
            _gather(part, kind, objects)


@lru_cache(maxsize=256)
def _texts(kind: str) -> Mapping[str, int]:
    """The limits of what people read in an object of ``kind``, by key."""
    return {**PLACEHOLDER, **TEXTS.get(kind, {})}


@lru_cache(maxsize=256)
def _rules(kind: str) -> Mapping[str, tuple[Callable[[Any, int, str], None], int, str]]:
    """What raises for anything else in it, with the limit and the words that say where, by key."""
    parts = PARTS.get(kind, {})
    held = (
        (_at_most, {"max_length": MAX_LENGTH}),
        (_measure, {**IDENTIFIERS, **DATA.get(kind, {})}),
        (_count, {key: limit for key, limit in parts.items() if key == "blocks"}),
        (_count_some, {key: limit for key, limit in parts.items() if key != "blocks"}),
    )
    return {key: (check, limit, f"{key} in {kind}") for check, limits in held for key, limit in limits.items()}


def _count(parts: list[Any], limit: int, where: str) -> None:
    if len(parts) > limit:
        raise LimitError(f"{len(parts)} {where} where {limit} fit")


def _count_some(parts: list[Any], limit: int, where: str) -> None:
    """A list that may not be empty; rows, which are lists themselves, hold a few cells."""
    _count(parts, limit, where)
    if not parts:
        raise LimitError(f"no {where}")
    if any(len(row) > CELLS for row in parts if isinstance(row, list)):
        raise LimitError(f"more than {CELLS} cells in {where}")


def _measure(text: str | None, limit: int, where: str) -> None:
    if _units(text or "") > limit:
        raise LimitError(f"{where}: more than {limit} characters")


def _at_most(number: int, limit: int, where: str) -> None:
    if number > limit:
        raise LimitError(f"{where}: more than {limit}")


def _fitted(text: str | Json | list[Json], limit: int, *, strict: bool) -> str | Json | list[Json]:
    """A string, a text object or a list of these, within ``limit``."""
    if isinstance(text, str):
        return _fit(text, limit, strict=strict)
    for part in text if isinstance(text, list) else [text]:
        part["text"] = _fit(part["text"], limit, strict=strict)
    return text


def _fit(text: str, limit: int, *, strict: bool) -> str:
    if not text:
        raise LimitError("an empty text", "")
    if 2 * len(text) <= limit or _units(text) <= limit:
        return text
    if strict:
        raise LimitError(f"{_units(text)} characters where {limit} fit: {text[:40]}…", text)
    while _units(text) > limit - len(MORE):
        text = text[: -max(1, (_units(text) - limit) // 2)]
    return _BROKEN_ESCAPE.sub("", text) + MORE


def _units(text: str) -> int:
    """Length in UTF-16 units: how Slack counts characters beyond the basic plane is not documented, so the larger."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _whole(objects: list[tuple[str, Json]]) -> None:
    """What holds for the payload as a whole, the first of ``objects``."""
    surface, payload = objects[0]
    _once("block_id", payload.get("blocks", ()))
    for kind, found in objects:
        if kind == "actions":
            _once("action_id", found["elements"])
    kinds = Counter([kind for kind, _ in objects])
    if surface != "message":
        _whole_view(payload, kinds)
        return
    if kinds["table"] > 1:
        raise LimitError("more than one table")
    _total("markdown", MARKDOWN_TEXT, (found for kind, found in objects if kind == "markdown"))
    _total("all blocks", BLOCKS_TEXT, (found for _, found in objects[1:]))


def _once(key: str, parts: Iterable[Json]) -> None:
    names = [part[key] for part in parts if key in part]
    if len(names) > len(set(names)):
        raise LimitError(f"{key} twice: {Counter(names).most_common(1)[0][0]}")


def _total(where: str, limit: int, objects: Iterable[Json]) -> None:
    length = _units("".join([text for found in objects if isinstance(text := found.get("text"), str)]))
    if length > limit:
        raise LimitError(f"{length} characters in {where} where {limit} fit")


def _whole_view(payload: Json, kinds: Mapping[str, int]) -> None:
    if misplaced := [kind for kind in MESSAGES_ONLY if kind in kinds]:
        raise LimitError(f"{misplaced[0]} stands in messages alone")
    if payload["type"] == "modal" and "input" in kinds and "submit" not in payload:
        raise LimitError("a modal with inputs and without submit")
    if len(json.dumps(payload, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise LimitError(f"a view of more than {VIEW_BYTES} bytes")
