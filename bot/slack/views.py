"""Forms that were sent or closed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.moves import Give
from bot.replies import Said, Topic
from bot.slack.forms import FROM_HOME
from bot.slack.handler import Handler
from bot.slack.payloads import owner, submission

Listener = Callable[..., Awaitable[None]]


def submitted(handler: Handler) -> Listener:
    """次へ in a form: the answer is stored, and the acknowledgement holds the next view."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        sent = submission(body, owner(context))
        if sent is None:
            await ack(response_action="update", view=handler.surfaces.forms.view(Said(Topic.OLD_SCREEN)))
            return
        reply = await handler.advisor.act(sent.owner, sent.ref, Give(sent.question, sent.chosen))
        await ack(**handler.surfaces.forms.answer(sent, reply))

    return listener


def closed(handler: Handler) -> Listener:
    """A form was closed: nothing is sent, the answers given so far stay; the Home it was opened from shows them."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        who, callback = owner(context), body["view"]["callback_id"]
        home = await handler.archive.home(who) if callback.startswith(FROM_HOME) else None
        await ack()
        if home is not None:
            handler.homes.publish(who, home, callback.removeprefix(FROM_HOME))

    return listener
