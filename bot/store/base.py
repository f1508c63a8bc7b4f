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


class Rating(StrEnum):
    """What a person thinks of a result of theirs."""

    USEFUL = "useful"
    NOT_FITTING = "not_fitting"


@dataclass(frozen=True)
class Session:
    """One consultation. Times are seconds since the epoch; each write adds one to ``revision``.

    ``by_text``: its owner reads or listens along, so that each step is a message of its own with the whole text.
    ``rating`` is as read: a session is written without it, by ``Rated`` alone.
    """

    id: str
    owner: Owner
    dialog: str
    created: float
    updated: float
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at: str | None = None
    status: Status = Status.OPEN
    revision: int = 0
    by_text: bool = False
    rating: Rating | None = None


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
class Rated:
    """A rating of a session's result at a revision. It replaces the one before, and goes when the answers change."""

    owner: Owner
    session: str
    revision: int
    rating: Rating


LEASE_SECONDS = 10.0
"""How long who commits a call has it for itself to make it; afterwards it may be claimed by anybody."""


@dataclass(frozen=True)
class Outgoing:
    """A call that a change owes: stored with it, made after it. What is called and with what is opaque to the store.

    ``id`` is unique for ever; ``at`` is when it was rendered, in seconds since the epoch. Calls of one
    ``conversation`` are made in the order of their commits. Who commits has it leased for ``LEASE_SECONDS``.
    """

    id: str
    at: float
    owner: Owner
    conversation: str
    method: str
    channel: str
    body: str


@dataclass(frozen=True)
class Pending:
    """A call that its holder alone may make before ``until``. ``attempts`` counts this one.

    ``unknown``: it may have been made before, by a process that died or over a connection that broke.
    """

    outgoing: Outgoing
    until: float
    attempts: int = 1
    unknown: bool = False

    @staticmethod
    def committed(outgoing: Outgoing) -> "Pending":
        """The call as who committed it holds it."""
        return Pending(outgoing, outgoing.at + LEASE_SECONDS)


class Act(StrEnum):
    """What somebody did, as the audit table tells it: never with the answers."""

    BEGUN = "begun"
    CHANGED = "changed"
    CONCLUDED = "concluded"
    RATED = "rated"
    REPLACED = "replaced"
    SENT_IN = "sent_in"
    EXPORTED = "exported"
    SHARED = "shared"
    DELETED = "deleted"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Noted:
    """A line of the audit table: who did what when, to which consultation or text (its id)."""

    at: float
    owner: Owner
    act: Act
    subject: str


@dataclass(frozen=True)
class Alike:
    """Consultations that were begun in one month (``2026-11``, in Japan) and stand alike; whose they are is not told.

    Of those that were not concluded the answers are left out.
    """

    month: str
    status: Status
    answers: Mapping[str, tuple[str, ...]]
    at: str | None
    rating: Rating | None
    count: int


@dataclass(frozen=True)
class Before:
    """What is too old, by kind: everything last touched before these times, in seconds since the epoch.

    ``open`` is for consultations that were never concluded, ``deliveries`` also for posts that were given up.
    """

    consultations: float
    open: float
    sent_in: float
    deliveries: float
    audit: float


@dataclass(frozen=True)
class Change:
    """One transaction, made ``at`` (seconds since the epoch).

    ``session`` is written if the stored revision is still ``expected`` (None: it must be new); ``closes`` names a
    session that it replaces; ``key`` is the delivery that caused it and is accepted once. A change with a key alone
    marks a delivery as dealt with. ``meets`` is a person who is greeted with it: a second change that meets the same
    person is a duplicate. ``sent_in`` is kept until it is too old; a second one with its id is a duplicate as well.
    ``rated`` is a conflict when the session has another revision by now.
    ``outgoing`` is owed from then on. What is done to a session or sent in is noted in the audit table by itself;
    ``noted`` is for what the store cannot see (exported, shared).
    """

    at: float
    session: Session | None = None
    expected: int | None = None
    closes: str | None = None
    key: str | None = None
    meets: Owner | None = None
    sent_in: SentIn | None = None
    rated: Rated | None = None
    outgoing: Outgoing | None = None
    noted: Noted | None = None


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

    async def consultations(self, owner: Owner, dialog: str, limit: int, offset: int) -> tuple[Session, ...]:
        """The owner's consultations that are open or concluded, the one changed last first."""

    async def met(self, owner: Owner) -> bool:
        """Whether a change has met ``owner`` before: the greeting was given."""

    async def sent_in(self) -> tuple[SentIn, ...]:
        """The texts that people sent in, the oldest first."""

    async def tally(self, dialog: str) -> tuple[Alike, ...]:
        """Every consultation that was not replaced, like ones counted together."""

    async def commit(self, change: Change) -> Committed:
        """Apply ``change`` whole or not at all."""

    async def first(self, conversation: str) -> str | None:
        """The id of the call that has to be made before all others of the conversation."""

    async def claim(self, now: float, until: float) -> tuple[Pending, ...]:
        """Lease until ``until`` the first call of each conversation where it is due; nobody else gets it till then."""

    async def delivered(self, call: str) -> None:
        """Forget a call that was made."""

    async def postpone(self, held: Pending, due: float, attempts: int, *, unknown: bool) -> None:
        """Give a call back, to be claimed at ``due``; nothing when it is not held any more."""

    async def bury(self, held: Pending, why: str, told: Outgoing | None = None) -> bool:
        """Give a call up: its words are dropped, its id and ``why`` stay for a while; ``told`` is owed from then on.

        False, and nothing is done, when it is not held any more.
        """

    async def forget(self, owner: Owner, at: float, session: str | None = None) -> int:
        """Delete everything of a person's, or one consultation; how many consultations.

        Posts that are still owed to the person go too. The words are gone for good once ``tidy`` says so.
        """

    async def purge(self, before: Before, at: float, *, dry: bool = False) -> Mapping[str, int]:
        """Delete what is too old, or with ``dry`` only count it; how many by kind."""

    async def tidy(self) -> bool:
        """Whether deleted words are gone from every file; where another program stood in the way, try once more."""

    async def audit(self) -> tuple[Noted, ...]:
        """The audit table, the oldest line first."""

    async def close(self) -> None:
        """Finish what was begun and disconnect."""
