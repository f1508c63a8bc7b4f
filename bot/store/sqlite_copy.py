"""Backups of a database that is being written, and the way back. Both leave the target whole or as it was."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.store.base import StoreError
from bot.store.sqlite_codes import code, coded
from bot.store.sqlite_migrations import check_known

LOCK_SECONDS = 1.0


def backup(source: Path, to: Path, *, force: bool) -> int:
    """Write every commit made so far into ``to``, readable by its owner alone; the number of consultations in it.

    Raises ``StoreError``: ``missing``, ``exists`` (unless ``force``), ``full``, ``corrupt`` …
    """
    _expect(source)
    _refuse_to_overwrite(to, force=force)
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with coded(), closing(_read(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        count = checked(part)
        _settle(part, to)
    finally:
        part.unlink(missing_ok=True)
    return count


def restore(source: Path, target: Path, *, force: bool) -> int:
    """Put a backup in the place of the database; the number of consultations in it.

    Posts that were owed when the backup was made are dropped: they were made since. Raises ``StoreError``:
    ``missing``, ``exists`` (unless ``force``), ``used``, ``corrupt``, ``foreign``, ``newer`` …
    """
    _expect(source)
    _refuse_to_overwrite(target, force=force)
    count = checked(source)
    if target.exists():
        _release(target)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with coded(), closing(_read(source)) as old, closing(sqlite3.connect(part)) as new, new:
            old.backup(new)
            if "outbox" in Database(new, execute_plugins=False).table_names():
                new.execute("delete from outbox")
        _settle(part, target)
    finally:
        part.unlink(missing_ok=True)
    return count


def checked(file: Path) -> int:
    """The number of consultations in a whole database of ours. Raises ``StoreError``."""
    with coded(), closing(_read(file)) as connection:
        db = Database(connection, execute_plugins=False)
        if (found := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            raise StoreError("corrupt", str(found).partition("\n")[0])
        check_known(db)
        if "sessions" not in db.table_names():
            raise StoreError("foreign", file.name)
        return int(db["sessions"].count)


def _expect(file: Path) -> None:
    if not file.is_file():
        raise StoreError("missing", str(file))


def _refuse_to_overwrite(file: Path, *, force: bool) -> None:
    if not file.parent.is_dir():
        raise StoreError("folder", str(file.parent))
    if file.exists() and not force:
        raise StoreError("exists", str(file))


def _release(target: Path) -> None:
    """Take the write-ahead log into the file: nobody can while another has it open. Of a broken one it is dropped."""
    try:
        with closing(sqlite3.connect(target, timeout=LOCK_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if code(error) != "corrupt":
            raise StoreError("used" if code(error) == "locked" else code(error), str(target)) from error
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)


def _read(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=LOCK_SECONDS, isolation_level=None)


def _settle(part: Path, to: Path) -> None:
    """Give the finished file its name, both on the disk for sure."""
    part.chmod(0o600)
    _flush(part)
    part.replace(to)
    _flush(to.parent)


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
