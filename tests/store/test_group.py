"""Changes that wait together are written together, and none of them pays for another."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.base import Change, Committed, Owner, Session, StoreError
from bot.store.sqlite import SqliteStore

ORG = "T01"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(str(tmp_path / "dx.db"))
    await made.open()
    yield made
    await made.close()


def new(number: int, key: str | None = None, padding: str = "") -> Change:
    answers = {"wish": (padding,)} if padding else {}
    return Change(1.0, Session(f"s{number}", Owner(ORG, f"U{number}"), "consult", 1.0, 1.0, answers), key=key)


async def ended(store: SqliteStore, change: Change) -> str:
    try:
        return str(await store.commit(change))
    except StoreError as error:
        return error.code


async def test_changes_that_arrive_together_share_transactions(store: SqliteStore) -> None:
    begun: list[str] = []
    trace = store._open_db.conn.set_trace_callback
    await store._work(trace, lambda sql: begun.append(sql) if sql.startswith("BEGIN") else None)
    outcomes = await asyncio.gather(*(ended(store, new(number)) for number in range(200)))
    assert set(outcomes) == {"done"}
    assert len(begun) <= 3, "the first goes alone; what has come meanwhile goes together"


async def test_a_duplicate_and_a_conflict_undo_nothing_but_themselves(store: SqliteStore) -> None:
    assert await store.commit(new(0, key="seen")) is Committed.DONE
    changes = [new(1), new(2, key="seen"), new(0, key="free"), new(3), Change(2.0, key="fresh"), new(4, key="fresh")]
    outcomes = await asyncio.gather(*(ended(store, change) for change in changes))
    assert outcomes == ["done", "duplicate", "conflict", "done", "done", "duplicate"]
    kept = [number for number in range(5) if await store.get(f"s{number}")]
    assert kept == [0, 1, 3]
    assert await store.commit(Change(3.0, key="free")) is Committed.DONE, "the conflict has not used the key up"


async def test_the_one_that_does_not_fit_on_the_disk_does_not_take_the_others_along(store: SqliteStore) -> None:
    database = store._open_db
    pages = (await store._work(lambda: database.execute("PRAGMA page_count").fetchone()))[0]
    await store._work(database.execute, f"PRAGMA max_page_count = {pages + 2}")
    outcomes = await asyncio.gather(
        ended(store, new(0)), ended(store, new(1)), ended(store, new(2, padding="あ" * 200_000)), ended(store, new(3))
    )
    assert outcomes == ["done", "done", "full", "done"]
    assert [bool(await store.get(f"s{number}")) for number in range(4)] == [True, True, False, True]


async def test_closing_waits_for_what_was_asked_for(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "dx.db"))
    await store.open()
    asked = [asyncio.create_task(store.commit(new(number))) for number in range(20)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*asked) == [Committed.DONE] * 20
