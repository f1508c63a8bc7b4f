"""chat.*: posting, changing and deleting the app's messages."""

from collections.abc import Mapping
from urllib.parse import urlencode

from bot.simulator import posting
from bot.simulator.core import Core
from bot.simulator.limits import MESSAGE_TEXT, UPDATE_TEXT
from bot.simulator.methods.base import Args, Json, Method, channel_of
from bot.simulator.objects import message_json
from bot.simulator.posting import SlackError
from bot.simulator.world import Message


def _content(core: Core, args: Args, most: int = MESSAGE_TEXT) -> tuple[str, list[Json]]:
    if args.given.get("attachments"):
        raise posting.bad_fields("invalid_arguments", ["[ERROR] attachments are not simulated"])
    blocks = posting.checked_blocks(core, args.value("blocks", "invalid_blocks_format"))
    return posting.checked_text(args.given.get("text"), blocks, most), blocks


def _metadata(args: Args) -> Json | None:
    given = args.value("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    return given


def _thread(core: Core, args: Args, channel: str) -> str | None:
    thread_ts = args.optional("thread_ts")
    if thread_ts is None:
        return None
    parent = core.world.find(channel, thread_ts)
    if parent is None or parent.ephemeral_for:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts


def _post_message(core: Core, args: Args) -> Json:
    channel = channel_of(core, args.text("channel"), user_ids=True).id
    text, blocks = _content(core, args)
    thread_ts = _thread(core, args, channel)
    message = posting.new_message(core, channel, text, blocks, thread_ts=thread_ts)
    message.metadata = _metadata(args)
    posting.post(core, message)
    return {"channel": channel, "ts": message.ts, "message": message_json(core, message)}


def _post_ephemeral(core: Core, args: Args) -> Json:
    channel, reader = channel_of(core, args.text("channel")), args.text("user")
    if reader not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = _content(core, args)
    thread_ts = _thread(core, args, channel.id)
    message = posting.new_message(core, channel.id, text, blocks, thread_ts=thread_ts, ephemeral_for=reader)
    return {"message_ts": posting.post(core, message).ts}


def _own(core: Core, args: Args, refusal: str) -> Message:
    channel = core.world.channels.get(args.text("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    message = core.world.find(channel.id, args.text("ts"))
    if message is None or message.ephemeral_for:
        raise SlackError("message_not_found")
    if message.author != core.app.bot_user_id:
        raise SlackError(refusal)
    return message


def _update(core: Core, args: Args) -> Json:
    message = _own(core, args, "cant_update_message")
    text, blocks = _content(core, args, UPDATE_TEXT)
    kept = blocks if "blocks" in args else message.blocks
    posting.redraw(core, message, text, kept, edited=True)
    changed = message_json(core, message)
    return {"channel": message.channel, "ts": message.ts, "text": text, "message": changed}


def _delete(core: Core, args: Args) -> Json:
    message = _own(core, args, "cant_delete_message")
    posting.remove(core, message)
    return {"channel": message.channel, "ts": message.ts}


def _permalink(core: Core, args: Args) -> Json:
    channel, ts = channel_of(core, args.text("channel")), args.text("message_ts")
    message = core.world.find(channel.id, ts)
    if message is None or message.ephemeral_for:
        raise SlackError("message_not_found")
    query = urlencode({"thread_ts": message.thread_ts, "cid": channel.id}) if message.thread_ts else ""
    address = f"{core.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"{address}?{query}" if query else address}


METHODS: Mapping[str, Method] = {
    "chat.delete": Method(_delete, ("chat:write",)),
    "chat.getPermalink": Method(_permalink),
    "chat.postEphemeral": Method(_post_ephemeral, ("chat:write",)),
    "chat.postMessage": Method(_post_message, ("chat:write",)),
    "chat.update": Method(_update, ("chat:write",)),
}
