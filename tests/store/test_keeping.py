"""What goes out of every file: what is too old, what a person wants gone. What stays: who did what, without words."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import open_store
from bot.store.base import Act, Before, Change, Noted, Outgoing, Owner, SentIn, Session, Status, Store
from bot.store.sqlite import SqliteStore

ME, OTHER = Owner("T01", "U01"), Owner("T01", "U02")
NOW = 1_000.0
BEFORE = Before(consultations=500.0, open=800.0, sent_in=700.0, deliveries=900.0, audit=100.0)
CANARY = "CANARY-7F3A"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    made = open_store(url)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def in_file(file: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(str(file))
    await made.open()
    yield made
    await made.close()


def session(name: str, at: float, status: Status = Status.CONCLUDED, owner: Owner = ME) -> Session:
    return Session(name, owner, "consult", at, at, {"wish": (f"{CANARY}-{name}" * 20,)}, status=status)


def found(file: Path) -> set[str]:
    """The names of the database's files in which a canary can be read."""
    files = [path for path in file.parent.iterdir() if path.name.startswith(file.name)]
    assert len(files) >= 2, "the write-ahead log is there"
    return {path.name for path in files if CANARY.encode() in path.read_bytes()}


async def test_each_kind_goes_at_its_own_age_and_nothing_younger(store: Store) -> None:
    for name, at, status in (
        ("old", 499.0, Status.CONCLUDED),
        ("young", 501.0, Status.CONCLUDED),
        ("left", 799.0, Status.CLOSED),
        ("begun", 801.0, Status.OPEN),
    ):
        await store.commit(Change(at, session(name, at, status), key=f"Ev{at}"))
    for name, at in (("a", 699.0), ("b", 701.0)):
        await store.commit(Change(at, sent_in=SentIn(name, ME, CANARY, "outside", at)))
    counted = await store.purge(BEFORE, NOW, dry=True)
    assert await store.get("old") is not None
    assert await store.purge(BEFORE, NOW) == counted
    assert counted == {
        "consultations": 1,
        "open": 1,
        "sent_in": 1,
        "deliveries": 4,
        "posts": 0,
        "audit": 0,
        "people": 0,
    }
    assert [await store.get(name) is not None for name in ("old", "young", "left", "begun")] == [0, 1, 0, 1]
    assert [text.id for text in await store.sent_in()] == ["b"]
    assert set(await store.purge(BEFORE, NOW)) == set(counted)
    assert sum((await store.purge(BEFORE, NOW)).values()) == 0


async def test_more_than_one_batch_goes(store: Store) -> None:
    for number in range(1100):
        await store.commit(Change(1.0, key=f"Ev{number}"))
    assert (await store.purge(BEFORE, NOW))["deliveries"] == 1100


async def test_people_are_greeted_anew_only_when_nothing_of_theirs_is_left(store: Store) -> None:
    await store.commit(Change(1.0, meets=ME))
    await store.commit(Change(1.0, meets=OTHER))
    await store.commit(Change(600.0, session("mine", 600.0)))
    assert (await store.purge(BEFORE, NOW))["people"] == 1
    assert (await store.met(ME), await store.met(OTHER)) == (True, False)


@pytest.mark.parametrize("how", ["forget all", "forget each", "purge"])
async def test_words_are_gone_from_every_file(in_file: SqliteStore, file: Path, how: str) -> None:
    """Among others' that stay, in pages that were split and merged; the log holds them until it is truncated."""
    for number in range(150):
        await in_file.commit(Change(1.0, session(f"s{number}", 1.0)))
        stays = replace(session(f"o{number}", 990.0, owner=OTHER), answers={"wish": ("run" * number,)})
        await in_file.commit(Change(990.0, stays))
    changed = replace(session("s0", 2.0), answers={"wish": (CANARY * 400,)}, revision=1)
    await in_file.commit(Change(2.0, changed, expected=0))
    if how == "forget all":
        await in_file.commit(Change(1.0, sent_in=SentIn("t", ME, CANARY, "outside", 1.0)))
        await in_file.commit(Change(1.0, outgoing=Outgoing("p", 1.0, ME, "U01", "post", "D1", CANARY)))
    assert found(file)
    if how == "purge":
        await in_file.purge(BEFORE, NOW)
    elif how == "forget all":
        assert await in_file.forget(ME, NOW) == 150
    else:
        assert [await in_file.forget(ME, NOW, f"s{number}") for number in range(150)] == [1] * 150
    assert await in_file.tidy()
    assert found(file) == set()
    assert await in_file.get("o149") is not None


