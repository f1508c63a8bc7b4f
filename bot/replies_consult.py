"""What a consultation shows, as values: a question, its result, and what can be looked at beside it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.appointments import Offer
from bot.assess import Assessment, Work
from bot.dialog.engine import Step
from bot.dialog.model import Answer, Option, Question
from bot.standard import Clause, Role
from bot.store.base import Rating


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
    LATE = "late"
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
    missed: str = ""
    """What was typed and is no answer, so that its author can send it in."""

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
    """A consultation in its owner's list. ``day`` is the last one it was changed on; ``result`` None while open.

    ``rating`` is what the owner said of the result.
    """

    ref: Ref
    day: date
    result: Concluded | None
    answered: int
    rating: Rating | None = None


UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Tallied:
    """How many consultations of a month (``2026-11``) ended alike; ``count`` is None where there are too few to tell.

    ``outcome`` is that of an assessment, or ``UNFINISHED``.
    """

    month: str
    role: Role | None
    outcome: str
    rating: Rating | None
    count: int | None


@dataclass(frozen=True)
class Home:
    """What a person's Home tab shows: ways to begin, the roles, and a page of their consultations, newest first.

    ``figures`` are everybody's, the newest month first; None for all but administrators, and until they are counted.
    """

    roles: tuple[Role, ...]
    kept: tuple[Kept, ...]
    page: int = 0
    older: bool = False
    figures: tuple[Tallied, ...] | None = None
