"""What a well-formed dialog can still have wrong: dead citations, dead ends, questions that nobody reaches."""

from collections.abc import Iterator

from bot.assess import Outcome
from bot.consultation import Consultation
from bot.dialog.engine import Position
from bot.dialog.graph import Branch, walk
from bot.dialog.model import Dialog, Option, Part, Question
from bot.problem import Problem
from bot.standard import Kind, Standard

OPTION_LIMIT = 72
"""Slack allows 75 characters for an option; two digits and a space number it."""
QUESTION_LIMIT = 150
NONE_BUTTON_LIMIT = 8
CHOICES_LIMIT = 10


def check_dialog(dialog: Dialog, standard: Standard, file: str) -> tuple[Problem, ...]:
    """Every problem of ``dialog`` with ``standard``; the ways through it are walked only when nothing else is wrong."""
    found = (*_citations(dialog, standard, file), *_sizes(dialog, file))
    return found or tuple(_ways(dialog, standard, file))


def _options(dialog: Dialog) -> Iterator[tuple[str, Option, Part | None]]:
    """Every option once, with its key path; those of lists have no part of their own."""
    for i, shared in enumerate(dialog.lists, 1):
        yield from ((f"list.{i}.option.{k}", option, None) for k, option in enumerate(shared.options, 1))
    for i, question in enumerate(dialog.questions, 1):
        yield from ((f"question.{i}.option.{k}", option, question.part) for k, option in enumerate(question.own, 1))


def _citations(dialog: Dialog, standard: Standard, file: str) -> Iterator[Problem]:
    for at, option, part in _options(dialog):
        dead = [cite for cite in option.cites if cite not in standard.clauses]
        yield from (Problem("dialog.dead_clause", file, f"{at}.cites", {"words": cite}) for cite in dead)
        kinds = {standard.clauses[cite].kind for cite in option.cites if cite not in dead}
        wanted = Kind.GLOSS if part is Part.TIP else Kind.DUTY
        if not dead and wanted not in kinds:
            yield Problem("dialog.cites_nothing", file, f"{at}.cites", {"words": option.text, "kind": wanted})
    cited = {cite for option in dialog.works.values() for cite in option.cites}
    for clause in standard:
        if clause.kind is Kind.DUTY and clause.id not in cited:
            yield Problem("dialog.duty_uncited", file, "list", {"words": clause.text, "clause": clause.id})
    yield from _neighbours(dialog, standard, file)


def _neighbours(dialog: Dialog, standard: Standard, file: str) -> Iterator[Problem]:
    def roles(option: Option) -> set[str]:
        return {standard.clauses[cite].role for cite in option.cites if cite in standard.clauses}

    for at, option, _ in _options(dialog):
        if option.near is not None and roles(option) & roles(dialog.works[option.near]):
            yield Problem("dialog.near_same_role", file, f"{at}.near", {"words": option.near})


def _sizes(dialog: Dialog, file: str) -> Iterator[Problem]:
    for at, option, _ in _options(dialog):
        yield from _too_long(option.text, OPTION_LIMIT, file, f"{at}.text")
    for i, question in enumerate(dialog.questions, 1):
        yield from _too_long(question.text, QUESTION_LIMIT, file, f"question.{i}.text")
        yield from _too_long(question.help or "", QUESTION_LIMIT, file, f"question.{i}.help")
        limit = OPTION_LIMIT if question.choice == "one" else NONE_BUTTON_LIMIT
        yield from _too_long(question.none or "", limit, file, f"question.{i}.none")
        yield from _crowded(dialog, question, i, file)


def _too_long(text: str, limit: int, file: str, at: str) -> Iterator[Problem]:
    if len(text) > limit:
        yield Problem("content.too_long", file, at, {"words": text[:60], "limit": str(limit)})


def _crowded(dialog: Dialog, question: Question, number: int, file: str) -> Iterator[Problem]:
    if question.part in (Part.FOCUS, Part.TAKEN):
        return
    shown = len(dialog.options[question.id]) + (question.choice == "one" and question.none is not None)
    if shown > CHOICES_LIMIT:
        args = {"count": str(shown), "limit": str(CHOICES_LIMIT)}
        yield Problem("dialog.too_many_options", file, f"question.{number}", args)


def _ways(dialog: Dialog, standard: Standard, file: str) -> Iterator[Problem]:
    consultation = Consultation(dialog, standard)
    reachable = list(positions(consultation, consultation.branches))
    reached = {position.question.id for position in reachable if position.question}
    for i, question in enumerate(dialog.questions, 1):
        if question.part is not Part.FOCUS and question.id not in reached:
            yield Problem("dialog.unreachable", file, f"question.{i}", {"words": question.text})
    ends = [(position, consultation.assess(position.answers)) for position in reachable if not position.question]
    decided = {assessment.lead for _, assessment in ends if assessment.outcome is Outcome.DECIDED}
    for role in standard.roles:
        if role.id not in decided:
            yield Problem("dialog.role_unreachable", file, "question", {"words": role.name})
    if any(a.outcome is Outcome.OPEN and not _tipped(position) for position, a in ends):
        yield Problem("dialog.dead_end", file, "question")


def positions(consultation: Consultation, branch: Branch) -> Iterator[Position]:
    """Every position that ``branch`` leads to, from the beginning and from each role card."""
    focus = [question for question in consultation.dialog.questions if question.part is Part.FOCUS]
    for begun in ({}, *({question.id: (option.id,)} for question in focus for option in question.own)):
        yield from walk(consultation.resolve, branch, begun)


def _tipped(position: Position) -> bool:
    return any(step.question.part is Part.TIP for step in position.path)
