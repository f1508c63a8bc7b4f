"""``check``: everything that can be wrong with content, all at once, before anything runs."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import compiled, vocabulary
from bot.cli.screens import file_problems, screen_problems
from bot.cli.text import problem_lines, say
from bot.config import Settings
from bot.content import APPOINTMENTS, DIALOGS, NEVER_SAY, STANDARD, VOCABULARY, Content, examine, read, shown
from bot.dialog.model import Dialog
from bot.never_say import NeverSay
from bot.parsing import read_text
from bot.problem import ContentError, Problem, once
from bot.vocabulary import Vocabulary


@dataclass(frozen=True)
class Checked:
    """Every problem, the content if it is sound enough for screens, and how much was made on trial."""

    problems: Sequence[Problem]
    content: Content | None
    screens: int = 0
    drafts: int = 0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Other files than the shipped ones can be checked."""
    parser.add_argument("--standard", type=Path, default=STANDARD, help=say("help_standard"))
    parser.add_argument("--dialogs", type=Path, default=DIALOGS, help=say("help_dialogs"))
    parser.add_argument("--vocabulary", type=Path, default=VOCABULARY, help=say("help_vocabulary"))
    parser.add_argument("--schema", action="store_true", help=say("help_schema"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Exit 0 with one line, or 1 with every problem. What was shipped is then ready for the next start."""
    if given.schema:
        print(json.dumps(Dialog.model_json_schema(), ensure_ascii=False, indent=2))
        return 0
    checked = check(given.standard, given.dialogs, given.vocabulary, settings.keep_open_days)
    for line in problem_lines(checked.problems):
        print(line, file=sys.stderr)
    if checked.problems or checked.content is None:
        print(say("found", count=len(checked.problems)), file=sys.stderr)
        return 1
    if (given.standard, given.dialogs, given.vocabulary) == (STANDARD, DIALOGS, VOCABULARY):
        compiled.prepare()
    print(_summary(checked.content, checked))
    return 0


def _summary(content: Content, checked: Checked) -> str:
    dialog = content.consult.dialog
    return say(
        "checked",
        clauses=len(content.standard.clauses),
        questions=len(dialog.questions),
        options=len({option.id for options in dialog.options.values() for option in options}),
        words=sum(len(entry.words) for entries in content.search.vocabulary.entries.values() for entry in entries),
        appointments=len(content.appointments.entries),
        screens=checked.screens,
        drafts=checked.drafts,
    )


def check(standard: Path, dialogs: Path, words: Path, keep_days: int) -> Checked:
    """Every problem of the standard, the dialog, the vocabulary, the templates, the labels and the never-say list.

    A file that is broken hides only what cannot be known without it.
    """
    examined = examine(standard, dialogs, words)
    files = file_problems(dialogs)
    known = [*examined.problems, *_never_said(standard, dialogs, words), *files]
    if examined.content is None or files:
        return Checked(once(known), examined.content)
    faults, screens, drafts = screen_problems(examined.content, dialogs, keep_days)
    told_already = {"content.screen_long", "content.screen_full"} if examined.problems else set()
    known += [fault for fault in faults if fault.code not in told_already]
    return Checked(once(known), examined.content, screens, drafts)


def _never_said(standard: Path, dialogs: Path, words: Path) -> Iterator[Problem]:
    source = read(NeverSay, NEVER_SAY)
    yield from source.problems
    if source.model is None:
        return
    texts = sorted(path for suffix in ("toml", "j2") for path in dialogs.rglob(f"*.{suffix}"))
    for path in (standard, APPOINTMENTS, *texts):
        yield from _in_file(source.model, path)
    listed = read(Vocabulary, words)
    yield from listed.told(source.model.in_values(vocabulary.said(listed.data)))


def _in_file(rules: NeverSay, path: Path) -> Iterator[Problem]:
    """What is never said in a file; one that cannot be read is told of elsewhere."""
    try:
        yield from rules.in_lines(read_text(path, shown(path)), shown(path))
    except ContentError:
        return
