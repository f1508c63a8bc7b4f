"""Drafts of papers in Slack: a form that asks what is missing, and files into the DM of who asked.

Nothing typed here is stored. Where a file cannot be sent, its text is, with the reason.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.documents.draft import FACT_LIMIT, Draft, Facts, one_line
from bot.documents.render import Documents
from bot.replies import DraftAsked, DraftCautioned, Drafted, DraftText, Reply, Said, Topic, Unopened
from bot.search import my_number
from bot.slack.forms import FACTS, PAPERS, TOGETHER
from bot.slack.forms import FORM as FORM_FIELD
from bot.slack.handler import Handler
from bot.slack.payloads import Button, Press, owner, values
from bot.store.base import Owner

Listener = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Filled:
    """A form that was sent: the button it was opened with, ids of papers and of a form of employment, lines of text."""

    button: str
    papers: Sequence[str]
    together: bool
    form: str
    facts: Mapping[str, str]

    @property
    def refused(self) -> str:
        """The fact that may not be written; "" for none."""
        return next((name for name, text in self.facts.items() if my_number(text)), "")

    def encode(self) -> str:
        """As it travels through the page of cautions: at most 3,000 characters."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def decode(metadata: str) -> "Filled":
        """What ``encode`` wrote."""
        return Filled(**json.loads(metadata))


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
    """「作る」: what is wrong is told at its field, what has to be looked at on a page before anything is made.

    That page stands on top of the form, so that 「戻る」 finds everything as it was filled in.
    """

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        view, forms = body["view"], handler.surfaces.forms
        filled = _filled(view["private_metadata"], values(view))
        if filled.refused:
            await ack(response_action="errors", errors={filled.refused: forms.wrong_number})
            return
        drafts = await _drafts(handler, owner(context), filled)
        told = drafts if isinstance(drafts, Said) else _told(handler.documents, drafts)
        if isinstance(told, Drafted) and told.cautions:
            page = DraftCautioned(told.names, told.cautions, filled.encode())
            await ack(response_action="push", view=forms.view(page))
            return
        await _made(handler, ack, owner(context), drafts)

    return listener


def confirmed(handler: Handler) -> Listener:
    """「作る」 below the cautions."""

    async def listener(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        who = owner(context)
        await _made(handler, ack, who, await _drafts(handler, who, Filled.decode(body["view"]["private_metadata"])))

    return listener


async def _made(handler: Handler, ack: AsyncAck, who: Owner, drafts: tuple[Draft, ...] | Said) -> None:
    """Tell what comes, or why nothing does; make and send it after the acknowledgement."""
    told = drafts if isinstance(drafts, Said) else _told(handler.documents, drafts)
    await ack(response_action="update", view=handler.surfaces.forms.view(told))
    if not isinstance(drafts, Said):
        handler.delivery.start(who.user, lambda: _send(handler, who, drafts, told))


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


def _filled(button: str, given: Mapping[str, tuple[str, ...]]) -> Filled:
    facts = {name: one_line("".join(given.get(name, ())))[:FACT_LIMIT] for name in FACTS}
    together, form = TOGETHER in given.get(TOGETHER, ()), "".join(given.get(FORM_FIELD, ()))
    return Filled(button, given.get(PAPERS, ()), together, form, facts)


async def _drafts(handler: Handler, who: Owner, filled: Filled) -> tuple[Draft, ...] | Said:
    """What was asked for, at least one; else why there is none."""
    documents = handler.documents
    button = Button.decode(filled.button)
    draft = await _draft(handler, who, button) if button else Said(Topic.OLD_SCREEN)
    if isinstance(draft, Said):
        return draft
    form = next((entry for entry in documents.forms if entry.id == filled.form), None)
    whole = replace(draft, facts=Facts(**filled.facts, form=form), on=handler.advisor.today())
    papers = [paper.id for paper in documents.offered(draft) if paper.id in filled.papers]
    return documents.parted(whole, papers, together=filled.together) or Said(Topic.OLD_SCREEN)


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
    texts = await asyncio.to_thread(lambda: [documents.text(draft) for draft in drafts])
    for draft, text in zip(drafts, texts, strict=True):
        reply = DraftText(documents.name(draft), text, missing)
        await handler.delivery.post(who.user, screens.post(reply))
