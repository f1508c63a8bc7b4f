"""The applicant check: three pages of one modal. Nothing is stored, nothing is logged, nobody else sees it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.replies import Reply, Said, Topic, Unopened
from bot.slack.check_forms import CHECK, DONE, EDIT, LINES, ROLE, given
from bot.slack.handler import Handler
from bot.slack.payloads import Button, Press, values
from bot.store.base import Owner

Listener = Callable[..., Awaitable[None]]


async def opened(handler: Handler, ack: AsyncAck, who: Owner, trigger: str, role: str = "") -> None:
    """The first page in a modal of its own, with ``role`` chosen."""
    await ack()
    handler.open(who, trigger, handler.advisor.applicants.role(role), retry=Unopened(CHECK, role=role))


async def pressed(handler: Handler, ack: AsyncAck, made: Press, button: Button) -> None:
    """「応募書類の確認」 anywhere, and 「戻る」 in the modal."""
    if not made.view:
        await opened(handler, ack, made.owner, made.trigger, button.option)
        return
    await ack()
    first = handler.advisor.applicants.role(button.option)
    handler.show(made, _ticked(handler, button) if button.verb == EDIT else first)


def submitted(handler: Handler) -> Listener:
    """A page that was sent: the acknowledgement holds the next."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], _: Mapping[str, Any]) -> None:
        view = body["view"]
        button = Button.decode(view["private_metadata"])
        reply = _next(handler, button, values(view)) if button else Said(Topic.OLD_SCREEN)
        await ack(response_action="update", view=handler.surfaces.forms.view(reply))

    return listener


def _next(handler: Handler, button: Button, filled: Mapping[str, tuple[str, ...]]) -> Reply:
    applicants = handler.advisor.applicants
    if button.verb == ROLE:
        return applicants.lines("".join(filled.get(ROLE, ())))
    if button.verb == LINES:
        return applicants.checked(button.option, given(filled), _sheet(button))
    again = button.verb == DONE
    return applicants.lines(button.option, sheet=_sheet(button) + 1) if again else Said(Topic.OLD_SCREEN)


def _ticked(handler: Handler, button: Button) -> Reply:
    role, *ticked = button.option.split(",")
    return handler.advisor.applicants.lines(role, tuple(ticked), _sheet(button))


def _sheet(button: Button) -> int:
    return int(button.question) if button.question.isdecimal() else 0
