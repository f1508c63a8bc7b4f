"""PostgreSQL through psycopg's pool: any number of processes over one database, each with a few connections."""

from collections.abc import Mapping
from functools import partial
from typing import Any, LiteralString

from bot.crash import Reached, nowhere
from bot.store import postgres_change as changes
from bot.store import postgres_keep as keep
from bot.store import postgres_outbox as outbox
from bot.store import rows
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
from bot.store.postgres_migrations import Connection, migrate_one
from bot.store.postgres_pool import Connections

_STANDING: LiteralString = """
    select * from sessions where id = coalesce(
        (select id from sessions where owner_org = %s and owner_user = %s and dialog = %s and status = 'open'),
        (select id from sessions where owner_org = %s and owner_user = %s and dialog = %s and status <> 'closed'
            order by updated desc limit 1))"""

_TALLY: LiteralString = """
    select to_char(to_timestamp(created) at time zone 'Asia/Tokyo', 'YYYY-MM') as month, status,
           case status when 'concluded' then answers else '{}' end as answers,
           case status when 'concluded' then at end as at, rating, count(*) as count
    from sessions where dialog = %s and status <> 'closed' group by 1, 2, 3, 4, 5"""

_SAFE: Mapping[LiteralString, LiteralString] = {
    "synchronous_commit": "show synchronous_commit",
    "fsync": "show fsync",
}


class PostgresStore:
    """A ``Store`` in a PostgreSQL database, by its URL."""

    def __init__(self, url: str, reached: Reached = nowhere) -> None:
        self._connections = Connections(url)
        self._reached = reached
        self._untidy = False

    async def open(self) -> None:
        """Migrate, and open the pool. Refuses a server that tells a commit before it is on the disk."""
        async with self._connections.apart() as connection:
            for name, show in _SAFE.items():
                if (await (await connection.execute(show)).fetchall())[0][name] == "off":
                    raise StoreError("unsafe", name)
            while await self._migrate_one(connection):
                pass
            if (await (await connection.execute("select to_regclass(%s) as mark", (MARK,))).fetchall())[0]["mark"]:
                raise StoreError("unfinished")
        await self._connections.open()

    async def load(self, owner: Owner, dialog: str) -> Session | None:
        """The owner's open consultation, else the one concluded last."""
        found = await self._query(_STANDING, (owner.org, owner.user, dialog) * 2)
        return rows.session(found[0]) if found else None

    async def get(self, session_id: str) -> Session | None:
        """The session with that id."""
        found = await self._query("select * from sessions where id = %s", (session_id,))
        return rows.session(found[0]) if found else None

    async def consultations(self, owner: Owner, dialog: str, limit: int, offset: int) -> tuple[Session, ...]:
        """A page of the owner's consultations, newest first."""
        found = await self._query(
            "select * from sessions where owner_org = %s and owner_user = %s and dialog = %s and status <> 'closed'"
            " order by updated desc, id limit %s offset %s",
            (owner.org, owner.user, dialog, limit, offset),
        )
        return tuple(rows.session(row) for row in found)

    async def met(self, owner: Owner) -> bool:
        """Whether the person was greeted."""
        sql: LiteralString = "select 1 as met from people where owner_org = %s and owner_user = %s"
        return bool(await self._query(sql, (owner.org, owner.user)))

    async def sent_in(self) -> tuple[SentIn, ...]:
        """The texts that people sent in, the oldest first."""
        return tuple(rows.sent_in(row) for row in await self._query("select * from sent_in order by at, id"))

    async def tally(self, dialog: str) -> tuple[Alike, ...]:
        """Every consultation that was not replaced, counted apart from the connections that requests wait for."""
        async with self._connections.apart() as connection:
            found = await (await connection.execute(_TALLY, (dialog,))).fetchall()
        return tuple(rows.alike(row) for row in found)

    async def commit(self, change: Change) -> Committed:
        """Apply ``change`` in one transaction; once more when the connection breaks, which can do no harm."""
        self._reached("before_commit")
        ended = await self._connections.run(
            partial(changes.write, change=change, reached=self._reached),
            again=partial(changes.write_again, change=change, reached=self._reached),
        )
        self._reached("after_commit")
        return ended

    async def first(self, conversation: str) -> str | None:
        """The id of the call that has to be made before all others of the conversation."""
        return await self._connections.run(lambda connection: outbox.first(connection, conversation))

    async def claim(self, now: float, until: float) -> tuple[Pending, ...]:
        """Lease the first call of each conversation where it is due."""
        return await self._connections.run(lambda connection: outbox.claim(connection, now, until))

    async def delivered(self, call: str) -> None:
        """Delete a call that was made."""
        await self._connections.run(lambda connection: outbox.delete(connection, call))

    async def postpone(self, held: Pending, due: float, attempts: int, *, unknown: bool) -> None:
        """Give a call back, to be claimed at ``due``."""
        await self._connections.run(
            lambda connection: outbox.postpone(connection, held, due, attempts, unknown=unknown)
        )

    async def bury(self, held: Pending, why: str, told: Outgoing | None = None) -> bool:
        """Give a call up, drop its words and owe ``told``."""
        return await self._connections.run(lambda connection: outbox.bury(connection, held, why, told))

    async def forget(self, owner: Owner, at: float, session: str | None = None) -> int:
        """Delete everything of a person's, or one consultation."""
        async with self._connections.apart() as connection, connection.transaction():
            gone = await keep.forget(connection, owner, at, session)
        self._untidy = True
        await self.tidy()
        return gone

    async def purge(self, before: Before, at: float, *, dry: bool = False) -> Mapping[str, int]:
        """Delete what is too old, in small transactions, or count it. Several processes may do so at once."""
        async with self._connections.apart() as connection:
            if dry:
                return {kind: await keep.count(connection, kind, before) for kind in keep.KINDS}
            gone = dict.fromkeys(keep.KINDS, 0)
            for kind in keep.KINDS:
                while batch := await keep.purge(connection, kind, before, at):
                    gone[kind] += batch
                    self._reached("in_purge")
        self._untidy = self._untidy or any(gone.values())
        await self.tidy()
        return gone

    async def tidy(self) -> bool:
        """Vacuum when this process has deleted words; after a crash, PostgreSQL does so by itself."""
        if self._untidy:
            async with self._connections.apart() as connection:
                await keep.vacuum(connection)
            self._untidy = False
        return True

    async def audit(self) -> tuple[Noted, ...]:
        """The audit table, the oldest line first."""
        async with self._connections.apart() as connection:
            cursor = await connection.execute("select at, owner_org, owner_user, act, subject from audit order by id")
            return tuple(rows.noted(row) for row in await cursor.fetchall())

    async def close(self) -> None:
        """Wait for what was begun and disconnect."""
        await self._connections.close()

    async def _query(self, sql: LiteralString, values: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        async def query(connection: Connection) -> list[dict[str, Any]]:
            return await (await connection.execute(sql, values)).fetchall()

        return await self._connections.run(query)

    async def _migrate_one(self, connection: Connection) -> bool:
        async with connection.transaction():
            applied = await migrate_one(connection)
            if applied:
                self._reached("in_migration")
        return applied
