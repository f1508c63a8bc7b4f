"""The outbox in SQLite: what is owed, in which order, and who has it. The caller opens and ends the transaction."""

from typing import Any

from sqlite_utils import Database

from bot.store import rows
from bot.store.base import Outgoing, Pending

AT_ONCE = 20
"""Calls claimed in one go."""

_ADD = """
    insert into outbox (id, owner_org, owner_user, conversation, method, channel, body, at, due, attempts, state)
    values (:id, :owner_org, :owner_user, :conversation, :method, :channel, :body, :at, :due, 1, 'sending')"""
_FIRST = """
    select id from outbox
    where seq = (select min(seq) from outbox where state != 'dead' and conversation = ?)"""
_DUE = """
    select * from outbox
    where due <= ? and seq in (select min(seq) from outbox where state != 'dead' group by conversation)
    order by seq limit ?"""
_GIVE_BACK = """
    update outbox set due = :due, attempts = :attempts, state = :state
    where id = :id and state = 'sending' and due = :until"""
_BURY = """
    update outbox set state = 'dead', body = '', why = :why
    where id = :id and state = 'sending' and due = :until"""


def add(db: Database, call: Outgoing) -> None:
    """Store a call, leased to who commits it."""
    db.execute(_ADD, rows.from_outgoing(call))


def first(db: Database, conversation: str) -> str | None:
    """The id of the oldest call of the conversation that is still owed."""
    found = db.query(_FIRST, (conversation,))
    return next((row["id"] for row in found), None)


def due(db: Database, now: float) -> bool:
    """Whether ``claim`` would find anything."""
    return any(db.query(_DUE, (now, 1)))


def claim(db: Database, now: float, until: float) -> tuple[Pending, ...]:
    """Lease the oldest call of each conversation where it is due."""
    found = list(db.query(_DUE, (now, AT_ONCE)))
    for row in found:
        db.execute(
            "update outbox set due = ?, attempts = attempts + 1, state = 'sending' where seq = ?", (until, row["seq"])
        )
    return tuple(rows.claimed(row, until) for row in found)


def delete(db: Database, call: str) -> None:
    """Delete a call that was made."""
    db.execute("delete from outbox where id = ?", (call,))


def postpone(db: Database, held: Pending, due: float, attempts: int, unknown: bool) -> None:
    """Give a call back, to be claimed at ``due``."""
    state = "unknown" if unknown else "waiting"
    db.execute(_GIVE_BACK, {**_held(held), "due": due, "attempts": attempts, "state": state})


def bury(db: Database, held: Pending, why: str, told: Outgoing | None) -> bool:
    """Keep nothing of a call but its id and why it was given up, and owe ``told``; False when it is not held."""
    buried = bool(db.execute(_BURY, {**_held(held), "why": why}).rowcount)
    if buried and told is not None:
        add(db, told)
    return buried


def _held(held: Pending) -> dict[str, Any]:
    """The lease as a token: once it ran out and another has the call, its time is another one."""
    return {"id": held.outgoing.id, "until": held.until}
