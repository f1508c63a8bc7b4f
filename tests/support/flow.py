"""One vocabulary for dialog tests: start, choose, back, expect. Every screen on the way is rendered as well."""

import tomllib
from dataclasses import replace
from pathlib import Path

from bot.consultation import Consultation
from bot.content import DIALOGS, load
from bot.dialog.model import Dialog
from bot.moves import RESULT, Back, Conclude, Edit, Give, Move, apply, stand
from bot.replies import Asked, Concluded, Notice, Ref
from bot.results import Results
from bot.store.base import Owner, Session
from bot.wording import Prose, Wording

CONTENT = load()
WORDING = Wording(DIALOGS, CONTENT.standard, keep_days=30)
RESULTS = Results(CONTENT.consult, CONTENT.standard, CONTENT.appointments)
OWNER = Owner("E架空市", "U架空")


def consultation(file: Path) -> Consultation:
    """The dialog in ``file`` over the shipped standard."""
    return Consultation(Dialog.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))), CONTENT.standard)


class Flow:
    """A user in a dialog. Each step returns the flow, so that a walk reads as one sentence."""

    def __init__(self, dialog: Consultation = CONTENT.consult) -> None:
        self.dialog = dialog
        self.results = Results(dialog, CONTENT.standard, CONTENT.appointments)
        self.session = Session("s", OWNER, dialog.dialog.id, 0.0, 0.0)
        self.notice: Notice | None = None

    def start(self, **answers: tuple[str, ...]) -> "Flow":
        """Begin with ``answers`` stored already, as an older version of the dialog may have left them."""
        self.session = replace(self.session, answers=answers, at=None)
        return self

    def choose(self, *answer: str) -> "Flow":
        """Answer the question on the screen; the words ``unknown`` and ``none`` are answers too."""
        screen = self.screen
        assert isinstance(screen, Asked), "there is a result, and no question"
        return self.do(Give(screen.question.id, answer))

    def back(self) -> "Flow":
        """Press 戻る."""
        return self.do(Back())

    def edit(self, question: str) -> "Flow":
        """Choose ``question`` in the list of answers."""
        return self.do(Edit(question))

    def conclude(self) -> "Flow":
        """Press ここで結果を見る."""
        return self.do(Conclude())

    def do(self, move: Move) -> "Flow":
        moved = apply(self.dialog, self.session, move, 1.0)
        self.notice = moved if isinstance(moved, Notice) else None
        self.session = self.session if isinstance(moved, Notice) else moved
        return self

    @property
    def screen(self) -> Asked | Concluded:
        """What the user sees now."""
        position, ref = stand(self.dialog, self.session), Ref(self.session.id, self.session.revision)
        if position.question is None or self.session.at == RESULT:
            return self.results.concluded(ref, position, self.notice)
        return self.results.asked(ref, position, position.question, self.notice)

    @property
    def prose(self) -> Prose:
        """The sentences of the screen."""
        return WORDING.render(self.screen)

    @property
    def result(self) -> Concluded:
        """The screen, which is a result."""
        assert isinstance(self.screen, Concluded), f"asked {self.session.answers}"
        return self.screen

    def expect(self, where: str, *words: str) -> "Flow":
        """The screen asks question ``where`` or shows the outcome ``where``; its text has ``words``."""
        screen = self.screen
        assert where == (screen.question.id if isinstance(screen, Asked) else screen.assessment.outcome)
        for word in words:
            assert word in self.prose.linear(), f"{word} is not in {self.prose.linear()}"
        return self
