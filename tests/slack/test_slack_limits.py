"""The guard of outgoing payloads: at each limit a payload passes, one beyond it does not; the simulator agrees."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.simulator.limits import (
    BLOCKS_TEXT,
    MESSAGE_TEXT,
    VIEW_BYTES,
    message_problems,
    text_size,
    view_bytes,
    view_problems,
)
from bot.slack.limits import MORE, LimitError, guard

Json = dict[str, Any]
Make = Callable[[int], Json]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def message(*blocks: Json, text: str = "text") -> Json:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("題"), "submit": plain("送る"), "blocks": list(blocks), **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": plain("文"), **more}


def option(number: int = 0, **more: Any) -> Json:
    return {"text": plain("選択肢"), "value": str(number), **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def choosing(kind: str, count: int = 1, **more: Any) -> Json:
    return {"type": kind, "action_id": "a", "options": options(count), **more}


def asking(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("題"), "element": element, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("次へ"), "action_id": "a", **more}


def acting(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def confirming(**more: Any) -> Json:
    texts = {"title": plain("題"), "text": plain("文"), "confirm": plain("はい"), "deny": plain("いいえ")}
    return message(acting(button(confirm={**texts, **more})))


def table(rows: int, cells: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def menu(**more: Any) -> Json:
    groups = [{"label": plain("題"), "options": options(1), **more}]
    return message(asking({"type": "static_select", "action_id": "a", "option_groups": groups}))


def long(count: int) -> Json:
    return plain("あ" * count)


TYPED = {"type": "plain_text_input", "action_id": "a"}
IMAGE = {"type": "image", "image_url": "https://example.jp/a.png"}

READ: dict[str, tuple[int, Make]] = {
    "header": (150, lambda n: message({"type": "header", "text": long(n)})),
    "section": (3000, lambda n: message(section(text=long(n)))),
    "field": (2000, lambda n: message(section(fields=[plain("x"), long(n)]))),
    "context": (3000, lambda n: message({"type": "context", "elements": [long(n)]})),
    "label": (2000, lambda n: message(asking(TYPED, label=long(n)))),
    "hint": (2000, lambda n: message(asking(TYPED, hint=long(n)))),
    "placeholder": (150, lambda n: message(asking({**TYPED, "placeholder": long(n)}))),
    "button": (75, lambda n: message(acting(button(text=long(n))))),
    "button for screen readers": (75, lambda n: message(acting(button(accessibility_label="あ" * n)))),
    "option": (75, lambda n: message(asking(choosing("radio_buttons", options=[option(text=long(n))])))),
    "description": (75, lambda n: message(asking(choosing("checkboxes", options=[option(description=long(n))])))),
    "group": (75, lambda n: menu(label=long(n))),
    "image": (2000, lambda n: message({**IMAGE, "alt_text": "あ" * n})),
    "image title": (2000, lambda n: message({**IMAGE, "alt_text": "x", "title": long(n)})),
    "confirm title": (100, lambda n: confirming(title=long(n))),
    "confirm text": (300, lambda n: confirming(text=long(n))),
    "confirm yes": (30, lambda n: confirming(confirm=long(n))),
    "confirm no": (30, lambda n: confirming(deny=long(n))),
    "view title": (24, lambda n: modal(section(), title=long(n))),
    "view submit": (24, lambda n: modal(section(), submit=long(n))),
    "view close": (24, lambda n: modal(section(), close=long(n))),
    "markdown": (12_000, lambda n: message({"type": "markdown", "text": "あ" * n})),
}
"""What people read: cut in production, refused in tests."""

WHOLE: dict[str, tuple[int, Make]] = {
    "blocks of a message": (50, lambda n: message(*[{"type": "divider"}] * n)),
    "blocks of a view": (100, lambda n: modal(*[{"type": "divider"}] * n)),
    "blocks of Home": (100, lambda n: {"type": "home", "blocks": [{"type": "divider"}] * n}),
    "buttons": (25, lambda n: message(acting(*(button(action_id=str(i)) for i in range(n))))),
    "context elements": (10, lambda n: message({"type": "context", "elements": [plain("x")] * n})),
    "fields": (10, lambda n: message(section(fields=[plain("x")] * n))),
    "radios": (10, lambda n: message(asking(choosing("radio_buttons", n)))),
    "checkboxes": (10, lambda n: message(asking(choosing("checkboxes", n)))),
    "overflow": (5, lambda n: message(section(accessory=choosing("overflow", n)))),
    "menu": (100, lambda n: message(asking(choosing("static_select", n)))),
    "menu of several": (100, lambda n: message(asking(choosing("multi_static_select", n)))),
    "group of a menu": (100, lambda n: menu(options=options(n))),
    "rows": (100, lambda n: message(table(n, 2))),
    "cells": (20, lambda n: message(table(2, n))),
    "tables": (1, lambda n: message(*[table(2, 2)] * n)),
    "texts in all": (BLOCKS_TEXT, lambda n: message(*[section(text=long(3000))] * 4, section(text=long(n - 12_000)))),
    "markdown in all": (
        12_000,
        lambda n: message({"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (n - 6000)}),
    ),
    "button value": (2000, lambda n: message(acting(button(value="v" * n)))),
    "button url": (3000, lambda n: message(acting(button(url="u" * n)))),
    "option value": (150, lambda n: message(asking(choosing("radio_buttons", options=[option(value="v" * n)])))),
    "action_id": (255, lambda n: message(acting(button(action_id="a" * n)))),
    "block_id": (255, lambda n: message(section(block_id="b" * n))),
    "callback_id": (255, lambda n: modal(section(), callback_id="c" * n)),
    "private_metadata": (3000, lambda n: modal(section(), private_metadata="p" * n)),
    "initial_value": (3000, lambda n: modal(asking({**TYPED, "initial_value": "x" * n}))),
    "max_length": (3000, lambda n: modal(asking({**TYPED, "max_length": n}))),
    "same block_id": (1, lambda n: message(*[section(block_id="x")] * n)),
    "same action_id": (1, lambda n: message(acting(*[button()] * n))),
}
"""What cutting cannot mend: always refused."""


def refused(payload: Json) -> bool:
    """Whether the simulated Slack, which has limits of its own, would refuse the payload."""
    if "type" in payload:
        return bool(view_problems(payload, payload["type"])) or view_bytes(payload) > VIEW_BYTES
    too_long = text_size(payload["blocks"]) > BLOCKS_TEXT or len(payload["text"]) > MESSAGE_TEXT
    return bool(message_problems(payload["blocks"])) or too_long


@pytest.mark.parametrize("name", READ)
def test_text_is_cut_at_its_limit_and_refused_when_strict(name: str) -> None:
    limit, make = READ[name]
    assert not refused(guard(make(limit), strict=True))
    assert refused(make(limit + 1))
    with pytest.raises(LimitError):
        guard(make(limit + 1), strict=True)
    cut = guard(make(limit + 1), strict=False)
    assert not refused(cut)
    assert MORE in str(cut)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("strict", [True, False])
def test_what_cutting_cannot_mend_is_always_refused(name: str, strict: bool) -> None:
    limit, make = WHOLE[name]
    assert not refused(guard(make(limit), strict=strict))
    assert refused(make(limit + 1))
    with pytest.raises(LimitError):
        guard(make(limit + 1), strict=strict)


@pytest.mark.parametrize(
    "payload",
    [
        {"blocks": [section()]},
        message(section(text=plain(""))),
        message(acting()),
        message(asking(choosing("radio_buttons", 0))),
        modal(asking(TYPED), submit=plain("")),
        {"type": "modal", "title": plain("題"), "blocks": [asking(TYPED)]},
        modal(table(2, 2)),
        {"type": "home", "blocks": [{"type": "markdown", "text": "x"}]},
    ],
    ids=["no text", "empty text", "no buttons", "no options", "empty submit", "no submit", "table", "markdown"],
)
def test_what_is_missing_or_stands_in_the_wrong_place_is_refused(payload: Json) -> None:
    with pytest.raises(LimitError):
        guard(payload, strict=False)


def test_view_of_more_than_250_kilobytes_is_refused() -> None:
    small, large = (modal(*[asking({**TYPED, "initial_value": "あ" * 3000})] * count) for count in (27, 28))
    assert not refused(guard(small, strict=True))
    assert refused(large)
    with pytest.raises(LimitError):
        guard(large, strict=False)


def test_text_of_a_message_is_cut_at_4000_characters() -> None:
    """Slack's recommendation; it takes more."""
    with pytest.raises(LimitError):
        guard(message(text="あ" * 4001), strict=True)
    assert len(guard(message(text="あ" * 4001), strict=False)["text"]) == 4000


def test_cut_counts_surrogate_pairs_twice_and_leaves_no_half_escape() -> None:
    header = guard(message({"type": "header", "text": plain("𠮷" * 76)}), strict=False)["blocks"][0]["text"]["text"]
    assert len(header.encode("utf-16-le")) // 2 <= 150
    assert header.endswith("𠮷" + MORE)
    cut = guard(message(section(text=plain("&amp;" * 601))), strict=False)["blocks"][0]["text"]["text"]
    assert cut.removesuffix(MORE).replace("&amp;", "") == ""


def test_cut_option_is_still_the_one_that_is_ticked() -> None:
    made = message(
        asking(choosing("radio_buttons", options=[option(text=long(76))], initial_option=option(text=long(76))))
    )
    assert not refused(guard(made, strict=False))
