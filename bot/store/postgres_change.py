"""What a change writes, as statements that are sent together: two round trips, however much there is to write.

Each statement says how the change ends when it touches no row; the whole transaction is then undone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import Rollback

from bot.crash import Reached
from bot.store import postgres_outbox as outbox
from bot.store import rows
from bot.store.base import Act, Change, Committed, Noted, Session
from bot.store.postgres_migrations import Connection

_CLAIM = "insert into deliveries (key, at) values (%(key)s, %(now)s) on conflict do nothing"
_MEET = """
    insert into people (owner_org, owner_user, met) values (%(owner_org)s, %(owner_user)s, %(now)s)
    on conflict do nothing"""
_NOTE = """
    insert into audit (at, owner_org, owner_user, act, subject)
    values (%(at)s, %(owner_org)s, %(owner_user)s, %(act)s, %(subject)s)"""
_CLOSE = """
    with closed as (
        update sessions set status = 'closed', revision = revision + 1
        where id = %(closes)s and owner_org = %(owner_org)s and owner_user = %(owner_user)s and status = 'open'
        returning id, owner_org, owner_user)
    insert into audit (at, owner_org, owner_user, act, subject)
    select %(now)s, owner_org, owner_user, 'replaced', id from closed"""
_INSERT = """
    with written as (
        insert into sessions
            (id, owner_org, owner_user, dialog, answers, at, status, revision, by_text, created, updated)
        values (%(id)s, %(owner_org)s, %(owner_user)s, %(dialog)s, %(answers)s, %(at)s, %(status)s, %(revision)s,
                %(by_text)s, %(created)s, %(updated)s)
        on conflict do nothing
        returning id, owner_org, owner_user)
    insert into audit (at, owner_org, owner_user, act, subject)
    select %(now)s, owner_org, owner_user, 'begun', id from written"""
_UPDATE = """
    with old as (
        select id, status from sessions
        where id = %(id)s and owner_org = %(owner_org)s and owner_user = %(owner_user)s and revision = %(expected)s
        for update),
    written as (
        update sessions set answers = %(answers)s, at = %(at)s, status = %(status)s, revision = %(revision)s,
            by_text = %(by_text)s, updated = %(updated)s,
            rating = case when answers = %(answers)s then rating end
        from old where sessions.id = old.id
        returning sessions.id, owner_org, owner_user, old.status as was, sessions.status)
    insert into audit (at, owner_org, owner_user, act, subject)
    select %(now)s, owner_org, owner_user,
           case when was = 'open' and status = 'concluded' then 'concluded' else 'changed' end, id
    from written"""
_RATE = """
    with rated as (
        update sessions set rating = %(rating)s
        where id = %(session)s and revision = %(revision)s and owner_org = %(owner_org)s and owner_user = %(owner_user)s
        returning id, owner_org, owner_user)
    insert into audit (at, owner_org, owner_user, act, subject)
    select %(now)s, owner_org, owner_user, 'rated', id from rated"""
_SEND_IN = """
    insert into sent_in (id, owner_org, owner_user, text, kind, at)
    values (%(id)s, %(owner_org)s, %(owner_user)s, %(text)s, %(kind)s, %(at)s) on conflict do nothing"""


@dataclass(frozen=True)
class Step:
    """A statement with its values. ``otherwise`` is how the change ends when no row is touched; None: as it may."""

    sql: LiteralString
    values: dict[str, Any]
    otherwise: Committed | None = None


async def write(connection: Connection, change: Change, reached: Reached) -> Committed:
    """Write all of ``change`` or nothing of it."""
    planned, ended = list(steps(change)), Committed.DONE
    async with connection.pipeline() as pipeline, connection.transaction():
        cursors = [await connection.execute(step.sql, step.values) for step in planned]
        await pipeline.sync()
        reached("in_commit")
        missed = (step.otherwise for step, cursor in zip(planned, cursors, strict=True) if not cursor.rowcount)
        ended = next(filter(None, missed), Committed.DONE)
        if ended is not Committed.DONE:
            raise Rollback
    return ended


async def write_again(connection: Connection, change: Change, reached: Reached) -> Committed:
    """Write ``change`` after a connection broke and nobody knows whether it was committed.

    Its delivery key or revision keeps it from being written twice; when it was in fact written, it is done.
    """
    ended = await write(connection, change, reached)
    return Committed.DONE if ended is not Committed.DONE and await _there(connection, change) else ended


async def _there(connection: Connection, change: Change) -> bool:
    """Whether the store holds exactly what the change writes: ids are unguessable, so nobody else has written it."""
    if change.outgoing is not None:
        sql: LiteralString = "select 1 as found from outbox where id = %s"
        return bool(await (await connection.execute(sql, (change.outgoing.id,))).fetchone())
    if change.session is None:
        return False
    row = await (await connection.execute("select * from sessions where id = %s", (change.session.id,))).fetchone()
    return row is not None and rows.session(row) == change.session


def steps(change: Change) -> Iterator[Step]:
    """The statements of a change, in the order in which they decide how it ends."""
    now = {"now": change.at}
    if change.key is not None:
        yield Step(_CLAIM, {**now, "key": change.key}, Committed.DUPLICATE)
    if change.meets is not None:
        yield Step(_MEET, {**now, **rows.from_owner(change.meets)}, Committed.DUPLICATE)
    if change.session is not None:
        yield from _session(change, change.session)
    if (sent := change.sent_in) is not None:
        yield Step(_NOTE, rows.from_noted(Noted(change.at, sent.owner, Act.SENT_IN, sent.id)))
        yield Step(_SEND_IN, rows.from_sent_in(sent), Committed.DUPLICATE)
    if (rated := change.rated) is not None:
        values = {"session": rated.session, "revision": rated.revision, "rating": str(rated.rating)}
        yield Step(_RATE, {**now, **values, **rows.from_owner(rated.owner)}, Committed.CONFLICT)
    if change.noted is not None:
        yield Step(_NOTE, rows.from_noted(change.noted))
    if (call := change.outgoing) is not None:
        yield Step(outbox.IN_TURN, {"conversation": call.conversation})
        yield Step(outbox.ADD, rows.from_outgoing(call))


def _session(change: Change, session: Session) -> Iterator[Step]:
    values = {"now": change.at, **rows.from_session(session)}
    if change.closes is not None:
        yield Step(_CLOSE, {**values, "closes": change.closes})
    if change.expected is None:
        yield Step(_INSERT, values, Committed.CONFLICT)
    else:
        yield Step(_UPDATE, {**values, "expected": change.expected}, Committed.CONFLICT)
