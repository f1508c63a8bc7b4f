"""Pressed buttons: each verb is one use case; the next screen travels through the ``response_url``."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.dialog.model import NONE, UNKNOWN
from bot.moves import Back, Conclude, Continue, Edit, Give, Move, Present, PutFirst, Remove
from bot.replies import Begin, Ref, Reply, Said, Section, Topic
from bot.slack import checks, drafts, sending, sharing, tabs
from bot.slack.check_forms import CHECK, EDIT
from bot.slack.commands import opened
from bot.slack.forms import DRAFT, SHARE
from bot.slack.handler import Handler, Letter
from bot.slack.payloads import Button, Press, owner, press
from bot.slack.sending import CONSENT, NOT_SENT, SEND_IN
from bot.store.base import Owner, Rating

Listener = Callable[..., Awaitable[None]]


_IN_HOME: Mapping[str, Callable[[Handler, AsyncAck, Press], Awaitable[None]]] = {
    "page": tabs.turned,
    "delete": tabs.deleted,
    "forget": tabs.deleted,
}
"""The verbs of Home that change Home itself."""

_ELSEWHERE: Mapping[str, Callable[[Handler, AsyncAck, Press, Button], Awaitable[None]]] = {
    DRAFT: drafts.asked,
    SHARE: sharing.asked,
    CHECK: checks.pressed,
    EDIT: checks.pressed,
    CONSENT: sending.pressed,
    SEND_IN: sending.pressed,
    NOT_SENT: sending.pressed,
}
"""The verbs that lead away from consultations."""


def pressed(handler: Handler) -> Listener:
    """Any button. Ticking a radio or checkbox sends nothing that needs an answer."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        if body["actions"][0]["type"] != "button":
            await ack()
            return
        made = press(body, owner(context))
        if made.button is not None and made.button.verb == "form":
            await opened(handler, ack, made.owner, made.trigger)
            return
        if made.button is not None and made.home is not None and made.button.verb in _IN_HOME:
            await _IN_HOME[made.button.verb](handler, ack, made)
            return
        if made.button is not None and made.button.verb in _ELSEWHERE:
            await _ELSEWHERE[made.button.verb](handler, ack, made, made.button)
            return
        letter = handler.to_dm(made)
        reply, posted = await _answered(handler, made, letter)
        await ack()
        handler.show(made, reply)
        if posted:
            letter.send()

    return listener


async def _answered(handler: Handler, made: Press, letter: Letter) -> tuple[Reply, bool]:
    """What to show in place of the message, and whether the letter goes to the DM."""
    button = made.button
    if button is None:
        return Said(Topic.OLD_SCREEN), False
    if button.verb == "start_in_dm":
        begun = await handler.advisor.start(made.owner, Begin(works=_works(button)), letter.incoming)
        return Said(Topic.SENT_TO_DM), begun is not None
    if button.verb == "to_dm" and button.ref is not None:
        return await handler.advisor.sent(made.owner, button.ref, letter.incoming)
    if button.ref is not None and button.verb != "fresh":
        return await _in_session(handler, made, button, button.ref), False
    return await _begun(handler, made.owner, button) or _looked_up(handler, made, button), False


async def _in_session(handler: Handler, made: Press, button: Button, ref: Ref) -> Reply:
    if button.verb in _RATINGS:
        return await handler.advisor.rate(made.owner, ref, Rating(button.verb))
    if button.verb in _MOVES:
        return await handler.advisor.act(made.owner, ref, _MOVES[button.verb](made, button))
    return await handler.advisor.show(made.owner, ref, button.verb)


_RATINGS = frozenset(Rating)
_MOVES: Mapping[str, Callable[[Press, Button], Move]] = {
    "next": lambda made, button: Give(button.question, made.chosen),
    "unknown": lambda _, button: Give(button.question, (UNKNOWN,)),
    "none": lambda _, button: Give(button.question, (NONE,)),
    "back": lambda *_: Back(),
    "conclude": lambda made, button: Conclude(button.question, made.chosen),
    "edit": lambda _, button: Edit(button.question),
    "by_text": lambda *_: Present(by_text=True),
    "continue": lambda *_: Continue(),
    "put_first": lambda _, button: PutFirst(button.option),
    "remove": lambda _, button: Remove(button.option),
}


async def _begun(handler: Handler, who: Owner, button: Button) -> Reply | None:
    """The verbs that begin or find a consultation; None for any other."""
    match button.verb:
        case "start":
            return await handler.advisor.start(who)
        case "fresh":
            return await handler.advisor.fresh(who, Begin(button.question, _works(button)), ref=button.ref)
        case "focus":
            return await handler.advisor.start(who, Begin(focus=button.option))
        case "begin":
            return await handler.advisor.start(who, Begin(works=_works(button)))
        case "resume":
            return await handler.advisor.resume(who)
    return None


def _works(button: Button) -> tuple[str, ...]:
    return tuple(filter(None, button.option.split(",")))


def _looked_up(handler: Handler, made: Press, button: Button) -> Reply:
    """The verbs that concern no consultation; a verb of another version is an old screen."""
    look = _LOOKS.get(button.verb)
    return look(handler, made, button.option) if look else Said(Topic.OLD_SCREEN)


_LOOKS: Mapping[str, Callable[[Handler, Press, str], Reply]] = {
    "look_up": lambda handler, made, _: handler.advisor.lookup.answer(made.words),
    "help": lambda *_: Said(Topic.HELP),
    "example": lambda handler, *_: handler.advisor.lookup.example(),
    "overview": lambda handler, *_: handler.advisor.lookup.overview(),
    "compare": lambda handler, _, roles: handler.advisor.lookup.comparison(tuple(filter(None, roles.split(",")))),
    "card": lambda handler, _, role: handler.advisor.lookup.card(role),
    Section.SKILLS: lambda handler, _, role: handler.advisor.lookup.card(role, Section.SKILLS),
    Section.CREDENTIALS: lambda handler, _, role: handler.advisor.lookup.card(role, Section.CREDENTIALS),
    Section.EXPERIENCE: lambda handler, _, role: handler.advisor.lookup.card(role, Section.EXPERIENCE),
}
