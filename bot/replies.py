"""What the bot can say, as values. ``wording`` turns them into sentences and ``slack.blocks`` into screens."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.appointments import Entry, Offer
from bot.assess import Assessment, Work
from bot.candidate import Group, Line
from bot.dialog.engine import Step
from bot.dialog.model import Answer, Option, Question
from bot.search import Finding
from bot.standard import Clause, Role


@dataclass(frozen=True)
class Ref:
    """The screen that a button stands on: it acts only on this session at this revision.

    ``by_text``: as of the session; what a button carries does not say it.
    """

    session: str
    revision: int
    by_text: bool = field(default=False, compare=False)


class Notice(StrEnum):
    """One sentence above a screen that says why it is shown."""

    WELCOME = "welcome"
    STALE = "stale"
    RESUMED = "resumed"
    NOTHING_CHOSEN = "nothing_chosen"
    TOO_MANY = "too_many"
    NOT_TOGETHER = "not_together"
    NOT_A_CHOICE = "not_a_choice"
    TYPE_A_CHOICE = "type_a_choice"
    AT_RESULT = "at_result"
    NO_BACK = "no_back"
    NO_RESULT_YET = "no_result_yet"
    BY_TEXT = "by_text"
    BY_BUTTONS = "by_buttons"
    CORRECTED = "corrected"
    TAKEN_HERE = "taken_here"
    SENT = "sent"
    USEFUL = "useful"
    NOT_FITTING = "not_fitting"


class Section(StrEnum):
    """What can be looked at beside a role or a result."""

    SKILLS = "skills"
    CREDENTIALS = "credentials"
    EXPERIENCE = "experience"
    BASIS = "basis"


@dataclass(frozen=True)
class Asked:
    """A question. ``number`` counts from 1; ``remaining`` is how many can follow at the most."""

    ref: Ref
    number: int
    remaining: int
    question: Question
    options: tuple[Option, ...]
    selected: Answer
    can_conclude: bool
    notice: Notice | None = None

    @property
    def can_back(self) -> bool:
        """Whether a question was asked before this one."""
        return self.number > 1

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What is chosen from, by number: id and words."""
        return self.question.choices(self.options)


@dataclass(frozen=True)
class Elsewhere:
    """Works that the lead does not do (all works while there is no lead), and the roles that do them."""

    roles: tuple[Role, ...]
    works: tuple[Work, ...]


@dataclass(frozen=True)
class Concluded:
    """A result. ``lead`` is None while open and when nobody new is needed.

    ``nearby`` is a work of another role and that role: 「…が中心なら」. ``leaning`` are the roles whose duties the wish
    cites, told only when no work was chosen. ``steps`` are the routes to go on by, the first one first; ``care`` says
    that choosing a contractor is among the works. ``more`` says that questions are left to answer.
    """

    ref: Ref
    assessment: Assessment
    lead: Role | None
    first_chosen: bool
    elsewhere: tuple[Elsewhere, ...]
    staying: tuple[Work, ...]
    possible: tuple[Role, ...]
    nearby: tuple[Work, Role] | None
    leaning: tuple[Role, ...]
    steps: tuple[Offer, ...]
    care: bool
    more: bool
    notice: Notice | None = None


@dataclass(frozen=True)
class Basis:
    """Why the result is what it is: each work with the duty lines that it stands for, the lead's first."""

    ref: Ref
    lines: tuple[tuple[Work, tuple[Clause, ...]], ...]
    lead: Role | None


@dataclass(frozen=True)
class NextSteps:
    """How to go on after a result: routes, and the forms of employment for each role of the result, the lead first.

    ``today`` decides which entries carry the warning that their review is overdue.
    """

    ref: Ref
    steps: tuple[Offer, ...]
    forms: tuple[tuple[Role, tuple[Offer, ...]], ...]
    today: date


@dataclass(frozen=True)
class Handout:
    """The result as plain text to take along, of the consultation of ``day``; none of it was typed by the user.

    ``lines`` are the lines of the standard that the result rests on, the lead's reason first; ``today`` as in
    ``NextSteps``.
    """

    ref: Ref
    result: Concluded
    lines: tuple[Clause, ...]
    day: date
    today: date


@dataclass(frozen=True)
class Arranged:
    """The works to be handed over with the roles that do them, each to be put first or taken out."""

    ref: Ref
    works: tuple[tuple[Work, tuple[Role, ...]], ...]
    first_chosen: bool


@dataclass(frozen=True)
class Appointed:
    """Forms of employment and routes as they are listed, without a result. ``today`` as in ``NextSteps``."""

    entries: tuple[Entry, ...]
    today: date


