"""The local state of Block Kit elements in a person's client: what is ticked, chosen and typed."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]
State = dict[str, dict[str, Json]]

# element type -> (key of its answer in state.values, key of its initial answer, the answer when there is none)
_ANSWERS: dict[str, tuple[str, str, object]] = {
    "channels_select": ("selected_channel", "initial_channel", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "datepicker": ("selected_date", "initial_date", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "email_text_input": ("value", "initial_value", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "number_input": ("value", "initial_value", None),
    "plain_text_input": ("value", "initial_value", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "static_select": ("selected_option", "initial_option", None),
    "timepicker": ("selected_time", "initial_time", None),
    "url_text_input": ("value", "initial_value", None),
    "users_select": ("selected_user", "initial_user", None),
}
MANY = frozenset({"checkboxes", "multi_static_select"})
ONE = frozenset({"radio_buttons", "static_select"})
TYPED = frozenset({"email_text_input", "number_input", "plain_text_input", "url_text_input"})


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with its block, in reading order."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        if block["type"] in ("input", "section", "actions"):
            yield from ((block, element) for element in inside if element and element["type"] != "image")


def options(element: Json) -> list[Json]:
    """Return the options of an element, those of option groups in line."""
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(option for group in groups for option in group["options"])]


def answer_key(element: Json) -> str:
    """Return the key under which this element's answer stands in `state.values`."""
    return _ANSWERS[element["type"]][0]


def initial(blocks: Iterable[Json]) -> State:
    """Return the state of freshly shown blocks: every stateful element, answered or not."""
    state: State = {}
    for block, element in elements(blocks):
        if element["type"] in _ANSWERS:
            key, given, nothing = _ANSWERS[element["type"]]
            entry = {"type": element["type"], key: copy.deepcopy(element.get(given, nothing))}
            state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


def carried(old: State, blocks: list[Json]) -> State:
    """Return the state after a redraw: answers stay where block id, action id, type and options still fit."""
    state = initial(blocks)
    for block, element in elements(blocks):
        entry = old.get(block["block_id"], {}).get(element.get("action_id", ""))
        if entry and entry["type"] == element["type"] and _fits(entry, element):
            state[block["block_id"]][element["action_id"]] = entry
    return state


def _fits(entry: Json, element: Json) -> bool:
    chosen = entry.get("selected_options") or [entry.get("selected_option")]
    offered = options(element)
    return all(option is None or option in offered for option in chosen)


def is_empty(entry: Json) -> bool:
    """Tell whether the element is unanswered."""
    return entry[_ANSWERS[entry["type"]][0]] in (None, "", [])


def tick(element: Json, entry: Json, option: Json) -> None:
    """Choose an option: it replaces a single answer and joins several, in the order offered."""
    if element["type"] in ONE:
        entry["selected_option"] = option
    elif option not in entry["selected_options"]:
        chosen = [*entry["selected_options"], option]
        entry["selected_options"] = [each for each in options(element) if each in chosen]


def untick(element: Json, entry: Json, option: Json) -> None:
    """Take a choice back; radio buttons have no such gesture and stay as they are."""
    if element["type"] in MANY:
        entry["selected_options"] = [each for each in entry["selected_options"] if each != option]
    elif element["type"] == "static_select" and entry["selected_option"] == option:
        entry["selected_option"] = None
