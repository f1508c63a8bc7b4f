"""``draft``: the papers that HR has to write, as drafts, without Slack."""

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot import compiled
from bot.appointments import Entry
from bot.assess import Work
from bot.cli import SetupError
from bot.cli.text import say
from bot.config import Settings
from bot.content import DIALOGS, Content
from bot.dates import japan_day
from bot.documents.draft import FACT_LIMIT, Draft, Facts, of_result, one_line
from bot.documents.papers import Paper
from bot.documents.render import Documents, File
from bot.problem import Problem
from bot.search import key, my_number
from bot.standard import Role

Thing = TypeVar("Thing", Role, Work, Paper, Entry)
FACTS = ("municipality", "department", "count", "period", "place")
FORMATS = ("docx", "md", "csv")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Names and ids are both understood; what can be chosen is told when a name is not known."""
    for option in ("--role", "--works", "--document"):
        name = option.removeprefix("--")
        parser.add_argument(option, nargs="+", default=[], metavar=say("help_name"), help=say(f"help_draft_{name}"))
    for option in ("--form", *(f"--{name}" for name in FACTS)):
        name = option.removeprefix("--")
        parser.add_argument(option, default="", metavar=say("help_value"), help=say(f"help_draft_{name}"))
    parser.add_argument("--together", action="store_true", help=say("help_draft_together"))
    parser.add_argument("--format", default="docx", metavar="docx|md|csv", help=say("help_draft_format"))
    parser.add_argument("--out", type=Path, default=Path(), metavar=say("help_folder"), help=say("help_draft_out"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Write every paper into the folder and name it. Raises ``SetupError`` for what is not known, or stands there."""
    known = compiled.load()
    content = known.content
    documents = Documents(DIALOGS, content, known.wording(keep_days=settings.keep_open_days).phrase)
    base = replace(begun(given, content), facts=_facts(given, documents), on=japan_day(time.time()))
    papers = [paper.id for paper in _papers(given, documents, base)]
    drafts = documents.parted(base, papers, together=given.together)
    for path in _write(given.out, [documents.make(draft, given.format) for draft in drafts]):
        print(say("draft_written", file=path))
    return 0


def begun(given: argparse.Namespace, content: Content) -> Draft:
    """The roles and works that were named; without a role, the result of the works."""
    works = _found(given.works, content.consult.works, lambda work: (work.id, work.text, work.short), "works")
    roles = _found(given.role, content.standard.roles, _role_names, "role")
    if not works:
        if not roles:
            raise SetupError(Problem("draft.nothing", at="--role"))
        return Draft(roles=roles, among=roles)
    position = content.consult.resolve(content.consult.begin(works=[work.id for work in works]))
    return of_result(content, position, roles)


def _role_names(role: Role) -> tuple[str, ...]:
    return (role.id, *(title.text for title in role.titles), role.name)


def _papers(given: argparse.Namespace, documents: Documents, draft: Draft) -> list[Paper]:
    """The papers that were named, or all that can be made so."""
    if given.format not in FORMATS:
        raise SetupError(_unknown("format", given.format, FORMATS))
    can = [p for p in documents.papers.values() if given.format in documents.formats(p.id)]
    named = _found(given.document, documents.papers.values(), lambda paper: (paper.id, paper.name), "document")
    if other := [paper.name for paper in named if paper not in can]:
        valid = "、".join(paper.name for paper in can)
        raise SetupError(Problem("draft.no_table", at="--format", args={"words": other[0], "valid": valid}))
    papers = [paper for paper in named or can if paper in documents.offered(draft)]
    if len(papers) < len(named) or not papers:
        raise SetupError(Problem("draft.no_role", at="--role"))
    return papers


def _facts(given: argparse.Namespace, documents: Documents) -> Facts:
    texts = {name: one_line(getattr(given, name)) for name in FACTS}
    for name, text in texts.items():
        if len(text) > FACT_LIMIT:
            raise SetupError(Problem("draft.too_long", at=f"--{name}", args={"limit": str(FACT_LIMIT)}))
        if my_number(text):
            raise SetupError(Problem("draft.my_number", at=f"--{name}"))
    named = _found([given.form] if given.form else [], documents.forms, lambda entry: (entry.id, entry.name), "form")
    return Facts(**texts, form=named[0] if named else None)


def _found(
    words: Iterable[str], things: Iterable[Thing], names: Callable[[Thing], Sequence[str]], option: str
) -> tuple[Thing, ...]:
    """The thing behind each of ``words``, once. Raises ``SetupError`` with everything that can be named."""
    known = list(things)
    by_key = {key(name): thing for thing in known for name in names(thing)}
    for word in words:
        if key(word) not in by_key:
            raise SetupError(_unknown(option, word, [names(thing)[-1] for thing in known]))
    return tuple(dict.fromkeys(by_key[key(word)] for word in words))


def _unknown(option: str, word: str, valid: Iterable[str]) -> Problem:
    return Problem("draft.unknown", at=f"--{option}", args={"words": word[:40], "valid": "、".join(valid)})


def _write(folder: Path, files: Sequence[File]) -> list[Path]:
    """Write all files, or none where one of them stands already: it may have been worked on."""
    paths = [folder / file.name for file in files]
    if there := [path for path in paths if path.exists()]:
        raise SetupError(*(Problem("draft.exists", str(path)) for path in there))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.data)
    except OSError as error:
        raise SetupError(Problem("draft.unwritable", str(folder), args={"detail": error.strerror or ""})) from error
    return paths
