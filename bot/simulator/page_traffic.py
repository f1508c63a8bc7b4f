"""The developer panel: which way each line of the ledger went, and what it carried, without the secrets."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.simulator.ledger import BODIES, Entry

SHOWN = 100
"""How many lines are drawn at most."""

HIDDEN = "（伏せています）"

FILTERS: Mapping[str, str] = {"1": "すべて", "in": "Slack → ボット", "out": "ボット → Slack"}
"""What can be shown, as the address of the page calls it: everything, what was sent to the bot, what it sent."""

_WAYS = {
    "delivered": "in",
    "acknowledged": "out",
    "unacknowledged": "out",
    "refused": "out",
    "api": "out",
    "response_url": "out",
}
_KINDS = {
    "said": "発言",
    "delivered": "配信",
    "acknowledged": "応答",
    "unacknowledged": "応答なし",
    "refused": "拒否",
    "not_sent": "送信せず",
    "api": "API",
    "response_url": "response_url",
    "shown": "表示",
    "notice": "お知らせ",
    "socket": "接続",
}
_BODY_NAMES = {"payload": "送った内容", "args": "受け取った内容", "answer": "返した内容"}

_SECRET_KEYS = frozenset({"token", "trigger_id"})
_SECRET_TEXTS = (
    (re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+"), HIDDEN),
    (re.compile(r"(/(?:actions|commands|app)/[^/\s\"]+/)[\w-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(ticket=)[\w-]+"), rf"\1{HIDDEN}"),
)


@dataclass(frozen=True)
class Line:
    """One line of the panel.

    `way` is "in" (to the bot), "out" (from it) or "" (neither), `fault` says what went wrong ("" when nothing
    did), `bodies` are JSON values with names.
    """

    entry: Entry
    way: str
    kind: str
    fault: str
    about: Mapping[str, object]
    bodies: Sequence[tuple[str, object]]


def lines(ledger: Iterable[Entry], wanted: str) -> Iterator[Line]:
    """The newest lines first; `wanted` is a key of `FILTERS`."""
    newest = reversed(tuple(ledger))
    ways = ("in", "out", "") if wanted == "1" else (wanted,)
    chosen = (entry for entry in newest if _WAYS.get(entry.kind, "") in ways)
    return (_line(entry) for entry in islice(chosen, SHOWN))


def _line(entry: Entry) -> Line:
    about = {key: masked(value) for key, value in entry.detail.items() if key not in BODIES}
    bodies = [(name, masked(entry.detail[key])) for key, name in _BODY_NAMES.items() if key in entry.detail]
    return Line(entry, _WAYS.get(entry.kind, ""), _KINDS.get(entry.kind, entry.kind), _fault(entry), about, bodies)


def _fault(entry: Entry) -> str:
    if entry.kind not in ("unacknowledged", "refused", "not_sent") and entry.detail.get("ok") is not False:
        return ""
    named = (entry.detail.get(key) for key in ("error", "problem", "reason"))
    return next((str(name) for name in named if name), "失敗")


def masked(value: Any) -> Any:
    """A JSON value without what works as a key: tokens, trigger ids, tickets, the secret ends of response URLs."""
    if isinstance(value, Mapping):
        return {key: HIDDEN if key in _SECRET_KEYS and one else masked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    if isinstance(value, str):
        for pattern, shown in _SECRET_TEXTS:
            value = pattern.sub(shown, value)
    return value
