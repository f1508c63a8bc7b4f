"""What the bot can say, as values. ``wording`` turns them into sentences and ``slack.blocks`` into screens.

Those of a consultation and of a look-up stand in modules of their own and are imported from here, as all of them.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.candidate import Group, Line
from bot.replies_consult import FROM_THE_START as FROM_THE_START
from bot.replies_consult import UNFINISHED as UNFINISHED
from bot.replies_consult import Arranged as Arranged
from bot.replies_consult import Asked as Asked
from bot.replies_consult import Basis as Basis
from bot.replies_consult import Begin as Begin
from bot.replies_consult import Concluded as Concluded
from bot.replies_consult import Elsewhere as Elsewhere
from bot.replies_consult import Example as Example
from bot.replies_consult import Handout as Handout
from bot.replies_consult import Home as Home
from bot.replies_consult import Kept as Kept
from bot.replies_consult import NextSteps as NextSteps
from bot.replies_consult import Notice as Notice
from bot.replies_consult import Paused as Paused
from bot.replies_consult import Ref as Ref
from bot.replies_consult import Resumable as Resumable
from bot.replies_consult import Review as Review
from bot.replies_consult import Section as Section
from bot.replies_consult import Tallied as Tallied
from bot.replies_lookup import Aligned as Aligned
from bot.replies_lookup import Appointed as Appointed
from bot.replies_lookup import Cell as Cell
from bot.replies_lookup import Comparable as Comparable
from bot.replies_lookup import Comparison as Comparison
from bot.replies_lookup import Detail as Detail
from bot.replies_lookup import Found as Found
from bot.replies_lookup import Needed as Needed
from bot.replies_lookup import Overview as Overview
from bot.replies_lookup import RoleCard as RoleCard
from bot.replies_lookup import Shared as Shared
from bot.replies_lookup import Unclear as Unclear
from bot.standard import Role


class Topic(StrEnum):
    """What is told in a few fixed sentences."""

    HELP = "help"
    GREETING = "greeting"
    FIRST_MET = "first_met"
    THANKS = "thanks"
    ABOUT = "about"
    NOT_FIXED = "not_fixed"
    OUTSIDE = "outside"
    SENT_IN = "sent_in"
    NOT_SENT = "not_sent"
    MY_NUMBER = "my_number"
    CIO = "cio"
    NOTHING_OPEN = "nothing_open"
    IN_DM = "in_dm"
    SENT_TO_DM = "sent_to_dm"
    EXPIRED = "expired"
    REFUSED = "refused"
    OLD_SCREEN = "old_screen"
    FORM = "form"
    CHECK = "check"
    CLOSED = "closed"
    CHANGED = "changed"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"
    SHARED = "shared"
    EXTERNAL = "external"
    TOO_FAST = "too_fast"
    OVERHEARD = "overheard"


@dataclass(frozen=True)
class Said:
    """A fixed answer. ``detail`` refines it: what is not fixed (報酬), what is asked about the standard.

    ``begin``: what a consultation in the DM starts with, where the answer leads to one.
    """

    topic: Topic
    detail: str = ""
    begin: Begin = FROM_THE_START
    missed: str = ""
    """What was typed, where it was not understood and its author can send it in."""


@dataclass(frozen=True)
class Consent:
    """What would be kept of a text that was not understood, shown before it is. ``kind`` is what it was taken for.

    ``ref`` is the question that it was typed on, to go on with.
    """

    kind: str
    text: str
    ref: Ref | None = None


@dataclass(frozen=True)
class Unopened:
    """A form that Slack did not open in time. ``verb`` is what opens it again, of a result or of a role."""

    verb: str = "form"
    ref: Ref | None = None
    role: str = ""


@dataclass(frozen=True)
class Failed:
    """Something went wrong on our side. ``code`` is told to the administrator."""

    code: str


@dataclass(frozen=True)
class CheckRole:
    """Which published role an applicant's papers are looked at for; ``chosen`` is its id, "" while none is chosen."""

    roles: tuple[Role, ...]
    chosen: str = ""


@dataclass(frozen=True)
class CheckLines:
    """What the papers say of each line of ``role``; ``given`` are the values ticked before, as in ``candidate``.

    ``sheet`` counts the applicants of one sitting, so that no form begins with the ticks of the one before.
    """

    role: Role
    given: tuple[str, ...] = ()
    sheet: int = 0


@dataclass(frozen=True)
class Checked:
    """What an applicant's papers show of a role. ``credentials`` is None where the standard lists none.

    ``given`` and ``sheet`` are those of the form that was sent: nothing else holds them.
    """

    role: Role
    credentials: Group | None
    experiences: Group
    given: tuple[str, ...] = ()
    sheet: int = 0

    def lines(self, *shown: str) -> tuple[Line, ...]:
        """The lines of both groups that are ``shown`` so, as printed."""
        groups = (self.credentials, self.experiences) if self.credentials else (self.experiences,)
        return tuple(line for group in groups for line in group.lines if line.shown in shown)


@dataclass(frozen=True)
class DraftAsked:
    """What a draft is to be made of: ``papers`` and ``forms`` are ids with names, ``bases`` the forms with their basis.

    ``ref`` is None where it is about ``role`` alone; ``several``: the result names more than one role.
    """

    ref: Ref | None
    role: str
    names: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]
    several: bool = False


@dataclass(frozen=True)
class DraftCautioned:
    """What a person has to look at before drafts are made. ``filled`` is what was filled in, as the form holds it."""

    names: tuple[str, ...]
    cautions: tuple[str, ...]
    filled: str = ""


@dataclass(frozen=True)
class Drafted:
    """Drafts on their way to the DM, by the names of their files, and what a person has to look at."""

    names: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class DraftText:
    """A draft as text, because its file could not be sent: the right to send files is ``missing``, or it failed."""

    name: str
    text: str
    missing: bool


@dataclass(frozen=True)
class ShareAsked:
    """Where a result is to be shared, and a line of one's own to go with it."""

    ref: Ref


@dataclass(frozen=True)
class Posted:
    """A result as others read it: shared by the user with the id ``by``, who added ``line`` ("" for none)."""

    result: Concluded
    by: str
    line: str


@dataclass(frozen=True)
class Preview:
    """What will be posted, and where: the id of a channel, a user or a direct conversation."""

    ref: Ref
    channel: str
    post: Posted


@dataclass(frozen=True)
class Undelivered:
    """A post to ``channel`` that failed for good, told to who made it. ``code`` is Slack's."""

    channel: str
    code: str


@dataclass(frozen=True)
class Aside:
    """An answer to a look-up in the middle of a consultation, with the question repeated after it."""

    answer: "Reply"
    then: "Reply"


Reply = (
    Asked
    | Concluded
    | Basis
    | NextSteps
    | Handout
    | Arranged
    | Appointed
    | Detail
    | Review
    | Resumable
    | Paused
    | Example
    | Home
    | Overview
    | RoleCard
    | Comparable
    | Comparison
    | Found
    | Needed
    | Unclear
    | Said
    | Consent
    | Unopened
    | Failed
    | CheckRole
    | CheckLines
    | Checked
    | DraftAsked
    | DraftCautioned
    | Drafted
    | DraftText
    | ShareAsked
    | Posted
    | Preview
    | Undelivered
    | Aside
)


def by_text(reply: Reply) -> bool:
    """Whether ``reply`` belongs to a consultation whose every step is a message of text."""
    ref = getattr(reply.then if isinstance(reply, Aside) else reply, "ref", None)
    return ref is not None and bool(ref.by_text)
