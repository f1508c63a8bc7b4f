"""Every way through a dialog: what can be reached, where someone would be left without a next step, and a picture."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.dialog.engine import Position
from bot.dialog.model import NONE, UNKNOWN, Answer, Answers, Condition, Dialog, Part, Question

Resolve = Callable[[Answers], Position]
Branch = Callable[[Position], Iterable[Answer]]
Words = Mapping[str, str]
"""Sentences of the picture: ``start``, ``asked_when``, ``part_taken`` …, and the name of every end."""


def walk(resolve: Resolve, branch: Branch, answers: Answers | None = None) -> Iterator[Position]:
    """Every position that can be reached from ``answers``, each answered in all the ways that ``branch`` names."""
    position = resolve(answers or {})
    yield position
    if position.question is not None:
        for answer in branch(position):
            yield from walk(resolve, branch, {**position.answers, position.question.id: answer})


def mermaid(dialog: Dialog, positions: Iterable[Position], end: Callable[[Position], str], words: Words) -> str:
    """The dialog as a Mermaid flowchart: questions with options and conditions, the ways that ``positions`` take.

    ``end`` names the outcome of a position without a question; ``words`` hold its title by that name.
    """
    ways: dict[tuple[str, str], list[Answer]] = {}
    for position in positions:
        last = position.path[-1] if position.path else None
        target = position.question.id if position.question is not None else end(position)
        given = ways.setdefault((last.question.id if last else "start", target), [])
        if last is not None and last.answer not in given:
            given.append(last.answer)
    drawn = {node for way in ways for node in way}
    questions = [question for question in dialog.questions if question.id in drawn]
    order = {question.id: place for place, question in enumerate(questions)}
    lines = ["flowchart TD", f'  start(["{words["start"]}"])']
    lines += [f'  {question.id}["{_described(dialog, question, words)}"]' for question in questions]
    lines += [f'  {name}(["{words[name]}"])' for name in sorted(drawn - order.keys() - {"start"})]
    for source, target in sorted(ways, key=lambda way: (order.get(way[0], -1), order.get(way[1], len(order)), way[1])):
        label = _label(dialog, source, ways[source, target], words)
        lines.append(f"  {source} -->{label} {target}")
    return "\n".join(lines) + "\n"


def _described(dialog: Dialog, question: Question, words: Words) -> str:
    """A question with its conditions; the options only where one is chosen, since the others repeat them."""
    choices = question.choices(dialog.options[question.id]) if question.choice == "one" else ()
    conditions = [_told(dialog, question.when, words)] if question.when else []
    conditions += [words[f"part_{question.part}"]] if f"part_{question.part}" in words else []
    return "<br>".join(
        (
            f"{question.id}：{question.text}",
            *(f"{words['asked_when']}{condition}" for condition in conditions),
            *(f"{number} {text}" for number, (_, text) in enumerate(choices, 1)),
        )
    )


def _label(dialog: Dialog, source: str, answers: list[Answer], words: Words) -> str:
    """The answers that lead on; nothing where all of them may, or where several are chosen at a time."""
    question = dialog.by_id.get(source)
    if question is None or question.choice == "many" or question.part is Part.TIP:
        return ""
    return f'|"{_options(dialog, question, [option for answer in answers for option in answer], words)}"|'


def _options(dialog: Dialog, question: Question, ids: Iterable[str], words: Words) -> str:
    numbers = {option: str(n) for n, (option, _) in enumerate(question.choices(dialog.options[question.id]), 1)}
    names = {UNKNOWN: words["unknown"], NONE: words["none"]}
    chosen = sorted(set(ids), key=lambda option: (option in names, option != NONE, int(numbers.get(option, 0))))
    return "・".join(names.get(option) or numbers[option] for option in chosen)


def _told(dialog: Dialog, condition: Condition, words: Words) -> str:
    """A condition in words."""
    if condition.all is not None:
        return words["all"].join(_bracketed(dialog, part, words) for part in condition.all)
    if condition.any is not None:
        return words["any"].join(_bracketed(dialog, part, words) for part in condition.any)
    if condition.not_ is not None:
        return f"{_bracketed(dialog, condition.not_, words)}{words['not']}"
    question = dialog.by_id[condition.q or ""]
    form, ids = ("any_of", condition.any_of) if condition.any_of is not None else ("none_of", condition.none_of)
    return words[form].format(question=question.id, options=_options(dialog, question, ids or (), words))


def _bracketed(dialog: Dialog, condition: Condition, words: Words) -> str:
    told = _told(dialog, condition, words)
    return told if condition.q is not None else f"（{told}）"
