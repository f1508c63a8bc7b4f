"""What holds for PostgreSQL alone: what it refuses, faults within the budget, migrations, two versions at once."""

import asyncio
import itertools
import os
import re
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from bot.store import open_store
from bot.store.base import Change, Committed, Owner, Session, Store, StoreError
from bot.store.postgres_migrations import MIGRATIONS, TABLES, migrate_one
from bot.store.postgres_pool import BUDGET_SECONDS
from tests.support.postgres import PASSWORD, Cluster, running_cluster

DEADLINE = BUDGET_SECONDS + 1.0
NEWER = "alter table sessions add column of_later integer not null default 0"
"""What a later version might add."""


@pytest.fixture
def url(cluster: Cluster) -> str:
    return cluster.url()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    made = open_store(url)
    await made.open()
    yield made
    await made.close()


@pytest.fixture(scope="module")
def mortal(cluster: Cluster) -> Iterator[Cluster]:
    """A second server, for tests that stop it."""
    del cluster
    with running_cluster() as running:
        yield running


def raw(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(url, autocommit=True)


def session(number: int, revision: int = 0) -> Session:
    return Session(f"s{number}", Owner("T01", f"U{number}"), "consult", 1.0, 1.0, revision=revision)


async def told(store: Store, number: int) -> str:
    """How a commit ends: ``done`` or the code of the error."""
    try:
        return str(await store.commit(Change(1.0, session(number), key=f"Ev{number}")))
    except StoreError as error:
        return error.code


async def refusal(url: str) -> StoreError:
    """The error with which opening ``url`` fails."""
    with pytest.raises(StoreError) as refused:
        await open_store(url).open()
    return refused.value


# ------------------------------------------------------------ what is refused at start


async def test_server_that_tells_commits_before_they_are_safe_is_refused(url: str) -> None:
    error = await refusal(f"{url}%20-csynchronous_commit%3Doff")
    assert (error.code, error.detail) == ("unsafe", "synchronous_commit")


async def test_database_of_a_newer_program_is_refused_and_left_alone(store: Store, url: str) -> None:
    with raw(url) as connection:
        connection.execute("insert into dx_jinzai_migrations (name) values ('of_a_later_version')")
        error = await refusal(url)
        assert (error.code, error.detail) == ("newer", "of_a_later_version")
    assert await told(store, 1) == Committed.DONE, "who is running already goes on"


async def test_tables_of_another_program_are_refused_and_left_alone(url: str) -> None:
    with raw(url) as connection:
        connection.execute("create table sessions (id integer)")
        assert (await refusal(url)).code == "foreign"
        assert connection.execute("select count(*) from sessions").fetchone() == (0,)


async def test_database_that_may_not_be_written_is_refused(cluster: Cluster) -> None:
    with raw(cluster.address) as connection:
        connection.execute("create role reader login password 'reader'")
    error = await refusal(cluster.address.replace(f"tester:{PASSWORD}", "reader:reader"))
    assert error.code == "readonly"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("?options", "?no_such_option"), "address"),
        ((PASSWORD, "wrong-password-of-the-test"), "unavailable"),
        ((PASSWORD, "per%cent-of-the-test"), "address"),
        ((PASSWORD, "per%zent-of-the-test"), "address"),
        (("/postgres?", "/no_such_database?"), "unavailable"),
    ],
)
async def test_address_that_leads_nowhere_is_told_without_the_password(
    url: str, change: tuple[str, str], code: str
) -> None:
    broken = url.replace(*change)
    with pytest.raises(StoreError) as refused:
        await open_store(broken).open()
    assert refused.value.code == code
    assert "of-the-test" not in str(refused.value)


async def test_server_that_is_not_there_is_told_at_once() -> None:
    async with asyncio.timeout(DEADLINE):
        assert (await refusal("postgresql://u:secret-of-the-test@127.0.0.1:1/db")).code == "unavailable"


# ------------------------------------------------------------ faults


async def test_row_locked_by_another_program_is_told_in_time_and_passes(store: Store, url: str) -> None:
    assert await told(store, 1) == Committed.DONE
    with psycopg.connect(url) as other:
        other.execute("select * from sessions for update")
        async with asyncio.timeout(DEADLINE):
            with pytest.raises(StoreError) as refused:
                await store.commit(Change(2.0, session(1, revision=1), expected=0))
        assert refused.value.code in ("locked", "slow")
        other.rollback()
    assert await store.commit(Change(2.0, session(1, revision=1), expected=0)) is Committed.DONE


async def test_connections_that_were_cut_are_replaced_unnoticed(store: Store, url: str) -> None:
    for turn in range(3):
        await asyncio.gather(*(told(store, turn * 100 + n) for n in range(20)))
        with raw(url) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dx-jinzai'"
            )
        assert await told(store, turn * 100 + 50) == Committed.DONE


