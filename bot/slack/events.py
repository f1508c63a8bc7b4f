"""Messages to the bot: typed words in its DM, mentions in channels."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import Reply, Said, Topic
from bot.slack.handler import Handler
from bot.slack.payloads import Words, owner, words

Listener = Callable[..., Awaitable[None]]

_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def message(handler: Handler) -> Listener:
    """A message in the bot's DM, also in a thread there; what no person wrote is passed over."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        said = words(body, owner(context)) if body["event"].get("channel_type") == "im" else None
        reply = await _told(handler, said) if said else None
        await ack()
        if said is not None and reply is not None:
            handler.answer(said, reply)

    return listener


async def _told(handler: Handler, said: Words) -> Reply | None:
    """Typed words; a slash command that Slack took for text (「／dx-role PMP」 in full width) means the command."""
    text = unicodedata.normalize("NFKC", said.text).strip()
    name, _, rest = text.partition(" ")
    match name.casefold():
        case "/dx-help":
            return await handler.advisor.once(said.key, Said(Topic.HELP))
        case "/dx-role" if not rest:
            return await handler.advisor.once(said.key, handler.advisor.lookup.overview())
        case "/dx-consult" if not rest:
            return await handler.advisor.start(said.owner, key=said.key)
        case "/dx-role" | "/dx-consult":
            return await handler.advisor.say(said.owner, rest, said.key)
    return await handler.advisor.say(said.owner, said.text, said.key)


def mention(handler: Handler) -> Listener:
    """A mention: a look-up is answered in the thread, a need or 相談 by one line for its author alone."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        said = words(body, owner(context))
        reply = await _mentioned(handler, said) if said else None
        await ack()
        if said is None or reply is None:
            return
        if reply == Said(Topic.IN_DM):
            handler.whisper(said, reply)
        else:
            handler.answer(_in_thread(said, body), reply)

    return listener


async def _mentioned(handler: Handler, said: Words) -> Reply | None:
    text = _MENTION.sub(" ", said.text).strip()
    reply = handler.advisor.asked_in_public(text)
    return await handler.advisor.once(said.key, reply)


def _in_thread(said: Words, body: Mapping[str, Any]) -> Words:
    return Words(said.owner, said.channel, said.text, said.thread or body["event"]["ts"], said.key)
