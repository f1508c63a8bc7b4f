"""What Slack accepts on each surface: the judge of every message, modal and Home tab the app sends.

Written from Slack's Block Kit reference alone. Newer blocks (card, carousel, alert, …) are not simulated
and are refused as unsupported, so that nothing passes here that was not checked.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from bot.simulator.elements import ACCESSORY, ACTION, CONTEXT, ID, IMAGE, INPUT
from bot.simulator.shapes import (
    Check,
    Shape,
    anything,
    array,
    boolean,
    by_type,
    integer,
    one_of,
    problem,
    shape,
    string,
    text,
)
from bot.simulator.state import elements

Json = dict[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT, UPDATE_TEXT, BLOCKS_TEXT = 40_000, 4_000, 13_200
MARKDOWN_TOTAL = 12_000
VIEW_BYTES = 250_000

_BLOCK = {"block_id": ID}


def _section_rule(value: Json, pointer: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield problem("missing required field: text or fields", pointer)


def _unique_actions(value: Json, pointer: str) -> Iterator[str]:
    given = [e["action_id"] for e in value.get("elements") or [] if isinstance(e, dict) and "action_id" in e]
    for action_id, count in Counter(map(str, given)).items():
        if count > 1:
            yield problem(f"`action_id` {action_id} is not unique in its block", f"{pointer}/elements")


def _image_rule(value: Json, pointer: str) -> Iterator[str]:
    if ("image_url" in value) == ("slack_file" in value):
        yield problem("must have exactly one of image_url and slack_file", pointer)


_RICH_KINDS = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
_RICH = {"elements": array(anything, 0, 1000)}
_LIST = {"style": one_of("bullet", "ordered"), "indent": integer(0, 8), "offset": integer(0, 10**6)}
_BORDER = {"border": integer(0, 1)}
_RICH_ELEMENT = by_type(
    {
        "rich_text_list": shape("rich_text_list", {**_RICH, "style": _LIST["style"]}, {**_LIST, **_BORDER}),
        **{kind: shape(kind, _RICH, _BORDER) for kind in _RICH_KINDS},
    }
)
_CELL = by_type(
    {
        "raw_text": shape("raw_text", {"text": string(3000)}, {}),
        "rich_text": shape("rich_text", {"elements": array(_RICH_ELEMENT, 1, 100)}, _BLOCK),
    }
)
_COLUMN = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}).check

_CLASSIC: Mapping[str, Shape] = {
    "actions": shape("actions", {"elements": array(ACTION, 1, 25)}, _BLOCK, _unique_actions),
    "context": shape("context", {"elements": array(CONTEXT, 1, 10)}, _BLOCK),
    "divider": shape("divider", {}, _BLOCK),
    "header": shape("header", {"text": text("plain_text", most=150)}, _BLOCK),
    "image": Shape(IMAGE.required, {**IMAGE.optional, **_BLOCK, "title": text("plain_text", most=2000)}, _image_rule),
    "input": shape(
        "input",
        {"label": text("plain_text", most=2000), "element": INPUT},
        {**_BLOCK, "hint": text("plain_text", most=2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": shape("rich_text", {"elements": array(_RICH_ELEMENT, 1, 100)}, _BLOCK),
    "section": shape(
        "section",
        {},
        {
            **_BLOCK,
            "text": text("plain_text", "mrkdwn", most=3000),
            "fields": array(text("plain_text", "mrkdwn", most=2000), 1, 10),
            "accessory": ACCESSORY,
            "expand": boolean,
        },
        _section_rule,
    ),
}
_MESSAGE_ONLY: Mapping[str, Shape] = {
    "markdown": shape("markdown", {"text": string(MARKDOWN_TOTAL)}, _BLOCK),
    "table": shape(
        "table",
        {"rows": array(array(_CELL, 1, 20), 1, 100)},
        {**_BLOCK, "column_settings": array(_COLUMN, 0, 20)},
    ),
}
_IN_VIEW = by_type(_CLASSIC)
_MESSAGE_KINDS: Mapping[str, Shape] = {**_CLASSIC, **_MESSAGE_ONLY}

_VIEW_COMMON: Mapping[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_BUTTON_LABEL = text("plain_text", most=24)
_MODAL = shape(
    "modal",
    {"title": text("plain_text", most=24), "blocks": array(_IN_VIEW, 0, VIEW_BLOCKS)},
    {
        **_VIEW_COMMON,
        "submit": _BUTTON_LABEL,
        "close": _BUTTON_LABEL,
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape("home", {"blocks": array(_IN_VIEW, 0, VIEW_BLOCKS)}, _VIEW_COMMON)


def message_problems(blocks: object, refused: Collection[str] = ()) -> list[str]:
    """Return what is wrong with the blocks of a message; input blocks are allowed there, `refused` kinds are not."""
    known = by_type({kind: shape for kind, shape in _MESSAGE_KINDS.items() if kind not in refused})
    problems = list(array(known, 0, MESSAGE_BLOCKS)(blocks, "/blocks"))
    if problems or not isinstance(blocks, list):
        return problems
    return [*_whole(blocks, "/blocks"), *_message_rules(blocks)]


def view_problems(view: object, surface: str) -> list[str]:
    """Return what is wrong with a view; `surface` is the type it must have, modal or home."""
    expected = _MODAL if surface == "modal" else _HOME
    problems = list(expected.check(view, "/view"))
    if problems or not isinstance(view, dict):
        return problems
    kinds = {block["type"] for block in view["blocks"]}
    if surface == "modal" and "input" in kinds and "submit" not in view:
        problems.append(problem("missing required field: submit (the view has input blocks)", "/view"))
    return [*problems, *_whole(view["blocks"], "/view/blocks")]


def _whole(blocks: list[Json], pointer: str) -> Iterator[str]:
    for block_id, count in Counter(block.get("block_id") for block in blocks).items():
        if block_id is not None and count > 1:
            yield problem(f"`block_id` {block_id} is not unique", pointer)
    focused = [element for _, element in elements(blocks) if element.get("focus_on_load")]
    if len(focused) > 1:
        yield problem("only one element can have `focus_on_load`", pointer)


def _message_rules(blocks: list[Json]) -> Iterator[str]:
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield problem("only one table block is allowed", "/blocks")
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_TOTAL:
        yield problem(f"markdown blocks must be less than {MARKDOWN_TOTAL + 1} characters in all", "/blocks")


def text_size(blocks: Iterable[Json]) -> int:
    """Return the characters of all texts in the blocks of a message (Slack: about 13,200, msg_blocks_too_long)."""
    return sum(_texts(block) for block in blocks)


def _texts(value: object) -> int:
    if isinstance(value, list):
        return sum(map(_texts, value))
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else _texts(v) for k, v in value.items())
    return 0


def view_bytes(view: Json) -> int:
    """Return the size of a view as compact JSON in bytes (Slack: 250 kB, view_too_large)."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
