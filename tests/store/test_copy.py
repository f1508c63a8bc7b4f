"""Backup and restore: a drill under load, and what is refused."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import backup, restore
from bot.store.base import Change, Outgoing, Owner, Session, StoreError
from bot.store.sqlite import SqliteStore


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "live.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(str(file))
    await made.open()
    yield made
    await made.close()


def session(number: int) -> Session:
    return Session(f"s{number}", Owner("T01", f"U{number}"), "consult", 1.0, 1.0, {"wish": ("x" * 500,)})


async def sessions(file: Path) -> set[str]:
    """The consultations in a restored database, which has to be whole and to open."""
    again = SqliteStore(str(file))
    await again.open()
    await again.close()
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert raw.execute("select count(distinct owner_user) = count(*) from sessions").fetchone() == (1,)
        unnoted = "select count(*) from sessions where id not in (select subject from audit where act = 'begun')"
        assert raw.execute(unnoted).fetchone() == (0,), "an effect without the rest of its transaction"
        return {name for (name,) in raw.execute("select id from sessions")}


def refusal(work: object, *args: object, force: bool = False) -> str:
    with pytest.raises(StoreError) as refused:
        work(*args, force=force)  # type: ignore[operator]
    return refused.value.code


async def test_drill_every_commit_before_the_backup_is_there_after_the_restore(
    store: SqliteStore, file: Path, tmp_path: Path
) -> None:
    """Writes go on all the while; five backups in a row, each restored elsewhere."""
    committed: asyncio.Queue[str] = asyncio.Queue()
    done: set[str] = set()

    async def write() -> None:
        for number in range(100_000):
            await store.commit(Change(1.0, session(number), key=f"Ev{number}"))
            committed.put_nowait(f"s{number}")

    writer = asyncio.create_task(write())
    try:
        for turn in range(5):
            done |= {await committed.get() for _ in range(40)}
            copy, place = tmp_path / f"copy{turn}.db", tmp_path / f"restored{turn}.db"
            counted = await asyncio.to_thread(backup, f"sqlite:///{file}", copy, force=False)
            assert restore(copy, f"sqlite:///{place}", force=False) == counted
            kept = await sessions(place)
            assert done <= kept
            assert kept == {f"s{number}" for number in range(len(kept))}, "nothing is missing in between"
            assert (copy.stat().st_mode & 0o777, len(kept)) == (0o600, counted)
    finally:
        writer.cancel()


async def test_restore_replaces_what_is_there_and_drops_posts_that_were_made_since(
    store: SqliteStore, file: Path, tmp_path: Path
) -> None:
    owed = Outgoing("p", 1.0, Owner("T01", "U1"), "U1", "post", "D1", "{}")
    await store.commit(Change(1.0, session(1), outgoing=owed))
    copy = tmp_path / "copy.db"
    backup(f"sqlite:///{file}", copy, force=False)
    await store.commit(Change(1.0, session(2)))
    await store.close()
    assert refusal(restore, copy, f"sqlite:///{file}") == "exists"
    assert restore(copy, f"sqlite:///{file}", force=True) == 1
    assert await sessions(file) == {"s1"}
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("select count(*) from outbox").fetchone() == (0,)


async def test_database_that_is_being_used_is_not_replaced(store: SqliteStore, file: Path, tmp_path: Path) -> None:
    await store.commit(Change(1.0, session(1)))
    copy = tmp_path / "copy.db"
    backup(f"sqlite:///{file}", copy, force=False)
    await store.commit(Change(1.0, session(2)))
    assert refusal(restore, copy, f"sqlite:///{file}", force=True) == "used"
    assert await store.get("s2") is not None
    await store.commit(Change(1.0, session(3)))


async def test_broken_database_can_be_replaced(tmp_path: Path, store: SqliteStore, file: Path) -> None:
    await store.commit(Change(1.0, session(1)))
    copy, broken = tmp_path / "copy.db", tmp_path / "broken.db"
    backup(f"sqlite:///{file}", copy, force=False)
    broken.write_bytes(b"not a database, " * 100)
    assert restore(copy, f"sqlite:///{broken}", force=True) == 1
    assert await sessions(broken) == {"s1"}


async def test_what_cannot_be_restored_is_refused_and_the_target_left_alone(
    tmp_path: Path, store: SqliteStore, file: Path
) -> None:
    await store.commit(Change(1.0, session(1)))
    good, target = tmp_path / "good.db", tmp_path / "target.db"
    backup(f"sqlite:///{file}", good, force=False)
    sources = {name: tmp_path / f"{name}.db" for name in ("missing", "corrupt", "foreign", "empty", "newer")}
    sources["corrupt"].write_bytes(good.read_bytes()[:4096] + b"\xff" * (good.stat().st_size - 4096))
    sources["empty"].write_bytes(b"")
    sources["newer"].write_bytes(good.read_bytes())
    with closing(sqlite3.connect(sources["foreign"])) as raw, raw:
        raw.execute("create table other (id)")
    with closing(sqlite3.connect(sources["newer"])) as raw, raw:
        raw.execute("update _sqlite_migrations set name = 'of_a_later_version' where id = 1")
    for name, source in sources.items():
        told = refusal(restore, source, f"sqlite:///{target}")
        assert told == {"empty": "foreign"}.get(name, name)
        assert not target.exists()


async def test_backup_refuses_to_overwrite_and_to_copy_nothing(store: SqliteStore, file: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    assert refusal(backup, f"sqlite:///{file}", taken) == "exists"
    assert taken.read_text() == "mine"
    assert refusal(backup, f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "x.db") == "missing"
    assert refusal(backup, f"sqlite:///{file}", tmp_path / "no" / "x.db") == "folder"
    assert backup(f"sqlite:///{file}", taken, force=True) == 0
    assert await store.get("") is None
