"""What a well-formed dialog can still have wrong: dead citations, dead ends, questions that nobody reaches.

Citations and sizes are checked on raw values, so that a fault of shape elsewhere in the file hides none of them.
"""

from collections.abc import Collection, Iterator, Mapping

from bot.assess import Outcome
from bot.consultation import Consultation
from bot.dialog.engine import UNASKED, Position
from bot.dialog.graph import Branch, walk
from bot.dialog.model import Part
from bot.dialog.references import options, works
from bot.raw import Fault, Loc, short, tables, text, texts
from bot.standard import Kind, Standard, role_of

OPTION_LIMIT = 72
"""Slack allows 75 characters for an option; two digits and a space number it."""
QUESTION_LIMIT = 150
NONE_BUTTON_LIMIT = 8
CHOICES_LIMIT = 10

Raw = Mapping[str, object]


def citations(dialog: object, clauses: Collection[str]) -> Iterator[Fault]:
    """What the options of a raw dialog cite wrongly, given the ids of all ``clauses`` of the standard."""
    for loc, option, part in options(dialog):
        cites = list(texts(option, "cites"))
        dead = [(index, cite) for index, cite in cites if cite not in clauses]
        yield from (Fault((*loc, "cites", index), "dialog.dead_clause", {"words": cite}) for index, cite in dead)
        tip = part == Part.TIP
        kinds = {_kind(cite) for _, cite in cites}
        if not dead and (Kind.GLOSS if tip else Kind.DUTY) not in kinds:
            code = "dialog.cites_no_gloss" if tip else "dialog.cites_no_duty"
            yield Fault((*loc, "cites"), code, {"words": short(text(option, "text"))})
    yield from _uncited(dialog, clauses)
    yield from _neighbours(dialog)


def _kind(clause: str) -> str:
    return f"{clause}..".split(".")[1]


def _uncited(dialog: object, clauses: Collection[str]) -> Iterator[Fault]:
    cited = {cite for _, option in works(dialog) for _, cite in texts(option, "cites")}
    for clause in clauses if cited else ():
        if _kind(clause) == Kind.DUTY and clause not in cited:
            yield Fault(("list",), "dialog.duty_uncited", {"words": clause})


def _neighbours(dialog: object) -> Iterator[Fault]:
    roles = {text(option, "id"): _roles(option) for _, option in works(dialog)}
    for loc, option, _ in options(dialog):
        near = text(option, "near")
        if _roles(option) & roles.get(near, set()):
            yield Fault((*loc, "near"), "dialog.near_same_role", {"words": near})


def _roles(option: Raw) -> set[str]:
    return {role_of(cite) for _, cite in texts(option, "cites")}


def sizes(dialog: object) -> Iterator[Fault]:
    """Texts and lists of a raw dialog that Slack would not show whole."""
    for loc, option, _ in options(dialog):
        yield from _too_long(option, "text", OPTION_LIMIT, loc)
    for i, question in tables(dialog, "question"):
        loc = ("question", i)
        none_limit = NONE_BUTTON_LIMIT if text(question, "choice") == "many" else OPTION_LIMIT
        for key, limit in (("text", QUESTION_LIMIT), ("help", QUESTION_LIMIT), ("none", none_limit)):
            yield from _too_long(question, key, limit, loc)
        yield from _crowded(dialog, question, loc)


def _too_long(item: Raw, key: str, limit: int, loc: Loc) -> Iterator[Fault]:
    said = text(item, key)
    length = len(said.encode("utf-16-le", "surrogatepass")) // 2
    if length > limit:
        args = {"words": short(said), "length": str(length), "limit": str(limit)}
        yield Fault((*loc, key), "content.too_long", args)


def _crowded(dialog: object, question: Raw, loc: Loc) -> Iterator[Fault]:
    if text(question, "part") in (Part.FOCUS, Part.TAKEN, Part.LEAD):
        return
    sources = {name for _, name in texts(question, "from")}
    lists = [shared for _, shared in tables(dialog, "list") if text(shared, "id") in sources]
    count = sum(len(list(tables(holder, "option"))) for holder in (question, *lists))
    count += text(question, "choice") == "one" and bool(text(question, "none"))
    if count > CHOICES_LIMIT:
        yield Fault(loc, "dialog.too_many_options", {"count": str(count), "limit": str(CHOICES_LIMIT)})


def ways(consultation: Consultation, standard: Standard) -> Iterator[Fault]:
    """Questions that no answers lead to, roles that no way decides, and ways that end without a role."""
    reachable = list(positions(consultation, consultation.branches))
    reached = {position.question.id for position in reachable if position.question}
    for i, question in enumerate(consultation.dialog.questions):
        if question.part not in UNASKED and question.id not in reached:
            yield Fault(("question", i), "dialog.unreachable", {"words": short(question.text)})
    ends = [(position, consultation.assess(position.answers)) for position in reachable if not position.question]
    decided = {assessment.lead for _, assessment in ends if assessment.outcome is Outcome.DECIDED}
    for role in standard.roles:
        if role.id not in decided:
            yield Fault(("question",), "dialog.role_unreachable", {"words": role.name})
    dead = [_way(position) for position, a in ends if a.outcome is Outcome.OPEN and not _tipped(position)]
    if dead:
        yield Fault(("question",), "dialog.dead_end", {"way": min(dead, key=lambda way: (len(way), way))})


def positions(consultation: Consultation, branch: Branch) -> Iterator[Position]:
    """Every position that ``branch`` leads to, from the beginning and from each role card."""
    focus = [question for question in consultation.dialog.questions if question.part is Part.FOCUS]
    for begun in ({}, *({question.id: (option.id,)} for question in focus for option in question.own)):
        yield from walk(consultation.resolve, branch, begun)


def _tipped(position: Position) -> bool:
    return any(step.question.part is Part.TIP for step in position.path)


def _way(position: Position) -> str:
    """The answers on the way, as they stand in the file: ``wish=unknown、first_field=none``."""
    return "、".join(f"{name}={'+'.join(answer)}" for name, answer in position.answers.items())
