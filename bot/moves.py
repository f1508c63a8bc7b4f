"""What a user can do to a consultation: each move turns a session into the next one, or says why it cannot. Pure."""

from dataclasses import dataclass, replace

from bot import rearrange
from bot.consultation import Consultation
from bot.dialog.engine import Position, stands, too_many
from bot.dialog.model import RESERVED, Answer, Part
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


def stand(consultation: Consultation, session: Session) -> Position:
    """Where ``session`` stands; at the result, the position before it with the question that would come next."""
    return consultation.resolve(session.answers, None if session.at == RESULT else session.at)


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
    at = replace(session, at=move.question) if isinstance(move, Correct) else session
    if isinstance(move, Present):
        moved: Session | Notice = replace(session, by_text=move.by_text)
    else:
        moved = _moved(consultation, session, stand(consultation, at), move)
    if isinstance(moved, Notice):
        return moved
    end = moved.at == RESULT or stand(consultation, moved).question is None
    status = Status.CONCLUDED if end else session.status
    return replace(moved, status=status, revision=session.revision + 1, updated=now)


def _moved(consultation: Consultation, session: Session, position: Position, move: Change) -> Session | Notice:
    match move:
        case Give(question, answer) | Correct(question, answer):
            return _given(consultation, session, position, question, answer)
        case Back():
            return replace(session, at=position.shown[-1].question.id) if position.shown else Notice.NO_BACK
        case Conclude(question, answer):
            return _concluded(consultation, session, position, question, answer)
        case Edit(question):
            asked = {step.question.id for step in position.shown}
            return replace(session, at=question) if question in asked else Notice.STALE
        case Continue():
            return replace(session, at=None)
        case PutFirst(work):
            return _rearranged(session, rearrange.put_first(consultation, session.answers, position, work))
        case Remove(work):
            return _rearranged(session, rearrange.remove(consultation, session.answers, position, work))


CONCLUDABLE = (Part.FURTHER, Part.TAKEN, Part.TIP)
"""From the questions of these parts on, a result can be shown: the question for the first work lies behind."""


def _concluded(
    consultation: Consultation, session: Session, position: Position, question: str, answer: Answer
) -> Session | Notice:
    given = _given(consultation, session, position, question, answer) if answer else session
    if isinstance(given, Notice):
        return given
    asked = stand(consultation, given).question if answer else position.question
    ready = asked is None or asked.part in CONCLUDABLE
    return replace(given, at=RESULT) if ready else Notice.NO_RESULT_YET


def _rearranged(session: Session, answers: dict[str, Answer] | None) -> Session | Notice:
    return Notice.STALE if answers is None else replace(session, answers=answers)


def _given(
    consultation: Consultation, session: Session, position: Position, question: str, answer: Answer
) -> Session | Notice:
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
    return replace(session, answers={**kept, question: answer}, at=None)


def _misread(answer: Answer) -> Notice:
    """What an answer is that the question does not offer: わからない beside an option, or another version's option."""
    if not RESERVED.intersection(answer):
        return Notice.STALE
    return Notice.NOT_TOGETHER if len(answer) > 1 else Notice.NOTHING_CHOSEN
