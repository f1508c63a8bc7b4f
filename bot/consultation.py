"""What the parts of a dialog's questions mean: which options they offer, and how answers become an assessment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.assess import Assessment, Outcome, Work, assess
from bot.dialog import engine
from bot.dialog.engine import Position
from bot.dialog.model import NONE, RESERVED, Answer, Answers, Dialog, Option, Part, Question
from bot.standard import Standard


@dataclass(frozen=True)
class Chosen:
    """The works that the answers name. ``staying`` are those that staff or a contractor already do."""

    first: Work | None
    further: tuple[Work, ...]
    staying: tuple[Work, ...]

    @property
    def handed_over(self) -> tuple[Work, ...]:
        """The works that an outside person is wanted for, the first one first."""
        staying = {work.id for work in self.staying}
        first = (self.first,) if self.first else ()
        return (*first, *[work for work in self.further if work.id not in staying])


class Consultation:
    """A dialog over the standard: positions and assessments, computed from answers alone."""

    def __init__(self, dialog: Dialog, standard: Standard) -> None:
        self.dialog = dialog
        self._standard = standard
        self._parts = {part: tuple(q for q in dialog.questions if q.part is part) for part in Part}
        self._leading_on = (*self._parts[Part.WISH], *self._parts[Part.FOCUS])
        self._works: Mapping[str, Work] = {
            option.id: Work(option.id, option.text, option.short or option.text, option.cites)
            for option in dialog.works.values()
        }
        self._tips = {
            (question.id, option.id): standard.clauses[option.cites[0]].role
            for question in self._parts[Part.TIP]
            for option in dialog.options[question.id]
        }
        self._texts = {(q.id, o.id): o.text for q in self._parts[Part.TIP] for o in dialog.options[q.id]}
        self._alike = {question.id: self._like_answers(question) for question in dialog.questions}
        self._assessed = lru_cache(maxsize=1024)(self._assess)
        self._resolved = lru_cache(maxsize=4096)(self._resolve)
        self._remaining = lru_cache(maxsize=4096)(self._count_remaining)
        self._listed = lru_cache(maxsize=4096)(self._list)

    def __reduce__(self) -> tuple[object, ...]:
        """Made anew from what it is made of: what it remembers is not copied."""
        return Consultation, (self.dialog, self._standard)

    @property
    def works(self) -> tuple[Work, ...]:
        """All works that can be handed over, in the order of the file."""
        return tuple(self._works.values())

    def questions(self, part: Part) -> tuple[Question, ...]:
        """The questions of one part."""
        return self._parts[part]

    @property
    def tips(self) -> Mapping[str, str]:
        """What each role does, by its id, in the words of the question that is asked while the result is open."""
        return {role: self._texts[pair] for pair, role in self._tips.items()}

    def resolve(self, answers: Answers, at: str | None = None) -> Position:
        """Where the answers lead; see ``bot.dialog.engine.resolve``. Kept a while, since one click asks thrice."""
        return self._resolved(tuple(answers.items()), at)

    def _resolve(self, answers: tuple[tuple[str, Answer], ...], at: str | None = None) -> Position:
        """Most moves answer what was asked last: the walk goes on from where the answers before that led."""
        given, found = dict(answers), None
        if answers and at is None:
            found = engine.proceed(self.dialog, given, self._resolved(answers[:-1], None), self._offer)
        return found or engine.resolve(self.dialog, given, at, self._offer)

    def remaining(self, position: Position) -> int:
        """How many questions can follow the one at ``position``, at the most. It never grows on the way forward."""
        answers = tuple((name, self._alike[name].get(answer, answer)) for name, answer in position.answers.items())
        return max(0, self._remaining(answers) - 1)

    def _count_remaining(self, answers: tuple[tuple[str, Answer], ...]) -> int:
        position = self._resolved(answers, None)
        if position.question is None:
            return 0
        question = position.question.id
        return 1 + max(self._remaining((*answers, (question, answer))) for answer in self.branches(position))

    def branches(self, position: Position) -> set[Answer]:
        """Answers at ``position`` that between them lead everywhere that any answer leads."""
        if position.question is None:
            return set()
        alike = self._alike[position.question.id]
        return {alike.get(answer, answer) for answer in engine.extremes(position.question, position.options)}

    def _like_answers(self, question: Question) -> Mapping[Answer, Answer]:
        """Single answers that lead to the same number of questions, each mapped to one that stands for all of them.

        They are alike when every condition reads them alike and the same roles do the work.
        """
        if question.choice != "one" or question.part not in (Part.WISH, Part.FIRST):
            return {}
        leaves = [leaf for q in self.dialog.questions if q.when for leaf in q.when.leaves() if leaf.q == question.id]
        stands_for: dict[object, Answer] = {}
        alike: dict[Answer, Answer] = {}
        for option in self.dialog.options[question.id]:
            doers = {self._standard.clauses[c].role for c in option.cites} if question.part is Part.FIRST else ()
            likeness = (frozenset(doers), *(leaf.holds({question.id: (option.id,)}) for leaf in leaves))
            alike[option.id,] = stands_for.setdefault(likeness, (option.id,))
        return alike

    def chosen(self, answers: Answers) -> Chosen:
        """The works named by ``answers`` (those on a path), with the one before the others that was put first."""
        given = self.given(answers)
        put = {work for question in self._parts[Part.LEAD] for work in answers.get(question.id, ())}
        lead = next((work for work in given.handed_over if work.id in put), None)
        if lead is None:
            return given
        others = (*((given.first,) if given.first else ()), *given.further)
        return Chosen(lead, tuple(work for work in others if work != lead), given.staying)

    def given(self, answers: Answers) -> Chosen:
        """The works named by ``answers``, as they were given; whether another was put first changes nothing."""
        first = self._named(Part.FIRST, answers)
        return Chosen(first[0] if first else None, self._named(Part.FURTHER, answers), self._named(Part.TAKEN, answers))

    def _named(self, part: Part, answers: Answers) -> tuple[Work, ...]:
        """The works that the answers to the questions of ``part`` name."""
        given = [o for question in self._parts[part] for o in answers.get(question.id, ()) if o not in RESERVED]
        return tuple([self._works[o] for o in given])

    def assess(self, answers: Answers) -> Assessment:
        """The assessment of ``answers`` (those on a path)."""
        chosen = self.chosen(answers)
        works = chosen.handed_over
        if chosen.staying and not works:
            return Assessment(Outcome.UNNEEDED, None, None, (), (), 0)
        return self._assessed(tuple([work.id for work in works]), chosen.first is not None, self._tip(answers))

    def _assess(self, works: tuple[str, ...], first_chosen: bool, tip: str | None) -> Assessment:
        wanted = [self._works[work] for work in works]
        return assess(self._standard, wanted, first=wanted[0] if first_chosen else None, tip=tip)

    def neighbour(self, work: Work) -> Work | None:
        """The work of another role that its option names as ``near``."""
        near = self.dialog.works[work.id].near
        return self._works[near] if near is not None else None

    def works_citing(self, clauses: Iterable[str]) -> tuple[Work, ...]:
        """The works that stand for any of ``clauses``, in the order of the clauses."""
        found = (work for clause in clauses for work in self._works.values() if clause in work.cites)
        return tuple(dict.fromkeys(found))

    def begin(self, focus: str = "", works: Sequence[str] = ()) -> dict[str, Answer]:
        """The answers that a consultation begins with: a role to show works of, or works chosen, the first put first.

        With several works, the questions for further ones count as answered. What this version of the dialog does not
        know is left out.
        """
        first, *others = [work for work in works if work in self._works] or [""]
        if first:
            focus = self._standard.clauses[self._works[first].cites[0]].role
        answers: dict[str, Answer] = {
            question.id: (focus,) for question in self._parts[Part.FOCUS] if focus in self._standard.by_id
        }
        for question in (*self._parts[Part.FIRST], *self._parts[Part.FURTHER]):
            wanted: Sequence[str] = (first,) if question.part is Part.FIRST else others
            ids = {option.id for option in self.dialog.options[question.id]}
            if chosen := tuple(work for work in wanted if work in ids):
                answers[question.id] = chosen
            elif others and question.part is Part.FURTHER:
                answers[question.id] = (NONE,)
        return answers

    def _tip(self, answers: Answers) -> str | None:
        chosen = ((q.id, o) for q in self._parts[Part.TIP] for o in answers.get(q.id, ()))
        return next((self._tips[pair] for pair in chosen if pair in self._tips), None)

    def _offer(self, question: Question, options: tuple[Option, ...], answers: Answers) -> tuple[Option, ...]:
        if question.part is Part.TAKEN:
            return self._takeable(options, answers)
        if question.part is Part.TIP:
            possible = self._possible(answers)
            return tuple(o for o in options if self._tips[question.id, o.id] in possible)
        if question.part not in (Part.FIRST, Part.FURTHER):
            return options
        first = self._named(Part.FIRST, answers) if question.part is Part.FURTHER else ()
        leanings = tuple(answers.get(other.id, ()) for other in self._leading_on)
        return self._listed(question.id, first[0].id if first else "", leanings)

    def _takeable(self, options: tuple[Option, ...], answers: Answers) -> tuple[Option, ...]:
        """The further works, only while more than one role is needed."""
        further = {work.id for work in self._named(Part.FURTHER, answers)}
        if not further or self.assess(answers).needed <= 1:
            return ()
        return tuple(o for o in options if o.id in further)

    def _possible(self, answers: Answers) -> tuple[str, ...]:
        assessment = self.assess(answers)
        return assessment.possible if assessment.outcome is Outcome.OPEN else ()

    def _list(self, question: str, first: str, leanings: tuple[Answer, ...]) -> tuple[Option, ...]:
        """The works that ``question`` offers beside the ``first`` one.

        Those that share a clause with the wish (or the role begun from) come before; the order decides nothing.
        """
        leaning = {
            cite
            for other, answer in zip(self._leading_on, leanings, strict=True)
            for option in self.dialog.options[other.id]
            if option.id in answer
            for cite in option.cites
        }
        options = (option for option in self.dialog.options[question] if option.id != first)
        return tuple(sorted(options, key=lambda option: leaning.isdisjoint(option.cites)))
