"""``ask``: the answer to a text, as Slack would say it; ``--jsonl`` for programs."""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator

from bot import compiled
from bot.cli.text import say
from bot.config import Settings
from bot.dates import japan_day
from bot.lookup import Lookup
from bot.wording import Wording

_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Line borders that JSON leaves as they are: a row stays one line for every reader."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """A text, or ``--jsonl`` with one text a line on standard input."""
    parser.add_argument("text", nargs="?", help=say("help_text"))
    parser.add_argument("--jsonl", action="store_true", help=say("help_jsonl"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print one answer, or one JSON object for every line of standard input, also an empty one."""
    known = compiled.load()
    lookup = Lookup(known.content, lambda: japan_day(time.time()))
    answering = Answering(lookup, known.wording(keep_days=settings.keep_open_days))
    if given.jsonl:
        lines = (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
        for answer in answering.rows(lines):
            print(answer, flush=True)
        return 0
    if given.text is None:
        print(say("ask_nothing"), file=sys.stderr)
        return 2
    print(answering.reply(given.text))
    return 0


class Answering:
    """Answers texts without Slack."""

    def __init__(self, lookup: Lookup, wording: Wording) -> None:
        self._lookup = lookup
        self._wording = wording

    def reply(self, text: str) -> str:
        """The whole answer as plain text."""
        return self._wording.render(self._lookup.answer(text)).answered()

    def rows(self, lines: Iterable[str]) -> Iterator[str]:
        """One JSON object a line: what was understood, and the reply."""
        for line in lines:
            text = line.removesuffix("\n").removesuffix("\r")
            yield json.dumps(self._row(text), ensure_ascii=False).translate(_BREAKS)

    def _row(self, text: str) -> dict[str, object]:
        finding = self._lookup.understand(text)
        return {
            "text": text,
            "kind": str(finding.kind),
            "roles": [role.name for role in self._lookup.roles(finding.roles)],
            "clarify": finding.clarify,
            "clauses": list(finding.clauses),
            "reply": self._wording.render(self._lookup.reply(finding)).answered(),
        }
