"""Putting the app's messages before people: checks, posting, redrawing and removing, with Slack's events."""

from typing import Any

from bot.simulator import event_payloads
from bot.simulator.core import Core
from bot.simulator.limits import BLOCKS_TEXT, MESSAGE_TEXT, message_problems, text_size
from bot.simulator.world import Message

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal by Slack: an error code and further fields of the answer."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


def bad_fields(code: str, problems: list[str]) -> SlackError:
    """Return the refusal that names the offending fields by JSON pointer."""
    return SlackError(code, response_metadata={"messages": problems})


def checked_blocks(core: Core, blocks: object) -> list[Json]:
    """Return the blocks of a message, or raise `invalid_blocks` / `msg_blocks_too_long`: all or nothing."""
    if blocks is None:
        return []
    problems = message_problems(blocks, core.refused_blocks)
    if problems or not isinstance(blocks, list):
        raise bad_fields("invalid_blocks", problems)
    if text_size(blocks) > BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")
    return blocks


def checked_text(text: object, blocks: list[Json], most: int = MESSAGE_TEXT) -> str:
    """Return the text of a message, or raise `no_text` / `msg_too_long`."""
    if not isinstance(text, str | None):
        raise bad_fields("invalid_arguments", ["[ERROR] must be a string [json-pointer:/text]"])
    if not text and not blocks:
        raise SlackError("no_text")
    if text and len(text) > most:
        raise SlackError("msg_too_long")
    return text or ""


def post(core: Core, message: Message) -> Message:
    """Show a message of the app; unless ephemeral, Slack tells the app about it as about any message."""
    message.blocks = core.world.stored(message.blocks)
    core.world.add(message)
    core.ledger.add("shown", "message", message.ephemeral_for, channel=message.channel, ts=message.ts)
    if message.ephemeral_for is None:
        _emit(core, message, event_payloads.bot_message_event(core, message))
    return message


def new_message(core: Core, channel: str, text: str, blocks: list[Json], **more: str | None) -> Message:
    """Return a message by the app with the next timestamp, not shown yet."""
    return Message(core.world.new_ts(), channel, core.app.bot_user_id, text, blocks, **more)  # type: ignore[arg-type]


def redraw(core: Core, message: Message, text: str, blocks: list[Json], *, edited: bool) -> None:
    """Replace what one of the app's messages says; `edited` marks it so for its readers."""
    core.world.redraw(message, text, core.world.stored(blocks), edited=edited)
    core.ledger.add("shown", "message_changed", message.ephemeral_for, channel=message.channel, ts=message.ts)
    if message.ephemeral_for is None:
        _emit(core, message, event_payloads.changed_event(core, message, "message_changed"))


def remove(core: Core, message: Message) -> None:
    """Take one of the app's messages away."""
    core.world.remove(message)
    core.ledger.add("shown", "message_deleted", message.ephemeral_for, channel=message.channel, ts=message.ts)
    if message.ephemeral_for is None:
        _emit(core, message, event_payloads.changed_event(core, message, "message_deleted"))


def _emit(core: Core, message: Message, event: Json) -> None:
    name = subscription(core, message.channel)
    member = core.app.bot_user_id in core.world.channels[message.channel].members
    if member and not core.manifest.refusal_of_event(name):
        core.emit(name, event, None)


def subscription(core: Core, channel: str) -> str:
    """Return the event subscription that covers the messages of a channel."""
    return "message.im" if core.world.channels[channel].kind == "dm" else "message.channels"
