"""Where consultations are kept. ``open_store`` picks the engine by the scheme of the database URL.

What needs psycopg is imported where a database is PostgreSQL's: it would cost every start 45 ms and 8 MB.
"""

import shutil
from contextlib import AbstractContextManager
from pathlib import Path

from bot.crash import Reached, nowhere
from bot.store import sqlite_copy
from bot.store.base import Store, StoreError
from bot.store.copying import Compared, Progress, Side, copy
from bot.store.sqlite import SqliteStore


def open_store(url: str, reached: Reached = nowhere) -> Store:
    """The store behind ``sqlite:///path`` (relative unless a fourth slash begins the path) or ``postgresql://…``.

    Raises ``StoreError`` with code ``scheme`` for any other URL, ``address`` for a broken one.
    """
    if is_postgres(url):
        from bot.store.postgres import PostgresStore

        return PostgresStore(url, reached)
    return SqliteStore(_file(url), reached)


def backup(url: str, to: Path, *, force: bool) -> int:
    """Copy the database behind ``url`` while it is being used; the number of consultations in the copy."""
    return sqlite_copy.backup(Path(_file(url)), to, force=force)


def restore(source: Path, url: str, *, force: bool) -> int:
    """Put a backup in the place of the database behind ``url``, which nobody may be using."""
    return sqlite_copy.restore(source, Path(_file(url)), force=force)


def copied(source: str, target: str, progress: Progress, *, again: bool) -> list[Compared]:
    """Copy one database into another; both have been migrated and no bot is running on either."""
    with _side(source) as old, _side(target) as new:
        return copy(old, new, progress, again=again)


def _side(url: str) -> AbstractContextManager[Side]:
    from bot.store.sides import postgres_side, sqlite_side

    return postgres_side(url) if is_postgres(url) else sqlite_side(Path(_file(url)))


def is_postgres(url: str) -> bool:
    """Whether ``url`` is PostgreSQL's; the short form is what platforms hand out."""
    return url.startswith(("postgresql://", "postgres://"))


def free(url: str) -> float:
    """The free share of the disk that the database behind ``url`` is on; all of it where the disk is a server's."""
    if is_postgres(url):
        return 1.0
    disk = shutil.disk_usage(Path(_file(url)).absolute().parent)
    return disk.free / disk.total


def _file(url: str) -> str:
    """The file of a SQLite URL. PostgreSQL keeps none of its own for us: ``elsewhere``."""
    if is_postgres(url):
        raise StoreError("elsewhere")
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url == prefix:
        raise StoreError("scheme", url.partition(":")[0])
    return url.removeprefix(prefix)
