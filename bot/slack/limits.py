"""Slack's limits (``docs.slack.dev``, Block Kit reference) and the guard that every outgoing payload passes.

One rejected block loses a whole message, so in production a text that is too long is cut and says so; in tests the
guard raises instead. What cannot be cut (too many blocks, a duplicate id) is an error of ours and always raises.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

MORE = "…続き"
BLOCKS = {"message": 50, "view": 100}
TEXTS = {
    "header": 150,
    "section": 3000,
    "input": 2000,
    "hint": 2000,
    "button": 75,
    "option": 75,
    "context": 3000,
    "message": 4000,
}
VALUES = {"button": 2000, "option": 150}
ELEMENTS = {"actions": 25, "context": 10, "radio_buttons": 10, "checkboxes": 10}
IDENTIFIER = 255


class LimitError(ValueError):
    """A payload that Slack would refuse."""


def guard(payload: dict[str, Any], *, strict: bool, surface: str = "message") -> dict[str, Any]:
    """``payload`` with its texts within Slack's limits. Raises ``LimitError`` for what cutting cannot mend."""
    blocks = payload.get("blocks", [])
    _whole(blocks, surface)
    payload["text"] = _fit(payload.get("text", ""), TEXTS["message"], strict=strict)
    for block in blocks:
        for holder, key, limit in _texts(block):
            holder[key] = _fit(holder[key], limit, strict=strict)
    return payload


def _fit(text: str, limit: int, *, strict: bool) -> str:
    if not text:
        raise LimitError("an empty text")
    if _units(text) <= limit:
        return text
    if strict:
        raise LimitError(f"{_units(text)} characters where {limit} fit: {text[:40]}…")
    while _units(text) > limit - len(MORE):
        text = text[: -max(1, (_units(text) - limit) // 2)]
    return text + MORE


def _units(text: str) -> int:
    """Length in UTF-16 units: how Slack counts characters beyond the basic plane is not documented, so the larger."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _whole(blocks: list[dict[str, Any]], surface: str) -> None:
    if len(blocks) > BLOCKS[surface]:
        raise LimitError(f"{len(blocks)} blocks where {BLOCKS[surface]} fit")
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    if twice := [name for name, count in ids.items() if count > 1]:
        raise LimitError(f"block_id twice: {twice[0]}")
    for element in (e for block in blocks for e in (block, *_elements(block))):
        _one(element)


def _one(element: dict[str, Any]) -> None:
    kind = element["type"]
    parts = element.get("elements") or element.get("options") or []
    if len(parts) > ELEMENTS.get(kind, 1000):
        raise LimitError(f"{len(parts)} parts in {kind} where {ELEMENTS[kind]} fit")
    if max(len(element.get("action_id", "")), len(element.get("block_id", ""))) > IDENTIFIER:
        raise LimitError(f"an id of more than {IDENTIFIER} characters in {kind}")
    if len(element.get("value", "")) > VALUES.get(kind, 1000):
        raise LimitError(f"a value of more than {VALUES[kind]} characters in {kind}")


def _elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] == "actions":
        yield from block["elements"]
    for key in ("element", "accessory"):
        if key in block:
            yield block[key]


def _texts(block: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, int]]:
    kind = block["type"]
    if kind in ("header", "section"):
        yield block["text"], "text", TEXTS[kind]
    if kind == "input":
        yield block["label"], "text", TEXTS["input"]
        if "hint" in block:
            yield block["hint"], "text", TEXTS["hint"]
    if kind == "context":
        yield from ((element, "text", TEXTS["context"]) for element in block["elements"])
    for element in _elements(block):
        if element["type"] == "button":
            yield element["text"], "text", TEXTS["button"]
        for option in element.get("options", ()):
            yield option["text"], "text", TEXTS["option"]
