"""What one person sees, as JSON-able values: the interface of the page and of the tests."""

import copy
from collections.abc import Mapping
from typing import Any

from bot.simulator.manifest import Manifest
from bot.simulator.world import Channel, Message, View, World

Json = dict[str, Any]


def person_dict(world: World, person: str) -> Json:
    """Return id, name and part played."""
    who = world.people[person]
    return {"id": who.id, "name": who.name, "title": who.title}


def message_dict(world: World, message: Message, reader: str) -> Json:
    """Return one message as this reader sees it, with the reader's own local state."""
    is_app = message.author == world.app.bot_user_id
    name = world.app.name if is_app else world.people[message.author].name
    return {
        "ts": message.ts,
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "author": {"id": message.author, "name": name, "is_app": is_app},
        "text": message.text,
        "blocks": copy.deepcopy(message.blocks),
        "files": copy.deepcopy(message.files),
        "ephemeral": message.ephemeral_for is not None,
        "edited": message.edited_ts is not None,
        "state": copy.deepcopy(message.state_for(reader)),
    }


def view_dict(view: View) -> Json:
    """Return a modal or Home tab; title, submit and close as plain strings or None."""
    body = view.body
    labels = {key: body[key]["text"] if body.get(key) else None for key in ("title", "submit", "close")}
    return {
        "id": view.id,
        "type": body["type"],
        "callback_id": body.get("callback_id", ""),
        **labels,
        "blocks": copy.deepcopy(view.blocks),
        "state": copy.deepcopy(view.answers),
        "errors": dict(view.errors),
    }


def channel_dict(world: World, channel: Channel, reader: str) -> Json:
    """Return a channel with the messages this reader sees, oldest first, and how many are unread."""
    seen = _seen(world, channel, reader)
    messages = [message_dict(world, m, reader) for m in seen]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "unread": _unread(world, channel, seen, reader),
        "messages": messages,
    }


def unread(world: World, reader: str) -> int:
    """Return how many messages of others this person has not read, in all channels."""
    mine = [channel for channel in world.channels.values() if reader in channel.members]
    return sum(_unread(world, channel, _seen(world, channel, reader), reader) for channel in mine)


def _seen(world: World, channel: Channel, reader: str) -> list[Message]:
    return [m for m in world.messages.get(channel.id, []) if world.visible(m, reader)]


def _unread(world: World, channel: Channel, seen: list[Message], reader: str) -> int:
    read_up_to = float(world.read_up_to.get((reader, channel.id), 0))
    return sum(m.author != reader and float(m.ts) > read_up_to for m in seen)


def _tabs(manifest: Manifest) -> Json:
    """Return which tabs the app's manifest enables, and whether people may write to it."""
    writable = manifest.messages_tab and not manifest.messages_read_only
    return {"home": manifest.home_tab, "messages": manifest.messages_tab, "writable": writable}


def see(world: World, manifest: Manifest, person: str, reach: Mapping[str, object]) -> Json:
    """Return the whole screen of one person; `reach` tells how the app is connected."""
    home = world.homes.get(person)
    mine = [channel for channel in world.channels.values() if person in channel.members]
    app = {"name": world.app.name, "user_id": world.app.bot_user_id, **_tabs(manifest), **reach}
    return {
        "version": world.changes.version,
        "person": person_dict(world, person),
        "people": [{**person_dict(world, each), "unread": unread(world, each)} for each in world.people],
        "app": app,
        "channels": [channel_dict(world, channel, person) for channel in mine],
        "views": [view_dict(world.views[view_id]) for view_id in world.stacks[person]],
        "home": view_dict(home) if home else None,
        "commands": [_command(item) for item in manifest.offered_commands],
        "shortcuts": [_shortcut(item) for item in manifest.offered_shortcuts],
        "notices": copy.deepcopy(world.notices[person]),
    }


def _command(item: Mapping[str, str]) -> Json:
    return {key: item.get(key, "") for key in ("command", "description", "usage_hint")}


def _shortcut(item: Mapping[str, str]) -> Json:
    return {key: item.get(key, "") for key in ("name", "type", "callback_id", "description")}
