"""What goes in PostgreSQL: what is too old, what a person wants deleted.

``VACUUM`` then takes the deleted rows out of the tables, so that no statement can bring them back. Bytes that nobody
can query any more stay in freed space and in the write-ahead log until PostgreSQL writes over them, and in its backups.
"""

from collections.abc import Mapping
from typing import LiteralString

from bot.store.base import Act, Before, Owner
from bot.store.postgres_migrations import Connection

BATCH = 500
"""Rows deleted in one transaction: requests that wait for one of them still keep their time."""

_TOO_OLD: Mapping[str, tuple[LiteralString, LiteralString, LiteralString]] = {
    "consultations": ("sessions", "id", "status = 'concluded' and updated < %(consultations)s"),
    "open": ("sessions", "id", "status <> 'concluded' and updated < %(open)s"),
    "sent_in": ("sent_in", "id", "at < %(sent_in)s"),
    "deliveries": ("deliveries", "key", "at < %(deliveries)s"),
    "posts": ("outbox", "seq", "state = 'dead' and at < %(deliveries)s"),
    "audit": ("audit", "id", "at < %(audit)s"),
    "people": (
        "people",
        "owner_org, owner_user",
        """met < %(consultations)s and not exists
        (select 1 from sessions s where s.owner_org = people.owner_org and s.owner_user = people.owner_user)""",
    ),
}
KINDS = tuple(_TOO_OLD)
_NOTE = """
    noted as (
        insert into audit (at, owner_org, owner_user, act, subject)
        select %(now)s, owner_org, owner_user, %(act)s, id from gone)"""
_OF: LiteralString = "owner_org = %(org)s and owner_user = %(user)s"
_FORGET = f"""
    with gone as (
        delete from sessions where {_OF} and (%(session)s::text is null or id = %(session)s)
        returning id, owner_org, owner_user), {_NOTE}
    select count(*) as n from gone"""  # noqa: S608 (pieces of ours)


async def count(connection: Connection, kind: str, before: Before) -> int:
    """How many of ``kind`` are too old."""
    table, _, old = _TOO_OLD[kind]
    return await _number(connection, f"select count(*) as n from {table} where {old}", vars(before))  # noqa: S608


async def purge(connection: Connection, kind: str, before: Before, at: float) -> int:
    """Delete at most ``BATCH`` of ``kind`` that are too old; how many. The end of a consultation is noted.

    Rows that a request or another process has in hand are left for the next day.
    """
    table, key, old = _TOO_OLD[kind]
    some = f"select {key} from {table} where {old} limit {BATCH} for update skip locked"  # noqa: S608
    note = f", {_NOTE}" if table == "sessions" else ""
    sql = (
        f"with gone as (delete from {table} where ({key}) in ({some}) returning *){note} select count(*) as n from gone"  # noqa: S608
    )
    return await _number(connection, sql, {**vars(before), "now": at, "act": str(Act.EXPIRED)})


async def forget(connection: Connection, owner: Owner, at: float, session: str | None) -> int:
    """Delete one consultation of a person's, or everything of theirs; how many consultations. Each is noted."""
    whose = {"org": owner.org, "user": owner.user}
    values = {**whose, "session": session, "now": at, "act": str(Act.DELETED)}
    gone = await _number(connection, _FORGET, values)
    tables: tuple[LiteralString, ...] = ("outbox", "sent_in", "people") if session is None else ("outbox",)
    for table in tables if session is None or gone else ():
        await connection.execute(f"delete from {table} where {_OF}", whose)  # noqa: S608 (names of ours)
    return gone


async def vacuum(connection: Connection) -> None:
    """Take deleted words out of the tables; what another process is vacuuming is left to it."""
    await connection.execute("vacuum (skip_locked) sessions, sent_in, outbox")


async def _number(connection: Connection, sql: LiteralString, values: Mapping[str, object]) -> int:
    row = await (await connection.execute(sql, values)).fetchone()
    return int(row["n"]) if row else 0
