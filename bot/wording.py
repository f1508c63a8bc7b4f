"""From replies to sentences: one template a reply, named blocks, nothing undefined, nothing unescaped.

Prose is Slack mrkdwn with ``& < >`` escaped, quotes left as they are; ``Prose.plain`` undoes both for plain text.
"""

import html
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bot import replies
from bot.dates import Era, era_year
from bot.replies import Aside, Concluded, Example, Handout, Posted, Reply
from bot.standard import Standard

SEEN = ("text", "title", "lead", "body", "note")
BLOCKS = (*SEEN, "choices", "typed")

TEMPLATES: Mapping[type[object], str] = {
    replies.Asked: "consult/asked.j2",
    replies.Concluded: "consult/concluded.j2",
    replies.Basis: "consult/basis.j2",
    replies.NextSteps: "consult/next_steps.j2",
    replies.Handout: "consult/handout.j2",
    replies.Arranged: "consult/arranged.j2",
    replies.Appointed: "_shared/appointed.j2",
    replies.Review: "consult/review.j2",
    replies.Resumable: "consult/resumable.j2",
    replies.Paused: "consult/paused.j2",
    replies.Example: "consult/example.j2",
    replies.Home: "_shared/home.j2",
    replies.Detail: "_shared/detail.j2",
    replies.Overview: "_shared/overview.j2",
    replies.RoleCard: "_shared/role_card.j2",
    replies.Comparable: "_shared/comparable.j2",
    replies.Comparison: "_shared/comparison.j2",
    replies.Found: "_shared/found.j2",
    replies.Needed: "_shared/needed.j2",
    replies.Unclear: "_shared/unclear.j2",
    replies.Said: "_shared/said.j2",
    replies.Failed: "_shared/failed.j2",
    replies.Consent: "_shared/consent.j2",
    replies.Unopened: "_shared/unopened.j2",
    replies.CheckRole: "candidate/role.j2",
    replies.CheckLines: "candidate/lines.j2",
    replies.Checked: "candidate/checked.j2",
    replies.DraftAsked: "documents/asked.j2",
    replies.DraftCautioned: "documents/cautioned.j2",
    replies.Drafted: "documents/drafted.j2",
    replies.DraftText: "documents/text.j2",
    replies.ShareAsked: "sharing/asked.j2",
    replies.Preview: "sharing/preview.j2",
    replies.Posted: "sharing/posted.j2",
    replies.Undelivered: "sharing/undelivered.j2",
}

HANDOUT_CHARACTERS = 800
PHONE_CHARACTERS = 320
PHONE_LINES = 18
PHONE_LINE = 20
BRIEFEST = 5
"""A result is written as fully as it fits: ``brief`` is 0 for all there is to say, up to this for the core of it."""

_BLANK_LINES = re.compile(r"\n{3,}")
_BOLD = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*")
_ECHO = str.maketrans({"*": "＊", "_": "＿", "~": "～", "`": "｀", "\n": " "})
ECHO_LIMIT = 40


@dataclass(frozen=True)
class Prose:
    """The sentences of a reply: ``text`` for notifications, then the parts of the screen, empty where there is none.

    ``choices`` (the question with its numbered options) and ``typed`` (what can be written next) stand in for radios
    and buttons: they are read where there are none, and by those who listen.
    """

    text: str
    title: str = ""
    lead: str = ""
    choices: str = ""
    body: str = ""
    note: str = ""
    typed: str = ""

    def plain(self, part: str) -> str:
        """One part without escapes and bold marks."""
        return html.unescape(_BOLD.sub(r"\1", getattr(self, part)))

    def told(self) -> str:
        """What is told, as plain text without what can be done next: an answer on its own."""
        return "\n".join(filter(None, map(self.plain, ("title", "lead", "body", "note"))))

    def answered(self) -> str:
        """``linear`` without what can be typed next: an answer where nothing can be, with the options it asks among."""
        return replace(self, typed="").linear()

    def linear(self) -> str:
        """The whole screen as plain text, in reading order: nothing of it depends on layout."""
        return self._in_order(self.plain)

    def marked(self) -> str:
        """``linear`` in Slack's mrkdwn: a message in which nothing but its text is left."""
        return self._in_order(lambda part: getattr(self, part))

    def _in_order(self, read: Callable[[str], str]) -> str:
        parts = (("title", "lead"), ("choices",), ("body", "note"), ("typed",))
        paragraphs = ("\n".join(filter(None, map(read, part))) for part in parts)
        return "\n\n".join(filter(None, paragraphs))


