"""PostgreSQL's connections: a few in a pool for what has to end in time, others for what takes as long as it takes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import AsyncConnection
from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row
from psycopg.types.string import StrDumper
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from bot.store.base import StoreError
from bot.store.postgres_codes import code, passing, told
from bot.store.postgres_migrations import Connection

T = TypeVar("T")
Work = Callable[[Connection], Awaitable[T]]
log = logging.getLogger(__name__)

BUDGET_SECONDS = 1.5
"""From a request's call to its end, waiting included."""

POOL_SECONDS = 1.0
"""How long a free connection is waited for."""

STATEMENT_MS = 1200
LOCK_MS = 1000
CONNECTIONS = 5
"""At most, for each process: PostgreSQL allows 100 unless told otherwise."""

RECONNECT_SECONDS = 0.1
"""Then the pool gives up until the next request asks. Its own waiting would grow to minutes."""

_DEFAULTS: Mapping[str, Any] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
    "application_name": "dx-jinzai",
    "target_session_attrs": "read-write",
}
"""Unless the URL says otherwise."""


class Connections:
    """Connections to one database, by its URL. All methods raise ``StoreError``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._settings = _settings(url)
        self._pool: AsyncConnectionPool[Connection] | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._refused = False

    async def open(self) -> None:
        """Begin to connect; what is asked before it has come about waits."""
        self._pool = AsyncConnectionPool(
            "",
            kwargs={**self._settings, "autocommit": True, "row_factory": dict_row},
            min_size=1,
            max_size=CONNECTIONS,
            open=False,
            configure=self._ready,
            timeout=POOL_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
            reconnect_failed=self._not_reached,
            name="store",
        )
        await self._pool.open()

    async def close(self) -> None:
        """Wait for what was begun and disconnect."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=BUDGET_SECONDS)
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def run(self, work: Work[T], again: Work[T] | None = None) -> T:
        """``work`` within the budget; what is told ``slow`` may end all the same. ``again`` is the second attempt."""
        if self._pool is None:
            raise StoreError("closed")
        task = asyncio.create_task(self._twice(self._pool, work, again or work))
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        done, _ = await asyncio.wait({task}, timeout=BUDGET_SECONDS)
        if not done:
            task.cancel()
            raise StoreError("slow")
        with self._coded():
            return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()

    async def _twice(self, pool: AsyncConnectionPool[Connection], work: Work[T], again: Work[T]) -> T:
        try:
            return await _with(pool, work)
        except PoolTimeout:
            raise
        except psycopg.Error as error:
            if not passing(error):
                raise
            log.warning("the store is asked once more: %s", error.sqlstate or type(error).__name__)
        await pool.check()
        return await _with(pool, again)

    @contextmanager
    def _coded(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as error:
            raise StoreError("unavailable" if self._refused else "slow") from error
        except psycopg.Error as error:
            raise StoreError(code(error), told(error, self._url)) from error

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[Connection]:
        """A connection of its own, without a time limit, for what nobody waits for at a screen."""
        with self._coded():
            connection = await AsyncConnection.connect("", **self._settings, autocommit=True, row_factory=dict_row)
            async with connection:
                await _configure(connection)
                yield connection

    async def _ready(self, connection: Connection) -> None:
        """A new connection of the pool: from now on the server answers in time or not at all."""
        await _configure(connection)
        await connection.execute(f"set statement_timeout = {STATEMENT_MS}")
        await connection.execute(f"set lock_timeout = {LOCK_MS}")
        self._refused = False

    def _not_reached(self, _: object) -> None:
        self._refused = True


async def _with(pool: AsyncConnectionPool[Connection], work: Work[T]) -> T:
    async with pool.connection() as connection:
        try:
            return await work(connection)
        except psycopg.Error as error:
            if passing(error):
                await connection.close()
            raise


async def _configure(connection: Connection) -> None:
    connection.adapters.register_dumper(str, _Text)


class _Text(StrDumper):
    """Text without NUL characters, for which PostgreSQL has no room: nothing is stored or found with one."""

    def dump(self, obj: str) -> Buffer | None:
        """The text as the server takes it."""
        return super().dump(obj.replace("\0", ""))


def _settings(url: str) -> dict[str, Any]:
    """What to connect with. A server that only reads (a stand-by after a fail-over) is passed over.

    Raises ``StoreError`` with code ``address``; what libpq says of the URL may hold its password and is left out.
    """
    try:
        return {**_DEFAULTS, **conninfo_to_dict(url)}
    except (psycopg.ProgrammingError, UnicodeDecodeError):
        raise StoreError("address") from None
