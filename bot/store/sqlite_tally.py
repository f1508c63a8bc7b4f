"""Counting in SQLite over a connection of its own, so that no request waits for it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.base import Alike, Rating, Status
from bot.store.sqlite_codes import coded

_SQL = """
    select strftime('%Y-%m', created + 32400, 'unixepoch'), status,
           case status when 'concluded' then answers else '{}' end,
           case status when 'concluded' then at end, rating, count(*)
    from sessions where dialog = ? and status <> 'closed' group by 1, 2, 3, 4, 5"""


def tally(path: str, dialog: str) -> tuple[Alike, ...]:
    """The consultations begun in each month of Japan's, like ones together. Raises ``StoreError``."""
    address = f"{Path(path).resolve().as_uri()}?mode=ro"
    with coded(), closing(sqlite3.connect(address, uri=True)) as connection:
        return tuple(_alike(*row) for row in connection.execute(_SQL, (dialog,)))


def _alike(month: str, status: str, answers: str, at: str | None, rating: str | None, count: int) -> Alike:
    given = {question: tuple(answer) for question, answer in json.loads(answers).items()}
    return Alike(month, Status(status), given, at, Rating(rating) if rating else None, count)
