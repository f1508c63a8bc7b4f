"""Calls that are owed, whatever the engine: one holder at a time, in the order of the commits, over two processes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store import open_store
from bot.store.base import LEASE_SECONDS, Change, Outgoing, Owner, Store

OWNER = Owner("T01", "U01")


@pytest.fixture
async def stores(url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two on one database, as two processes."""
    both = (open_store(url), open_store(url))
    for store in both:
        await store.open()
    yield both
    for store in both:
        await store.close()


async def owe(store: Store, name: str, conversation: str = "D1", at: float = 0.0) -> None:
    await store.commit(Change(at, outgoing=Outgoing(name, at, OWNER, conversation, "post", conversation, "{}")))


async def test_who_commits_has_the_call_until_the_lease_ends(stores: tuple[Store, Store]) -> None:
    await owe(stores[0], "a")
    assert await stores[1].first("D1") == "a"
    assert await stores[1].claim(LEASE_SECONDS - 1, 100.0) == ()
    (held,) = await stores[1].claim(LEASE_SECONDS, 100.0)
    assert (held.outgoing.id, held.until, held.attempts, held.unknown) == ("a", 100.0, 2, True)
    assert await stores[0].claim(99.0, 200.0) == ()


async def test_a_holder_whose_lease_ran_out_changes_nothing(stores: tuple[Store, Store]) -> None:
    await owe(stores[0], "a")
    (old,) = await stores[0].claim(50.0, 60.0)
    (new,) = await stores[1].claim(70.0, 80.0)
    await stores[0].postpone(old, 1000.0, 1, unknown=False)
    await stores[0].bury(old, "gone")
    await stores[1].postpone(new, 90.0, 3, unknown=False)
    (again,) = await stores[0].claim(90.0, 100.0)
    assert (again.attempts, again.unknown) == (4, False)
    await stores[0].delivered("a")
    assert await stores[0].first("D1") is None


async def test_of_two_holders_one_gives_a_call_up_and_owes_what_is_told(stores: tuple[Store, Store]) -> None:
    await owe(stores[0], "a")
    (old,) = await stores[0].claim(50.0, 60.0)
    (new,) = await stores[1].claim(70.0, 80.0)
    told = Outgoing("a|told", 70.0, OWNER, "U01", "post", "U01", "{}")
    assert not await stores[0].bury(old, "is_archived", told)
    assert await stores[1].bury(new, "is_archived", told)
    assert await stores[0].first("D1") is None
    assert await stores[0].first("U01") == "a|told"


async def test_only_the_oldest_call_of_a_conversation_is_claimed(stores: tuple[Store, Store]) -> None:
    for name in ("a", "b"):
        await owe(stores[0], name)
    await owe(stores[0], "other", "D2")
    held = await stores[1].claim(50.0, 60.0)
    assert [one.outgoing.id for one in held] == ["a", "other"]
    await stores[1].bury(held[0], "refused")
    assert [one.outgoing.id for one in await stores[0].claim(55.0, 60.0)] == ["b"]


async def test_of_two_processes_each_call_has_one_holder(stores: tuple[Store, Store]) -> None:
    for number in range(30):
        await owe(stores[0], f"call {number}", f"D{number}")
    claims = await asyncio.gather(*(stores[n % 2].claim(50.0, 60.0) for n in range(8)))
    names = [one.outgoing.id for held in claims for one in held]
    assert sorted(names) == sorted({f"call {number}" for number in range(30)})


async def test_calls_of_one_conversation_are_owed_in_the_order_of_their_commits(stores: tuple[Store, Store]) -> None:
    """While two processes write into it at once."""
    committed: list[str] = []

    async def owes(name: str, store: Store) -> None:
        await owe(store, name)
        committed.append(name)

    for turn in range(10):
        await asyncio.gather(*(owes(f"{turn}-{n}", stores[n]) for n in range(2)))
    owed = []
    while (name := await stores[0].first("D1")) is not None:
        owed.append(name)
        await stores[0].delivered(name)
    assert sorted(owed) == sorted(committed)
    assert [name[0] for name in owed] == sorted(name[0] for name in owed), "no turn overtakes the one before"
