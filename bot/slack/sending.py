"""Sending in a text that was not understood: first what would be kept is shown, then it is kept, or nothing is."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import Consent, Reply, Said, Topic
from bot.slack.handler import Handler
from bot.slack.payloads import Button, Press

CONSENT, SEND_IN, NOT_SENT = "consent", "send_in", "not_sent"
"""The verbs of the buttons on the way."""


async def pressed(handler: Handler, ack: AsyncAck, made: Press, button: Button) -> None:
    """「改善のために送る」, then 「送る」 or 「送らない」."""
    reply = await _answered(handler, made, button)
    await ack()
    handler.show(made, reply)


async def _answered(handler: Handler, made: Press, button: Button) -> Reply:
    consent = Consent(kind=button.question, text=button.option, ref=button.ref)
    if button.verb == CONSENT:
        return consent
    sent = button.verb == SEND_IN
    said = await handler.archive.send_in(made.owner, consent) if sent else Said(Topic.NOT_SENT)
    return said if button.ref is None else await handler.advisor.beside(made.owner, button.ref, said)
