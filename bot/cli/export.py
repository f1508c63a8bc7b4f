"""``export``: figures of the consultations, or the texts that people sent in, as a table for a spreadsheet."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import compiled
from bot.cli import SetupError
from bot.cli.runtime import opened_store
from bot.cli.text import figure_words, say, sentences
from bot.config import Settings
from bot.dates import japan_day
from bot.problem import Problem
from bot.replies import Tallied
from bot.store.base import Store
from bot.tabular import FORMATS, file
from bot.tally import tally

KINDS = ("consultations", "unmatched")
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, how and where to."""
    parser.add_argument("kind", choices=KINDS, metavar="|".join(KINDS), help=say("help_export_kind"))
    parser.add_argument("--format", choices=FORMATS, default="csv", metavar="|".join(FORMATS), help=say("help_format"))
    parser.add_argument("--out", type=Path, help=say("help_export_out"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Write the table into the file, or to the standard output without one. Raises ``SetupError``."""
    header, rows = asyncio.run(_table(given.kind, settings))
    data = file(header, rows, given.format)
    if given.out is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        given.out.write_bytes(data)
    except OSError as error:
        raise SetupError(
            Problem("draft.unwritable", at=str(given.out), args={"detail": error.strerror or ""})
        ) from error
    print(say("exported", file=given.out, rows=len(rows)))
    return 0


async def _table(kind: str, settings: Settings) -> Table:
    store = await opened_store(settings.database_url)
    try:
        return await (_consultations(store) if kind == "consultations" else _unmatched(store))
    finally:
        await store.close()


async def _consultations(store: Store) -> Table:
    content, words = compiled.load().content, figure_words()
    lines = tally(content.consult, content.standard, await store.tally(content.consult.dialog.id))
    columns = ("month", "role", "outcome", "rating", "count")
    return [words[column] for column in columns], [_row(line, words) for line in lines]


def _row(line: Tallied, words: Mapping[str, str]) -> list[str]:
    return [
        line.month,
        line.role.name if line.role else words["no_role"],
        words[line.outcome],
        words[line.rating or "unrated"],
        words["few"] if line.count is None else str(line.count),
    ]


async def _unmatched(store: Store) -> Table:
    """The texts, the oldest first, without their authors."""
    words = sentences("export")
    rows = [
        [japan_day(sent.at).isoformat(), words.get(sent.kind, sent.kind), sent.text] for sent in await store.sent_in()
    ]
    return [words[column] for column in ("day", "kind", "text")], rows
