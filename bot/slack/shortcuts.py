"""Shortcuts: the form from anywhere, and a colleague's message looked up for oneself."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.commands import opened
from bot.slack.handler import Handler
from bot.slack.payloads import message_text, owner

Listener = Callable[..., Awaitable[None]]
CONSULT = "dx_consult"
LOOK_UP = "dx_look_up"


def consult(handler: Handler) -> Listener:
    """「DX人材を相談する」: the consultation as a form."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        await opened(handler, ack, owner(context), body["trigger_id"])

    return listener


def look_up(handler: Handler) -> Listener:
    """「この内容で役割を調べる」: the message looked up for the person who asked, and nothing kept."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        reply = handler.advisor.lookup.reply(handler.advisor.lookup.understand(message_text(body)))
        await ack()
        handler.open(owner(context), body["trigger_id"], reply)

    return listener
