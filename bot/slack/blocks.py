"""Replies and their prose as Block Kit messages. Pure; classic blocks, that every surface can show, but for tables."""

from typing import Any

from bot.dialog.model import NONE
from bot.replies import (
    Arranged,
    Aside,
    Asked,
    Comparable,
    Comparison,
    Concluded,
    Consent,
    DraftText,
    Handout,
    Overview,
    Reply,
    Review,
    by_text,
)
from bot.slack import result_blocks
from bot.slack.acts import Acts
from bot.slack.limits import guard
from bot.slack.payloads import Button, Place
from bot.slack.pieces import (
    Block,
    boxed,
    head,
    note,
    numbered,
    paragraphs,
    plain_sections,
    question_input,
    section,
    sections,
)
from bot.slack.tables import table
from bot.wording import SEEN, Prose, Wording


class Screens:
    """Turns replies into message payloads (``text`` and ``blocks``) that have passed the guard."""

    def __init__(self, wording: Wording, *, strict: bool = False) -> None:
        self._wording = wording
        self._strict = strict
        self.acts = Acts(wording)

    def message(self, reply: Reply, place: Place = Place.ASIDE) -> dict[str, Any]:
        """The message for ``reply`` at ``place``: in public no button carries a session, in the DM none leads there."""
        prose = self._wording.render(reply, SEEN)
        return self._guarded(reply, prose, self._blocks(reply, prose, place))

    def above(self, reply: Concluded) -> dict[str, Any]:
        """The message of a result without its buttons."""
        prose = self._wording.render(reply, SEEN)
        return self._guarded(reply, prose, self._told(reply, prose))

    def below(self, reply: Concluded, place: Place = Place.ASIDE) -> dict[str, Any]:
        """The message of a result with its buttons alone: they are the same ones below many results."""
        return self._guarded(reply, self._wording.render(reply, SEEN), self.acts.below(reply, place))

    def _guarded(self, reply: Reply, prose: Prose, blocks: list[Block]) -> dict[str, Any]:
        text = self._wording.linear(reply) if by_text(reply) else prose.text
        return guard({"text": text, "blocks": blocks}, strict=self._strict)

    def best(self, reply: Reply, place: Place = Place.ASIDE) -> dict[str, Any]:
        """The message with blocks that not every workspace may take."""
        if not isinstance(reply, Comparison):
            return self.message(reply, place)
        prose = self._wording.render(reply, SEEN)
        blocks = [*head(prose), table(reply, self._wording), *note(prose), *self.acts.below(reply, place)]
        return self._guarded(reply, prose, blocks)

    def plainer(self, reply: Reply, place: Place = Place.ASIDE) -> list[dict[str, Any]]:
        """What stands in for ``best`` where Slack refuses its blocks; the last is text alone."""
        classic = [self.message(reply, place)] if isinstance(reply, Comparison) else []
        return [*classic, {"text": self._wording.marked(reply), "blocks": []}]

    def post(self, reply: Reply, place: Place = Place.ASIDE) -> dict[str, Any]:
        """The message at its best, with what stands in for it."""
        return {**self.best(reply, place), "otherwise": self.plainer(reply, place)}

    def blocks(self, reply: Reply) -> list[Block]:
        """The blocks of ``reply`` for a view, which only the asker sees. The view passes the guard as a whole."""
        return self._blocks(reply, self._wording.render(reply, SEEN), Place.ASIDE)

    def _blocks(self, reply: Reply, prose: Prose, place: Place) -> list[Block]:
        if isinstance(reply, Aside):
            answer = [*head(prose), *sections(prose.body), *note(prose)]
            return [*answer, {"type": "divider"}, *self.message(reply.then, place)["blocks"]]
        if isinstance(reply, Review):
            return [*head(prose), *self._review(reply, prose), *self.acts.below(reply, place)]
        if isinstance(reply, Overview | Comparable):
            return [*head(prose), *self.listed(reply), *note(prose), *self.acts.below(reply, place)]
        if isinstance(reply, Arranged):
            works = result_blocks.arranged(self.acts.button, reply, prose)
            return [*head(prose), *works, *self.acts.below(reply, place)]
        if isinstance(reply, Handout):
            return [*head(prose), boxed(prose.plain("body")), *self.acts.below(reply, place)]
        if isinstance(reply, DraftText):
            return [*head(prose), *plain_sections(reply.text)]
        return [*self._told(reply, prose), *self.acts.below(reply, place)]

    def _told(self, reply: Reply, prose: Prose) -> list[Block]:
        return [*head(prose), *self._above(reply), *sections(prose.body), *note(prose)]

    def _above(self, reply: Reply) -> list[Block]:
        """What stands above the body: the question, or the text that would be kept, character for character."""
        if isinstance(reply, Consent):
            return [boxed(reply.text)]
        return self._question(reply) if isinstance(reply, Asked) else []

    def _question(self, reply: Asked) -> list[Block]:
        options = [numbered(number, option.id, option.text) for number, option in enumerate(reply.options, 1)]
        question = reply.question
        if question.choice == "one" and question.none:
            options.append(numbered(len(options) + 1, NONE, question.none))
        return [question_input(reply, options)]

    def _review(self, reply: Review, prose: Prose) -> list[Block]:
        listed = [section(paragraph) for paragraph in paragraphs(prose.body)]
        for block, step in zip(listed, reply.steps, strict=True):
            block["accessory"] = self.acts.button("edit", Button("edit", reply.ref, step.question.id))
        return listed

    def listed(self, reply: Overview | Comparable) -> list[Block]:
        """Roles, each with a button: to look at it, or to compare it."""
        listed = [section(paragraph) for paragraph in paragraphs(self._wording.render(reply, SEEN).body)]
        if isinstance(reply, Overview):
            buttons = [self.acts.button("card", Button("card", option=role.id)) for role in reply.roles]
        else:
            pairs = [f"{reply.role.id},{other.id}" for other in reply.others]
            buttons = [self.acts.button("compare", Button("compare", option=pair)) for pair in pairs]
        return [{**block, "accessory": button} for block, button in zip(listed, buttons, strict=True)]