@dataclass(frozen=True)
class Detail:
    """One column of a role. With ``ref`` it stands in place of a result and leads back to it."""

    role: Role
    section: Section
    ref: Ref | None = None


@dataclass(frozen=True)
class Review:
    """The questions asked so far with the answers that stand, each open to change.

    ``put_first`` is a work that stands before the one chosen first.
    """

    ref: Ref
    steps: tuple[Step, ...]
    put_first: Work | None = None


@dataclass(frozen=True)
class Begin:
    """What a new consultation begins with: a role whose works are shown first, or works that are chosen already."""

    focus: str = ""
    works: tuple[str, ...] = ()


FROM_THE_START = Begin()


@dataclass(frozen=True)
class Resumable:
    """An open consultation stands: go on, or begin anew with ``begin``. ``answered`` counts its answers."""

    ref: Ref
    answered: int
    begin: Begin = FROM_THE_START


@dataclass(frozen=True)
class Paused:
    """The user stopped; the answers stay."""

    ref: Ref


@dataclass(frozen=True)
class Example:
    """The result of a made-up city, to show what comes out."""

    result: Concluded


@dataclass(frozen=True)
class Kept:
    """A consultation in its owner's list. ``day`` is the last one it was changed on; ``result`` None while open."""

    ref: Ref
    day: date
    result: Concluded | None
    answered: int


@dataclass(frozen=True)
class Home:
    """What a person's Home tab shows: ways to begin, the roles, and a page of their consultations, newest first."""

    roles: tuple[Role, ...]
    kept: tuple[Kept, ...]
    page: int = 0
    older: bool = False


@dataclass(frozen=True)
class Overview:
    """The four roles at a glance."""

    roles: tuple[Role, ...]


@dataclass(frozen=True)
class RoleCard:
    """One role: gloss, titles, duties."""

    role: Role
    ref: Ref | None = None


@dataclass(frozen=True)
class Comparable:
    """A role, and the others that it can be compared with."""

    role: Role
    others: tuple[Role, ...]


@dataclass(frozen=True)
class Cell:
    """What the standard prints for one role in one column. ``heading`` stands above the lines, or instead of them."""

    clauses: tuple[Clause, ...]
    heading: str = ""

    def without(self, names: Collection[str | None]) -> "Cell":
        """The cell without the skills of these names."""
        return replace(self, clauses=tuple(c for c in self.clauses if c.name is None or c.name not in names))


@dataclass(frozen=True)
class Aligned:
    """One line of a comparison: what each role has under ``topic``."""

    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Shared:
    """A skill that several roles list under one name; its content differs from role to role."""

    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Comparison:
    """Roles side by side: the lines that differ, then the skills that share a name."""

    roles: tuple[Role, ...]
    lines: tuple[Aligned, ...]
    shared: tuple[Shared, ...]


@dataclass(frozen=True)
class Found:
    """What a look-up found. ``clauses`` are quoted, in printed order; ``roles`` as in ``Finding.roles``."""

    finding: Finding
    roles: tuple[Role, ...]
    clauses: tuple[Clause, ...]
    near: tuple[Clause, ...]


@dataclass(frozen=True)
class Needed:
    """A need in everyday words, assessed. ``works`` are the dialog's works it stands for, to go on with."""

    finding: Finding
    assessment: Assessment
    lead: Role | None
    elsewhere: tuple[Elsewhere, ...]
    possible: tuple[Role, ...]
    nearby: tuple[Work, Role] | None
    works: tuple[Work, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Unclear:
    """Words that name no role by themselves: a bare topic, or a title that says nothing about the work."""

    finding: Finding
    candidates: tuple[Role, ...]


class Topic(StrEnum):
    """What is told in a few fixed sentences."""

    HELP = "help"
    GREETING = "greeting"
    FIRST_MET = "first_met"
    THANKS = "thanks"
    ABOUT = "about"
    NOT_FIXED = "not_fixed"
    OUTSIDE = "outside"
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
    DELETED = "deleted"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class Said:
    """A fixed answer. ``detail`` refines it: what is not fixed (報酬), what is asked about the standard."""

    topic: Topic
    detail: str = ""


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
    | Unopened
    | Failed
    | CheckRole
    | CheckLines
    | Checked
    | DraftAsked
    | Drafted
    | DraftText
    | Aside
)


def by_text(reply: Reply) -> bool:
    """Whether ``reply`` belongs to a consultation whose every step is a message of text."""
    ref = getattr(reply.then if isinstance(reply, Aside) else reply, "ref", None)
    return ref is not None and bool(ref.by_text)
