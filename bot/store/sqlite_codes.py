"""SQLite's error codes as the store's."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store.base import StoreError

_CODES = {
    "SQLITE_FULL": "full",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_CORRUPT": "corrupt",
    "SQLITE_NOTADB": "corrupt",
    "SQLITE_READONLY": "readonly",
}
"""By how a name begins: ``SQLITE_READONLY_DIRECTORY`` and its like mean the same."""


def code(error: sqlite3.Error) -> str:
    """The store's code for an error; ``unavailable`` for all that is not listed."""
    name = getattr(error, "sqlite_errorname", "")
    return next((ours for theirs, ours in _CODES.items() if name.startswith(theirs)), "unavailable")


@contextmanager
def coded() -> Iterator[None]:
    """Raises what SQLite raises within as ``StoreError``."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(code(error), str(error)) from error
