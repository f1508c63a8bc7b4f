"""Where a user stands in a dialog: a pure function of the answers and of the question being looked at again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.dialog.model import NONE, UNKNOWN, Answer, Answers, Dialog, Option, Part, Question

UNASKED = (Part.FOCUS, Part.LEAD)
"""The parts whose questions are never asked: they come with an answer or not at all."""

Offer = Callable[[Question, tuple[Option, ...], Answers], tuple[Option, ...]]
"""What a question offers, given its options and the answers on the path before it; () skips the question."""


@dataclass(frozen=True)
class Step:
    """A question on the path, with what it offered and the answer that stands."""

    question: Question
    options: tuple[Option, ...]
    answer: Answer

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that the answer names; none for わからない and この中にはない."""
        return tuple(option for option in self.options if option.id in self.answer)


@dataclass(frozen=True)
class Position:
    """``path`` holds the answered steps before ``question``; ``question`` is None at the end.

    ``selected`` is what stands from an earlier visit and can still be chosen, to be shown as ticked.
    """

    path: tuple[Step, ...]
    question: Question | None = None
    options: tuple[Option, ...] = ()
    selected: Answer = ()

    @property
    def answers(self) -> Answers:
        """The answers on the path; those kept aside for questions that are not asked now are left out."""
        return {step.question.id: step.answer for step in self.path}

    @property
    def shown(self) -> tuple[Step, ...]:
        """The steps that the user was asked."""
        return tuple(step for step in self.path if step.question.part not in UNASKED)


def offer_all(question: Question, options: tuple[Option, ...], answers: Answers) -> tuple[Option, ...]:  # noqa: ARG001
    """Every option of every question."""
    return options


def resolve(dialog: Dialog, answers: Answers, at: str | None = None, offer: Offer = offer_all) -> Position:
    """Walk the questions in order, up to the first that is unanswered, no longer valid, or ``at``.

    Answers to questions that are not asked on this path count for nothing, and stay stored.
    """
    return _walk(dialog, answers, at, offer, ())


def proceed(dialog: Dialog, answers: dict[str, Answer], before: Position, offer: Offer) -> Position | None:
    """What ``resolve`` gives for ``answers``, when all but the last of them led to ``before``.

    The walk goes on from there; None where the last answer is not one to what was asked there.
    """
    asked, (name, answer) = before.question, next(reversed(answers.items()), ("", ()))
    if asked is None or asked.id != name or not stands(asked, before.options, answer):
        return None
    return _walk(dialog, answers, None, offer, (*before.path, Step(asked, before.options, answer)))


def _walk(dialog: Dialog, answers: Answers, at: str | None, offer: Offer, begun: tuple[Step, ...]) -> Position:
    """Go on behind the steps that were ``begun``."""
    path = list(begun)
    known = {step.question.id: step.answer for step in begun}
    first = dialog.places[begun[-1].question.id] + 1 if begun else 0
    for question in dialog.questions[first:]:
        answer = answers.get(question.id)
        options = _offered(dialog, question, known, offer)
        if not options or (question.part in UNASKED and not _stands(question, options, answer)):
            continue
        if answer is None or question.id == at or not _stands(question, options, answer):
            ids = {option.id for option in options} | {UNKNOWN} | ({NONE} if question.none else set())
            return Position(tuple(path), question, options, tuple(c for c in answer or () if c in ids))
        path.append(Step(question, options, answer))
        known[question.id] = answer
    return Position(tuple(path))


def _offered(dialog: Dialog, question: Question, known: Answers, offer: Offer) -> tuple[Option, ...]:
    if question.when is not None and not question.when.holds(known):
        return ()
    return offer(question, dialog.options[question.id], known)


def _stands(question: Question, options: tuple[Option, ...], answer: Answer | None) -> bool:
    return answer is not None and stands(question, options, answer)


def stands(question: Question, options: tuple[Option, ...], answer: Answer) -> bool:
    """Whether a stored ``answer`` still answers ``question`` when it offers ``options``."""
    if answer == (UNKNOWN,) or (answer == (NONE,) and question.none is not None):
        return True
    chosen = set(answer)
    return 0 < len(chosen) == len(answer) and chosen <= {option.id for option in options}


def too_many(question: Question, answer: Answer) -> bool:
    """Whether ``answer`` names more options than ``question`` takes at a time."""
    most = 1 if question.choice == "one" else question.most
    return most is not None and len(answer) > most


def extremes(question: Question, options: tuple[Option, ...]) -> Iterator[Answer]:
    """Answers that between them lead as far as any other answer to ``question`` can.

    A ``many`` question is tried with nothing and with everything it offers: conditions never read it, and what later
    questions offer only grows with what was chosen.
    """
    yield (UNKNOWN,)
    if question.none is not None:
        yield (NONE,)
    ids = tuple(option.id for option in options)
    if question.choice == "one":
        yield from ((i,) for i in ids)
    else:
        yield ids
