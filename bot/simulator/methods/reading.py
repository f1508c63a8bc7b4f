"""conversations.history and conversations.replies: the messages of a conversation, the newest first or a thread."""

from collections.abc import Mapping
from typing import Any

from bot.simulator.core import Core
from bot.simulator.methods.base import Args, Json, Method, channel_of
from bot.simulator.objects import message_json
from bot.simulator.posting import SlackError
from bot.simulator.world import Channel, Message

PAGE = 100
SCOPES = ("im:history", "channels:history")


def _readable(core: Core, args: Args) -> Channel:
    channel = channel_of(core, args.text("channel"))
    needed = "im:history" if channel.kind == "dm" else "channels:history"
    if needed not in core.manifest.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(core.manifest.scopes))
    return channel


def _page(core: Core, args: Args, messages: list[Message]) -> Json:
    oldest, start = float(args.optional("oldest") or 0), int(args.optional("cursor") or 0)
    limit = int(args.optional("limit") or PAGE)
    told = [message for message in messages if float(message.ts) > oldest and message.ephemeral_for is None]
    shown, more = told[start : start + limit], start + limit < len(told)
    described = [_with_metadata(core, args, message) for message in shown]
    cursor = {"response_metadata": {"next_cursor": str(start + limit)}} if more else {}
    return {"messages": described, "has_more": more, **cursor}


def _with_metadata(core: Core, args: Args, message: Message) -> dict[str, Any]:
    wanted = args.optional("include_all_metadata") in ("1", "true")
    return message_json(core, message) | ({"metadata": message.metadata} if wanted and message.metadata else {})


def _history(core: Core, args: Args) -> Json:
    channel = _readable(core, args)
    messages = [m for m in core.world.messages.get(channel.id, []) if m.thread_ts in (None, m.ts)]
    return _page(core, args, messages[::-1])


def _replies(core: Core, args: Args) -> Json:
    channel, ts = _readable(core, args), args.text("ts")
    messages = [m for m in core.world.messages.get(channel.id, []) if ts in (m.ts, m.thread_ts)]
    if not messages:
        raise SlackError("thread_not_found")
    return _page(core, args, messages)


METHODS: Mapping[str, Method] = {
    "conversations.history": Method(_history, SCOPES),
    "conversations.replies": Method(_replies, SCOPES),
}
