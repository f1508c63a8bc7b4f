"""Words typed on a screen of a consultation, as moves: an answer, a correction, a question to look at again. Pure."""

from collections.abc import Sequence

from bot.consultation import Consultation
from bot.content import Content
from bot.dialog.engine import Step
from bot.dialog.model import NONE, UNKNOWN, Answer
from bot.moves import Back, Conclude, Continue, Correct, Edit, Give, Move, Present
from bot.replies import Asked, Concluded, Notice
from bot.search import Aim, Finding

_RESERVED = {"unknown": (UNKNOWN,), "none": (NONE,), "no_more": (NONE,)}


def commanded(command: str, screen: Asked | Concluded) -> Move | Notice:
    """The move that a command word makes on ``screen``, or why it makes none.

    「次へ」 keeps the answer of a question that is looked at again.
    """
    match command:
        case "back":
            return Back()
        case "result":
            return Conclude()
        case "continue":
            return Continue()
        case "by_text" | "by_buttons":
            return Present(by_text=command == "by_text")
    if isinstance(screen, Concluded):
        return Notice.AT_RESULT
    given = {"next": screen.selected, "all": tuple(option.id for option in screen.options), **_RESERVED}
    return Give(screen.question.id, given[command]) if given.get(command) else Notice.TYPE_A_CHOICE


class TypedAnswers:
    """Reads what is typed on a question or a result."""

    def __init__(self, content: Content) -> None:
        self._consult: Consultation = content.consult
        self._content = content

    def move(self, text: str, screen: Asked | Concluded, steps: Sequence[Step]) -> Move | None:
        """What ``text`` does, given the ``steps`` answered so far; None where it is no answer."""
        aimed = self._content.search.aim(text)
        return self._aimed(aimed, screen, steps) or self._here(text, screen) or self._here(aimed.answer, screen)

    def _aimed(self, aimed: Aim, screen: Asked | Concluded, steps: Sequence[Step]) -> Move | None:
        """Words about a question that was named, or about the answer just given."""
        if aimed.number:
            return self._named(aimed, screen, steps)
        if not steps:
            return None
        before = steps[-1]
        if aimed.previous:
            return self._again(aimed.answer, before)
        if aimed.instead and self._chosen(aimed.instead, before) == before.answer:
            return self._again(aimed.answer, before)
        if (aimed.again or aimed.instead) and self._here(aimed.answer, screen) is None:
            return self._again(aimed.answer, before)
        return None

    def _named(self, aimed: Aim, screen: Asked | Concluded, steps: Sequence[Step]) -> Move | None:
        if aimed.number <= len(steps):
            return self._again(aimed.answer, steps[aimed.number - 1])
        here = isinstance(screen, Asked) and screen.number == aimed.number
        return self._here(aimed.answer, screen) if here else None

    def _again(self, answer: str, step: Step) -> Move | None:
        """A question that was answered: to be looked at again, or answered anew."""
        if not answer:
            return Edit(step.question.id)
        chosen = self._chosen(answer, step)
        return Correct(step.question.id, chosen) if chosen else None

    def _chosen(self, words: str, step: Step) -> Answer:
        command = self._content.search.command(words) or ""
        return _RESERVED.get(command) or self._content.search.choice(words, step.question.choices(step.options))

    def _here(self, words: str, screen: Asked | Concluded) -> Give | None:
        if not isinstance(screen, Asked):
            return None
        chosen = self._content.search.choice(words, screen.choices)
        return Give(screen.question.id, chosen) if chosen else None

    def notice(self, text: str, move: Move, screen: Asked | Concluded) -> Notice | None:
        """What is told after ``move``: which answer it changed, where that may not be the one that was meant."""
        if isinstance(move, Correct):
            return Notice.CORRECTED
        again = (
            self._content.search.aim(text).again
            and isinstance(screen, Asked)
            and screen.can_back
            and not screen.selected
        )
        return Notice.TAKEN_HERE if again and isinstance(move, Give) else None

    def meant(self, finding: Finding, screen: Asked) -> Give | None:
        """The one option that stands for a work named in everyday words."""
        works = {work.id for work in self._consult.works_citing(finding.clauses)}
        meant = tuple(option.id for option in screen.options if option.id in works)
        return Give(screen.question.id, meant) if len(meant) == 1 and not finding.clarify else None
