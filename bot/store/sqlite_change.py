"""What a change writes, and how a stored row becomes a value again. The caller opens and ends the transaction."""

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from bot.store import sqlite_outbox as outbox
from bot.store.base import Act, Change, Committed, Noted, Owner, SentIn, Session, Status

_INSERT = """
    insert into sessions (id, owner_org, owner_user, dialog, answers, at, status, revision, by_text, created, updated)
    values (:id, :owner_org, :owner_user, :dialog, :answers, :at, :status, :revision, :by_text, :created, :updated)
    on conflict do nothing"""
_UPDATE = """
    update sessions set answers = :answers, at = :at, status = :status, revision = :revision, updated = :updated,
        by_text = :by_text, rating = case when answers = :answers then rating end
    where id = :id and revision = :expected"""


class DuplicateError(Exception):
    """What is accepted once is stored already."""


class ConflictError(Exception):
    """The stored revision is not the expected one."""


def write(db: Database, change: Change) -> Committed:
    """Write all of ``change`` or nothing of it, within the transaction that others may share."""
    db.execute("SAVEPOINT one")
    try:
        _write(db, change)
    except (DuplicateError, ConflictError) as ended:
        db.execute("ROLLBACK TO one")
        return Committed.DUPLICATE if isinstance(ended, DuplicateError) else Committed.CONFLICT
    finally:
        if db.conn.in_transaction:
            db.execute("RELEASE one")
    return Committed.DONE


def _write(db: Database, change: Change) -> None:
    _claim(db, change)
    _meet(db, change)
    _close(db, change)
    _write_session(db, change)
    _send_in(db, change)
    _rate(db, change)
    if change.outgoing is not None:
        outbox.add(db, change.outgoing)
    if change.noted is not None:
        note(db, change.noted)


def _once(db: Database, sql: str, values: tuple[Any, ...]) -> None:
    if not db.execute(f"{sql} on conflict do nothing", values).rowcount:
        raise DuplicateError


def _claim(db: Database, change: Change) -> None:
    if change.key is not None:
        _once(db, "insert into deliveries (key, at) values (?, ?)", (change.key, change.at))


def _meet(db: Database, change: Change) -> None:
    if (met := change.meets) is not None:
        _once(db, "insert into people (owner_org, owner_user, met) values (?, ?, ?)", (met.org, met.user, change.at))


def _send_in(db: Database, change: Change) -> None:
    if (sent := change.sent_in) is not None:
        note(db, Noted(change.at, sent.owner, Act.SENT_IN, sent.id))
        values = (sent.id, sent.owner.org, sent.owner.user, sent.text, sent.kind, sent.at)
        _once(db, "insert into sent_in (id, owner_org, owner_user, text, kind, at) values (?, ?, ?, ?, ?, ?)", values)


def _rate(db: Database, change: Change) -> None:
    if (rated := change.rated) is None:
        return
    values = (str(rated.rating), rated.session, rated.revision, rated.owner.org, rated.owner.user)
    sql = "update sessions set rating = ? where id = ? and revision = ? and owner_org = ? and owner_user = ?"
    if not db.execute(sql, values).rowcount:
        raise ConflictError
    note(db, Noted(change.at, rated.owner, Act.RATED, rated.session))


def _close(db: Database, change: Change) -> None:
    if change.closes is None or change.session is None:
        return
    sql = "update sessions set status = 'closed', revision = revision + 1 where id = ? and status = 'open'"
    if db.execute(sql, (change.closes,)).rowcount:
        note(db, Noted(change.at, change.session.owner, Act.REPLACED, change.closes))


def _write_session(db: Database, change: Change) -> None:
    if change.session is None:
        return
    act = _act(db, change, change.session)
    sql = _INSERT if change.expected is None else _UPDATE
    cursor = db.execute(sql, {**_row(change.session), "expected": change.expected})
    if not cursor.rowcount:
        raise ConflictError
    note(db, Noted(change.at, change.session.owner, act, change.session.id))


def _act(db: Database, change: Change, session: Session) -> Act:
    if change.expected is None:
        return Act.BEGUN
    stored = next(iter(db.query("select status from sessions where id = ?", (session.id,))), {"status": ""})
    concluded = session.status is Status.CONCLUDED and stored["status"] == Status.OPEN
    return Act.CONCLUDED if concluded else Act.CHANGED


def note(db: Database, noted: Noted) -> None:
    """Add a line to the audit table."""
    values = (noted.at, noted.owner.org, noted.owner.user, str(noted.act), noted.subject)
    db.execute("insert into audit (at, owner_org, owner_user, act, subject) values (?, ?, ?, ?, ?)", values)


def noted(row: Mapping[str, Any]) -> Noted:
    """The audit line in a row."""
    return Noted(row["at"], Owner(row["owner_org"], row["owner_user"]), Act(row["act"]), row["subject"])


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
        "by_text": int(session.by_text),
        "created": session.created,
        "updated": session.updated,
    }


def session(row: Mapping[str, Any]) -> Session:
    """The session in a row."""
    return Session(
        id=row["id"],
        owner=Owner(row["owner_org"], row["owner_user"]),
        dialog=row["dialog"],
        answers={q: tuple(a) for q, a in json.loads(row["answers"]).items()},
        at=row["at"],
        status=Status(row["status"]),
        revision=row["revision"],
        by_text=bool(row["by_text"]),
        created=row["created"],
        updated=row["updated"],
    )


def sent_in(row: Mapping[str, Any]) -> SentIn:
    """The text in a row."""
    return SentIn(row["id"], Owner(row["owner_org"], row["owner_user"]), row["text"], row["kind"], row["at"])
