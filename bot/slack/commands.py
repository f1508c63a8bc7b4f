"""Slash commands: answered in the body of the acknowledgement, for the asker alone."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import Comparison, Reply, Said, Topic
from bot.slack import checks
from bot.slack.check_forms import CHECK
from bot.slack.handler import Handler
from bot.slack.payloads import command, owner
from bot.store.base import Owner

Listener = Callable[..., Awaitable[None]]


def consult(handler: Handler) -> Listener:
    """``/dx-consult``: begin, 再開, 最初から, フォーム; any other word gets the help."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        given = command(body, owner(context))
        if handler.conversation.command(given.text) == "form":
            await opened(handler, ack, given.owner, body["trigger_id"])
            return
        await ack(handler.acknowledgement(given, await _consulted(handler, given.owner, given.text)))

    return listener


async def _consulted(handler: Handler, who: Owner, text: str) -> Reply:
    advisor = handler.advisor
    match handler.conversation.command(text) if text else "consult":
        case "consult":
            reply = await advisor.start(who)
        case "resume":
            reply = await advisor.resume(who)
        case "restart":
            reply = await advisor.fresh(who)
        case _:
            reply = Said(Topic.HELP)
    return reply or Said(Topic.HELP)


async def opened(handler: Handler, ack: AsyncAck, who: Owner, trigger: str) -> None:
    """Begin or go on with the consultation in a form."""
    reply = await handler.advisor.start(who)
    await ack()
    handler.open(who, trigger, reply or Said(Topic.HELP))


def role(handler: Handler) -> Listener:
    """``/dx-role``: the four roles, what the words behind it stand for, or (応募) the applicant check."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        given = command(body, owner(context))
        answer = handler.known.kept(given.text, given.place)
        if answer is None and handler.conversation.command(given.text) == CHECK:
            await checks.opened(handler, ack, given.owner, body["trigger_id"])
            return
        answer = answer or handler.known.answer(given.text, given.place)
        if isinstance(answer, Comparison):
            await ack()
            handler.respond(given, answer)
        else:
            await ack(answer)

    return listener


def help_(handler: Handler) -> Listener:
    """``/dx-help``."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        await ack(handler.acknowledgement(command(body, owner(context)), Said(Topic.HELP)))

    return listener
