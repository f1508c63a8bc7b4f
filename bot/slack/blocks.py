"""Replies and their prose as Block Kit messages. Pure; classic blocks only, so that every surface can show them."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.dialog.model import NONE, Question
from bot.replies import (
    Appointed,
    Aside,
    Asked,
    Basis,
    Comparable,
    Comparison,
    Concluded,
    Detail,
    Example,
    Found,
    Needed,
    NextSteps,
    Notice,
    Overview,
    Paused,
    Ref,
    Reply,
    Resumable,
    Review,
    RoleCard,
    Said,
    Section,
    Topic,
    Unclear,
)
from bot.slack.limits import guard
from bot.slack.payloads import CHOICE, Button, Place, block_id
from bot.wording import Prose, Wording

Block = dict[str, Any]
SECTION_TARGET = 2800
"""Paragraphs are gathered into sections of about this many characters, below Slack's 3,000."""


class Screens:
    """Turns replies into message payloads (``text`` and ``blocks``) that have passed the guard."""

    def __init__(self, wording: Wording, *, strict: bool = False) -> None:
        self._wording = wording
        self._strict = strict

    def message(self, reply: Reply, place: Place = Place.ASIDE) -> dict[str, Any]:
        """The message for ``reply`` at ``place``: in public no button carries a session, in the DM none leads there."""
        prose = self._wording.render(reply)
        payload = {"text": prose.text, "blocks": self._blocks(reply, prose, place)}
        return guard(payload, strict=self._strict)

    def blocks(self, reply: Reply) -> list[Block]:
        """The blocks of ``reply`` for a view, which only the asker sees. The view passes the guard as a whole."""
        return self._blocks(reply, self._wording.render(reply), Place.ASIDE)

    def _blocks(self, reply: Reply, prose: Prose, place: Place) -> list[Block]:
        if isinstance(reply, Aside):
            answer = [*head(prose), *_sections(prose.body), *note(prose)]
            return [*answer, {"type": "divider"}, *self.message(reply.then, place)["blocks"]]
        if isinstance(reply, Review):
            return [*head(prose), *self._review(reply, prose), *self._acts(reply, place)]
        if isinstance(reply, Overview | Comparable):
            return [*head(prose), *self.listed(reply), *note(prose), *self._acts(reply, place)]
        asked = self._question(reply) if isinstance(reply, Asked) else []
        return [*head(prose), *asked, *_sections(prose.body), *note(prose), *self._acts(reply, place)]

    # ------------------------------------------------------------ pieces

    def button(self, label: str, button: Button, *, primary: bool = False) -> Block:
        """A button with the word ``label`` of ``labels.toml``."""
        element = {
            "type": "button",
            "action_id": f"{label}:{button.question}:{button.option}",
            "text": plain(self._wording.labels[label]),
            "value": button.encode(),
        }
        return {**element, "style": "primary"} if primary else element

    def row(self, *buttons: Block | None) -> list[Block]:
        """Buttons side by side; nothing where there is none."""
        shown = [button for button in buttons if button is not None]
        return [{"type": "actions", "elements": shown}] if shown else []

    def _question(self, reply: Asked) -> list[Block]:
        options = [numbered(number, option.id, option.text) for number, option in enumerate(reply.options, 1)]
        question = reply.question
        if question.choice == "one" and question.none:
            options.append(numbered(len(options) + 1, NONE, question.none))
        return [question_input(reply, options)]

    def _review(self, reply: Review, prose: Prose) -> list[Block]:
        sections = [_section(paragraph) for paragraph in paragraphs(prose.body)]
        for section, step in zip(sections, reply.steps, strict=True):
            section["accessory"] = self.button("edit", Button("edit", reply.ref, step.question.id))
        return sections

    def listed(self, reply: Overview | Comparable) -> list[Block]:
        """Roles, each with a button: to look at it, or to compare it."""
        sections = [_section(paragraph) for paragraph in paragraphs(self._wording.render(reply).body)]
        if isinstance(reply, Overview):
            buttons = [self.button("card", Button("card", option=role.id)) for role in reply.roles]
        else:
            pairs = [f"{reply.role.id},{other.id}" for other in reply.others]
            buttons = [self.button("compare", Button("compare", option=pair)) for pair in pairs]
        return [{**section, "accessory": button} for section, button in zip(sections, buttons, strict=True)]

    # ------------------------------------------------------------ what can be done next

    def _acts(self, reply: Reply, place: Place) -> list[Block]:
        if isinstance(reply, Concluded):
            return self._concluded_acts(reply, to_dm=place is not Place.DM)
        if isinstance(reply, Needed | Unclear) and place is Place.PUBLIC:
            return []
        acts: dict[type[object], Callable[[Any], list[Block]]] = {
            Asked: self._asked_acts,
            Basis: self._back_to_result,
            NextSteps: self._back_to_result,
            Review: self._back_to_result,
            Detail: self._detail_acts,
            Resumable: self._resumable_acts,
            Paused: self._paused_acts,
            Example: lambda _: self._start_row(),
            Overview: lambda _: self._overview_acts(),
            Comparable: lambda _: self.row(self._compare_all()),
            Comparison: self._comparison_acts,
            RoleCard: lambda card: self._role_acts(card.role.id),
            Found: self._found_acts,
            Needed: self._needed_acts,
            Unclear: lambda _: self._start_row(),
            Appointed: lambda _: self._start_row(),
            Said: self._said_acts,
        }
        make = acts.get(type(reply))
        return make(reply) if make else []

    def _asked_acts(self, reply: Asked) -> list[Block]:
        ref, question = reply.ref, reply.question
        many = question.choice == "many" and question.none is not None
        return self.row(
            self.button("next", Button("next", ref, question.id), primary=True),
            self._none_button(ref, question) if many else None,
            self.button("unknown", Button("unknown", ref, question.id)),
            self.button("back", Button("back", ref)) if reply.can_back else None,
            self.button("conclude", Button("conclude", ref)) if reply.can_conclude else None,
            self.button("example", Button("example")) if reply.notice is Notice.WELCOME else None,
            self.button("stop", Button("pause", ref)),
        )

    def _none_button(self, ref: Ref, question: Question) -> Block:
        button = self.button("unknown", Button("none", ref, question.id))
        return {**button, "action_id": f"none:{question.id}:", "text": plain(question.none or "")}

    def _concluded_acts(self, reply: Concluded, *, to_dm: bool) -> list[Block]:
        ref = reply.ref
        looks = [
            self.button(section, Button(section, ref))
            for section in Section
            if reply.lead is not None or (section is Section.BASIS and reply.assessment.shares)
        ]
        return [
            *self.row(*looks, self.button("next_steps", Button("next_steps", ref))),
            *self.row(
                self.button("review", Button("review", ref)),
                self.button("continue", Button("continue", ref)) if reply.more else None,
                self.button("overview", Button("overview")),
                self.button("to_dm", Button("to_dm", ref)) if to_dm else None,
                self.button("fresh", Button("fresh", ref)),
            ),
        ]

    def _back_to_result(self, reply: Basis | NextSteps | Review) -> list[Block]:
        return self.row(self.button("result", Button("screen", reply.ref)))

    def _detail_acts(self, reply: Detail) -> list[Block]:
        if reply.ref is not None:
            return self.row(self.button("result", Button("screen", reply.ref)))
        return self.row(
            self.button("card", Button("card", option=reply.role.id)),
            self.button("focus", Button("focus", option=reply.role.id)),
        )

    def _resumable_acts(self, reply: Resumable) -> list[Block]:
        works = ",".join(reply.begin.works)
        anew = Button("fresh", reply.ref, reply.begin.focus, works)
        return self.row(self.button("resume", Button("screen", reply.ref), primary=True), self.button("anew", anew))

    def _paused_acts(self, reply: Paused) -> list[Block]:
        return self.row(
            self.button("resume", Button("screen", reply.ref), primary=True),
            self.button("fresh", Button("fresh", reply.ref)),
        )

    def _start_row(self) -> list[Block]:
        return self.row(self.button("start", Button("start"), primary=True))

    def _compare_all(self) -> Block:
        return self.button("compare_all", Button("compare"))

    def _overview_acts(self) -> list[Block]:
        return self.row(self.button("start", Button("start"), primary=True), self._compare_all())

    def _comparison_acts(self, reply: Comparison) -> list[Block]:
        return self.row(
            self.button("start", Button("start"), primary=True),
            self.button("four_roles", Button("overview")),
            self._compare_all() if len(reply.roles) < 4 else None,
        )

    def _role_acts(self, role: str) -> list[Block]:
        columns = (Section.SKILLS, Section.CREDENTIALS, Section.EXPERIENCE)
        return self.row(
            self.button("focus", Button("focus", option=role), primary=True),
            *(self.button(column, Button(column, option=role)) for column in columns),
            self.button("compare_roles", Button("compare", option=role)),
            self.button("four_roles", Button("overview")),
        )

    def _found_acts(self, reply: Found) -> list[Block]:
        if len(reply.roles) == 1:
            return self._role_acts(reply.roles[0].id)
        return self.row(
            self.button("four_roles", Button("overview")), self.button("start", Button("start"), primary=True)
        )

    def _needed_acts(self, reply: Needed) -> list[Block]:
        if reply.lead is not None:
            begin = Button("begin", option=",".join(work.id for work in reply.works))
            return self.row(self.button("this_need", begin, primary=True))
        return [self._first_choice(work.id, work.text, reply) for work in reply.works]

    def _first_choice(self, work: str, text: str, reply: Needed) -> Block:
        works = [work, *(other.id for other in reply.works if other.id != work)]
        button = self.button("first_work", Button("begin", option=",".join(works)))
        return {"type": "section", "text": plain(text), "accessory": button}

    def _said_acts(self, reply: Said) -> list[Block]:
        if reply.topic is Topic.CLOSED:
            return self.row(self.button("resume", Button("resume"), primary=True))
        if reply.topic in (Topic.FORM, Topic.FORM_EXPIRED):
            return self.row(self.button("form", Button("form"), primary=True))
        if reply.topic is Topic.IN_DM:
            return self.row(self.button("start_in_dm", Button("start_in_dm"), primary=True))
        if reply.topic in (Topic.SENT_TO_DM, Topic.THANKS, Topic.MY_NUMBER):
            return []
        return self.row(
            self.button("start", Button("start"), primary=True), self.button("four_roles", Button("overview"))
        )


