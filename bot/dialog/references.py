"""What the parts of a dialog file say of each other: ids, lists, neighbours, conditions. On raw values, all at once."""

from collections.abc import Iterable, Iterator, Mapping

from bot.raw import Fault, Loc, tables, text, texts

UNKNOWN = "unknown"
NONE = "none"
RESERVED = frozenset({UNKNOWN, NONE})

LISTED = ("first", "further", "taken", "lead")
"""Parts whose options are works, which stand in lists."""

Raw = Mapping[str, object]


def faults(dialog: object) -> tuple[Fault, ...]:
    """Every reference in the file that leads nowhere, and every id that stands for two things."""
    return (*_ids(dialog), *_sources(dialog), *_neighbours(dialog), *_conditions(dialog))


def works(dialog: object) -> Iterator[tuple[Loc, Raw]]:
    """The options of the lists, each with its place."""
    for i, shared in tables(dialog, "list"):
        for k, option in tables(shared, "option"):
            yield ("list", i, "option", k), option


def options(dialog: object) -> Iterator[tuple[Loc, Raw, str]]:
    """Every option once, with its place and the part of its question; those of lists have none."""
    yield from ((loc, option, "") for loc, option in works(dialog))
    for i, question in tables(dialog, "question"):
        for k, option in tables(question, "option"):
            yield ("question", i, "option", k), option, text(question, "part")


def _ids(dialog: object) -> Iterator[Fault]:
    yield from _twice((("question", i), question) for i, question in tables(dialog, "question"))
    yield from _twice((("list", i), shared) for i, shared in tables(dialog, "list"))
    yield from _twice(works(dialog))
    for i, question in tables(dialog, "question"):
        yield from _twice((("question", i, "option", k), option) for k, option in tables(question, "option"))


def _twice(group: Iterable[tuple[Loc, Raw]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for loc, item in group:
        name = text(item, "id")
        if name in RESERVED:
            yield Fault((*loc, "id"), "dialog.id_reserved", {"words": name})
        if name and name in seen:
            yield Fault((*loc, "id"), "dialog.id_twice", {"words": name})
        seen.add(name)


def _sources(dialog: object) -> Iterator[Fault]:
    lists = {text(shared, "id") for _, shared in tables(dialog, "list")}
    for i, question in tables(dialog, "question"):
        named = list(texts(question, "from"))
        for place, (k, name) in enumerate(named):
            if name not in lists:
                yield Fault(("question", i, "from", k), "dialog.dead_list", {"words": name})
            elif name in (other for _, other in named[:place]):
                yield Fault(("question", i, "from", k), "dialog.list_twice", {"words": name})
        if text(question, "part") in LISTED and question.get("option"):
            yield Fault(("question", i, "option"), "dialog.own_works", {"words": text(question, "text")})


def _neighbours(dialog: object) -> Iterator[Fault]:
    known = {text(option, "id") for _, option in works(dialog)}
    for loc, option, _ in options(dialog):
        near = text(option, "near")
        if near and near not in known:
            yield Fault((*loc, "near"), "dialog.dead_near", {"words": near})


def _conditions(dialog: object) -> Iterator[Fault]:
    earlier: dict[str, Raw] = {}
    everywhere = {text(question, "id") for _, question in tables(dialog, "question")}
    for i, question in tables(dialog, "question"):
        for loc, leaf in _leaves(question.get("when"), ("question", i, "when")):
            yield from _leaf(dialog, loc, leaf, earlier, everywhere)
        earlier[text(question, "id")] = question


def _leaves(condition: object, loc: Loc) -> Iterator[tuple[Loc, Raw]]:
    """Every test of a question inside a condition, with its place."""
    if not isinstance(condition, Mapping):
        return
    if text(condition, "q"):
        yield loc, condition
    for key in ("all", "any"):
        for k, part in tables(condition, key):
            yield from _leaves(part, (*loc, key, k))
    yield from _leaves(condition.get("not"), (*loc, "not"))


def _leaf(dialog: object, loc: Loc, leaf: Raw, earlier: Mapping[str, Raw], everywhere: set[str]) -> Iterator[Fault]:
    name = text(leaf, "q")
    target = earlier.get(name)
    if target is None:
        code = "dialog.reads_later" if name in everywhere else "dialog.dead_question"
        yield Fault((*loc, "q"), code, {"words": name})
    elif text(target, "choice") == "many":
        yield Fault((*loc, "q"), "dialog.reads_many", {"words": name})
    else:
        known = RESERVED | set(_offered(dialog, target))
        for key in ("any_of", "none_of"):
            for k, option in texts(leaf, key):
                if option not in known:
                    args = {"words": option, "question": name}
                    yield Fault((*loc, key, k), "dialog.dead_option", args)


def _offered(dialog: object, question: Raw) -> Iterator[str]:
    """Ids of the options of a question: its own, and those of its lists."""
    yield from (text(option, "id") for _, option in tables(question, "option"))
    wanted = {name for _, name in texts(question, "from")}
    for _, shared in tables(dialog, "list"):
        if text(shared, "id") in wanted:
            yield from (text(option, "id") for _, option in tables(shared, "option"))
