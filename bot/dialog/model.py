"""The dialog file as frozen values. Unknown keys are refused; references inside the file are checked at load."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, model_validator
from pydantic_core import PydanticCustomError

from bot.dialog.references import NONE, RESERVED, UNKNOWN, faults
from bot.raw import refuse

__all__ = [
    "NONE",
    "RESERVED",
    "UNKNOWN",
    "Answer",
    "Answers",
    "Condition",
    "Dialog",
    "Option",
    "OptionList",
    "Part",
    "Question",
]

Answer = tuple[str, ...]
Answers = Mapping[str, Answer]

OPTION_ID = r"^[a-z][a-z0-9_]{0,39}$"


class Part(StrEnum):
    """The part that a question's answers play in the assessment.

    ``focus`` and ``lead`` are never asked: the one is answered when a consultation begins from a role card, the other
    when another work is put first at a result.
    """

    FOCUS = "focus"
    WISH = "wish"
    FIRST = "first"
    FURTHER = "further"
    TAKEN = "taken"
    LEAD = "lead"
    TIP = "tip"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Frozen):
    """When a question is asked. Exactly one form: ``all``, ``any``, ``not``, or ``q`` with ``any_of`` or ``none_of``.

    ``any_of`` and ``none_of`` hold only once the question is answered; ``not`` turns any condition round.
    """

    all: tuple["Condition", ...] | None = Field(default=None, min_length=1)
    any: tuple["Condition", ...] | None = Field(default=None, min_length=1)
    not_: "Condition | None" = Field(default=None, alias="not")
    q: str | None = None
    any_of: tuple[str, ...] | None = Field(default=None, min_length=1)
    none_of: tuple[str, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_form(self) -> "Condition":
        forms = [form for form in (self.all, self.any, self.not_, self.q) if form is not None]
        tests = [test for test in (self.any_of, self.none_of) if test is not None]
        if len(forms) != 1 or len(tests) != (1 if self.q else 0):
            raise PydanticCustomError("dialog.condition_form", "one of: all, any, not, q with any_of, q with none_of")
        return self

    def holds(self, answers: Answers) -> bool:
        """Whether the condition is true of ``answers`` (question id -> chosen option ids)."""
        if self.all is not None:
            return all(part.holds(answers) for part in self.all)
        if self.any is not None:
            return any(part.holds(answers) for part in self.any)
        if self.not_ is not None:
            return not self.not_.holds(answers)
        return self._test(answers.get(self.q or ""))

    def _test(self, answer: Answer | None) -> bool:
        if answer is None:
            return False
        if self.any_of is not None:
            return not set(self.any_of).isdisjoint(answer)
        return set(self.none_of or ()).isdisjoint(answer)

    def leaves(self) -> Iterator["Condition"]:
        """Every test of a question inside this condition."""
        if self.q is not None:
            yield self
        for part in (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())):
            yield from part.leaves()


class Option(_Frozen):
    """One thing to choose. ``cites`` are the clauses it stands for, ``why`` tells a reviewer the reason.

    ``short`` names the work in a list (at most 10 characters); ``near`` is the work of another role that is named as
    「…が中心なら」 beside a result that rests on this one.
    """

    id: str = Field(pattern=OPTION_ID)
    text: str = Field(min_length=1)
    cites: tuple[str, ...] = ()
    why: str = Field(min_length=1)
    short: str | None = Field(default=None, min_length=1, max_length=10)
    near: str | None = None


class OptionList(_Frozen):
    """Options that several questions share."""

    id: str = Field(pattern=OPTION_ID)
    options: tuple[Option, ...] = Field(alias="option", min_length=1)


class Question(_Frozen):
    """One question. Options are its own or those of the lists in ``from``; わからない is always offered beside them.

    ``none`` is the label of 「この中にはない」, absent where it is not offered; ``most`` bounds a ``many`` choice.
    """

    id: str = Field(pattern=OPTION_ID)
    text: str = Field(min_length=1)
    help: str | None = None
    part: Part
    choice: Literal["one", "many"]
    none: str | None = None
    most: int | None = Field(default=None, ge=1)
    from_: tuple[str, ...] = Field(default=(), alias="from")
    own: tuple[Option, ...] = Field(default=(), alias="option")
    when: Condition | None = None

    def choices(self, options: Iterable[Option]) -> tuple[tuple[str, str], ...]:
        """What is chosen from when ``options`` are offered, by number: id and words.

        この中にはない is one of them where one is chosen; a choice of several has it apart from them.
        """
        none = self.none if self.choice == "one" else None
        return (*((option.id, option.text) for option in options), *(((NONE, none),) if none else ()))

    @model_validator(mode="after")
    def _one_source(self) -> "Question":
        if bool(self.own) == bool(self.from_):
            raise PydanticCustomError("dialog.option_source", "a question has either option or from")
        return self


class Dialog(_Frozen):
    """A dialog file: lists of options, and questions in the order in which they are asked."""

    id: str = Field(pattern=OPTION_ID)
    version: str
    title: str
    lists: tuple[OptionList, ...] = Field(default=(), alias="list")
    questions: tuple[Question, ...] = Field(alias="question", min_length=1)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Question by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each question stands in the order, by its id."""
        return {question.id: place for place, question in enumerate(self.questions)}

    @cached_property
    def options(self) -> Mapping[str, tuple[Option, ...]]:
        """All options of a question, by the question's id, in the order of the file."""
        lists = {shared.id: shared.options for shared in self.lists}
        return {q.id: q.own or tuple(o for name in q.from_ for o in lists[name]) for q in self.questions}

    @cached_property
    def works(self) -> Mapping[str, Option]:
        """The options of the lists, by id: the works that can be handed over."""
        return {option.id: option for shared in self.lists for option in shared.options}

    @model_validator(mode="wrap")
    @classmethod
    def _references(cls, data: object, handler: ModelWrapValidatorHandler["Dialog"]) -> "Dialog":
        dialog = handler(data)
        if found := faults(data):
            refuse(cls.__name__, found)
        return dialog
