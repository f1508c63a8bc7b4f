"""The state of the simulated workspace: channels, messages, modals, Home tabs and notices. No network here."""

import copy
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.simulator import state
from bot.simulator.changes import Changes
from bot.simulator.people import MEMBER_CHANNEL, OTHER_CHANNEL, AppIdentity, Person

Json = dict[str, Any]


@dataclass(frozen=True)
class Channel:
    """A conversation: a public channel, or (kind "dm") one person's conversation with the app."""

    id: str
    name: str
    kind: str
    members: frozenset[str]


@dataclass
class Message:
    """A message; `ephemeral_for` names the only person who sees it, `answers` each reader's local state."""

    ts: str
    channel: str
    author: str
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    ephemeral_for: str | None = None
    edited_ts: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    answers: dict[str, state.State] = field(default_factory=dict)

    def state_for(self, person: str) -> state.State:
        """Return this reader's local state, made on first sight."""
        return self.answers.setdefault(person, state.initial(self.blocks))


@dataclass
class View:
    """A modal in a person's stack or that person's Home tab; `body` is the view as the app gave it."""

    id: str
    person: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None
    answers: state.State
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks with ids and text flags filled in, as Slack stores them."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


class World:
    """Everything people see. Each change counts up `changes`."""

    def __init__(self, people: Iterable[Person], app: AppIdentity, clock: Callable[[], float]) -> None:
        self.people: Mapping[str, Person] = {person.id: person for person in people}
        self.app = app
        self.changes = Changes()
        self.messages: dict[str, list[Message]] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {person: [] for person in self.people}
        self.homes: dict[str, View] = {}
        self.notices: dict[str, list[Json]] = {person: [] for person in self.people}
        self.read_up_to: dict[tuple[str, str], str] = {}
        self.channels = {channel.id: channel for channel in self._channels()}
        self._clock = clock
        self._last = 0.0
        self._numbers = itertools.count(1)

    def _channels(self) -> list[Channel]:
        everybody, bot = frozenset(self.people), self.app.bot_user_id
        dms = [Channel(self.dm(p), self.app.name, "dm", frozenset({p, bot})) for p in self.people]
        member = Channel(*MEMBER_CHANNEL, "channel", everybody | {bot})
        return [member, Channel(*OTHER_CHANNEL, "channel", everybody), *dms]

    def dm(self, person: str) -> str:
        """Return the id of this person's conversation with the app."""
        return "D" + self.people[person].id[1:]

    def new_ts(self) -> str:
        """Return the next message timestamp: by the clock, and never the same or earlier twice."""
        self._last = max(self._last + 1e-6, self._clock())
        return f"{self._last:.6f}"

    def new_id(self, prefix: str) -> str:
        """Return a new id such as `Ev00000012`."""
        return f"{prefix}{next(self._numbers):08X}"

    def stored(self, blocks: Iterable[Json]) -> list[Json]:
        """Copy blocks the way Slack stores them: missing block and action ids made, text flags explicit."""
        copied: list[Json] = copy.deepcopy(list(blocks))
        for block in copied:
            block.setdefault("block_id", self.new_id("b"))
        for _, element in state.elements(copied):
            element.setdefault("action_id", self.new_id("a"))
        complete(copied)
        return copied

    def add(self, message: Message) -> Message:
        """Show a new message."""
        self.messages.setdefault(message.channel, []).append(message)
        self.changes.bump()
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """Return the message of a channel by its timestamp."""
        return next((m for m in self.messages.get(channel, []) if m.ts == ts), None)

    def seen(self, person: str, ts: str) -> Message | None:
        """Return a message by its timestamp if this person can see it."""
        everywhere = (m for messages in self.messages.values() for m in messages if m.ts == ts)
        return next((m for m in everywhere if self.visible(m, person)), None)

    def visible(self, message: Message, person: str) -> bool:
        """Tell whether this person sees the message: a member of its channel, and not another's ephemeral."""
        member = person in self.channels[message.channel].members
        return member and message.ephemeral_for in (None, person)

    def redraw(self, message: Message, text: str, blocks: list[Json], *, edited: bool) -> None:
        """Replace what a message says, keeping the local answers that still fit."""
        message.text, message.blocks = text, blocks
        message.edited_ts = self.new_ts() if edited else message.edited_ts
        message.answers = {who: state.carried(old, blocks) for who, old in message.answers.items()}
        self.changes.bump()

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.messages[message.channel].remove(message)
        self.changes.bump()

    def reload(self, person: str) -> None:
        """Load this person's client anew: ephemeral messages, local answers and modals are gone."""
        for messages in self.messages.values():
            messages[:] = [m for m in messages if m.ephemeral_for != person]
            for message in messages:
                message.answers.pop(person, None)
        for view_id in self.stacks[person]:
            del self.views[view_id]
        self.stacks[person] = []
        self.changes.bump()

    def notice(self, person: str, text: str) -> None:
        """Show a line of Slack's own client, such as a failure, to one person."""
        self.notices[person].append({"id": self.new_id("n"), "at": self._clock(), "text": text})
        self.changes.bump()

    def mark_read(self, person: str, channel: str) -> None:
        """Note that this person has read the channel to its end."""
        messages = self.messages.get(channel)
        if messages:
            self.read_up_to[person, channel] = messages[-1].ts
            self.changes.bump()


def complete(value: object) -> None:
    """Make the flags of text objects explicit, in place."""
    if isinstance(value, list):
        for item in value:
            complete(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        complete(list(value.values()))
