"""An office that moves: from each engine to the other, without loss, also when it is interrupted in the middle."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import copied, open_store
from bot.store.base import Act, Change, Committed, Noted, Outgoing, Owner, SentIn, Session, Status, Store, StoreError
from tests.support.postgres import PASSWORD, Cluster

PEOPLE = 1500
"""More than one batch."""


@pytest.fixture(params=["to PostgreSQL", "to SQLite"])
def ways(request: pytest.FixtureRequest, cluster: Cluster, tmp_path: Path) -> tuple[str, str]:
    """The URLs to copy from and into."""
    lite, post = f"sqlite:///{tmp_path / 'office.db'}", cluster.url()
    return (lite, post) if request.param == "to PostgreSQL" else (post, lite)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    store = open_store(url)
    try:
        await store.open()
        yield store
    finally:
        await store.close()


def session(number: int) -> Session:
    answers = {"質問": ("葛\U000e0100飾区", "😀"), "wish": ("begin",)}
    owner = Owner("T01", f"U{number:05}")
    return Session(f"s{number:05}", owner, "consult", 1.1, 1.7e9 + number / 7, answers, status=Status.CONCLUDED)


async def fill(url: str, people: int = PEOPLE) -> None:
    async with opened(url) as store:
        changes = [Change(1.5, session(n), key=f"Ev{n}", meets=session(n).owner) for n in range(people)]
        for start in range(0, people, 100):
            await asyncio.gather(*(store.commit(change) for change in changes[start : start + 100]))
        owner = Owner("T01", "U1")
        await store.commit(Change(2.0, sent_in=SentIn("t1", owner, "年収は？", "outside", 2.0)))
        await store.commit(Change(3.0, outgoing=Outgoing("p1", 3.0, owner, "D1", "post", "D1", '{"text":"答え"}')))
        await store.commit(Change(4.0, noted=Noted(4.0, owner, Act.EXPORTED, "s1")))


async def empty(url: str) -> None:
    async with opened(url):
        pass


def quietly(table: str, done: int, total: int) -> None:
    del table, done, total


async def test_everything_arrives_and_the_office_goes_on_there(ways: tuple[str, str]) -> None:
    source, target = ways
    await fill(source)
    await empty(target)
    compared = {one.table: one.rows for one in copied(source, target, quietly, again=False)}
    assert (compared["sessions"], compared["deliveries"], compared["people"]) == (PEOPLE, PEOPLE, PEOPLE)
    async with opened(target) as store:
        assert await store.get("s01499") == session(1499)
        assert await store.commit(Change(5.0, key="Ev7")) is Committed.DUPLICATE
        assert await store.first("D1") == "p1"
        again = Change(6.0, replace(session(3), revision=1), expected=0)
        assert await store.commit(
            replace(again, outgoing=Outgoing("p2", 6.0, Owner("T01", "U1"), "D1", "post", "D1", "{}"))
        )
        assert [line.act for line in (await store.audit())[-2:]] == [Act.EXPORTED, Act.CHANGED]
        assert len(await store.audit()) == PEOPLE + 3


async def test_copy_that_stops_in_the_middle_is_gone_on_with(ways: tuple[str, str]) -> None:
    source, target = ways
    await fill(source)
    await empty(target)

    def stop(table: str, done: int, total: int) -> None:
        if table == "deliveries" and 0 < done < total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copied(source, target, stop, again=False)
    with pytest.raises(StoreError) as refused:
        await empty(target)
    assert refused.value.code == "unfinished", "no bot starts on half an office"
    begun: list[tuple[str, int]] = []
    copied(source, target, lambda table, done, _: begun.append((table, done)), again=False)
    assert begun[:2] == [("sessions", PEOPLE), ("deliveries", 1000)], "what had arrived is not copied anew"
    await empty(target)


async def test_what_was_changed_between_two_attempts_is_found(ways: tuple[str, str]) -> None:
    source, target = ways
    await fill(source, 1100)
    await empty(target)

    def stop(table: str, _: int, __: int) -> None:
        if table == "people":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copied(source, target, stop, again=False)
    async with opened(source) as store:
        await store.commit(Change(9.0, replace(session(0), revision=1), expected=0))
    with pytest.raises(StoreError) as refused:
        copied(source, target, quietly, again=False)
    assert (refused.value.code, refused.value.detail) == ("differs", "sessions")
    assert len(copied(source, target, quietly, again=True)) == 6
    await empty(target)


async def test_target_with_other_data_is_refused_and_left_alone(ways: tuple[str, str]) -> None:
    source, target = ways
    await fill(source, 3)
    async with opened(target) as store:
        await store.commit(Change(1.0, key="theirs"))
    with pytest.raises(StoreError) as refused:
        copied(source, target, quietly, again=True)
    assert refused.value.code == "occupied"
    async with opened(target) as store:
        assert await store.commit(Change(1.0, key="theirs")) is Committed.DUPLICATE


@pytest.mark.parametrize("running", [0, 1])
async def test_while_a_bot_is_running_on_either_side_nothing_is_copied(ways: tuple[str, str], running: int) -> None:
    for url in ways:
        await empty(url)
    async with opened(ways[running]) as store:
        await store.get("")
        with pytest.raises(StoreError) as refused:
            copied(*ways, quietly, again=False)
        assert refused.value.code == "used"


async def test_command_tells_progress_and_the_comparison_and_never_the_password(
    cluster: Cluster, tmp_path: Path
) -> None:
    source, target = f"sqlite:///{tmp_path / 'office.db'}", cluster.url()
    await fill(source, 3)
    told = []
    for words in ([source, target], [source, target], [source, source], [target, "oracle://x"]):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "copy-store", *words), stdout=-1, stderr=asyncio.subprocess.STDOUT
        )
        out, _ = await asyncio.wait_for(process.communicate(), 60)
        told.append((process.returncode, out.decode()))
    assert [code for code, _ in told] == [0, 1, 1, 1]
    assert "sessions 3／3行" in told[0][1]
    assert "一致" in told[0][1]
    assert "写す先に、別のデータが入っています" in told[1][1]
    assert "同じデータベース" in told[2][1]
    assert "使えない種類" in told[3][1]
    assert PASSWORD not in str(told)
