"""Limits of Block Kit elements and composition objects, from Slack's Block Kit reference."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.simulator.shapes import (
    Check,
    Shape,
    anything,
    array,
    boolean,
    by_type,
    integer,
    one_of,
    pattern,
    problem,
    shape,
    string,
    text,
)

Json = dict[str, Any]

ID = string(255)
PLACEHOLDER = text("plain_text", most=150)
URL = string(3000)

CONFIRM = Shape(
    {
        "title": text("plain_text", most=100),
        "text": text("plain_text", "mrkdwn", most=300),
        "confirm": text("plain_text", most=30),
        "deny": text("plain_text", most=30),
    },
    {"style": one_of("primary", "danger")},
).check
DISPATCH = Shape({}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}).check


def option(*kinds: str, url: bool = False) -> Check:
    """An option; in menus its text is plain_text, beside radios and checkboxes mrkdwn is allowed too."""
    more = {"description": text(*kinds, most=75), **({"url": URL} if url else {})}
    return Shape({"text": text(*kinds, most=75), "value": string(150)}, more).check


MENU_OPTION = option("plain_text")
CHOICE_OPTION = option("plain_text", "mrkdwn")
GROUP = Shape({"label": text("plain_text", most=75), "options": array(MENU_OPTION, 1, 100)}).check
COMMON: Mapping[str, Check] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}


def _values(element: Json) -> list[Json]:
    groups = element.get("option_groups") or []
    offered = [*(element.get("options") or []), *(o for g in groups for o in g.get("options", []))]
    return [each for each in offered if isinstance(each, dict)]


def _choices(value: Json, pointer: str) -> Iterator[str]:
    offered = _values(value)
    values = [each.get("value") for each in offered]
    if len(values) != len(set(map(str, values))):
        yield problem("option values must be unique", f"{pointer}/options")
    first = value.get("initial_option")
    initial = [*([first] if first is not None else []), *(value.get("initial_options") or [])]
    if any(each not in offered for each in initial):
        yield problem("initial option must exactly match a provided option", pointer)


def _menu_choices(value: Json, pointer: str) -> Iterator[str]:
    if ("options" in value) == ("option_groups" in value):
        yield problem("must have exactly one of options and option_groups", pointer)
    yield from _choices(value, pointer)


def _lengths(value: Json, pointer: str) -> Iterator[str]:
    least, most = value.get("min_length", 0), value.get("max_length", 3000)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield problem("min_length must not be greater than max_length", pointer)


def _menu(kind: str, *, many: bool) -> Shape:
    initial = (
        {"initial_options": array(MENU_OPTION, 1, 100), "max_selected_items": integer(1, 100)}
        if many
        else {"initial_option": MENU_OPTION}
    )
    offered = {"options": array(MENU_OPTION, 1, 100), "option_groups": array(GROUP, 1, 100)}
    return shape(kind, {}, {**COMMON, **offered, **initial, "placeholder": PLACEHOLDER}, _menu_choices)


def _some_filter(value: Json, pointer: str) -> Iterator[str]:
    if not value:
        yield problem("must have at least one field", pointer)


FILTER = Shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    _some_filter,
).check
CONVERSATIONS: Mapping[str, Check] = {"filter": FILTER, "default_to_current_conversation": boolean}
ANSWERED: Mapping[str, Check] = {"response_url_enabled": boolean}


def _picker(
    kind: str, initial: str, more: Mapping[str, Check] = MappingProxyType({}), check: Check = anything
) -> Shape:
    return shape(kind, {}, {**COMMON, initial: check, "placeholder": PLACEHOLDER, **more})


def _pickers(kind: str, initial: str, more: Mapping[str, Check] = MappingProxyType({})) -> Shape:
    return _picker(kind, initial, {**more, "max_selected_items": integer(1, 100)}, array(ID, 0, 100))


def _typed(kind: str, required: Mapping[str, Check], more: Mapping[str, Check]) -> Shape:
    common = {"action_id": ID, "focus_on_load": boolean, "dispatch_action_config": DISPATCH}
    initial = {"initial_value": string(3000, 0), "placeholder": PLACEHOLDER}
    return shape(kind, required, {**common, **initial, **more}, _lengths)


_BUTTON = shape(
    "button",
    {"text": text("plain_text", most=75)},
    {
        "action_id": ID,
        "url": URL,
        "value": string(2000, 0),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
IMAGE = shape("image", {"alt_text": string(2000)}, {"image_url": URL, "slack_file": anything})

ELEMENTS: Mapping[str, Shape] = {
    "button": _BUTTON,
    "channels_select": _picker("channels_select", "initial_channel", ANSWERED, ID),
    "checkboxes": shape(
        "checkboxes",
        {"options": array(CHOICE_OPTION, 1, 10)},
        {**COMMON, "initial_options": array(CHOICE_OPTION, 1, 10)},
        _choices,
    ),
    "conversations_select": _picker("conversations_select", "initial_conversation", {**CONVERSATIONS, **ANSWERED}, ID),
    "datepicker": _picker("datepicker", "initial_date", check=pattern(r"\d{4}-\d\d-\d\d", "YYYY-MM-DD")),
    "datetimepicker": _picker("datetimepicker", "initial_date_time", check=integer(10**9, 10**10 - 1)),
    "email_text_input": _typed("email_text_input", {}, {}),
    "image": IMAGE,
    "multi_channels_select": _pickers("multi_channels_select", "initial_channels"),
    "multi_conversations_select": _pickers("multi_conversations_select", "initial_conversations", CONVERSATIONS),
    "multi_static_select": _menu("multi_static_select", many=True),
    "multi_users_select": _pickers("multi_users_select", "initial_users"),
    "number_input": _typed(
        "number_input",
        {"is_decimal_allowed": boolean},
        {"min_value": string(100), "max_value": string(100)},
    ),
    "overflow": shape(
        "overflow",
        {"options": array(option("plain_text", url=True), 1, 5)},
        {"action_id": ID, "confirm": CONFIRM},
        _choices,
    ),
    "plain_text_input": _typed(
        "plain_text_input",
        {},
        {"multiline": boolean, "min_length": integer(0, 3000), "max_length": integer(1, 3000)},
    ),
    "radio_buttons": shape(
        "radio_buttons",
        {"options": array(CHOICE_OPTION, 1, 10)},
        {**COMMON, "initial_option": CHOICE_OPTION},
        _choices,
    ),
    "static_select": _menu("static_select", many=False),
    "timepicker": _picker("timepicker", "initial_time", check=pattern(r"\d\d:\d\d", "HH:mm")),
    "url_text_input": _typed("url_text_input", {}, {}),
    "users_select": _picker("users_select", "initial_user", check=ID),
}

_SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
_CLICKED = {"button", "checkboxes", "datepicker", "overflow", "radio_buttons", "timepicker"}
ACCESSORY = by_type({k: v for k, v in ELEMENTS.items() if k in _CLICKED | _SELECTS | {"image"}})
ACTION = by_type({k: v for k, v in ELEMENTS.items() if k in _CLICKED | _SELECTS | {"datetimepicker"}})
INPUT = by_type({k: v for k, v in ELEMENTS.items() if k not in ("button", "image", "overflow")})
CONTEXT = by_type(
    {
        "image": IMAGE,
        "plain_text": shape("plain_text", {"text": string(3000)}, {"emoji": boolean}),
        "mrkdwn": shape("mrkdwn", {"text": string(3000)}, {"emoji": boolean, "verbatim": boolean}),
    }
)
