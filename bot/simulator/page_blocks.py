"""Block Kit as HTML: one Jinja macro per block kind (blocks.html) and element kind (elements.html).

A kind without a macro, or a block without a field that Slack requires, raises `UnknownKindError`: in tests the
exception itself, on the page a red error where the block would stand (`Blocks.shown`).
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from bot.simulator import page_text
from bot.simulator.conversations import offered

log = logging.getLogger(__name__)

Json = Mapping[str, Any]


class UnknownKindError(Exception):
    """A block or element this page cannot draw; the text names it."""


@dataclass(frozen=True)
class Place:
    """Where blocks are drawn: the container they belong to and what is known about the fields in it.

    `state` has the shape of Slack's `state.values`, `errors` maps block ids of a view to their message, and
    `names` the ids of people and channels to display names. `pane` tells apart the two places of a message
    that stands in its channel and in the open thread.
    """

    container: str
    state: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Json] = ()
    channels: Sequence[Json] = ()
    pane: str = "f"

    def chosen(self, block_id: str, element: Json) -> Json:
        """What a field holds: the stored state, else the element's own initial value, in the shape of state."""
        stored = self.state.get(block_id, {}).get(element.get("action_id", ""))
        if stored is not None:
            return stored
        return {_held(key): value for key, value in element.items() if key.startswith("initial_")}

    def conversations(self, element: Json) -> list[Json]:
        """The conversations that a select offers."""
        return [one for one in self.channels if offered(element, one["kind"])]

    def dom_id(self, *names: str) -> str:
        """An id for the page, of the container and further names, without what ids may not hold."""
        return re.sub(r"[^\w.-]+", "_", "-".join((self.pane, self.container, *names)))


def _held(initial: str) -> str:
    """`initial_option` as the state calls it: `selected_option`; `initial_value` is `value`."""
    return "value" if initial == "initial_value" else initial.replace("initial_", "selected_", 1)


class Blocks:
    """The templates of the page with everything they may call."""

    def __init__(self) -> None:
        self.templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals |= {
            "blocks_of": self.shown,
            "block_of": self.block,
            "element": self.element,
            "rich": self.rich,
            "unknown": unknown,
            "text_of": text_of,
            "mrkdwn": page_text.mrkdwn,
            "markdown_html": page_text.markdown,
            "mention": lambda text: Markup(page_text.mention(text)),  # noqa: S704 - escapes its text
            "anchor": lambda url, label: Markup(page_text.link(url, label)),  # noqa: S704 - escapes both
            "date_text": page_text.date_text,
        }
        self.templates.filters |= {
            "json": compact,
            "pretty": pretty,
            "clock": clock,
            "seconds": seconds,
            "bytes": size,
            "local_time": local_time,
            "day": day,
            "iso": iso,
        }

    def block(self, block: Json, place: Place) -> Markup:
        """One block; raises `UnknownKindError` when it has no macro or lacks a field."""
        return self._drawn("blocks.html", "block", block, place, block.get("block_id", ""))

    def element(self, element: Json, place: Place, block_id: str, **how: Any) -> Markup:
        """One element of a block; `how` goes to its macro (an input tells its field's label and error)."""
        return self._drawn("elements.html", "element", element, place, block_id, **how)

    def rich(self, piece: Json, place: Place) -> Markup:
        """One part of a `rich_text` block: a list, a quote, a run of text, a link and so on."""
        return self._drawn("rich_text.html", "rich_text element", piece, place)

    def shown(self, blocks: Sequence[Json], place: Place) -> Markup:
        """All blocks for the page: one that cannot be drawn stands there as a red error, and in the log."""
        return Markup("").join(self._block_or_error(block, place) for block in blocks)

    def _block_or_error(self, block: Json, place: Place) -> Markup:
        try:
            return self.block(block, place)
        except UnknownKindError as error:
            log.error("Block of %s not drawn: %s", place.container, error)  # noqa: TRY400 - the text says it all
            return Markup('<p class="not-drawn" role="alert">表示できない部品です：{}</p>').format(error)

    def _drawn(self, source: str, what: str, piece: Json, *args: object, **how: object) -> Markup:
        kind = str(piece.get("type"))
        macro = vars(self.templates.get_template(source).module).get(kind)
        if not isinstance(macro, Macro):
            unknown(what, kind)
        try:
            return Markup(macro(piece, *args, **how))  # noqa: S704 - a macro under autoescape
        except UndefinedError as error:
            raise UnknownKindError(f"{what} type {kind!r}: {error.message}") from error


def unknown(what: str, kind: object) -> NoReturn:
    """Refuse a kind this page cannot draw."""
    raise UnknownKindError(f"unknown {what} type {kind!r}")


def text_of(text: Json, place: Place) -> Markup:
    """A text object, formatted when it is mrkdwn; a plain one shows exactly its characters."""
    kind = text.get("type")
    if kind == "mrkdwn":
        return page_text.mrkdwn(text["text"], place.names)
    if kind == "plain_text":
        return escape(text["text"])
    unknown("text object", kind)


def compact(value: object) -> str:
    """JSON for a `data-` attribute."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pretty(value: object) -> str:
    """A value of the ledger as indented JSON; text stays text; what JSON does not know is shown by `str`."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2, default=str)


def _moment(ts: str | float) -> datetime:
    return datetime.fromtimestamp(float(ts), page_text.JST)


def clock(ts: str | float) -> str:
    """The time of day of a message's `ts`, in Japan."""
    return f"{_moment(ts):%H:%M}"


def seconds(ts: str | float) -> str:
    """The time of day to the millisecond, for the ledger."""
    return f"{_moment(ts):%H:%M:%S.%f}"[:-3]


def size(count: int) -> str:
    """A number of bytes as file lists show it."""
    for limit, unit in ((2**20, "MB"), (2**10, "KB")):
        if count >= limit:
            return f"{count / limit:.1f} {unit}"
    return f"{count}バイト"


def day(ts: str | float) -> str:
    """The day of a message's `ts`, in Japan."""
    at = _moment(ts)
    return f"{at.month}月{at.day}日（{page_text.WEEKDAYS[at.weekday()]}）"


def local_time(moment: int | None) -> str:
    """Seconds since 1970 as a `datetime-local` field holds them, in Japan; empty for none."""
    return "" if moment is None else f"{_moment(moment):%Y-%m-%dT%H:%M}"


def iso(ts: str | float) -> str:
    """A message's `ts` for the `datetime` attribute."""
    return _moment(ts).isoformat(timespec="seconds")
