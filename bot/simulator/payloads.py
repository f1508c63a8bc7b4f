"""Payloads as Slack documents them, field by field: events, slash commands, interactions.

Labels and texts inside are escaped (`&amp;`), as everything Slack delivers.
"""

import copy
from typing import Any

from bot.simulator import state
from bot.simulator.core import Core
from bot.simulator.text import escape_plain
from bot.simulator.world import Channel, Message, View

Json = dict[str, Any]

VERIFICATION_TOKEN = "simulated-verification-token"  # noqa: S105 - Slack's deprecated field, made up


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
        "is_ext_shared_channel": False,
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
    changed: Json = {"type": "message", "subtype": subtype, **inner, **removed}
    return {
        **changed,
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


def slash_command(core: Core, person: str, channel: Channel, command: str, text: str) -> Json:
    """Return the form fields of a slash command; booleans are words, as in every form."""
    team = core.team
    enterprise = {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_name}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.team_id,
        "team_domain": team.domain,
        **(enterprise if team.enterprise_id else {}),
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person,
        "user_name": core.world.people[person].username,
        "command": command,
        "text": text,
        "api_app_id": core.app.app_id,
        "is_enterprise_install": str(team.null_team).lower(),
        "response_url": core.response_url(person, channel.id, None, "commands"),
        "trigger_id": core.triggers.issue(person),
    }


def channel_name(channel: Channel) -> str:
    """Return the name payloads give: Slack calls every direct conversation `directmessage`."""
    return "directmessage" if channel.kind == "dm" else channel.name


def _who(core: Core, person: str) -> Json:
    team, who = core.team, core.world.people[person]
    enterprise = {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_name}
    place = {"id": team.team_id, "domain": team.domain, **(enterprise if team.enterprise_id else {})}
    return {
        "user": {
            "id": person,
            "username": who.username,
            "name": who.username,
            "team_id": team.enterprise_id if team.null_team else team.team_id,
        },
        "team": None if team.null_team else place,
        "enterprise": {"id": team.enterprise_id, "name": team.enterprise_name} if team.enterprise_id else None,
        "is_enterprise_install": team.null_team,
        "token": VERIFICATION_TOKEN,
    }


def block_actions_on_message(core: Core, person: str, message: Message, action: Json) -> Json:
    """Return the payload of a click in a message. For an ephemeral one Slack sends no `message`."""
    ephemeral = message.ephemeral_for is not None
    channel = core.world.channels[message.channel]
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": ephemeral,
        **thread,
    }
    return {
        "type": "block_actions",
        **_who(core, person),
        "api_app_id": core.app.app_id,
        "container": container,
        "trigger_id": core.triggers.issue(person),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        **({} if ephemeral else {"message": message_json(core, message)}),
        "state": {"values": escape_plain(copy.deepcopy(message.state_for(person)))},
        "response_url": core.response_url(person, message.channel, message.ts),
        "actions": [action],
    }


def block_actions_on_view(core: Core, person: str, view: View, action: Json) -> Json:
    """Return the payload of a click in a modal or Home tab: no channel, message or response_url."""
    return {
        "type": "block_actions",
        **_who(core, person),
        "api_app_id": core.app.app_id,
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": core.triggers.issue(person, view.id),
        "view": view_json(core, view),
        "actions": [action],
    }


def action(core: Core, block: Json, element: Json, answer: Json) -> Json:
    """Return one entry of `actions`; `answer` is the choice made, in the form of `state.values`."""
    kept = {key: element[key] for key in ("text", "value", "style", "placeholder") if key in element}
    if element["type"] not in ("button", *state.TYPED):
        kept = {key: kept[key] for key in ("placeholder",) if key in kept}
    described: Json = {key: element[key] for key in ("type", "action_id")}
    escaped: Any = escape_plain({**described, "block_id": block["block_id"], **kept, **answer})
    return {**escaped, "action_ts": core.world.new_ts()}


def view_submission(core: Core, view: View) -> Json:
    """Return the payload of a submitted modal."""
    return {
        "type": "view_submission",
        **_who(core, view.person),
        "api_app_id": core.app.app_id,
        "trigger_id": core.triggers.issue(view.person, view.id),
        "view": view_json(core, view),
        "response_urls": [],
    }


def view_closed(core: Core, view: View, *, cleared: bool) -> Json:
    """Return the payload of a modal closed by its person (all at once when `cleared`)."""
    return {
        "type": "view_closed",
        **_who(core, view.person),
        "api_app_id": core.app.app_id,
        "view": view_json(core, view),
        "is_cleared": cleared,
    }


def shortcut(core: Core, person: str, callback_id: str) -> Json:
    """Return the payload of a global shortcut, which belongs to no channel."""
    return {
        "type": "shortcut",
        **_who(core, person),
        "action_ts": core.world.new_ts(),
        "callback_id": callback_id,
        "trigger_id": core.triggers.issue(person),
    }


def message_action(core: Core, person: str, message: Message, callback_id: str) -> Json:
    """Return the payload of a message shortcut."""
    channel = core.world.channels[message.channel]
    return {
        "type": "message_action",
        **_who(core, person),
        "action_ts": core.world.new_ts(),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "callback_id": callback_id,
        "trigger_id": core.triggers.issue(person),
        "response_url": core.response_url(person, message.channel, message.ts, "app"),
        "message_ts": message.ts,
        "message": message_json(core, message),
    }


def message_json(core: Core, message: Message) -> Json:
    """Return a message as it stands in payloads and Web API answers."""
    own = message.author == core.app.bot_user_id
    bot = {"bot_id": core.app.bot_id, "app_id": core.app.app_id} if own else {}
    edited = {"edited": {"user": message.author, "ts": message.edited_ts}} if message.edited_ts else {}
    return {
        "user": message.author,
        "type": "message",
        "ts": message.ts,
        **bot,
        "text": message.text,
        "team": core.team.team_id,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        **({"blocks": escape_plain(message.blocks)} if message.blocks else {}),
        **({"files": copy.deepcopy(message.files)} if message.files else {}),
        **edited,
    }


def view_json(core: Core, view: View) -> Json:
    """Return a view as it stands in payloads and Web API answers."""
    body = view.body
    escaped: Any = escape_plain({key: body.get(key) for key in ("title", "close", "submit")})
    home_title = {"type": "plain_text", "text": "View Title", "emoji": True}
    return {
        "id": view.id,
        "team_id": core.team.team_id,
        "type": body["type"],
        "blocks": escape_plain(view.blocks),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": escape_plain(copy.deepcopy(view.answers))},
        "hash": view.hash,
        **escaped,
        "title": escaped["title"] or home_title,
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": core.app.app_id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": core.team.enterprise_id if core.team.null_team else core.team.team_id,
        "bot_id": core.app.bot_id,
    }
