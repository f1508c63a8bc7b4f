"""What Slack's client checks in a modal before it sends: answers that are missing, too long, too many or no number."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.simulator import state
from bot.simulator.shapes import length
from bot.simulator.world import View

Json = dict[str, Any]

_URL = re.compile(r"https?://\S+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def problems(view: View) -> dict[str, str]:
    """Return a line for each input block whose answer Slack's client would not send, by block id."""
    found: dict[str, str] = {}
    for block, element in state.elements(view.blocks):
        if block["type"] == "input":
            line = _problem(block, element, view.answers[block["block_id"]][element["action_id"]])
            found |= {block["block_id"]: line} if line else {}
    return found


def _problem(block: Json, element: Json, entry: Json) -> str:
    if state.is_empty(entry):
        return "" if block.get("optional") else "この項目は必須です。"
    answer = entry[state.answer_key(element)]
    if isinstance(answer, list):
        most = element.get("max_selected_items", len(answer))
        return f"{most}個まで選べます。" if len(answer) > most else ""
    check = _TYPED.get(element["type"])
    return check(element, answer) if check else ""


def _text(element: Json, answer: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if length(answer) < least:
        return f"{least}文字以上で入力してください。"
    return f"{most}文字以内で入力してください。" if length(answer) > most else ""


def _number(element: Json, answer: str) -> str:
    try:
        number = float(answer)
    except ValueError:
        return "数値を入力してください。"
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "整数を入力してください。"
    least, most = float(element.get("min_value", number)), float(element.get("max_value", number))
    return "" if least <= number <= most else "入力できる範囲を超えています。"


def _email(_: Json, answer: str) -> str:
    return "" if _EMAIL.fullmatch(answer) else "メールアドレスを入力してください。"


def _url(_: Json, answer: str) -> str:
    return "" if _URL.fullmatch(answer) else "URLを入力してください。"


_TYPED: Mapping[str, Callable[[Json, str], str]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
}
