"""The outbox in PostgreSQL: what is owed, in which order, and who has it."""

from typing import Any

from bot.store import rows
from bot.store.base import Outgoing, Pending
from bot.store.postgres_migrations import Connection

AT_ONCE = 20
"""Calls claimed in one go."""

IN_TURN = "select pg_advisory_xact_lock(hashtextextended(%(conversation)s, 7281649502))"
"""Numbers are given at the insert, not at the commit: so that both have one order, a conversation's writers queue."""

ADD = """
    insert into outbox (id, owner_org, owner_user, conversation, method, channel, body, at, due, attempts, state)
    values (%(id)s, %(owner_org)s, %(owner_user)s, %(conversation)s, %(method)s, %(channel)s, %(body)s, %(at)s,
            %(due)s, 1, 'sending')"""
_FIRST = """
    select id from outbox where state <> 'dead' and conversation = %s order by seq limit 1"""
_CLAIM = """
    with due as (
        select seq, state from outbox
        where due <= %(now)s and seq in (select min(seq) from outbox where state <> 'dead' group by conversation)
        order by seq limit %(most)s for update skip locked)
    update outbox set due = %(until)s, attempts = attempts + 1, state = 'sending'
    from due where outbox.seq = due.seq
    returning outbox.seq, outbox.id, owner_org, owner_user, conversation, method, channel, body, at,
              attempts - 1 as attempts, due.state"""
_GIVE_BACK = """
    update outbox set due = %(due)s, attempts = %(attempts)s, state = %(state)s
    where id = %(id)s and state = 'sending' and due = %(until)s"""
_BURY = """
    update outbox set state = 'dead', body = '', why = %(why)s
    where id = %(id)s and state = 'sending' and due = %(until)s"""


async def first(connection: Connection, conversation: str) -> str | None:
    """The id of the oldest call of the conversation that is still owed."""
    found = await (await connection.execute(_FIRST, (conversation,))).fetchone()
    return found["id"] if found else None


async def claim(connection: Connection, now: float, until: float) -> tuple[Pending, ...]:
    """Lease the oldest call of each conversation where it is due; what another process is claiming is left to it."""
    cursor = await connection.execute(_CLAIM, {"now": now, "until": until, "most": AT_ONCE})
    found = sorted(await cursor.fetchall(), key=lambda row: row["seq"])
    return tuple(rows.claimed(row, until) for row in found)


async def delete(connection: Connection, call: str) -> None:
    """Delete a call that was made."""
    await connection.execute("delete from outbox where id = %s", (call,))


async def postpone(connection: Connection, held: Pending, due: float, attempts: int, *, unknown: bool) -> None:
    """Give a call back, to be claimed at ``due``."""
    state = "unknown" if unknown else "waiting"
    await connection.execute(_GIVE_BACK, {**_held(held), "due": due, "attempts": attempts, "state": state})


async def bury(connection: Connection, held: Pending, why: str, told: Outgoing | None) -> bool:
    """Keep nothing of a call but its id and why it was given up, and owe ``told``; False when it is not held."""
    async with connection.transaction():
        buried = bool((await connection.execute(_BURY, {**_held(held), "why": why})).rowcount)
        if buried and told is not None:
            await connection.execute(IN_TURN, {"conversation": told.conversation})
            await connection.execute(ADD, rows.from_outgoing(told))
    return buried


def _held(held: Pending) -> dict[str, Any]:
    """The lease as a token: once it ran out and another has the call, its time is another one."""
    return {"id": held.outgoing.id, "until": held.until}
