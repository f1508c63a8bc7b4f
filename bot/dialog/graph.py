"""Every way through a dialog: what can be reached, and where someone would be left without a next step."""

from collections.abc import Callable, Iterable, Iterator

from bot.dialog.engine import Position
from bot.dialog.model import Answer, Answers

Resolve = Callable[[Answers], Position]
Branch = Callable[[Position], Iterable[Answer]]


def walk(resolve: Resolve, branch: Branch, answers: Answers | None = None) -> Iterator[Position]:
    """Every position that can be reached from ``answers``, each answered in all the ways that ``branch`` names."""
    position = resolve(answers or {})
    yield position
    if position.question is not None:
        for answer in branch(position):
            yield from walk(resolve, branch, {**position.answers, position.question.id: answer})
