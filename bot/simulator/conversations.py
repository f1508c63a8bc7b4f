"""Selects of conversations: which ones they offer, and the one a person is looking at."""

import copy
from collections.abc import Mapping
from typing import Any, Protocol

from bot.simulator.state import elements

Json = dict[str, Any]

CURRENT = "default_to_current_conversation"


class Conversation(Protocol):
    """What a filter looks at: `kind` is "dm" (with an app) or "channel" (public)."""

    @property
    def kind(self) -> str:
        """The kind of the conversation."""


def offered(element: Mapping[str, Any], kind: str) -> bool:
    """Tell whether a select of conversations offers one of this kind.

    There are only public channels and each person's conversation with the app, so that
    `exclude_external_shared_channels` leaves nothing out.
    """
    limits = element.get("filter", {})
    named = {"dm": "im", "channel": "public"}[kind]
    return named in limits.get("include", [named]) and not (kind == "dm" and limits.get("exclude_bot_users"))


def with_current(body: Json, channels: Mapping[str, Conversation], channel: str | None) -> Json:
    """Return a view whose selects begin with the conversation looked at, where they ask for it and offer it.

    An initial conversation of their own takes precedence.
    """
    if channel is None:
        return body
    filled = copy.deepcopy(body)
    for _, element in elements(filled["blocks"]):
        if element.get(CURRENT) and offered(element, channels[channel].kind):
            many = element["type"].startswith("multi_")
            element.setdefault(*(("initial_conversations", [channel]) if many else ("initial_conversation", channel)))
    return filled
