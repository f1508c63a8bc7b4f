"""Slack's request bodies as typed values, and the values that our buttons carry.

Shapes are those of Slack's documentation (golden ones in ``tests/slack/golden``). On Enterprise Grid ``team`` can be
null: the owner's organisation is the enterprise where there is one.
"""

import html
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.replies import Ref
from bot.store.base import Owner

CHOICE = "choice"
"""The ``action_id`` of a question's radios or checkboxes."""

FIELD, WORDS = "look_up", "words"
"""The ids of Home's look-up field: its block and its element."""

DIGEST = 16
"""Characters that tell one state of the Home tab from another: its ``private_metadata``."""

_SEPARATOR = "|"


@dataclass(frozen=True)
class Button:
    """What a button says when it is pressed: a request, never an authority."""

    verb: str
    ref: Ref | None = None
    question: str = ""
    option: str = ""
    """The last part of the value: the only one that may hold any text."""

    def encode(self) -> str:
        """The button's ``value``: at most 2,000 characters, no secret in it."""
        session, revision = (self.ref.session, str(self.ref.revision)) if self.ref else ("", "")
        return _SEPARATOR.join((session, revision, self.verb, self.question, self.option))

    @staticmethod
    def decode(value: str) -> "Button | None":
        """The button behind ``value``; None for one that this version did not make."""
        parts = value.split(_SEPARATOR, 4)
        if len(parts) != 5 or not parts[2]:
            return None
        session, revision, verb, question, option = parts
        if bool(session) != revision.isdecimal() or len(revision) > 12:
            return None
        return Button(verb, Ref(session, int(revision)) if session else None, question, option)


class Place(Enum):
    """Where a message stands, by who sees it and whether it is kept."""

    PUBLIC = "a message in a channel"
    ASIDE = "an ephemeral message in a channel, or a view"
    DM = "a direct conversation"


@dataclass(frozen=True)
class Press:
    """A button that was pressed. ``chosen`` are the ticked options of the button's question.

    ``key`` identifies the click, should Slack ever deliver one twice.
    """

    owner: Owner
    key: str
    button: Button | None
    chosen: tuple[str, ...]
    response_url: str
    place: Place
    trigger: str = ""
    view: str = ""
    """The id of the modal that the button stands in."""
    callback: str = ""
    """That modal's ``callback_id``."""
    home: str | None = None
    """The digest of the Home tab that the button stands in; None elsewhere."""
    words: str = ""
    """What stands in Home's look-up field."""


@dataclass(frozen=True)
class Submission:
    """A form that was sent. ``block`` is the input block at which errors are shown."""

    owner: Owner
    ref: Ref
    question: str
    chosen: tuple[str, ...]
    block: str
    callback: str


@dataclass(frozen=True)
class Command:
    """A slash command with the text behind it. Its answer is for the asker alone."""

    owner: Owner
    name: str
    text: str
    place: Place
    response_url: str = ""


@dataclass(frozen=True)
class Words:
    """A message to the bot. ``key`` identifies the delivery; ``thread`` is where an answer belongs, if in a thread.

    ``at`` is when it was written, in seconds since the epoch by Slack's clock.
    """

    owner: Owner
    channel: str
    text: str
    thread: str | None
    key: str
    at: float

    @property
    def place(self) -> Place:
        """Where an answer that others may read is posted."""
        return _place(self.channel, aside=False)


def owner(context: Mapping[str, Any]) -> Owner:
    """The person who acts, from the ids that Bolt finds in every kind of body."""
    return Owner(context.get("enterprise_id") or context.get("team_id") or "", context.get("user_id") or "")


