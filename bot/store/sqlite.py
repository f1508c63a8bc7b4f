"""SQLite through sqlite-utils: one thread owns the one connection, so nothing waits for a lock of our own making."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.crash import Reached, nowhere
from bot.store import rows, sqlite_tally
from bot.store import sqlite_change as changes
from bot.store import sqlite_keep as keep
from bot.store import sqlite_outbox as outbox
from bot.store.base import (
    Alike,
    Before,
    Change,
    Committed,
    Noted,
    Outgoing,
    Owner,
    Pending,
    SentIn,
    Session,
    StoreError,
)
from bot.store.copying import MARK
from bot.store.sqlite_codes import code, coded
from bot.store.sqlite_group import GroupWriter, Outcome, Waiting
from bot.store.sqlite_migrations import migrate_one

T = TypeVar("T")

BUDGET_SECONDS = 1.5
"""From a request's call to its end, waiting included. What has not begun by then never begins."""

ANSWER_SECONDS = 0.2
"""Kept of the budget, so that what waits for a lock gives up and says so before its caller has gone."""

LOCK_SECONDS = 1.0
"""How long another program's lock is waited for."""

_STANDING = """
    select * from sessions where id = coalesce(
        (select id from sessions where owner_org = ? and owner_user = ? and dialog = ? and status = 'open'),
        (select id from sessions where owner_org = ? and owner_user = ? and dialog = ? and status != 'closed'
            order by updated desc limit 1))"""


