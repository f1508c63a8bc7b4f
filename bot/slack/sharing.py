"""A result put before others on purpose: where to, the text as it will stand there, and only then the post."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import Concluded, Notice, Posted, Preview, Reply, Said, ShareAsked, Topic, Unopened
from bot.search import my_number
from bot.slack.forms import LINE, SHARE, SHARE_LIMIT, TO
from bot.slack.handler import Handler, Letter
from bot.slack.payloads import Button, Place, Press, owner, values
from bot.store.base import Owner

Listener = Callable[..., Awaitable[None]]


async def asked(handler: Handler, ack: AsyncAck, made: Press, button: Button) -> None:
    """「共有する」: where to, over the message or on top of the modal that the button stands in."""
    reply: Reply = Said(Topic.OLD_SCREEN)
    if button.ref is not None:
        reply = await handler.advisor.show(made.owner, button.ref, "screen")
    await ack()
    if isinstance(reply, Concluded) and reply.lead is not None and reply.notice is not Notice.STALE:
        retry = Unopened(SHARE, reply.ref)
        handler.open(made.owner, made.trigger, ShareAsked(reply.ref), retry=retry, on_top=bool(made.view))
    else:
        handler.show(made, reply)


def chosen(handler: Handler) -> Listener:
    """「次へ」: the preview."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        view, who = body["view"], owner(context)
        given = values(view)
        channel, line = "".join(given.get(TO, ())), "".join(given.get(LINE, ()))[:SHARE_LIMIT]
        if my_number(line):
            await ack(response_action="errors", errors={LINE: handler.surfaces.forms.wrong_number})
            return
        button = Button.decode(view["private_metadata"])
        reply = await _previewed(handler, who, button, channel, line)
        await ack(response_action="update", view=handler.surfaces.forms.view(reply))

    return listener


async def _previewed(handler: Handler, who: Owner, button: Button | None, channel: str, line: str) -> Preview | Said:
    if button is None or button.ref is None or not channel:
        return Said(Topic.OLD_SCREEN)
    result = await handler.archive.result(who, button.ref)
    return result if isinstance(result, Said) else Preview(button.ref, channel, Posted(result, who.user, line))


def confirmed(handler: Handler) -> Listener:
    """「投稿する」: the post is stored with the view as its key, so that a form sent twice posts once."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        view, who = body["view"], owner(context)
        button = Button.decode(view["private_metadata"])
        letter = Letter(handler, who, f"share|{view['id']}", button.question if button else "", Place.PUBLIC)
        reply = Said(Topic.OLD_SCREEN)
        if button is not None and button.ref is not None:
            reply = await handler.archive.share(who, button.ref, button.option, letter.incoming)
        await ack(response_action="update", view=handler.surfaces.forms.view(reply))
        letter.send()

    return listener