class Wording:
    """Renders replies. All templates are compiled at construction, so that a broken one stops the start.

    Raises ``jinja2.TemplateError`` for a template that cannot be compiled or filled, ``ValueError`` where it would
    print None. ``keep_days``, ``result_days`` and ``sent_in_days`` are told where it matters; ``bytecode`` is where
    templates that were compiled before are found.
    """

    def __init__(
        self,
        dialogs: Path,
        standard: Standard,
        *,
        keep_days: int,
        result_days: int = 0,
        sent_in_days: int = 0,
        bytecode: BytecodeCache | None = None,
    ) -> None:
        self.labels = _sentences(dialogs / "_shared/labels.toml")
        self.posts = _sentences(dialogs / "_shared/posts.toml")
        self.figures = _sentences(dialogs / "_shared/figures.toml")
        environment = Environment(
            loader=FileSystemLoader(dialogs, encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_refuse_none,
            bytecode_cache=bytecode,
        )
        environment.filters["echo"] = _echo
        environment.filters["flat"] = _flat
        environment.filters["mention"] = _mention
        eras = tomllib.loads((dialogs / "_shared/eras.toml").read_text(encoding="utf-8"))
        self.eras = tuple(Era(**era) for era in eras["era"])
        environment.filters["era"] = lambda day: era_year(day, self.eras)
        environment.globals |= {
            "labels": self.labels,
            "roles": standard.by_id,
            "clauses": standard.clauses,
            "keep_days": keep_days,
            "result_days": result_days,
            "sent_in_days": sent_in_days,
        }
        self._macros = environment.globals["m"] = environment.get_template("_shared/macros.j2").module
        self._templates = {reply: environment.get_template(name) for reply, name in TEMPLATES.items()}

    def linear(self, reply: Reply) -> str:
        """``reply`` as plain text for those who type and listen; of an ``Aside``, the answer and then the screen."""
        if isinstance(reply, Aside):
            return f"{self.render(reply.answer).told()}\n\n{self.linear(reply.then)}"
        return self.render(reply).linear()

    def marked(self, reply: Reply) -> str:
        """``linear`` in mrkdwn: who is mentioned stays so, and what was typed stays escaped."""
        if isinstance(reply, Aside):
            return f"{self.render(reply.answer).marked()}\n\n{self.marked(reply.then)}"
        return self.render(reply).marked()

    def render(self, reply: Reply, blocks: Sequence[str] = BLOCKS) -> Prose:
        """The sentences of ``reply``; of an ``Aside``, those of the answer. Of ``blocks``, if not all are wanted."""
        if isinstance(reply, Aside):
            return self.render(reply.answer, blocks)
        values: dict[str, Any] = {"r": reply}
        if isinstance(reply, Example):
            shown = self.render(reply.result)
            values["example"] = Markup(f"*{shown.title}*\n{shown.lead}\n{shown.body}")  # noqa: S704 (escaped prose)
        if isinstance(reply, Posted):
            values["shown"] = {part: Markup(text) for part, text in vars(self.render(reply.result)).items()}  # noqa: S704
        if isinstance(reply, Concluded):
            return self._fullest(reply, fits_on_a_phone, blocks)
        if isinstance(reply, Handout):
            return self._fullest(reply, lambda text: len(text) <= HANDOUT_CHARACTERS, blocks)
        return _fill(self._templates[type(reply)], values, blocks)

    def _fullest(self, reply: Concluded | Handout, fits: Callable[[str], bool], blocks: Sequence[str]) -> Prose:
        """The fullest form that fits, else the briefest."""
        for brief in range(BRIEFEST + 1):
            prose = _fill(self._templates[type(reply)], {"r": reply, "brief": brief}, blocks)
            if fits(prose.told()):
                break
        return prose

    def phrase(self, macro: str, *values: object) -> str:
        """One piece of ``_shared/macros.j2`` as plain text, for what is no reply."""
        return html.unescape(_tidy(getattr(self._macros, macro)(*values)))


def fits_on_a_phone(text: str) -> bool:
    """At most 320 characters, and 18 lines of 20."""
    lines = sum(ceil(len(line) / PHONE_LINE) for line in text.split("\n"))
    return len(text) <= PHONE_CHARACTERS and lines <= PHONE_LINES


def _sentences(file: Path) -> Mapping[str, str]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _fill(template: Template, values: dict[str, Any], blocks: Sequence[str]) -> Prose:
    context = template.new_context(values)
    parts = {name: _tidy("".join(template.blocks[name](context))) for name in blocks if name in template.blocks}
    return Prose(**parts)


def _tidy(text: str) -> str:
    """Stock escaping writes quotes as entities, which Slack would show; blank lines from the template's logic go."""
    if "&#" in text:
        text = text.replace("&#34;", '"').replace("&#39;", "'")
    if "\n" not in text:
        return text.strip()
    lines = "\n".join([line.strip(" \t") for line in text.split("\n")])
    return (_BLANK_LINES.sub("\n\n", lines) if "\n\n\n" in lines else lines).strip()


def _refuse_none(value: object) -> object:
    if value is None:
        raise ValueError("a template would print None")
    return value


def _echo(words: str) -> str:
    """The user's words as they may be repeated: at most 40 characters, no formatting marks, nothing invisible.

    NUL, direction marks and lone surrogates would turn the text round or could not be stored.
    """
    shown = _flat(words)
    return shown if len(shown) <= ECHO_LIMIT else shown[: ECHO_LIMIT - 1] + "…"


def _flat(words: str) -> str:
    """The user's words without formatting marks and without what is invisible."""
    return "".join(char for char in words.translate(_ECHO) if unicodedata.category(char)[0] != "C").strip()


def _mention(place: str) -> Markup | str:
    """A channel or person by its id, as Slack shows it by name; "" for a direct conversation, which has none."""
    if re.fullmatch(r"[CGUW][A-Z0-9]+", place):
        return Markup(f"<{'#' if place[0] in 'CG' else '@'}{place}>")  # noqa: S704 (letters and digits alone)
    return ""
