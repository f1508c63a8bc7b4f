"""What goes: what is too old, what a person wants deleted. The caller opens and ends the transaction.

``secure_delete`` overwrites what is deleted, but a page that was split or merged before can keep a stale copy (found in
5 of 100 random histories), and the write-ahead log keeps old pages. So the file is written anew by ``VACUUM`` and the
log is truncated; ``user_version`` remembers across a crash how far that has come.
"""

import sqlite3
from collections.abc import Mapping

from sqlite_utils import Database

from bot.store.base import Act, Before, Owner
from bot.store.sqlite_codes import code

BATCH = 500
"""Rows deleted in one transaction: requests that wait for it still keep their time."""

_TOO_OLD: Mapping[str, str] = {
    "consultations": "select rowid as row from sessions where status = 'concluded' and updated < :consultations",
    "open": "select rowid as row from sessions where status != 'concluded' and updated < :open",
    "sent_in": "select rowid as row from sent_in where at < :sent_in",
    "deliveries": "select rowid as row from deliveries where at < :deliveries",
    "posts": "select rowid as row from outbox where state = 'dead' and at < :deliveries",
    "audit": "select rowid as row from audit where at < :audit",
    "people": """
        select people.rowid as row from people where met < :consultations and not exists
        (select 1 from sessions s where s.owner_org = people.owner_org and s.owner_user = people.owner_user)""",
}
_TABLES: Mapping[str, str] = {"consultations": "sessions", "open": "sessions", "posts": "outbox"}
_NOTE = """
    insert into audit (at, owner_org, owner_user, act, subject)
    select ?, owner_org, owner_user, ?, id from sessions where """
KINDS = tuple(_TOO_OLD)
WORDS = ("sessions", "sent_in")
"""The tables in which old rows hold words."""


def count(db: Database, kind: str, before: Before) -> int:
    """How many of ``kind`` are too old."""
    return int(next(iter(db.query(f"select count(*) as n from ({_TOO_OLD[kind]})", _times(before))))["n"])  # noqa: S608


def purge(db: Database, kind: str, before: Before, at: float) -> int:
    """Delete at most ``BATCH`` of ``kind`` that are too old; how many. The end of a consultation is noted."""
    rows = [row["row"] for row in db.query(f"{_TOO_OLD[kind]} limit {BATCH}", _times(before))]
    if not rows:
        return 0
    table, places = _TABLES.get(kind, kind), ",".join("?" * len(rows))
    if table == "sessions":
        db.execute(f"{_NOTE} rowid in ({places})", (at, Act.EXPIRED, *rows))
    db.execute(f"delete from {table} where rowid in ({places})", rows)  # noqa: S608 (names of ours)
    if table in WORDS:
        _remember(db, UNTIDY)
    return len(rows)


def forget(db: Database, owner: Owner, at: float, session: str | None) -> int:
    """Delete one consultation of a person's, or everything of theirs; how many consultations. Each is noted."""
    chosen, values = "owner_org = ? and owner_user = ?", [owner.org, owner.user]
    if session is not None:
        chosen, values = f"{chosen} and id = ?", [*values, session]
    db.execute(_NOTE + chosen, (at, Act.DELETED, *values))
    gone = db.execute(f"delete from sessions where {chosen}", values).rowcount  # noqa: S608 (names of ours)
    tables = ("outbox", "sent_in", "people") if session is None else ("outbox",)
    for table in tables if session is None or gone else ():
        db.execute(f"delete from {table} where owner_org = ? and owner_user = ?", (owner.org, owner.user))  # noqa: S608
    _remember(db, UNTIDY)
    return gone


UNTIDY, IN_THE_LOG, TIDY = 2, 1, 0


def tidy(db: Database) -> bool:
    """Take deleted words out of the files. False while another program reads or writes: then it is not waited for."""
    if _version(db) == TIDY:
        return True
    try:
        if _version(db) == UNTIDY:
            db.execute("VACUUM")
            _remember(db, IN_THE_LOG)
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return False
        _remember(db, TIDY)
    except sqlite3.OperationalError as error:
        if code(error) == "locked":
            return False
        raise
    return True


def _version(db: Database) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _remember(db: Database, version: int) -> None:
    db.execute(f"PRAGMA user_version = {version}")


def _times(before: Before) -> dict[str, float]:
    return {
        "consultations": before.consultations,
        "open": before.open,
        "sent_in": before.sent_in,
        "deliveries": before.deliveries,
        "audit": before.audit,
    }
