"""Replies as modals: a question is a form with 次へ as its submit button, everything else a page to read. Pure.

A form sends its answer by ``view_submission`` alone, so what buttons say in a message (まだわからない, ほかにはない)
are options here: a step costs no Web API call.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.dialog.model import NONE, UNKNOWN
from bot.documents.draft import FACT_LIMIT
from bot.replies import (
    Asked,
    Checked,
    CheckLines,
    CheckRole,
    DraftAsked,
    DraftCautioned,
    Drafted,
    Notice,
    Preview,
    Reply,
    Said,
    ShareAsked,
    Topic,
)
from bot.slack.blocks import Screens
from bot.slack.check_forms import CheckForms
from bot.slack.limits import PARTS, guard
from bot.slack.payloads import Button, Submission
from bot.slack.pieces import Block, head, note, numbered, plain, question_input, sections
from bot.wording import Wording

View = dict[str, Any]
CALLBACK, FROM_HOME = "consult", "home:"
"""The ``callback_id`` of a modal; of one opened from Home, with the digest of that Home behind it."""
ON_THE_FIELD = (Notice.NOTHING_CHOSEN, Notice.TOO_MANY, Notice.NOT_TOGETHER)
"""What is wrong with an answer itself: told beside it, with the form left as it is."""

DRAFT, CAUTIONED = "draft", "draft_cautioned"
"""The ``callback_id`` of the form for drafts, and of what is told before they are made."""
PAPERS, TOGETHER, FORM = "papers", "together", "form"
FACTS = ("municipality", "department", "count", "period", "place")
"""The block ids of that form; those of facts are the names of ``Facts``."""

SHARE, PREVIEW = "share", "share_preview"
"""The ``callback_id`` of the form that asks where to share, and of the one that shows what is posted."""
TO, LINE = "to", "line"
SHARE_LIMIT = 200
_ANYWHERE = {
    "include": ["public", "private", "im", "mpim"],
    "exclude_bot_users": True,
    "exclude_external_shared_channels": True,
}

FAILED = "failed"
SETTABLE = ("type", "callback_id", "title", "close", "submit", "private_metadata", "notify_on_close")
"""What of a view can be given back to Slack; the rest of a view that it sends is its own."""


class Forms:
    """Turns replies into ``view`` payloads that have passed the guard."""

    def __init__(self, wording: Wording, screens: Screens, *, strict: bool = False) -> None:
        self._wording = wording
        self._screens = screens
        self._acts = screens.acts
        self._checks = CheckForms(wording, screens.acts)
        self._strict = strict

    def view(self, reply: Reply, callback: str = CALLBACK) -> View:
        """The modal for ``reply``. Closing it is told, so that Home can offer to go on."""
        view: View = {
            "type": "modal",
            "callback_id": callback,
            "title": plain(self._wording.labels["form_title"]),
            "close": plain(self._wording.labels["close"]),
            "notify_on_close": True,
        }
        if isinstance(reply, Asked):
            view |= self._question(reply)
        elif isinstance(reply, DraftAsked):
            view |= self._papers(reply)
        elif isinstance(reply, CheckRole | CheckLines | Checked):
            view |= self._checks.parts(reply)
        elif isinstance(reply, ShareAsked):
            view |= self._share(reply)
        elif isinstance(reply, Preview):
            view |= self._preview(reply)
        elif isinstance(reply, DraftCautioned):
            view |= self._cautioned(reply)
        else:
            view["blocks"] = self._screens.blocks(reply)
        if isinstance(reply, Drafted):
            view |= {"title": plain(self._wording.labels["draft_title"]), "clear_on_close": True}
        return guard(view, strict=self._strict)

    def answer(self, submission: Submission, reply: Reply) -> dict[str, Any]:
        """What acknowledges a submission: the next view, or the error beside the answer."""
        if isinstance(reply, Asked) and reply.ref == submission.ref and reply.notice in ON_THE_FIELD:
            return _errors(submission.block, self._wording.render(reply).plain("lead"))
        return {"response_action": "update", "view": self.view(reply, submission.callback)}

    def refused(self, view: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
        """Acknowledges a submission that failed: the form stays open with its answers, ``reply`` beside the first."""
        inputs = (block.get("block_id") for block in view["blocks"] if block["type"] == "input")
        return _errors(next(inputs, None) or "", self._wording.render(reply).linear())

    def kept(self, view: Mapping[str, Any], reply: Reply) -> View:
        """The modal that was shown, with ``reply`` above it; Slack keeps what was ticked in blocks of the same id.

        All but the line above is Slack's own, and so within its limits.
        """
        told: Block = {"type": "section", "block_id": FAILED, "text": plain(self._wording.render(reply).linear())}
        blocks = [block for block in view["blocks"] if block.get("block_id") != FAILED]
        shown = {key: view[key] for key in SETTABLE if view.get(key)}
        return {**shown, "blocks": [guard(told, strict=self._strict), *blocks]}

    def _question(self, reply: Asked) -> dict[str, Any]:
        acts = self._acts.row(
            self._acts.button("back", Button("back", reply.ref)) if reply.can_back else None,
            self._acts.button("conclude", Button("conclude", reply.ref, reply.question.id))
            if reply.can_conclude
            else None,
        )
        return {
            "blocks": [*head(self._wording.render(reply)), question_input(reply, self._options(reply)), *acts],
            "submit": plain(self._wording.labels["next"]),
            "private_metadata": Button("next", reply.ref, reply.question.id).encode(),
        }

    @property
    def wrong_number(self) -> str:
        """What is said at a field with a number that looks like a マイナンバー."""
        return self._wording.render(Said(Topic.MY_NUMBER)).plain("title")

    def _papers(self, reply: DraftAsked) -> dict[str, Any]:
        labels, prose = self._wording.labels, self._wording.render(reply)
        together = [("apart", labels["draft_apart"]), (TOGETHER, labels["draft_one"])]
        blocks = [
            self._field(PAPERS, _ticks("checkboxes", reply.papers), optional=False),
            *([self._field(TOGETHER, _ticks("radio_buttons", together))] if reply.several else []),
            *(self._field(name, {"type": "plain_text_input", "max_length": FACT_LIMIT}) for name in FACTS),
            self._field(FORM, _ticks("radio_buttons", reply.forms)),
        ]
        return {
            "callback_id": DRAFT,
            "title": plain(labels["draft_title"]),
            "notify_on_close": False,
            "blocks": [*head(prose), *blocks, *sections(prose.body), *note(prose)],
            "submit": plain(labels["draft_send"]),
            "private_metadata": Button(DRAFT, reply.ref, option=reply.role).encode(),
        }

    def _cautioned(self, reply: DraftCautioned) -> dict[str, Any]:
        """Stands on top of the form, which keeps what was filled in."""
        labels = self._wording.labels
        return {
            "callback_id": CAUTIONED,
            "title": plain(labels["draft_title"]),
            "close": plain(labels["back"]),
            "notify_on_close": False,
            "blocks": self._screens.blocks(reply),
            "submit": plain(labels["draft_send"]),
            "private_metadata": reply.filled,
        }

    def _share(self, reply: ShareAsked) -> dict[str, Any]:
        labels = self._wording.labels
        place = {"type": "conversations_select", "filter": _ANYWHERE, "placeholder": plain(labels["share_place"])}
        line = {"type": "plain_text_input", "max_length": SHARE_LIMIT}
        prose = self._wording.render(reply)
        to = self._field(TO, place, optional=False, form=SHARE)
        return {
            "callback_id": SHARE,
            "notify_on_close": False,
            "blocks": [*head(prose), to, self._field(LINE, line, form=SHARE), *note(prose)],
            "submit": plain(labels["next"]),
            "private_metadata": Button(SHARE, reply.ref).encode(),
        }

    def _preview(self, reply: Preview) -> dict[str, Any]:
        posted = [{"type": "divider"}, *self._screens.blocks(reply.post)]
        return {
            "callback_id": PREVIEW,
            "notify_on_close": False,
            "blocks": [*head(self._wording.render(reply)), *posted],
            "submit": plain(self._wording.labels["share_post"]),
            "private_metadata": Button(SHARE, reply.ref, reply.channel, reply.post.line).encode(),
        }

    def _field(self, name: str, element: Block, *, optional: bool = True, form: str = DRAFT) -> Block:
        label = plain(self._wording.labels[f"{form}_{name}"])
        block: Block = {"type": "input", "block_id": name, "optional": optional, "label": label}
        return block | {"element": element | {"action_id": name}}

    def _options(self, reply: Asked) -> list[Block]:
        """What is offered, with the two answers that choose nothing; as one where there is no room for both."""
        labels, none = self._wording.labels, reply.question.none
        texts = [(option.id, option.text) for option in reply.options]
        if none is not None and len(texts) + 2 <= PARTS["radio_buttons"]["options"]:
            texts += [(NONE, none), (UNKNOWN, labels["unknown"])]
        else:
            texts.append((UNKNOWN, labels["unknown"] if none is None else labels["none_or_unknown"]))
        return [numbered(number, value, text) for number, (value, text) in enumerate(texts, 1)]


def _ticks(kind: str, things: Iterable[tuple[str, str]]) -> Block:
    return {"type": kind, "options": [{"text": plain(name), "value": value} for value, name in things]}


def _errors(block: str, text: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": {block: text}}