def plain(text: str) -> Block:
    """A text in which nothing is formatted."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def head(prose: Prose) -> list[Block]:
    """The title, and the lead below it."""
    header = {"type": "header", "text": plain(prose.plain("title"))}
    return [header, *([_section(prose.lead)] if prose.lead else [])]


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a prose's body."""
    return [paragraph for paragraph in body.split("\n\n") if paragraph]


def note(prose: Prose) -> list[Block]:
    """The small print below."""
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": prose.note}]}] if prose.note else []


def _sections(body: str) -> list[Block]:
    """The body's paragraphs, gathered into as few sections as fit."""
    sections: list[str] = []
    for paragraph in paragraphs(body):
        if sections and len(sections[-1]) + len(paragraph) + 2 <= SECTION_TARGET:
            sections[-1] = f"{sections[-1]}\n\n{paragraph}"
        else:
            sections.append(paragraph)
    return [_section(text) for text in sections]


def numbered(number: int, value: str, text: str) -> Block:
    """One numbered radio or checkbox."""
    return {"text": plain(f"{number}　{text}"), "value": value}


def question_input(reply: Asked, options: Sequence[Block]) -> Block:
    """The question with its radios or checkboxes; what was answered before is ticked."""
    question = reply.question
    many = question.choice == "many"
    element: Block = {
        "type": "checkboxes" if many else "radio_buttons",
        "action_id": CHOICE,
        "options": list(options),
    }
    ticked = [option for option in options if option["value"] in reply.selected]
    if ticked:
        element |= {"initial_options": ticked} if many else {"initial_option": ticked[0]}
    block: Block = {
        "type": "input",
        "block_id": block_id(question.id, reply.ref.revision),
        "label": plain(question.text),
        "element": element,
    }
    return {**block, "hint": plain(question.help)} if question.help else block
