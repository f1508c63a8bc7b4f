"""Interaction and slash command payloads as Slack documents them, field by field.

Labels and texts inside are escaped (`&amp;`), as everything Slack delivers.
"""

import copy
from collections.abc import Iterator
from typing import Any

from bot.simulator.core import Core
from bot.simulator.objects import VERIFICATION_TOKEN, message_json, view_json
from bot.simulator.state import elements
from bot.simulator.text import escape_plain
from bot.simulator.world import Channel, Message, View

Json = dict[str, Any]


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
        "trigger_id": core.triggers.issue(person, channel=channel.id),
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
        "trigger_id": core.triggers.issue(person, channel=channel.id),
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
    described = ("type", "action_id", "text", "value", "style", "placeholder")
    kept = {key: element[key] for key in described if key in element}
    escaped: Any = escape_plain({**kept, "block_id": block["block_id"], **answer})
    return {**escaped, "action_ts": core.world.new_ts()}


def view_submission(core: Core, view: View) -> Json:
    """Return the payload of a submitted modal."""
    return {
        "type": "view_submission",
        **_who(core, view.person),
        "api_app_id": core.app.app_id,
        "trigger_id": core.triggers.issue(view.person, view.id),
        "view": view_json(core, view),
        "response_urls": [_answerable(core, view, *each) for each in _asked_for_urls(view)],
    }


def _asked_for_urls(view: View) -> Iterator[tuple[Json, Json, str]]:
    """The channel selects in input blocks with `response_url_enabled`, with the conversation chosen."""
    for block, element in elements(view.blocks):
        entry = view.answers.get(block["block_id"], {}).get(element.get("action_id", ""), {})
        chosen = entry.get("selected_conversation") or entry.get("selected_channel")
        if chosen and block["type"] == "input" and element.get("response_url_enabled"):
            yield block, element, chosen


def _answerable(core: Core, view: View, block: Json, element: Json, channel: str) -> Json:
    url = core.response_url(view.person, channel, None, "app")
    return {
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "channel_id": channel,
        "response_url": url,
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
        "trigger_id": core.triggers.issue(person, channel=channel.id),
        "response_url": core.response_url(person, message.channel, message.ts, "app"),
        "message_ts": message.ts,
        "message": message_json(core, message),
    }
