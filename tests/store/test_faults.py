"""The store under faults: told with the right code within the budget, nothing half written, well again by itself."""

import asyncio
import os
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.store.base import Change, Committed, Owner, Session, Status, StoreError
from bot.store.sqlite import BUDGET_SECONDS, SqliteStore
from bot.store.sqlite_migrations import MIGRATIONS

RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
DEADLINE = BUDGET_SECONDS + 1.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "dx.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(str(file))
    await made.open()
    yield made
    await made.close()


def session(number: int) -> Session:
    return Session(f"s{number}", Owner("T01", f"U{number}"), "consult", 1.0, 1.0, {"wish": ("run" * 300,)})


async def told(store: SqliteStore, number: int) -> str:
    """How a commit ends: ``done`` or the code of the error."""
    try:
        return str(await store.commit(Change(1.0, session(number), key=f"Ev{number}")))
    except StoreError as error:
        return error.code


async def test_thirty_requests_behind_a_foreign_lock_are_all_told_in_time(store: SqliteStore, file: Path) -> None:
    """Each waits for its own budget, not for those before it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(DEADLINE):
            ended = await asyncio.gather(*(told(store, number) for number in range(30)))
        assert set(ended) <= {"locked", "slow"}
        assert ended[0] == "locked"
        other.execute("ROLLBACK")
    assert await told(store, 0) == Committed.DONE
    assert [await store.get(f"s{number}") for number in range(1, 30)] == [None] * 29


async def test_disk_that_hangs_is_told_in_time_and_what_had_not_begun_never_begins(store: SqliteStore) -> None:
    hung = threading.Event()
    stuck = store._thread.submit(hung.wait, 30)
    async with asyncio.timeout(DEADLINE):
        assert await told(store, 1) == "slow"
    hung.set()
    await asyncio.wrap_future(stuck)
    assert await store.get("s1") is None
    assert await told(store, 1) == Committed.DONE


async def test_readonly_database_is_told_and_read_on(store: SqliteStore) -> None:
    assert await told(store, 1) == Committed.DONE
    await store._work(store._open_db.execute, "PRAGMA query_only = ON")
    assert await told(store, 2) == "readonly"
    assert await store.get("s1") is not None
    await store._work(store._open_db.execute, "PRAGMA query_only = OFF")
    assert await told(store, 2) == Committed.DONE


async def test_filling_disk_never_leaves_half_a_change(store: SqliteStore, file: Path) -> None:
    pages = await store._work(lambda: store._open_db.execute("PRAGMA page_count").fetchone()[0])
    await store._work(store._open_db.execute, f"PRAGMA max_page_count = {pages + 5}")
    ended = [await told(store, number) for number in range(40)]
    assert set(ended) == {"done", "full"}
    await store._work(store._open_db.execute, "PRAGMA max_page_count = 100000")
    with closing(sqlite3.connect(file)) as raw:
        kept = {name for (name,) in raw.execute("select id from sessions")}
        keys = {key for (key,) in raw.execute("select key from deliveries")}
    assert kept == {f"s{number}" for number, how in enumerate(ended) if how == "done"}
    assert {key.removeprefix("Ev") for key in keys} == {name.removeprefix("s") for name in kept}
    assert await told(store, 99) == Committed.DONE


def test_damage_inside_one_table_stops_the_start(file: Path) -> None:
    asyncio.run(_filled(file))
    with closing(sqlite3.connect(file)) as raw:
        (page,) = raw.execute("select rootpage from sqlite_master where name = 'audit'").fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * 4096)
        damaged.write(b"\xff" * 4096)
    with pytest.raises(StoreError) as refused:
        asyncio.run(_filled(file))
    assert refused.value.code == "corrupt"


def test_value_that_no_longer_fits_its_index_stops_the_start(file: Path) -> None:
    asyncio.run(_filled(file))
    whole = file.read_bytes()
    assert whole.count(b"Ev17") > 1, "in the table and in its index"
    file.write_bytes(whole.replace(b"Ev17", b"Ev97", 1))
    with pytest.raises(StoreError) as refused:
        asyncio.run(_filled(file))
    assert refused.value.code == "corrupt"


@pytest.mark.parametrize(("column", "value"), [("answers", '{"wish": ["ru'), ("answers", "7"), ("status", "opem")])
async def test_row_that_cannot_be_read_is_told_as_damage(
    store: SqliteStore, file: Path, column: str, value: str
) -> None:
    assert await told(store, 1) == Committed.DONE
    assert await told(store, 2) == Committed.DONE
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(f"update sessions set {column} = ? where id = 's1'", (value,))  # noqa: S608 (ours)
    with pytest.raises(StoreError) as damaged:
        await store.get("s1")
    assert damaged.value.code == "corrupt"
    assert await store.get("s2") is not None


async def _filled(file: Path) -> None:
    store = SqliteStore(str(file))
    try:
        await store.open()
        for number in range(60):
            await told(store, number)
    finally:
        await store.close()


@pytest.mark.parametrize("dump", RELEASED, ids=lambda dump: dump.stem)
async def test_database_of_every_released_version_is_brought_forward_whole(file: Path, dump: Path) -> None:
    _as_released(file, dump)
    store = SqliteStore(str(file))
    await store.open()
    try:
        kept = await store.get("s1")
        assert kept is not None
        assert (kept.answers, kept.at) == ({"wish": ("run",), "first_organisation": ("manage",)}, "first_organisation")
        assert (kept.status, kept.revision, kept.updated) == (Status.OPEN, 2, 2.0)
        assert await store.commit(Change(9.0, key="Ev1")) is Committed.DUPLICATE
        assert await store.forget(Owner("T01", "U02"), 9.0) == 1
    finally:
        await store.close()


async def test_start_that_is_killed_in_any_migration_is_made_up_for_by_the_next(tmp_path: Path) -> None:
    """All starts at once; each dies inside another migration, before its transaction ends."""
    steps = len(MIGRATIONS.pending(_released_database())) + 1
    assert steps > 2
    files = [tmp_path / f"{step}.db" for step in range(1, steps)]
    for file in files:
        _as_released(file, RELEASED[0])
    died = await asyncio.gather(*(_migrated(file, f"in_migration:{step}") for step, file in enumerate(files, 1)))
    assert died == [137] * len(files)
    assert await asyncio.gather(*(_migrated(file) for file in files)) == [0] * len(files)
    for file in files:
        with closing(sqlite3.connect(file)) as raw:
            assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
            assert raw.execute("select count(*) from sessions").fetchone() == (2,)


def _released_database() -> Database:
    raw = sqlite3.connect(":memory:")
    raw.executescript(RELEASED[0].read_text(encoding="utf-8"))
    return Database(raw)


def _as_released(file: Path, dump: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("pragma journal_mode=WAL")
        raw.executescript(dump.read_text(encoding="utf-8"))


async def _migrated(file: Path, crash_at: str = "") -> int:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "CRASH_AT": crash_at}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "migrate", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    return await asyncio.wait_for(process.wait(), 60)