class Relay:
    """A line to the server that, once ``armed``, breaks between the next commit and its answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lines: list[asyncio.Task[None]] = []
        self.armed = False
        self.cut = 0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        yield server.sockets[0].getsockname()[1]
        server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.wait(self._lines)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.append(asyncio.create_task(self._line(reader, writer)))

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await asyncio.gather(self._ask(reader, server, writer), self._answer(answers, writer))
        finally:
            server.close()
            writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, server: asyncio.StreamWriter, ours: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65536):
            if self.armed and b"COMMIT" in data:
                self.armed, self.cut = False, self.cut + 1
                ours.close()
            server.write(data)
        server.write_eof()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if not writer.is_closing():
                writer.write(data)


@pytest.mark.parametrize("key", ["Ev1", None])
async def test_change_whose_connection_broke_after_the_commit_is_done_once(
    cluster: Cluster, url: str, key: str | None
) -> None:
    """The worst moment: the server has committed, and its answer is lost."""
    relay = Relay(cluster.port)
    async with relay.listening() as port:
        store = open_store(url.replace(f":{cluster.port}/", f":{port}/"))
        await store.open()
        await store.commit(Change(1.0, session(0)))
        relay.armed = True
        assert await store.commit(Change(1.0, session(1), key=key)) is Committed.DONE
        assert relay.cut == 1
        assert await store.commit(Change(1.0, session(1), key=key)) in (Committed.DUPLICATE, Committed.CONFLICT)
        assert [line.subject for line in await store.audit()] == ["s0", "s1"]
        await store.close()


async def test_server_that_hangs_is_told_in_time_and_goes_on(mortal: Cluster) -> None:
    store = open_store(mortal.url())
    await store.open()
    assert await told(store, 0) == Committed.DONE
    pids = mortal.processes()
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        async with asyncio.timeout(DEADLINE):
            assert set(await asyncio.gather(*(told(store, n) for n in range(1, 20)))) == {"slow"}
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    await _until_done(store, 20, DEADLINE * 2)
    await store.close()


async def _until_done(store: Store, number: int, seconds: float) -> float:
    """Ask until a commit is done; how long that took."""
    begun = time.monotonic()
    async with asyncio.timeout(seconds):
        while await told(store, number) not in (Committed.DONE, Committed.DUPLICATE):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return time.monotonic() - begun


async def test_nothing_told_is_lost_when_the_server_is_killed_under_load(mortal: Cluster) -> None:
    """Every refusal comes in time, and the first success within two seconds after the server is up."""
    store = open_store(mortal.url())
    await store.open()
    ended: dict[int, str] = {}
    numbers = itertools.count()

    async def writing() -> None:
        while len(ended) >= 0:
            number = next(numbers)
            async with asyncio.timeout(DEADLINE):
                ended[number] = await told(store, number)

    writers = [asyncio.create_task(writing()) for _ in range(10)]
    for _ in range(2):
        done = len(ended)
        while len(ended) < done + 200:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await asyncio.to_thread(mortal.kill)
        assert (await told(store, -1 - next(numbers))) == "unavailable"
        await asyncio.to_thread(mortal.start)
        await _until_done(store, -1 - next(numbers), 2.0)
    for writer in writers:
        writer.cancel()
    await asyncio.wait(writers)
    assert [number for number, how in ended.items() if how == "done" and await store.get(f"s{number}") is None] == []
    assert set(ended.values()) <= {"done", "unavailable", "slow"}
    await store.close()


# ------------------------------------------------------------ migrations


async def migrated(url: str, crash_at: str = "") -> int:
    environment = {**os.environ, "DATABASE_URL": url, "CRASH_AT": crash_at}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "migrate", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    return await asyncio.wait_for(process.wait(), 60)


async def test_processes_that_start_at_once_or_die_in_any_migration_leave_it_whole(cluster: Cluster) -> None:
    urls = [cluster.url() for _ in range(len(MIGRATIONS) + 1)]
    deaths = (migrated(url, f"in_migration:{step}") for step, url in enumerate(urls[:-1], 1))
    assert await asyncio.gather(*deaths) == [137] * len(MIGRATIONS)
    assert await asyncio.gather(*(migrated(urls[-1]) for _ in range(4))) == [0] * 4
    for url in urls:
        await (store := open_store(url)).open()
        assert await told(store, 1) == Committed.DONE
        await store.close()
        with raw(url) as connection:
            applied = connection.execute("select name from dx_jinzai_migrations").fetchall()
            assert sorted(name for (name,) in applied) == sorted(MIGRATIONS)


async def test_both_engines_have_the_same_tables_and_columns(url: str, tmp_path: Path) -> None:
    for one in (url, f"sqlite:///{tmp_path / 'same.db'}"):
        await (opened := open_store(one)).open()
        await opened.close()
    with closing(sqlite3.connect(tmp_path / "same.db")) as lite, raw(url) as connection:
        for table in TABLES:
            theirs = [row[1] for row in lite.execute(f"pragma table_info({table})")]
            ours = connection.execute(f"select * from {table}").description or ()  # noqa: S608
            assert sorted(column.name for column in ours) == sorted(theirs), table
        names = {name for (name,) in lite.execute("select name from _sqlite_migrations")}
    assert names == set(MIGRATIONS)


def test_no_migration_takes_away_what_the_program_before_it_uses() -> None:
    """Expand, then contract: until a release that says so here, every migration only adds."""
    taking = re.compile(r"\b(drop|rename|alter column|truncate|delete)\b", re.IGNORECASE)
    assert [name for name, sqls in MIGRATIONS.items() if any(taking.search(sql) for sql in sqls)] == []


async def test_two_versions_on_one_database_lose_nothing(store: Store, url: str) -> None:
    """The program before goes on while a later one migrates under it and writes beside it."""
    ended: list[str] = []

    async def writing(first: int, over: Store) -> None:
        ended.extend([await told(over, number) for number in range(first, first + 150)])

    before = asyncio.create_task(writing(0, store))
    async with await psycopg.AsyncConnection.connect(url, row_factory=dict_row) as connection:
        assert await migrate_one(connection, {**MIGRATIONS, "of_a_later_version": (NEWER,)})
        await connection.commit()
        later = asyncio.create_task(writing(1000, store))
        await asyncio.gather(before, later)
        rows = await (await connection.execute("select count(*) as n, sum(of_later) as r from sessions")).fetchone()
    assert ended == [Committed.DONE] * 300
    assert rows == {"n": 300, "r": 0}
    assert await store.commit(Change(2.0, session(1, revision=1), expected=0)) is Committed.DONE
