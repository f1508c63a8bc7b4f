"""What can be done next on a screen: buttons, by what is said and where it stands. Pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.dialog.model import Question
from bot.replies import (
    Appointed,
    Arranged,
    Asked,
    Basis,
    Comparable,
    Comparison,
    Concluded,
    Consent,
    Detail,
    Example,
    Found,
    Handout,
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
    Unopened,
)
from bot.slack import result_blocks
from bot.slack.payloads import Button, Place
from bot.slack.pieces import Block, plain, section
from bot.wording import Wording


class Acts:
    """Makes buttons, worded by ``labels.toml``."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

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
        return result_blocks.actions(*buttons)

    def below(self, reply: Reply, place: Place) -> list[Block]:
        """The rows of buttons below ``reply``."""
        if isinstance(reply, Concluded):
            return result_blocks.concluded(self.button, reply, to_dm=place is not Place.DM)
        if isinstance(reply, Needed | Unclear) and place is Place.PUBLIC:
            return []
        if isinstance(reply, Said) and place is Place.PUBLIC:
            return self._said_acts(replace(reply, missed=""))
        acts: dict[type[object], Callable[[Any], list[Block]]] = {
            Asked: self._asked_acts,
            Basis: self._back_to_result,
            NextSteps: self._back_to_result,
            Handout: self._back_to_result,
            Arranged: self._back_to_result,
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
            Unclear: self._unclear_acts,
            Consent: self._consent_acts,
            Appointed: lambda _: self._start_row(),
            Unopened: self._unopened_acts,
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
            self.button("conclude", Button("conclude", ref, question.id)) if reply.can_conclude else None,
            self.button("example", Button("example")) if reply.notice is Notice.WELCOME else None,
            self.button("by_text", Button("by_text", ref))
            if reply.notice is Notice.WELCOME and not ref.by_text
            else None,
            self.button("stop", Button("pause", ref)),
            self._to_consent("not_a_choice", reply.missed, ref),
        )

    def _none_button(self, ref: Ref, question: Question) -> Block:
        button = self.button("unknown", Button("none", ref, question.id))
        return {**button, "action_id": f"none:{question.id}:", "text": plain(question.none or "")}

    def _back_to_result(self, reply: Basis | NextSteps | Handout | Arranged | Review) -> list[Block]:
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
            self.button("draft", Button("draft", option=role)),
            self.button("check", Button("check", option=role)),
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
        typed = [section(self._wording.labels["way_typed_text"])] if reply.by_number else []
        return [*typed, *(self._first_choice(number, w.id, w.text, reply) for number, w in enumerate(reply.works, 1))]

    def _unclear_acts(self, reply: Unclear) -> list[Block]:
        typed = self._wording.labels["way_typed_text"] if reply.by_number else ""
        asked: Block = {"type": "section", "text": plain(self._wording.labels["way_title"] + typed)}
        start = self.button("start", Button("start"), primary=True)
        acts = self.row(start, self._to_consent("unclear", reply.missed))
        return [asked, *(self._way(number, role.id, text) for number, (role, text) in enumerate(reply.ways, 1)), *acts]

    def _way(self, number: int, role: str, text: str) -> Block:
        return {
            "type": "section",
            "text": plain(f"{number}　{text}"),
            "accessory": self.button("focus", Button("focus", option=role)),
        }

    def _first_choice(self, number: int, work: str, text: str, reply: Needed) -> Block:
        works = [work, *(other.id for other in reply.works if other.id != work)]
        button = self.button("first_work", Button("begin", option=",".join(works)))
        return {"type": "section", "text": plain(f"{number}　{text}"), "accessory": button}

    def _unopened_acts(self, reply: Unopened) -> list[Block]:
        return self.row(self.button(reply.verb, Button(reply.verb, reply.ref, option=reply.role), primary=True))

    def _said_acts(self, reply: Said) -> list[Block]:
        if reply.topic in (Topic.CLOSED, Topic.CHANGED):
            return self.row(self.button("resume", Button("resume"), primary=True))
        if reply.topic in (Topic.FORM, Topic.CHECK):
            return self.row(self.button(reply.topic, Button(reply.topic), primary=True))
        if reply.topic is Topic.IN_DM:
            begin = Button("start_in_dm", option=",".join(reply.begin.works))
            return self.row(self.button("start_in_dm", begin, primary=True))
        if reply.topic in (
            Topic.SENT_TO_DM,
            Topic.THANKS,
            Topic.MY_NUMBER,
            Topic.EXTERNAL,
            Topic.TOO_FAST,
            Topic.OVERHEARD,
        ):
            return []
        return self.row(
            self.button("start", Button("start"), primary=True),
            self.button("four_roles", Button("overview")),
            self._to_consent("outside", reply.missed),
        )

    def _to_consent(self, kind: str, missed: str, ref: Ref | None = None) -> Block | None:
        """A button with the text in its value alone: an id takes less."""
        button = self.button("consent", Button("consent", ref, kind, missed))
        return {**button, "action_id": "consent"} if missed else None

    def _consent_acts(self, reply: Consent) -> list[Block]:
        send = self.button("send_in", Button("send_in", reply.ref, reply.kind, reply.text), primary=True)
        return self.row({**send, "action_id": "send_in"}, self.button("not_sent", Button("not_sent", reply.ref)))