async def test_while_another_program_reads_the_words_wait_and_then_go(in_file: SqliteStore, file: Path) -> None:
    await in_file.commit(Change(1.0, session("s", 1.0)))
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("select * from sessions").fetchall()
        assert await in_file.forget(ME, NOW) == 1
        assert not await in_file.tidy()
        assert found(file)
    assert await in_file.tidy()
    assert found(file) == set()


async def test_nobody_deletes_anothers(store: Store) -> None:
    await store.commit(Change(1.0, session("mine", 1.0)))
    assert await store.forget(OTHER, NOW, "mine") == 0
    assert await store.forget(OTHER, NOW) == 0
    assert await store.get("mine") is not None
    assert await store.audit() == (Noted(1.0, ME, Act.BEGUN, "mine"),)


async def test_forgotten_person_leaves_only_the_note_of_it(store: Store) -> None:
    await store.commit(Change(1.0, session("s", 1.0), meets=ME))
    await store.forget(ME, NOW)
    assert (await store.get("s"), await store.met(ME)) == (None, False)
    assert (await store.audit())[-1] == Noted(NOW, ME, Act.DELETED, "s")


async def test_audit_tells_who_did_what_when_without_answers(store: Store) -> None:
    begun = session("s1", 1.0, Status.OPEN)
    await store.commit(Change(1.0, begun))
    await store.commit(Change(2.0, replace(begun, revision=1), expected=0))
    await store.commit(Change(3.0, replace(begun, revision=2, status=Status.CONCLUDED), expected=1))
    await store.commit(Change(4.0, replace(begun, revision=3, status=Status.CONCLUDED), expected=2))
    await store.commit(Change(5.0, replace(begun, revision=9), expected=8))
    await store.commit(Change(6.0, session("s2", 6.0, Status.OPEN)))
    await store.commit(Change(7.0, session("s3", 7.0, Status.OPEN), closes="s2"))
    await store.commit(Change(8.0, noted=Noted(8.0, ME, Act.EXPORTED, "s1")))
    assert [(line.at, line.act, line.subject) for line in await store.audit()] == [
        (1.0, Act.BEGUN, "s1"),
        (2.0, Act.CHANGED, "s1"),
        (3.0, Act.CONCLUDED, "s1"),
        (4.0, Act.CHANGED, "s1"),
        (6.0, Act.BEGUN, "s2"),
        (7.0, Act.REPLACED, "s2"),
        (7.0, Act.BEGUN, "s3"),
        (8.0, Act.EXPORTED, "s1"),
    ]
    assert CANARY not in str(await store.audit())


async def test_two_processes_purge_at_once(url: str) -> None:
    stores = [open_store(url) for _ in range(2)]
    for one in stores:
        await one.open()
    for number in range(40):
        owner = Owner("T01", f"U{number}")
        await stores[0].commit(Change(1.0, session(f"s{number}", 1.0, owner=owner), key=f"Ev{number}"))
    gone = await asyncio.gather(*(one.purge(BEFORE, NOW) for one in stores))
    assert [sum(one[kind] for one in gone) for kind in ("consultations", "deliveries")] == [40, 40]
    expired = [line.subject for line in await stores[0].audit() if line.act is Act.EXPIRED]
    assert sorted(expired) == sorted(f"s{number}" for number in range(40))
    for one in stores:
        await one.close()
