"""What holds for SQLite alone: durability, foreign locks, full and broken files, migrations."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.base import Change, Committed, Owner, Session, StoreError
from bot.store.sqlite import SqliteStore

NEW = Session("s1", Owner("T01", "U01"), "consult", created=1.0, updated=1.0)
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
COMMITTING = """
import asyncio, sys
from bot.store.base import Change, Owner, Session
from bot.store.sqlite import SqliteStore

async def main():
    store = SqliteStore(sys.argv[1])
    await store.open()
    for n in range(100_000):
        owner = Owner("T01", str(n))
        await store.commit(Change(1.0, Session(str(n), owner, "consult", 1.0, 1.0)))
        print(n, flush=True)

asyncio.run(main())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "dx.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(str(file))
    await made.open()
    yield made
    await made.close()


async def refusal(file: Path) -> str:
    """The code with which opening ``file`` fails."""
    store = SqliteStore(str(file))
    try:
        with pytest.raises(StoreError) as refused:
            await store.open()
    finally:
        await store.close()
    return refused.value.code


async def test_acknowledged_writes_survive_a_crash_of_the_machine(store: SqliteStore) -> None:
    """WAL with ``synchronous=FULL`` (2): each commit is flushed to the disk before it is told."""
    database = store._open_db
    told = await store._run(lambda: {name: database.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS})
    assert told == PRAGMAS


async def test_every_write_told_before_kill_9_is_there(file: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMITTING, str(file), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    for _ in range(20):
        last = int(await asyncio.wait_for(child.stdout.readline(), 20))
    child.send_signal(signal.SIGKILL)
    told = [int(line) for line in (await child.stdout.read()).splitlines()]
    await child.wait()
    store = SqliteStore(str(file))
    await store.open()
    kept = [await store.get(str(n)) for n in range(max([last, *told]) + 1)]
    await store.close()
    assert None not in kept


async def test_lock_held_by_another_program_is_told_and_passes(store: SqliteStore, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as refused:
            await store.commit(Change(1.0, NEW, key="Ev1"))
        assert refused.value.code == "locked"
        other.execute("ROLLBACK")
    assert await store.commit(Change(1.0, NEW, key="Ev1")) is Committed.DONE


async def test_full_disk_is_told_and_nothing_is_half_written(store: SqliteStore) -> None:
    database = store._open_db
    pages = await store._run(lambda: database.execute("PRAGMA page_count").fetchone()[0])
    await store._run(database.execute, f"PRAGMA max_page_count = {pages}")
    big = Session("s1", NEW.owner, "consult", 1.0, 1.0, answers={"wish": ("x" * 100_000,)})
    with pytest.raises(StoreError) as refused:
        await store.commit(Change(1.0, big, key="Ev1"))
    assert refused.value.code == "full"
    await store._run(database.execute, "PRAGMA max_page_count = 100000")
    assert await store.commit(Change(1.0, big, key="Ev1")) is Committed.DONE


async def test_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    assert await refusal(tmp_path / "missing" / "dx.db") == "folder"


def test_file_that_is_no_database_is_told_and_left_alone(file: Path) -> None:
    content = b"not a database, " * 100
    file.write_bytes(content)
    assert asyncio.run(refusal(file)) == "corrupt"
    assert file.read_bytes() == content


def test_damaged_pages_are_told(file: Path) -> None:
    asyncio.run(_filled(file))
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xff" * (size - 4096))
    assert asyncio.run(refusal(file)) == "corrupt"


async def _filled(file: Path) -> None:
    store = SqliteStore(str(file))
    await store.open()
    await store.commit(Change(1.0, NEW))
    await store.close()


async def test_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    assert await refusal(tmp_path) == "unavailable"


async def test_database_of_a_newer_program_is_refused_and_left_alone(store: SqliteStore, file: Path) -> None:
    await store.commit(Change(1.0, NEW))
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values (?, ?, ?)", _newer())
        raw.commit()
    assert await refusal(file) == "newer"
    assert await store.get("s1") == NEW


def _newer() -> tuple[str, str, str]:
    return ("dx-jinzai", "of_a_later_version", "2030-01-01")


async def test_processes_that_start_at_once_migrate_once(file: Path) -> None:
    code = "import sys; from bot.cli import run; sys.exit(run(['migrate']))"
    children = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, env={"DATABASE_URL": f"sqlite:///{file}"}, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    told = await asyncio.gather(*(asyncio.wait_for(child.communicate(), 30) for child in children))
    assert [child.returncode for child in children] == [0] * 4, told
    with closing(sqlite3.connect(file)) as raw:
        applied = raw.execute("select name from _sqlite_migrations").fetchall()
    assert ("sessions_and_deliveries",) in applied
    assert len(set(applied)) == len(applied)


async def test_a_migration_holds_the_write_lock(file: Path) -> None:
    """So that of two processes that start at once each applies what the other has not."""
    refused: list[str] = []

    def reached(point: str) -> None:
        with closing(sqlite3.connect(file, timeout=0)) as other, pytest.raises(sqlite3.OperationalError) as locked:
            other.execute("BEGIN IMMEDIATE")
        refused.append(f"{point}: {locked.value}")

    store = SqliteStore(str(file), reached)
    await store.open()
    await store.close()
    assert set(refused) == {"in_migration: database is locked"}


async def test_store_that_is_not_open_says_so(file: Path) -> None:
    store = SqliteStore(str(file))
    with pytest.raises(StoreError) as refused:
        await store.get("s1")
    await store.close()
    assert refused.value.code == "closed"
