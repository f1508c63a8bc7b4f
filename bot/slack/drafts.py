"""Drafts of papers in Slack: a form that asks what is missing, and files into the DM of who asked.

Nothing typed here is stored. Where a file cannot be sent, its text is, with the reason.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.documents.draft import FACT_LIMIT, Draft, Facts, one_line
from bot.documents.render import Documents, File
from bot.replies import DraftAsked, Drafted, DraftText, Reply, Said, Topic, Unopened
from bot.search import my_number
from bot.slack.forms import FACTS, PAPERS, TOGETHER
from bot.slack.forms import FORM as FORM_FIELD
from bot.slack.handler import Handler
from bot.slack.payloads import Button, Press, owner, values
from bot.store.base import Owner

Listener = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Filled:
    """A form that was sent: ids of papers and of a form of employment, and one line for each fact."""

    papers: tuple[str, ...]
    together: bool
    form: str
    facts: Mapping[str, str]

    @property
    def refused(self) -> str:
        """The fact that may not be written; "" for none."""
        return next((name for name, text in self.facts.items() if my_number(text)), "")


async def asked(handler: Handler, ack: AsyncAck, made: Press, button: Button) -> None:
    """「書類を作る」: the form, over the message or in the modal that the button stands in."""
    draft = await _draft(handler, made.owner, button)
    reply = _form(handler.documents, button, draft) if isinstance(draft, Draft) else draft
    await ack()
    if isinstance(reply, DraftAsked) and not made.view:
        retry = Unopened(button.verb, button.ref, button.option)
        handler.open(made.owner, made.trigger, reply, retry=retry)
    else:
        handler.show(made, reply)


def submitted(handler: Handler) -> Listener:
    """「作る」: what is wrong is told at its field; else the drafts are made and sent after the acknowledgement."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        view, who = body["view"], owner(context)
        filled = _filled(values(view))
        if filled.refused:
            await ack(response_action="errors", errors={filled.refused: handler.surfaces.forms.wrong_number})
            return
        button = Button.decode(view["private_metadata"])
        draft = await _draft(handler, who, button) if button else Said(Topic.OLD_SCREEN)
        drafts = _drafts(handler, draft, filled) if isinstance(draft, Draft) else ()
        reply = _told(handler.documents, drafts) if drafts else draft
        shown = reply if not isinstance(reply, Draft) else Said(Topic.OLD_SCREEN)
        await ack(response_action="update", view=handler.surfaces.forms.view(shown))
        if drafts:
            handler.delivery.start(who.user, lambda: _send(handler, who, drafts, shown))

    return listener


async def _draft(handler: Handler, who: Owner, button: Button) -> Draft | Said:
    """What the button is about: a result of the one who pressed it, or a role."""
    if button.ref is None:
        return handler.documents.of_role(button.option) or Said(Topic.OLD_SCREEN)
    position = await handler.advisor.position(who, button.ref)
    return position if isinstance(position, Said) else handler.documents.of_result(position)


def _form(documents: Documents, button: Button, draft: Draft) -> DraftAsked:
    return DraftAsked(
        ref=button.ref,
        role=button.option,
        names=tuple(role.name for role in draft.roles),
        papers=tuple((paper.id, paper.name) for paper in documents.offered(draft)),
        forms=tuple((entry.id, entry.name) for entry in documents.forms),
        bases=tuple((entry.name, entry.basis.text) for entry in documents.forms if entry.basis),
        several=len(draft.roles) > 1,
    )


def _filled(given: Mapping[str, tuple[str, ...]]) -> Filled:
    facts = {name: one_line("".join(given.get(name, ())))[:FACT_LIMIT] for name in FACTS}
    return Filled(given.get(PAPERS, ()), TOGETHER in given.get(TOGETHER, ()), "".join(given.get(FORM_FIELD, ())), facts)


def _drafts(handler: Handler, draft: Draft, filled: Filled) -> tuple[Draft, ...]:
    documents = handler.documents
    form = next((entry for entry in documents.forms if entry.id == filled.form), None)
    whole = replace(draft, facts=Facts(**filled.facts, form=form), on=handler.advisor.today())
    papers = [paper.id for paper in documents.offered(draft) if paper.id in filled.papers]
    return documents.parted(whole, papers, together=filled.together)


def _told(documents: Documents, drafts: Sequence[Draft]) -> Drafted:
    names = tuple(documents.name(draft) for draft in drafts)
    return Drafted(names, tuple(dict.fromkeys(text for draft in drafts for text in documents.cautions(draft))))


async def _send(handler: Handler, who: Owner, drafts: Sequence[Draft], told: Reply) -> None:
    """Make the files beside the loop (about a tenth of a second each) and hand them over."""
    screens, documents = handler.surfaces.screens, handler.documents
    files = await asyncio.to_thread(lambda: [documents.make(draft) for draft in drafts])
    channel = await handler.delivery.post(who.user, screens.post(told))
    missing = await handler.delivery.upload(channel, [(file.name, file.data) for file in files])
    if missing is None:
        return
    texts: list[File] = await asyncio.to_thread(lambda: [documents.make(draft, "md") for draft in drafts])
    for text in texts:
        reply = DraftText(text.name.removesuffix(".md"), text.data.decode("utf-8"), missing)
        await handler.delivery.post(who.user, screens.post(reply))
