"""The guard of outgoing payloads, by every limit that it knows."""

from typing import Any

import pytest

from bot.slack.limits import MORE, LimitError, guard

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def payload(*blocks: Json, text: str = "text") -> Json:
    return {"text": text, "blocks": list(blocks)}


def radios(count: int = 1, label: str = "label", value: str = "v", hint: str = "hint", option: str = "option") -> Json:
    options = [{"text": plain(option), "value": value} for _ in range(count)]
    element = {"type": "radio_buttons", "action_id": "choice", "options": options}
    return {"type": "input", "label": plain(label), "hint": plain(hint), "element": element}


def button(text: str = "次へ", value: str = "v", action_id: str = "a") -> Json:
    return {"type": "button", "text": plain(text), "value": value, "action_id": action_id}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


CUT = {
    "message text": (payload(text="あ" * 4001), 4000),
    "header": (payload({"type": "header", "text": plain("あ" * 151)}), 150),
    "section": (payload({"type": "section", "text": plain("あ" * 3001)}), 3000),
    "context": (payload({"type": "context", "elements": [plain("あ" * 3001)]}), 3000),
    "label": (payload(radios(label="あ" * 2001)), 2000),
    "hint": (payload(radios(hint="あ" * 2001)), 2000),
    "option": (payload(radios(option="あ" * 76)), 75),
    "button": (payload(actions(button(text="あ" * 76))), 75),
    "surrogate pairs count twice": (payload({"type": "header", "text": plain("𠮷" * 76)}), 150),
}


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [t for k, v in value.items() for t in ([v] if k == "text" and isinstance(v, str) else texts(v))]
    return [t for v in value for t in texts(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", CUT)
def test_text_over_a_limit_raises_when_strict_and_is_cut_otherwise(name: str) -> None:
    made, limit = CUT[name]
    with pytest.raises(LimitError):
        guard(made, strict=True)
    cut = [text for text in texts(guard(made, strict=False)) if text.endswith(MORE)]
    assert [len(text.encode("utf-16-le")) // 2 <= limit for text in cut] == [True]


BROKEN = {
    "too many blocks": payload(*({"type": "divider"} for _ in range(51))),
    "block_id twice": payload({"type": "divider", "block_id": "x"}, {"type": "divider", "block_id": "x"}),
    "too many options": payload(radios(count=11)),
    "too many buttons": payload(actions(*(button(action_id=str(i)) for i in range(26)))),
    "too many context elements": payload({"type": "context", "elements": [plain("x")] * 11}),
    "long button value": payload(actions(button(value="v" * 2001))),
    "long action_id": payload(actions(button(action_id="a" * 256))),
    "empty text": payload({"type": "header", "text": plain("")}),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("strict", [True, False])
def test_what_cutting_cannot_mend_always_raises(name: str, strict: bool) -> None:
    with pytest.raises(LimitError):
        guard(BROKEN[name], strict=strict)
