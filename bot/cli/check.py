"""``check``: everything that can be wrong with content, all at once, before anything runs."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from bot.cli.samples import drafts, samples
from bot.cli.text import problem_lines, say
from bot.config import Settings
from bot.content import APPOINTMENTS, DIALOGS, NEVER_SAY, STANDARD, Content, load, shown
from bot.documents.render import Documents
from bot.never_say import NeverSay
from bot.problem import ContentError, Problem
from bot.replies import Asked
from bot.slack.limits import LimitError
from bot.slack.surfaces import Surfaces
from bot.wording import Wording


def arguments(parser: argparse.ArgumentParser) -> None:
    """Other files than the shipped ones can be checked."""
    parser.add_argument("--standard", type=Path, default=STANDARD, help=say("help_standard"))
    parser.add_argument("--dialogs", type=Path, default=DIALOGS, help=say("help_dialogs"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Exit 0 with one line, or 1 with every problem."""
    problems, content, made = check(given.standard, given.dialogs, settings.keep_open_days)
    for line in problem_lines(problems):
        print(line, file=sys.stderr)
    if problems or content is None:
        print(say("found", count=len(problems)), file=sys.stderr)
        return 1
    dialog = content.consult.dialog
    options = len({option.id for options in dialog.options.values() for option in options})
    words = sum(len(entry.words) for entries in content.vocabulary.entries.values() for entry in entries)
    print(
        say(
            "checked",
            clauses=len(content.standard.clauses),
            questions=len(dialog.questions),
            options=options,
            words=words,
            appointments=len(content.appointments.entries),
            screens=made.screens,
            drafts=made.drafts,
        )
    )
    return 0


@dataclass(frozen=True)
class Made:
    """How much was made on trial."""

    screens: int = 0
    drafts: int = 0


def check(standard: Path, dialogs: Path, keep_days: int) -> tuple[list[Problem], Content | None, Made]:
    """Every problem, the content if it can be read, and what was made of it."""
    problems = list(_never_said(standard, dialogs))
    try:
        content = load(standard, dialogs)
    except ContentError as error:
        return [*error.problems, *problems], None, Made()
    try:
        wording = Wording(dialogs, content.standard, keep_days=keep_days)
    except (TemplateError, OSError, ValueError) as error:
        return [*problems, _template(error, dialogs)], content, Made()
    faults, screens = _screens(content, dialogs, wording)
    wrong, made = _drafts(content, dialogs, wording)
    return [*problems, *faults, *wrong], content, Made(screens, made)


def _never_said(standard: Path, dialogs: Path) -> Iterator[Problem]:
    texts = sorted(path for suffix in ("toml", "j2") for path in dialogs.rglob(f"*.{suffix}"))
    readable = [path for path in (standard, APPOINTMENTS, *texts) if path.is_file() and _is_text(path)]
    yield from NeverSay.read(NEVER_SAY).in_files((path, shown(path)) for path in readable)


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _screens(content: Content, dialogs: Path, wording: Wording) -> tuple[list[Problem], int]:
    """Render every reply that the dialog can lead to, strictly; the first fault of each template is told."""
    surfaces = Surfaces.of(wording, strict=True)
    problems: dict[Problem | tuple[str, str], Problem] = {}
    count = 0
    for reply in samples(content):
        count += 1
        try:
            surfaces.screens.message(reply)
            if isinstance(reply, Asked):
                surfaces.forms.view(reply)
        except LimitError as error:
            found = Problem("content.screen", args={"detail": f"{type(reply).__name__}：{error}"})
            problems.setdefault((found.code, found.args["detail"]), found)
        except (TemplateError, ValueError, KeyError) as error:
            found = _template(error, dialogs)
            problems.setdefault((found.at, found.args["detail"]), found)
    return list(problems.values()), count


def _drafts(content: Content, dialogs: Path, wording: Wording) -> tuple[list[Problem], int]:
    """Fill every template with every role; the first fault of each place is told."""
    try:
        documents = Documents(dialogs, content, wording.phrase)
    except ContentError as error:
        return list(error.problems), 0
    problems: dict[tuple[str, str], Problem] = {}
    count = 0
    for draft in drafts(content, documents.papers):
        count += 1
        try:
            documents.make(draft)
        except ContentError as error:
            problems |= {(problem.file, problem.at): problem for problem in error.problems}
    return list(problems.values()), count


def _template(error: Exception, dialogs: Path) -> Problem:
    """The problem with a template: a syntax error knows its place, an undefined name shows it in its trace."""
    if isinstance(error, TemplateSyntaxError):
        return Problem("content.template", error.name or "", f"line {error.lineno}", {"detail": error.message or ""})
    trace, place = error.__traceback__, ("", "")
    while trace is not None:
        if template := trace.tb_frame.f_globals.get("__jinja_template__"):
            place = (shown(Path(template.filename)), f"line {template.get_corresponding_lineno(trace.tb_lineno)}")
        trace = trace.tb_next
    return Problem("content.template", place[0] or shown(dialogs), place[1], {"detail": str(error)})
