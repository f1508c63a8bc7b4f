"""Chosen works in another order, or without one of them: edits of answers. Pure.

A work put first is an answer to the question of part ``lead``, which is never asked by itself: every other answer
stays as it was given, so that no chosen work is lost and putting the first one first again undoes it.
"""

from collections.abc import Mapping

from bot.consultation import Consultation
from bot.dialog.engine import Position, Step
from bot.dialog.model import NONE, UNKNOWN, Answer, Answers, Part

Edited = dict[str, Answer]


def put_first(consultation: Consultation, answers: Answers, position: Position, work: str) -> Edited | None:
    """``answers`` with ``work`` put first among those handed over at ``position``; None where it is none of them."""
    if work not in handed_over(consultation, position.answers):
        return None
    rest = without_lead(consultation, answers)
    natural = consultation.chosen(without_lead(consultation, position.answers)).first
    if natural is not None and natural.id == work:
        return rest
    return {**rest, **{question.id: (work,) for question in consultation.questions(Part.LEAD)}}


def remove(consultation: Consultation, answers: Answers, position: Position, work: str) -> Edited | None:
    """``answers`` without ``work``; the next one comes first where it was the first. None where it is not chosen.

    Where it was the only one, the question for the first work is open again.
    """
    chosen = handed_over(consultation, position.answers)
    if work not in chosen:
        return None
    left = [other for other in chosen if other != work]
    edited = _dropped(consultation, answers, position, {work})
    if not left:
        asked = [step.question.id for step in position.path if step.question.part is Part.FIRST]
        return {name: answer for name, answer in edited.items() if name not in asked[-1:]}
    # A work that staff do would fall back to those handed over where one role is left and nobody is asked about staff.
    freed = set(handed_over(consultation, consultation.resolve(edited).answers)).difference(left)
    edited = _dropped(consultation, edited, position, freed)
    if consultation.chosen(position.answers).first is None:
        return edited
    return put_first(consultation, edited, consultation.resolve(edited), left[0])


def handed_over(consultation: Consultation, answers: Answers) -> tuple[str, ...]:
    """The ids of the works that an outside person is wanted for, the first one first."""
    return tuple(work.id for work in consultation.chosen(answers).handed_over)


def without_lead(consultation: Consultation, answers: Answers) -> Edited:
    """``answers`` with the first work as it was chosen, none put before it."""
    leads = {question.id for question in consultation.questions(Part.LEAD)}
    return {name: answer for name, answer in answers.items() if name not in leads}


def _dropped(consultation: Consultation, answers: Answers, position: Position, works: set[str]) -> Edited:
    """``answers`` on the path of ``position`` without ``works``, and with none put first."""
    steps: Mapping[str, Step] = {step.question.id: step for step in position.path}
    kept = without_lead(consultation, answers)
    return {name: _shorter(steps[name], answer, works) if name in steps else answer for name, answer in kept.items()}


def _shorter(step: Step, answer: Answer, works: set[str]) -> Answer:
    if step.question.part not in (Part.FIRST, Part.FURTHER) or works.isdisjoint(answer):
        return answer
    left = tuple(work for work in answer if work not in works)
    if left:
        return left
    return (UNKNOWN,) if step.question.part is Part.FIRST or step.question.none is None else (NONE,)
