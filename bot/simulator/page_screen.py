"""What one browser window of the page shows: who acts, where, and the derived lists its templates read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bot.simulator.page_blocks import Place
from bot.simulator.page_traffic import FILTERS

Json = Mapping[str, Any]

HOME = "home"


@dataclass(frozen=True)
class Screen:
    """`seen` is what the simulator tells of this person; the rest stands in the address of the page.

    `at` is a channel id or `HOME`, `thread` the `ts` of an open thread's first message, `traffic` what the
    developer panel shows (a key of `page_traffic.FILTERS`), "" while it is closed.
    """

    seen: Json
    at: str
    thread: str | None = None
    traffic: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, seen: Json, query: Mapping[str, str]) -> "Screen":
        """The screen an address asks for; without a place, or with one this person lacks, the bot's."""
        ids = [channel["id"] for channel in seen["channels"]]
        at = query.get("at", "")
        at = at if at in ids or (at == HOME and seen["app"]["home"]) else _first(seen)
        channel = next((one for one in seen["channels"] if one["id"] == at), None)
        written = {message["ts"] for message in channel["messages"]} if channel else set()
        thread = query.get("thread")
        return cls(seen, at, thread if thread in written else None, _traffic(query), _names(seen))

    @property
    def person(self) -> str:
        """The id of the person who acts."""
        return str(self.seen["person"]["id"])

    @property
    def dm(self) -> str:
        """The id of this person's conversation with the bot."""
        return _dm(self.seen)

    @property
    def channel(self) -> Json | None:
        """The channel shown; None on the Home tab."""
        return next((one for one in self.seen["channels"] if one["id"] == self.at), None)

    @property
    def top_level(self) -> list[Json]:
        """The messages of the channel that stand outside threads, or begin one."""
        return [one for one in self._messages() if one["thread_ts"] in (None, one["ts"])]

    @property
    def in_thread(self) -> list[Json]:
        """The open thread: its first message and the replies."""
        return [one for one in self._messages() if self.thread in (one["ts"], one["thread_ts"])]

    @property
    def mentionable(self) -> list[str]:
        """Names that can be written behind an @."""
        return [self.seen["app"]["name"], *(one["name"] for one in self.seen["people"])]

    def replies(self, ts: str) -> list[Json]:
        """The replies in the thread that begins at a message."""
        return [one for one in self._messages() if one["thread_ts"] == ts != one["ts"]]

    def place(self, container: str, state: Json, errors: Mapping[str, str] | None = None, pane: str = "f") -> Place:
        """Where the blocks of a message or view are drawn."""
        people, channels = self.seen["people"], self.seen["channels"]
        return Place(container, state, errors or {}, self.names, people, channels, pane)

    def url(self, **change: object) -> str:
        """The address of this screen with something changed; another place or person leaves the thread."""
        now = {"person": self.person, "at": self.at, "thread": self.thread, "traffic": self.traffic}
        if "at" in change or "person" in change:
            now["thread"] = None
        if "person" in change and now["at"] == self.dm:
            now["at"] = None
        query = {key: value for key, value in (now | change).items() if value}
        return "/?" + urlencode(query)

    def _messages(self) -> Sequence[Json]:
        return self.channel["messages"] if self.channel else ()


def _dm(seen: Json) -> str:
    return next(str(channel["id"]) for channel in seen["channels"] if channel["kind"] == "dm")


def _first(seen: Json) -> str:
    """The conversation with the app; its Home tab where there is none."""
    return HOME if seen["app"]["home"] and not seen["app"]["messages"] else _dm(seen)


def _traffic(query: Mapping[str, str]) -> str:
    wanted = query.get("traffic", "")
    return wanted if wanted in FILTERS else ""


def _names(seen: Json) -> dict[str, str]:
    named = [*seen["people"], *seen["channels"]]
    return {one["id"]: one["name"] for one in named} | {seen["app"]["user_id"]: seen["app"]["name"]}


def typed(text: str, screen: Screen) -> str:
    """What Slack's client makes of a typed text: names behind @ and # become references to their ids."""
    named = sorted(screen.names.items(), key=lambda item: -len(item[1]))
    channels = {channel["id"] for channel in screen.seen["channels"] if channel["kind"] == "channel"}
    for one, name in named:
        if one in channels:
            text = text.replace(f"#{name}", f"<#{one}>")
        elif not one.startswith("D"):
            text = text.replace(f"@{name}", f"<@{one}>")
    return text