class SqliteStore:
    """A ``Store`` in one file (``:memory:`` for tests)."""

    def __init__(self, path: str, reached: Reached = nowhere) -> None:
        self._path = path
        self._reached = reached
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self._writer = GroupWriter(self._thread, self._write_all)
        self._patience = LOCK_SECONDS
        self._db: Database | None = None

    async def open(self) -> None:
        """Connect in WAL mode with ``synchronous=FULL`` and migrate."""
        await self._work(self._open)

    async def load(self, owner: Owner, dialog: str) -> Session | None:
        """The owner's open consultation, else the one concluded last."""
        return await self._run(self._first, _STANDING, (owner.org, owner.user, dialog) * 2)

    async def get(self, session_id: str) -> Session | None:
        """The session with that id."""
        return await self._run(self._first, "select * from sessions where id = ?", (session_id,))

    async def consultations(self, owner: Owner, dialog: str, limit: int, offset: int) -> tuple[Session, ...]:
        """A page of the owner's consultations, newest first."""
        return await self._run(self._page, owner, dialog, limit, offset)

    async def met(self, owner: Owner) -> bool:
        """Whether the person was greeted."""
        return await self._run(self._met, owner)

    async def sent_in(self) -> tuple[SentIn, ...]:
        """The texts that people sent in, the oldest first."""
        return await self._run(self._sent_in)

    async def tally(self, dialog: str) -> tuple[Alike, ...]:
        """Every consultation that was not replaced, counted beside the thread that requests wait for."""
        return await asyncio.to_thread(sqlite_tally.tally, self._path, dialog)

    async def commit(self, change: Change) -> Committed:
        """Apply ``change`` in a ``BEGIN IMMEDIATE`` transaction, which it may share with others that wait."""
        with coded():
            return await self._writer.commit(change, BUDGET_SECONDS)

    async def first(self, conversation: str) -> str | None:
        """The id of the call that has to be made before all others of the conversation."""
        return await self._run(lambda: outbox.first(self._open_db, conversation))

    async def claim(self, now: float, until: float) -> tuple[Pending, ...]:
        """Lease the first call of each conversation where it is due; without one, nothing is written."""
        return await self._run(self._claim, now, until)

    async def delivered(self, call: str) -> None:
        """Delete a call that was made."""
        await self._run(self._within, outbox.delete, call)

    async def postpone(self, held: Pending, due: float, attempts: int, *, unknown: bool) -> None:
        """Give a call back, to be claimed at ``due``."""
        await self._run(self._within, outbox.postpone, held, due, attempts, unknown)

    async def bury(self, held: Pending, why: str, told: Outgoing | None = None) -> bool:
        """Give a call up, drop its words and owe ``told``."""
        buried: bool = await self._run(self._within, outbox.bury, held, why, told)
        return buried

    async def forget(self, owner: Owner, at: float, session: str | None = None) -> int:
        """Delete everything of a person's, or one consultation."""
        gone: int = await self._work(self._within, keep.forget, owner, at, session)
        await self.tidy()
        return gone

    async def purge(self, before: Before, at: float, *, dry: bool = False) -> Mapping[str, int]:
        """Delete what is too old, in small transactions, or count it."""
        if dry:
            return {kind: await self._work(lambda k=kind: keep.count(self._open_db, k, before)) for kind in keep.KINDS}
        gone = dict.fromkeys(keep.KINDS, 0)
        for kind in keep.KINDS:
            while batch := await self._work(self._within, keep.purge, kind, before, at):
                gone[kind] += batch
                self._reached("in_purge")
        await self.tidy()
        return gone

    async def tidy(self) -> bool:
        """Write the file anew and empty the write-ahead log when words were deleted since the last time."""
        return await self._work(self._tidied)

    async def audit(self) -> tuple[Noted, ...]:
        """The audit table, the oldest line first."""
        lines = await self._work(lambda: list(self._open_db["audit"].rows_where(order_by="id")))
        return tuple(rows.noted(line) for line in lines)

    async def close(self) -> None:
        """Checkpoint and disconnect; the thread ends with it."""
        await self._writer.idle()
        if self._db is not None:
            await self._work(self._db.close)
            self._db = None
        self._thread.shutdown()

    async def _run(self, work: Callable[..., T], *args: Any) -> T:
        """``work`` in the store's thread, within the budget. A commit that is told ``slow`` may end all the same."""
        loop = asyncio.get_running_loop()
        async with _Budget() as deadline:
            return await loop.run_in_executor(self._thread, self._in_time, deadline, work, *args)

    def _in_time(self, deadline: float, work: Callable[..., T], *args: Any) -> T:
        left = min(LOCK_SECONDS, deadline - ANSWER_SECONDS - time.monotonic())
        if left <= 0:
            raise StoreError("slow")
        self._wait_at_most(left)
        return work(*args)

    def _wait_at_most(self, seconds: float) -> None:
        """For a lock of another program."""
        if self._db is not None and seconds != self._patience:
            self._db.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            self._patience = seconds

    def _tidied(self) -> bool:
        self._wait_at_most(0.0)
        return keep.tidy(self._open_db)

    async def _work(self, work: Callable[..., T], *args: Any) -> T:
        """``work`` that nobody waits for at a screen, without the budget."""
        loop = asyncio.get_running_loop()
        with coded():
            return await loop.run_in_executor(self._thread, self._patiently, work, *args)

    def _patiently(self, work: Callable[..., T], *args: Any) -> T:
        self._wait_at_most(LOCK_SECONDS)
        return work(*args)

    def _open(self) -> None:
        if self._path != ":memory:" and not Path(self._path).absolute().parent.is_dir():
            raise StoreError("folder", self._path)
        connection = sqlite3.connect(self._path, timeout=LOCK_SECONDS, isolation_level=None)
        self._db = Database(connection, execute_plugins=False)
        if (found := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            raise StoreError("corrupt", str(found).partition("\n")[0])
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        while self._within(self._migrate_one):
            pass
        if MARK in self._db.table_names():
            raise StoreError("unfinished")

    def _migrate_one(self, db: Database) -> bool:
        applied = migrate_one(db)
        if applied:
            self._reached("in_migration")
        return applied

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

    def _first(self, sql: str, args: tuple[str, ...]) -> Session | None:
        found = self._open_db.query(sql, args)
        return next((rows.session(row) for row in found), None)

    def _page(self, owner: Owner, dialog: str, limit: int, offset: int) -> tuple[Session, ...]:
        where = "owner_org = ? and owner_user = ? and dialog = ? and status != 'closed'"
        found = self._open_db["sessions"].rows_where(
            where, (owner.org, owner.user, dialog), order_by="updated desc, id", limit=limit, offset=offset
        )
        return tuple(rows.session(row) for row in found)

    def _met(self, owner: Owner) -> bool:
        return bool(self._open_db["people"].count_where("owner_org = ? and owner_user = ?", (owner.org, owner.user)))

    def _sent_in(self) -> tuple[SentIn, ...]:
        return tuple(rows.sent_in(row) for row in self._open_db["sent_in"].rows_where(order_by="at, id"))

    def _within(self, work: Callable[..., T], *args: Any) -> T:
        with self._transaction() as db:
            return work(db, *args)

    def _claim(self, now: float, until: float) -> tuple[Pending, ...]:
        if not outbox.due(self._open_db, now):
            return ()
        return self._within(outbox.claim, now, until)

    def _write_all(self, group: Sequence[Waiting]) -> list[Outcome]:
        """Write the group in one transaction; where that fails, each change in one of its own."""
        if len(group) > 1:
            try:
                return self._in_time(min(one.deadline for one in group), self._commit, group)
            except (sqlite3.Error, StoreError):
                pass
        return [self._alone(one) for one in group]

    def _alone(self, one: Waiting) -> Outcome:
        try:
            return self._in_time(one.deadline, self._commit, (one,))[0]
        except (sqlite3.Error, StoreError) as error:
            return error

    def _commit(self, group: Sequence[Waiting]) -> list[Outcome]:
        self._reached("before_commit")
        with self._transaction() as db:
            outcomes: list[Outcome] = [changes.write(db, one.change) for one in group]
            self._reached("in_commit")
        self._reached("after_commit")
        return outcomes


class _Budget:
    """Gives the monotonic time at which the budget ends; a request that is still under way then has failed."""

    def __init__(self) -> None:
        self._end = asyncio.timeout(BUDGET_SECONDS)

    async def __aenter__(self) -> float:
        await self._end.__aenter__()
        return time.monotonic() + BUDGET_SECONDS

    async def __aexit__(self, *raised: Any) -> None:
        try:
            await self._end.__aexit__(*raised)
        except TimeoutError as error:
            raise StoreError("slow") from error
        if isinstance(raised[1], sqlite3.Error):
            raise StoreError(code(raised[1]), str(raised[1])) from raised[1]
