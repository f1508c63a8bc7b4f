"""SQLite through sqlite-utils: one thread owns the one connection, so nothing waits for a lock of our own making."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.store.base import Change, Committed, Owner, Session, Status, StoreError
from bot.store.sqlite_migrations import migrate

T = TypeVar("T")

_CODES = {"SQLITE_FULL": "full", "SQLITE_BUSY": "locked", "SQLITE_LOCKED": "locked"}
_INSERT = """
    insert into sessions (id, owner_org, owner_user, dialog, answers, at, status, revision, created, updated)
    values (:id, :owner_org, :owner_user, :dialog, :answers, :at, :status, :revision, :created, :updated)
    on conflict do nothing"""
_UPDATE = """
    update sessions set answers = :answers, at = :at, status = :status, revision = :revision, updated = :updated
    where id = :id and revision = :expected"""
_CORRUPT = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


class _DuplicateError(Exception):
    """The delivery key is stored already; ends the transaction."""


class _ConflictError(Exception):
    """The stored revision is not the expected one; ends the transaction."""


class SqliteStore:
    """A ``Store`` in one file (``:memory:`` for tests)."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self._db: Database | None = None

    async def open(self) -> None:
        """Connect in WAL mode with ``synchronous=FULL`` and migrate."""
        await self._run(self._open)

    async def load(self, owner: Owner, dialog: str) -> Session | None:
        """The owner's open consultation, else the one concluded last."""
        where = "owner_org = ? and owner_user = ? and dialog = ? and status != 'closed'"
        return await self._run(
            self._first, f"{where} order by status = 'open' desc, updated desc", (owner.org, owner.user, dialog)
        )

    async def get(self, session_id: str) -> Session | None:
        """The session with that id."""
        return await self._run(self._first, "id = ?", (session_id,))

    async def commit(self, change: Change) -> Committed:
        """Apply ``change`` in one ``BEGIN IMMEDIATE`` transaction."""
        return await self._run(self._commit, change)

    async def close(self) -> None:
        """Checkpoint and disconnect; the thread ends with it."""
        if self._db is not None:
            await self._run(self._db.close)
            self._db = None
        self._thread.shutdown()

    async def _run(self, work: Callable[..., T], *args: Any) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)
        except sqlite3.Error as error:
            raise StoreError(_code(error), str(error)) from error

    def _open(self) -> None:
        if self._path != ":memory:" and not Path(self._path).absolute().parent.is_dir():
            raise StoreError("folder", self._path)
        connection = sqlite3.connect(self._path, timeout=1.0, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        self._db = Database(connection)
        with self._transaction():
            migrate(self._db)

    @property
    def _open_db(self) -> Database:
        if self._db is None:
            raise StoreError("closed")
        return self._db

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        """``BEGIN IMMEDIATE``: a deferred one fails as locked when it turns from reading to writing."""
        db = self._open_db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.execute("ROLLBACK")
            raise

    def _first(self, where: str, args: tuple[str, ...]) -> Session | None:
        rows = self._open_db["sessions"].rows_where(where, args, limit=1)
        return next((_session(row) for row in rows), None)

    def _commit(self, change: Change) -> Committed:
        try:
            with self._transaction() as db:
                _claim(db, change)
                _close(db, change)
                _write(db, change)
        except _DuplicateError:
            return Committed.DUPLICATE
        except _ConflictError:
            return Committed.CONFLICT
        return Committed.DONE


def _claim(db: Database, change: Change) -> None:
    if change.key is None:
        return
    cursor = db.execute(
        "insert into deliveries (key, at) values (?, ?) on conflict do nothing", (change.key, change.at)
    )
    if not cursor.rowcount:
        raise _DuplicateError


def _close(db: Database, change: Change) -> None:
    if change.closes is not None:
        db.execute(
            "update sessions set status = 'closed', revision = revision + 1 where id = ? and status = 'open'",
            (change.closes,),
        )


def _write(db: Database, change: Change) -> None:
    if change.session is None:
        return
    sql = _INSERT if change.expected is None else _UPDATE
    cursor = db.execute(sql, {**_row(change.session), "expected": change.expected})
    if not cursor.rowcount:
        raise _ConflictError


def _row(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "owner_org": session.owner.org,
        "owner_user": session.owner.user,
        "dialog": session.dialog,
        "answers": json.dumps({q: list(a) for q, a in session.answers.items()}, separators=(",", ":")),
        "at": session.at,
        "status": str(session.status),
        "revision": session.revision,
        "created": session.created,
        "updated": session.updated,
    }


def _session(row: dict[str, Any]) -> Session:
    return Session(
        id=row["id"],
        owner=Owner(row["owner_org"], row["owner_user"]),
        dialog=row["dialog"],
        answers={q: tuple(a) for q, a in json.loads(row["answers"]).items()},
        at=row["at"],
        status=Status(row["status"]),
        revision=row["revision"],
        created=row["created"],
        updated=row["updated"],
    )


def _code(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return "corrupt" if name in _CORRUPT else _CODES.get(name, "unavailable")
