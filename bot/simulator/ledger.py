"""What happened on the wire, in order: the judge in tests, independent of what the app believes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

BODIES = frozenset({"args", "answer", "payload"})
"""Details too long for a line of text."""


@dataclass(frozen=True)
class Entry:
    """One line. `at` is the simulator's clock in seconds; `person` a user id where one is concerned.

    Kinds: delivered (an attempt left, with its payload), acknowledged, unacknowledged (no answer in
    time or nobody there), refused (a bad status or body), not_sent (Slack would not send it), api (name = method,
    detail status, ok, error, args, answer), response_url, shown (a person now sees it), notice, socket.
    """

    seq: int
    at: float
    kind: str
    name: str
    person: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        detail = " ".join(f"{key}={value!r}" for key, value in self.detail.items() if key not in BODIES)
        return f"{self.seq:>4} {self.kind} {self.name} {self.person or '-'} {detail}"[:300]


class Ledger:
    """An append-only list of entries; `since` arguments take what `mark()` returned."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._entries: list[Entry] = []

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, kind: str, name: str, person: str | None = None, **detail: object) -> None:
        """Write one line with the next number."""
        self._entries.append(Entry(len(self._entries) + 1, self._clock(), kind, name, person, detail))

    def mark(self) -> int:
        """Return the number of the last line, for `since`."""
        return len(self._entries)

    def of(self, kind: str, name: str | None = None, since: int = 0) -> list[Entry]:
        """Return the lines of one kind (and name) after `since`."""
        return [e for e in self._entries[since:] if e.kind == kind and name in (None, e.name)]

    def calls(self, method: str | None = None, since: int = 0) -> list[Entry]:
        """Return the Web API calls, all or of one method, after `since`."""
        return self.of("api", method, since)

    def tail(self, count: int = 15) -> str:
        """Return the last lines as text, for the messages of failed assertions."""
        return "\n".join(str(entry) for entry in self._entries[-count:])
