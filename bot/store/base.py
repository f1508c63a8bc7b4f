"""What is stored, and the one way to write it. Nothing of ours is imported here.

A session holds answers by question id and the question being looked at again; where the user stands is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class Owner:
    """The person a consultation belongs to. ``org`` is the enterprise id, or the team id where there is none."""

    org: str
    user: str


class Status(StrEnum):
    """``concluded`` once the user has seen a result; ``closed`` when another consultation took its place."""

    OPEN = "open"
    CONCLUDED = "concluded"
    CLOSED = "closed"


@dataclass(frozen=True)
class Session:
    """One consultation. Times are seconds since the epoch; each write adds one to ``revision``."""

    id: str
    owner: Owner
    dialog: str
    created: float
    updated: float
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at: str | None = None
    status: Status = Status.OPEN
    revision: int = 0


@dataclass(frozen=True)
class SentIn:
    """A text that was not understood and that its author sent in to improve the bot. ``kind`` is what it was taken for.

    The owner is kept so that the text can be deleted with everything else of theirs; an export leaves it out.
    """

    id: str
    owner: Owner
    text: str
    kind: str
    at: float


@dataclass(frozen=True)
class Change:
    """One transaction, made ``at`` (seconds since the epoch).

    ``session`` is written if the stored revision is still ``expected`` (None: it must be new); ``closes`` names a
    session that it replaces; ``key`` is the delivery that caused it and is accepted once. A change with a key alone
    marks a delivery as dealt with. ``meets`` is a person who is greeted with it: a second change that meets the same
    person is a duplicate. ``sent_in`` is kept until it is too old; a second one with its id is a duplicate as well.
    """

    at: float
    session: Session | None = None
    expected: int | None = None
    closes: str | None = None
    key: str | None = None
    meets: Owner | None = None
    sent_in: SentIn | None = None


class Committed(StrEnum):
    """How a change ended. Only ``done`` wrote anything."""

    DONE = "done"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"


class StoreError(Exception):
    """The store did not do what was asked: nothing was written. ``code`` is one of the error codes shown to users."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Store(Protocol):
    """All methods raise ``StoreError``; none leaves half a write behind."""

    async def open(self) -> None:
        """Connect and migrate to the newest version. Refuses a database that a newer program has written."""

    async def load(self, owner: Owner, dialog: str) -> Session | None:
        """The owner's open consultation, else the one concluded last, else None."""

    async def get(self, session_id: str) -> Session | None:
        """The session with that id, whoever owns it."""

    async def met(self, owner: Owner) -> bool:
        """Whether a change has met ``owner`` before: the greeting was given."""

    async def sent_in(self) -> tuple[SentIn, ...]:
        """The texts that people sent in, the oldest first."""

    async def commit(self, change: Change) -> Committed:
        """Apply ``change`` whole or not at all."""

    async def close(self) -> None:
        """Finish what was begun and disconnect."""
