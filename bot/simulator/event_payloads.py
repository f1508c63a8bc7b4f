"""Event payloads as Slack documents them, field by field."""

from typing import Any

from bot.simulator.core import Core
from bot.simulator.objects import VERIFICATION_TOKEN, message_json, view_json
from bot.simulator.world import Message

Json = dict[str, Any]


def event_callback(core: Core, event: Json) -> Json:
    """Return the outer body of an event."""
    team = core.team
    authorization = {
        "enterprise_id": team.enterprise_id,
        "team_id": None if team.null_team else team.team_id,
        "user_id": core.app.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": team.null_team,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.team_id,
        **({"enterprise_id": team.enterprise_id} if team.enterprise_id else {}),
        "context_team_id": team.team_id,
        "context_enterprise_id": team.enterprise_id,
        "api_app_id": core.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": core.world.new_id("Ev"),
        "event_time": int(core.clock()),
        "authorizations": [authorization],
        "is_ext_shared_channel": event.get("channel") in core.shared_channels,
        "event_context": core.world.new_id("4-ctx-"),
    }


def user_message_event(core: Core, message: Message, kind: str, elements: list[Json]) -> Json:
    """Return a `message` or `app_mention` event for something a person wrote."""
    block = {
        "type": "rich_text",
        "block_id": core.world.new_id("b"),
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }
    event = {
        "client_msg_id": core.world.new_id("client-"),
        "type": kind,
        "text": message.text,
        "user": message.author,
        "ts": message.ts,
        "blocks": [block],
        "team": core.team.team_id,
        "channel": message.channel,
        "event_ts": message.ts,
    }
    return {**event, **_threaded(core, message), **_channel_type(core, message, kind)}


def _threaded(core: Core, message: Message) -> Json:
    if message.thread_ts is None:
        return {}
    parent = core.world.find(message.channel, message.thread_ts)
    return {
        "thread_ts": message.thread_ts,
        "parent_user_id": parent.author if parent else core.app.bot_user_id,
    }


def _channel_type(core: Core, message: Message, kind: str) -> Json:
    if kind == "app_mention":
        return {}
    return {"channel_type": "im" if core.world.channels[message.channel].kind == "dm" else "channel"}


def bot_message_event(core: Core, message: Message) -> Json:
    """Return the `message` event for the app's own post, which Slack sends to the app as well."""
    event = {**message_json(core, message), "channel": message.channel, "event_ts": message.ts}
    return {**event, **_channel_type(core, message, "message")}


def changed_event(core: Core, message: Message, subtype: str) -> Json:
    """Return the `message_changed` or `message_deleted` event for one of the app's own messages."""
    inner: Json = {"message": message_json(core, message)} if subtype == "message_changed" else {}
    removed: Json = {"deleted_ts": message.ts} if subtype == "message_deleted" else {}
    now = core.world.new_ts()
    return {
        "type": "message",
        "subtype": subtype,
        **inner,
        **removed,
        "previous_message": message_json(core, message),
        "hidden": True,
        "channel": message.channel,
        "ts": now,
        "event_ts": now,
        **_channel_type(core, message, "message"),
    }


def home_opened_event(core: Core, person: str, tab: str) -> Json:
    """Return `app_home_opened`; the view is there only when a Home tab was published before."""
    home = core.world.homes.get(person)
    return {
        "type": "app_home_opened",
        "user": person,
        "channel": core.world.dm(person),
        "tab": tab,
        **({"view": view_json(core, home)} if home and tab == "home" else {}),
        "event_ts": core.world.new_ts(),
    }
