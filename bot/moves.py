"""What a user can do to a consultation: each move turns a session into the next one, or says why it cannot. Pure."""

from dataclasses import dataclass, replace

from bot import rearrange
from bot.consultation import Consultation
from bot.dialog.engine import Position, stands, too_many
from bot.dialog.model import RESERVED, Answer, Answers, Part
from bot.replies import Notice
from bot.store.base import Session, Status

RESULT = "result"
"""The value of ``Session.at`` while the result is looked at before every question is answered."""


@dataclass(frozen=True)
class Give:
    """Answer ``question``; the answer is option ids, or one of the reserved words."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Back:
    """Look at the question before again."""


@dataclass(frozen=True)
class Conclude:
    """Show the result of the answers so far, and of ``answer``, what is ticked on ``question`` when that is asked."""

    question: str = ""
    answer: Answer = ()


@dataclass(frozen=True)
class Edit:
    """Look at ``question`` again."""

    question: str


@dataclass(frozen=True)
class Correct:
    """Answer ``question``, which was asked before, anew."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Present:
    """Show each step as a new message of text, or in place with buttons."""

    by_text: bool


@dataclass(frozen=True)
class Continue:
    """Go on with the questions that are left."""


@dataclass(frozen=True)
class PutFirst:
    """Put ``work``, one of those handed over, before the others."""

    work: str


@dataclass(frozen=True)
class Remove:
    """Hand ``work`` over no longer."""

    work: str


Change = Give | Back | Conclude | Edit | Correct | Continue | PutFirst | Remove
Move = Change | Present
Moved = tuple[Answers, str | None]
"""The answers and the ``at`` of a session that a move makes."""


def stand(consultation: Consultation, session: Session) -> Position:
    """Where ``session`` stands; at the result, the position before it with the question that would come next."""
    return _position(consultation, session.answers, session.at)


def _position(consultation: Consultation, answers: Answers, at: str | None) -> Position:
    return consultation.resolve(answers, None if at == RESULT else at)


def made(consultation: Consultation, session: Session, move: Move) -> bool:
    """Whether ``session`` is already what ``move`` would make of it, as after a double click."""
    works = rearrange.handed_over(consultation, stand(consultation, session).answers)
    match move:
        case Give(question, answer):
            return session.answers.get(question) == answer
        case Conclude():
            return session.at == RESULT
        case PutFirst(work):
            return works[:1] == (work,)
        case Remove(work):
            return work not in works
    return False


def apply(consultation: Consultation, session: Session, move: Move, now: float) -> Session | Notice:
    """The session after ``move``, one revision on, or the notice that explains why nothing changes."""
    moved: Moved | Notice = (session.answers, session.at)
    if not isinstance(move, Present):
        at = move.question if isinstance(move, Correct) else session.at
        moved = _moved(consultation, session, _position(consultation, session.answers, at), move)
    if isinstance(moved, Notice):
        return moved
    answers, at = moved
    end = at == RESULT or _position(consultation, answers, at).question is None
    return replace(
        session,
        answers=answers,
        at=at,
        by_text=move.by_text if isinstance(move, Present) else session.by_text,
        status=Status.CONCLUDED if end else session.status,
        revision=session.revision + 1,
        updated=now,
    )


def _moved(consultation: Consultation, session: Session, position: Position, move: Change) -> Moved | Notice:
    match move:
        case Give(question, answer) | Correct(question, answer):
            return _given(consultation, session, position, question, answer)
        case Back():
            return (session.answers, position.shown[-1].question.id) if position.shown else Notice.NO_BACK
        case Conclude(question, answer):
            return _concluded(consultation, session, position, question, answer)
        case Edit(question):
            asked = {step.question.id for step in position.shown}
            return (session.answers, question) if question in asked else Notice.STALE
        case Continue():
            return session.answers, None
        case PutFirst(work):
            return _rearranged(session, rearrange.put_first(consultation, session.answers, position, work))
        case Remove(work):
            return _rearranged(session, rearrange.remove(consultation, session.answers, position, work))


CONCLUDABLE = (Part.FURTHER, Part.TAKEN, Part.TIP)
"""From the questions of these parts on, a result can be shown: the question for the first work lies behind."""


def _concluded(
    consultation: Consultation, session: Session, position: Position, question: str, answer: Answer
) -> Moved | Notice:
    given: Moved | Notice = (session.answers, session.at)
    if answer:
        given = _given(consultation, session, position, question, answer)
    if isinstance(given, Notice):
        return given
    answers, at = given
    asked = _position(consultation, answers, at).question if answer else position.question
    ready = asked is None or asked.part in CONCLUDABLE
    return (answers, RESULT) if ready else Notice.NO_RESULT_YET


def _rearranged(session: Session, answers: dict[str, Answer] | None) -> Moved | Notice:
    return Notice.STALE if answers is None else (answers, session.at)


def _given(
    consultation: Consultation, session: Session, position: Position, question: str, answer: Answer
) -> Moved | Notice:
    asked = position.question
    if asked is None or asked.id != question:
        return Notice.STALE
    if not answer:
        return Notice.NOTHING_CHOSEN
    if too_many(asked, answer):
        return Notice.TOO_MANY
    if not stands(asked, position.options, answer):
        return _misread(answer)
    anew = asked.part is Part.FIRST
    kept = rearrange.without_lead(consultation, session.answers) if anew else session.answers
    return {**kept, question: answer}, None


def _misread(answer: Answer) -> Notice:
    """What an answer is that the question does not offer: わからない beside an option, or another version's option."""
    if not RESERVED.intersection(answer):
        return Notice.STALE
    return Notice.NOT_TOGETHER if len(answer) > 1 else Notice.NOTHING_CHOSEN
