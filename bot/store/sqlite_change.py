"""What a change writes. The caller opens and ends the transaction."""

from typing import Any

from sqlite_utils import Database

from bot.store import rows
from bot.store import sqlite_outbox as outbox
from bot.store.base import Act, Change, Committed, Noted

_INSERT = """
    insert into sessions (id, owner_org, owner_user, dialog, answers, at, status, revision, by_text, created, updated)
    values (:id, :owner_org, :owner_user, :dialog, :answers, :at, :status, :revision, :by_text, :created, :updated)
    on conflict do nothing"""
_UPDATE = """
    update sessions set answers = :answers, at = :at, status = :status, revision = :revision, updated = :updated,
        by_text = :by_text, rating = case when answers = :answers then rating end
    where id = :id"""
_CLOSE = """
    update sessions set status = 'closed', revision = revision + 1
    where id = :closes and owner_org = :owner_org and owner_user = :owner_user and status = 'open'"""
_NOTE_STEP = """
    insert into audit (at, owner_org, owner_user, act, subject)
    select :noted, owner_org, owner_user,
        case when :status = 'concluded' and status = 'open' then 'concluded' else 'changed' end, id
    from sessions where id = :id and owner_org = :owner_org and owner_user = :owner_user and revision = :expected"""
_NOTE = """
    insert into audit (at, owner_org, owner_user, act, subject)
    values (:at, :owner_org, :owner_user, :act, :subject)"""


class DuplicateError(Exception):
    """What is accepted once is stored already."""


class ConflictError(Exception):
    """The stored revision is not the expected one."""


def write(db: Database, change: Change) -> Committed:
    """Write all of ``change`` or nothing of it, within the transaction that others may share."""
    try:
        if _is_step(change):
            _write_session(db, change)
        else:
            _write_together(db, change)
    except (DuplicateError, ConflictError) as ended:
        return Committed.DUPLICATE if isinstance(ended, DuplicateError) else Committed.CONFLICT
    return Committed.DONE


def _is_step(change: Change) -> bool:
    """Whether a session moves on and that is all: its first statement tells a conflict before anything is written."""
    beside = (change.closes, change.key, change.meets, change.sent_in, change.rated, change.outgoing, change.noted)
    return change.expected is not None and not any(beside)


def _write_together(db: Database, change: Change) -> None:
    """Several parts, in a savepoint: the first that fails undoes those before it."""
    db.execute("SAVEPOINT one")
    try:
        _write(db, change)
    except (DuplicateError, ConflictError):
        db.execute("ROLLBACK TO one")
        raise
    finally:
        if db.conn.in_transaction:
            db.execute("RELEASE one")


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


def _once(db: Database, sql: str, values: dict[str, Any]) -> None:
    if not db.execute(f"{sql} on conflict do nothing", values).rowcount:
        raise DuplicateError


def _claim(db: Database, change: Change) -> None:
    if change.key is not None:
        _once(db, "insert into deliveries (key, at) values (:key, :at)", {"key": change.key, "at": change.at})


def _meet(db: Database, change: Change) -> None:
    if (met := change.meets) is not None:
        values = {**rows.from_owner(met), "met": change.at}
        _once(db, "insert into people (owner_org, owner_user, met) values (:owner_org, :owner_user, :met)", values)


def _send_in(db: Database, change: Change) -> None:
    if (sent := change.sent_in) is not None:
        note(db, Noted(change.at, sent.owner, Act.SENT_IN, sent.id))
        columns = "id, owner_org, owner_user, text, kind, at"
        places = ":id, :owner_org, :owner_user, :text, :kind, :at"
        _once(db, f"insert into sent_in ({columns}) values ({places})", rows.from_sent_in(sent))  # noqa: S608


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
    if db.execute(_CLOSE, {"closes": change.closes, **rows.from_owner(change.session.owner)}).rowcount:
        note(db, Noted(change.at, change.session.owner, Act.REPLACED, change.closes))


def _write_session(db: Database, change: Change) -> None:
    if (session := change.session) is None:
        return
    row = rows.from_session(session)
    if change.expected is not None:
        _step(db, {**row, "noted": change.at, "expected": change.expected})
    elif db.execute(_INSERT, row).rowcount:
        note(db, Noted(change.at, session.owner, Act.BEGUN, session.id))
    else:
        raise ConflictError


def _step(db: Database, values: dict[str, Any]) -> None:
    """The line of the audit table first: it holds the session's owner, revision and status against the change."""
    if not db.execute(_NOTE_STEP, values).rowcount:
        raise ConflictError
    db.execute(_UPDATE, values)


def note(db: Database, noted: Noted) -> None:
    """Add a line to the audit table."""
    db.execute(_NOTE, rows.from_noted(noted))
