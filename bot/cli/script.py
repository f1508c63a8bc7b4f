"""A consultation answered by a script: ``question=answer`` pairs, checked against what is asked on their way."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cli import SetupError
from bot.content import Content
from bot.dialog.engine import UNASKED, Position
from bot.dialog.model import NONE, RESERVED, UNKNOWN, Answer, Answers, Question
from bot.moves import CONCLUDABLE, Give, apply, stand
from bot.problem import Problem
from bot.replies import Concluded, Notice, Ref
from bot.results import Results
from bot.store.base import Owner, Session


@dataclass(frozen=True)
class Outcome:
    """The result that the answers lead to."""

    result: Concluded
    answers: Answers

    def row(self) -> dict[str, object]:
        """What a program may want to know of it, as JSON values."""
        assessment = self.result.assessment
        shares = [
            {"id": share.work.id, "text": share.work.text, "roles": list(share.roles)} for share in assessment.shares
        ]
        return {
            "outcome": str(assessment.outcome),
            "lead": assessment.lead,
            "works": shares,
            "staying": [work.id for work in self.result.staying],
            "possible": [role.id for role in self.result.possible],
            "answers": {question: list(answer) for question, answer in self.answers.items()},
        }


class Script:
    """Answers the consultation without a person. Raises ``SetupError`` with every answer that does not fit."""

    def __init__(self, content: Content) -> None:
        self._consult = content.consult
        self._search = content.search
        self._results = Results(content.consult, content.standard, content.appointments)

    def run(self, text: str) -> Outcome:
        """The result of the answers in ``text``; where they end early, the result so far if there is one."""
        left = self._pairs(text)
        session = Session("", Owner("", ""), self._consult.dialog.id, 0.0, 0.0)
        while (question := (position := stand(self._consult, session)).question) is not None:
            if question.id not in left:
                if question.part in CONCLUDABLE and not left:
                    break
                raise SetupError(_problem("missing", question, position))
            answer = self._answer(left.pop(question.id), question, position)
            moved = apply(self._consult, session, Give(question.id, answer), 0.0)
            if isinstance(moved, Notice):
                raise SetupError(_problem(moved, question, position))
            session = moved
        if left:
            raise SetupError(*(Problem("answers.not_asked", at=name) for name in left))
        return Outcome(self._results.concluded(Ref("", 0), position), position.answers)

    def _pairs(self, text: str) -> dict[str, str]:
        """The words behind each question id; lines that begin with # and empty ones are passed over."""
        lines = (line.strip() for part in text.splitlines() for line in part.split(";"))
        pairs: dict[str, str] = {}
        problems: list[Problem] = []
        for line in lines:
            if line and not line.startswith("#"):
                name, sign, words = (part.strip() for part in line.partition("="))
                problems += self._faults(name, sign, words, line, pairs)
                pairs[name] = words
        if problems:
            raise SetupError(*problems)
        return pairs

    def _faults(self, name: str, sign: str, words: str, line: str, pairs: dict[str, str]) -> Iterator[Problem]:
        known = [q.id for q in self._consult.dialog.questions if q.part not in UNASKED]
        if not (name and sign and words):
            yield Problem("answers.form", args={"words": line[:60]})
        elif name not in known:
            yield Problem("answers.unknown_question", at=name[:60], args={"known": "、".join(known)})
        elif name in pairs:
            yield Problem("answers.twice", at=name)

    def _answer(self, words: str, question: Question, position: Position) -> Answer:
        """Option ids, numbers or words of options, parted by commas; all that fit no option are told at once."""
        whole = self._chosen(words, question, position)
        parts = [(part, self._chosen(part, question, position)) for part in map(str.strip, words.split(","))]
        wrong = [part for part, chosen in parts if not chosen]
        if wrong and not whole:
            raise SetupError(*(_problem("unknown_option", question, position, part) for part in wrong))
        return whole if wrong else tuple(dict.fromkeys(option for _, chosen in parts for option in chosen))

    def _chosen(self, words: str, question: Question, position: Position) -> Answer:
        if words in RESERVED or words in {option.id for option in position.options}:
            return (words,)
        command = {"unknown": UNKNOWN, "none": NONE, "no_more": NONE}.get(self._search.command(words) or "")
        return (command,) if command else self._search.choice(words, question.choices(position.options))


def _problem(code: str, question: Question, position: Position, words: str = "") -> Problem:
    known = [f"{option.id}（{option.text}）" for option in position.options]
    known += [f"none（{question.none}）"] if question.none else []
    args = {"words": words[:60], "known": "、".join([*known, "unknown"]), "most": str(question.most or 1)}
    return Problem(f"answers.{code}", at=question.id, args=args)
