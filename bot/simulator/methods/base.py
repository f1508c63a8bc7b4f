"""What a Web API method is, and reading its arguments the way Slack does (form, query or JSON)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulator.core import Core
from bot.simulator.posting import SlackError, bad_fields
from bot.simulator.world import Channel

Json = dict[str, Any]


class Args:
    """The arguments of one call; in forms everything is text, objects are JSON in text."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str) -> str:
        """Return a required text argument, or raise `invalid_arguments`."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            raise bad_fields("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def optional(self, name: str) -> str | None:
        """Return a text argument, None when absent or empty."""
        return self.text(name) if self.given.get(name) else None

    def value(self, name: str, error: str) -> object:
        """Return an object or list, decoding it when it came as text; raise `error` for bad JSON."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as broken:
            raise SlackError(error) from broken


Handler = Callable[[Core, Args], Json]


@dataclass(frozen=True)
class Method:
    """A handler, the scopes any one of which it needs, and whose credential ("bot", "app" or "" for none)."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    caller: str = "bot"


def channel_of(core: Core, channel_id: str, *, user_ids: bool = False) -> Channel:
    """Return the channel the app may post to; raise what Slack raises. A user id means that person's DM."""
    world = core.world
    if user_ids and channel_id in world.people:
        channel_id = world.dm(channel_id)
    channel = world.channels.get(channel_id)
    if channel is None:
        raise SlackError("channel_not_found")
    if core.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.kind == "dm" and not core.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel
