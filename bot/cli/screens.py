"""What is wrong with the templates and labels of a dialogs folder, and with the screens they make."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, TemplateAssertionError, TemplateError, TemplateSyntaxError, UndefinedError
from pydantic import RootModel

from bot.cli.samples import drafts, samples
from bot.content import Content, read, shown
from bot.documents.render import Documents
from bot.parsing import line_of, parse, read_text
from bot.problem import ContentError, Problem
from bot.raw import short
from bot.replies import (
    Aside,
    Asked,
    Checked,
    CheckLines,
    CheckRole,
    DraftAsked,
    DraftCautioned,
    Drafted,
    Preview,
    Reply,
    ShareAsked,
)
from bot.slack.limits import LimitError
from bot.slack.surfaces import Surfaces
from bot.wording import TEMPLATES, Wording

MACROS = "_shared/macros.j2"
LABELS = "_shared/labels.toml"
FORMS = (Asked, DraftAsked, DraftCautioned, Drafted, CheckRole, CheckLines, Checked, ShareAsked, Preview)
"""The replies that are forms as well as messages."""

_QUOTED = re.compile(r"'([^']+)'")
_FAILURES = (TemplateError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


class Labels(RootModel[dict[str, str]]):
    """The words on buttons, by name."""


def file_problems(dialogs: Path) -> tuple[Problem, ...]:
    """What is wrong with the files around the questions, each by itself: missing, broken, not to be parsed."""
    labels = read(Labels, dialogs / LABELS).problems
    sentences = [path for path in sorted((dialogs / "_shared").glob("*.toml")) if path != dialogs / LABELS]
    missing = [name for name in sorted({MACROS, *TEMPLATES.values()}) if not (dialogs / name).is_file()]
    return (
        *labels,
        *(problem for path in sentences for problem in _unreadable(path)),
        *(Problem("content.no_file", shown(dialogs / name)) for name in missing),
        *(problem for path in sorted(dialogs.rglob("*.j2")) for problem in _syntax(path)),
    )


def screen_problems(content: Content, dialogs: Path, keep_days: int) -> tuple[Sequence[Problem], int, int]:
    """Make every screen and every draft that the content can lead to, strictly: each fault once, and how many."""
    try:
        wording = Wording(dialogs, content.standard, keep_days=keep_days)
    except _FAILURES as error:
        return [_failure(error, dialogs, dialogs)], 0, 0
    problems, screens = _screens(content, dialogs, wording)
    wrong, made = _drafts(content, dialogs, wording)
    return [*problems, *wrong], screens, made


def _screens(content: Content, dialogs: Path, wording: Wording) -> tuple[Sequence[Problem], int]:
    surfaces = Surfaces.of(wording, strict=True)
    problems: dict[tuple[str, str, str], Problem] = {}
    count = 0
    for reply in samples(content):
        count += 1
        try:
            surfaces.screens.post(reply)
            if isinstance(reply, FORMS):
                surfaces.forms.view(reply)
        except _FAILURES as error:
            found = _failure(error, dialogs, dialogs / TEMPLATES[_kind(reply)])
            problems.setdefault((found.code, found.file, found.at), found)
    return list(problems.values()), count


def _drafts(content: Content, dialogs: Path, wording: Wording) -> tuple[Sequence[Problem], int]:
    try:
        documents = Documents(dialogs, content, wording.phrase)
        documents.open()
    except ContentError as error:
        return error.problems, 0
    problems: dict[tuple[str, str], Problem] = {}
    count = 0
    for draft in drafts(content, documents.papers):
        count += 1
        try:
            documents.make(draft)
        except ContentError as error:
            problems |= {(problem.file, problem.at): problem for problem in error.problems}
    return list(problems.values()), count


def _kind(reply: Reply) -> type[object]:
    return _kind(reply.answer) if isinstance(reply, Aside) else type(reply)


def _unreadable(path: Path) -> tuple[Problem, ...]:
    try:
        parse(path, shown(path))
    except ContentError as error:
        return error.problems
    return ()


def _syntax(path: Path) -> Iterator[Problem]:
    try:
        Environment(autoescape=True).parse(read_text(path, shown(path)))
    except ContentError as error:
        yield from error.problems
    except TemplateSyntaxError as error:
        yield _on("content.template", path, error.lineno)


def _failure(error: Exception, dialogs: Path, made: Path) -> Problem:
    """One failure while making a screen of the template ``made``, with the line in the template that raised it."""
    if isinstance(error, LimitError):
        return _limit(error, made)
    if isinstance(error, TemplateAssertionError):
        return _on("content.template_name", dialogs / (error.name or ""), error.lineno, _named(error))
    path, line = _place(error)
    if path is None and isinstance(error, KeyError):
        return Problem("content.no_label", shown(dialogs / LABELS), "", {"words": short(error.args[0])})
    if isinstance(error, UndefinedError):
        return _on("content.template_name", path or made, line, _named(error))
    if isinstance(error, ValueError) and "None" in str(error):
        return _on("content.template_none", path or made, line)
    return _on("content.template_failed", path or made, line)


def _limit(error: LimitError, made: Path) -> Problem:
    if error.text is None:
        return Problem("content.screen_full", shown(made))
    code = "content.screen_long" if error.text else "content.screen_empty"
    return Problem(code, shown(made), "", {"words": short(error.text), "length": str(len(error.text))})


def _named(error: Exception) -> str:
    """The last name in quotes: ``'nummer' is undefined``, ``'… object' has no attribute 'nummer'``."""
    names: list[str] = _QUOTED.findall(str(error))
    return names[-1] if names else ""


def _on(code: str, path: Path, line: int, words: str = "") -> Problem:
    text = line_of(path.read_text(encoding="utf-8"), line) if path.is_file() else ""
    return Problem(code, shown(path), f"line {line}" if line else "", {"words": words, "line": text})


def _place(error: BaseException) -> tuple[Path | None, int]:
    """The innermost template and line in the trace of ``error``."""
    trace, path, line = error.__traceback__, None, 0
    while trace is not None:
        if template := trace.tb_frame.f_globals.get("__jinja_template__"):
            path, line = Path(template.filename), template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return path, line
