"""Where consultations are kept. ``open_store`` picks the engine by the scheme of the database URL."""

from pathlib import Path

from bot.crash import Reached, nowhere
from bot.store import sqlite_copy
from bot.store.base import Store, StoreError
from bot.store.sqlite import SqliteStore


def open_store(url: str, reached: Reached = nowhere) -> Store:
    """The store behind ``sqlite:///path``; the path is relative unless a fourth slash begins it.

    Raises ``StoreError`` with code ``scheme`` for any other URL.
    """
    return SqliteStore(_file(url), reached)


def backup(url: str, to: Path, *, force: bool) -> int:
    """Copy the database behind ``url`` while it is being used; the number of consultations in the copy."""
    return sqlite_copy.backup(Path(_file(url)), to, force=force)


def restore(source: Path, url: str, *, force: bool) -> int:
    """Put a backup in the place of the database behind ``url``, which nobody may be using."""
    return sqlite_copy.restore(source, Path(_file(url)), force=force)


def _file(url: str) -> str:
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url == prefix:
        raise StoreError("scheme", url.partition(":")[0])
    return url.removeprefix(prefix)
