"""The Home tab's events and buttons: what is pressed there opens as a modal, what changes it publishes it anew."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import Topic
from bot.slack.events import greeted
from bot.slack.handler import Handler
from bot.slack.payloads import Press, owner

Listener = Callable[..., Awaitable[None]]


def opened(handler: Handler) -> Listener:
    """``app_home_opened`` comes at every look at the app, also at its messages; the first one is greeted in the DM."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        event, who = body["event"], owner(context)
        letters = await greeted(handler, who, event["channel"], body["event_id"])
        home = await handler.archive.home(who) if event.get("tab") == "home" else None
        await ack()
        for letter in letters:
            letter.send()
        if home is not None:
            handler.homes.publish(who, home, (event.get("view") or {}).get("private_metadata"))

    return listener


async def deleted(handler: Handler, ack: AsyncAck, made: Press) -> None:
    """Delete a consultation, or everything; the row that goes says so by itself, all else is told."""
    told = await handler.archive.forget(made.owner, made.button.ref if made.button else None)
    handler.advisor.recent.forget(made.owner)
    home = await handler.archive.home(made.owner)
    await ack()
    digest = handler.homes.publish(made.owner, home, made.home)
    if told.topic is not Topic.DELETED:
        handler.show(replace(made, home=digest), told)


async def turned(handler: Handler, ack: AsyncAck, made: Press) -> None:
    """Show another page of the consultations."""
    page = made.button.option if made.button else ""
    home = await handler.archive.home(made.owner, int(page) if page.isdecimal() else 0)
    await ack()
    handler.homes.publish(made.owner, home, made.home)
