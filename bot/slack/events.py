"""Messages to the bot: typed words in its DM, mentions in channels; and its one greeting."""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.advisor import Incoming
from bot.replies import Reply, Said, Topic
from bot.slack.handler import Handler, Letter
from bot.slack.payloads import Words, owner, words
from bot.store.base import Owner

Listener = Callable[..., Awaitable[None]]


def message(handler: Handler) -> Listener:
    """A message in the bot's DM, also in a thread there; what no person wrote is passed over.

    The first one is greeted as well; where it is a greeting itself, that is the whole answer.
    """

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        said = words(body, owner(context)) if body["event"].get("channel_type") == "im" else None
        letters: list[Letter] = []
        if said is not None:
            letters += await greeted(handler, said.owner, said.channel, f"{said.key}:first")
            if not letters or handler.conversation.command(said.text) != "greeting":
                letter = handler.answer(said)
                letters += [letter] if await _told(handler, said, letter.incoming) is not None else []
        await ack()
        for letter in letters:
            letter.send()

    return listener


async def greeted(handler: Handler, who: Owner, channel: str, key: str) -> list[Letter]:
    """The greeting in the DM ``channel``, for one who was never greeted."""
    letter = handler.greeting(who, channel, key)
    return [letter] if await handler.advisor.greet(who, letter.incoming) is not None else []


async def _told(handler: Handler, said: Words, incoming: Incoming) -> Reply | None:
    """Typed words; a slash command that Slack took for text (「／dx-role PMP」 in full width) means the command."""
    advisor = handler.advisor
    text = unicodedata.normalize("NFKC", said.text).strip()
    name, _, rest = text.partition(" ")
    match name.casefold():
        case "/dx-help":
            return await advisor.once(incoming, Said(Topic.HELP))
        case "/dx-role" if not rest:
            return await advisor.once(incoming, advisor.lookup.overview())
        case "/dx-consult" if not rest:
            return await advisor.start(said.owner, incoming=incoming)
        case "/dx-role" | "/dx-consult":
            return await handler.conversation.say(said.owner, rest, incoming)
    return await handler.conversation.say(said.owner, said.text, incoming, handler.delivery.clock.ours(said.at))


def mention(handler: Handler) -> Listener:
    """A mention: a look-up is answered in the thread, a need or 相談 by one line for its author alone."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        said = words(body, owner(context))
        letter = handler.answer(said, root=body["event"]["ts"]) if said else None
        reply = await _mentioned(handler, said, letter.incoming) if said and letter else None
        await ack()
        if letter is not None and reply is not None:
            letter.send()

    return listener


async def _mentioned(handler: Handler, said: Words, incoming: Incoming) -> Reply | None:
    return await handler.advisor.once(incoming, handler.conversation.in_public(said.text.strip()))