def press(body: Mapping[str, Any], who: Owner) -> Press:
    """A ``block_actions`` body, by its first action."""
    action = body["actions"][0]
    button = Button.decode(action.get("value") or "")
    container = body.get("container") or {}
    view = body.get("view") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    return Press(
        owner=who,
        key="|".join((who.user, container.get("message_ts") or "", action.get("action_ts") or "")),
        button=button,
        chosen=_chosen(view if view.get("state") else body, button),
        response_url=body.get("response_url") or "",
        place=_place(channel, aside=bool(view or container.get("is_ephemeral"))),
        trigger=body.get("trigger_id") or "",
        view=view["id"] if view.get("type") == "modal" else "",
        callback=view.get("callback_id") or "",
        home=(view.get("private_metadata") or "")[:DIGEST] if view.get("type") == "home" else None,
        words="".join(values(view).get(FIELD, ())),
    )


def submission(body: Mapping[str, Any], who: Owner) -> Submission | None:
    """A ``view_submission`` body; None for a form that this version did not make."""
    view = body["view"]
    button = Button.decode(view.get("private_metadata") or "")
    if button is None or button.ref is None:
        return None
    block = block_id(button.question, button.ref.revision)
    return Submission(who, button.ref, button.question, _chosen(view, button), block, view["callback_id"])


def message_text(body: Mapping[str, Any]) -> str:
    """The text of the message that a message shortcut was chosen on."""
    return _as_seen((body.get("message") or {}).get("text") or "")


_MARKUP = re.compile(r"<(?P<mark>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def _as_seen(text: str) -> str:
    """A message's text as people see it: links and channels by their labels, without who is mentioned, unescaped.

    A ``<`` that somebody typed arrives as ``&lt;``, so that a bare one begins mark-up of Slack's.
    """
    return html.unescape(_MARKUP.sub(_label, text))


def _label(found: re.Match[str]) -> str:
    if found["mark"] == "@":
        return " "
    return found["label"] or ("" if found["mark"] else found["target"])


def _place(channel: str, *, aside: bool) -> Place:
    """Ids of direct conversations begin with D; which of them is the bot's own, no body tells."""
    if channel.startswith("D"):
        return Place.DM
    return Place.ASIDE if aside else Place.PUBLIC


def block_id(question: str, revision: int) -> str:
    """The id of a question's input block: another revision never inherits what was ticked before."""
    return f"{question}@{revision}"


def values(screen: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What stands in the inputs of a view (or of the message in a body), by block id.

    Values of options, the text typed, or a conversation's id; a block of ours has one element.
    """
    state = (screen.get("state") or {}).get("values") or {}
    return {block: _value(next(iter(elements.values()), {})) for block, elements in state.items()}


def _value(element: Mapping[str, Any]) -> tuple[str, ...]:
    options = element.get("selected_options") or [element.get("selected_option")]
    chosen = tuple(option["value"] for option in options if option)
    typed = element.get("value") or element.get("selected_conversation")
    return chosen or ((typed,) if typed else ())


def _chosen(screen: Mapping[str, Any], button: Button | None) -> tuple[str, ...]:
    if button is None or button.ref is None:
        return ()
    return values(screen).get(block_id(button.question, button.ref.revision), ())


def command(body: Mapping[str, Any], who: Owner) -> Command:
    """A slash command's form."""
    text = html.unescape(body.get("text") or "").strip()
    return Command(who, body["command"], text, _place(body["channel_id"], aside=True), body.get("response_url") or "")


def nobody_wrote(event: Mapping[str, Any]) -> bool:
    """Whether a message event is no person's: edits, joins, other bots."""
    return bool(event.get("bot_id") or event.get("subtype") or not event.get("user"))


def _seconds(ts: str) -> float:
    """A message's ``ts``; what is none was never written."""
    try:
        return float(ts)
    except ValueError:
        return math.inf


def words(body: Mapping[str, Any], who: Owner) -> Words | None:
    """A ``message`` or ``app_mention`` event; None for what no person wrote (edits, joins, other bots)."""
    event = body["event"]
    if nobody_wrote(event):
        return None
    return Words(
        who,
        event["channel"],
        _as_seen(event.get("text") or ""),
        event.get("thread_ts"),
        body["event_id"],
        _seconds(event["ts"]),
    )
