"""Forms that were sent or closed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.moves import Give
from bot.replies import Said, Topic
from bot.slack.handler import Handler
from bot.slack.payloads import owner, submission

Listener = Callable[..., Awaitable[None]]


def submitted(handler: Handler) -> Listener:
    """次へ in a form: the answer is stored, and the acknowledgement holds the next view."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        sent = submission(body, owner(context))
        if sent is None:
            await ack(response_action="update", view=handler.forms.view(Said(Topic.OLD_SCREEN)))
            return
        reply = await handler.advisor.act(sent.owner, sent.ref, Give(sent.question, sent.chosen))
        await ack(**handler.forms.answer(sent, reply))

    return listener


def closed(handler: Handler) -> Listener:  # noqa: ARG001 (every listener is made alike)
    """A form was closed: nothing is sent, the answers given so far stay."""

    async def listener(ack: AsyncAck) -> None:
        await ack()

    return listener
