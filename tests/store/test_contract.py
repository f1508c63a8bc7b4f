"""What every store must hold to, whatever the engine: the tests of the ``Store`` protocol."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.store import open_store
from bot.store.base import Act, Change, Committed, Owner, Rated, Rating, SentIn, Session, Status, Store, StoreError

OWNER = Owner("T01", "U01")
NEW = Session("s1", OWNER, "consult", created=1.0, updated=1.0, answers={"wish": ("begin",)}, at="wish")

Opener = Callable[[], Awaitable[Store]]


@pytest.fixture
async def opened(url: str) -> AsyncIterator[Opener]:
    """Opens stores on the one database, as several processes do; closes those that are left."""
    stores: list[Store] = []

    async def opener() -> Store:
        store = open_store(url)
        stores.append(store)
        await store.open()
        return store

    yield opener
    for store in stores:
        await store.close()


@pytest.fixture
async def store(opened: Opener) -> Store:
    return await opened()


def later(session: Session, **changes: object) -> Session:
    return replace(session, revision=session.revision + 1, **changes)  # type: ignore[arg-type]


async def test_new_session_is_kept_whole(store: Store) -> None:
    assert await store.get("s1") is None
    assert await store.load(OWNER, "consult") is None
    assert await store.commit(Change(1.0, NEW)) is Committed.DONE
    assert await store.get("s1") == NEW
    assert await store.load(OWNER, "consult") == NEW


async def test_text_of_any_script_comes_back_unchanged(store: Store) -> None:
    odd = replace(NEW, id="😀'\"; drop table sessions;--", answers={"質問": ("葛\U000e0100飾区", "")}, at=None)
    assert await store.commit(Change(1.0, odd)) is Committed.DONE
    assert await store.get(odd.id) == odd


async def test_only_the_expected_revision_is_written_over(store: Store) -> None:
    await store.commit(Change(1.0, NEW))
    second = later(NEW, answers={"wish": ("run",)}, updated=2.0)
    assert await store.commit(Change(2.0, second, expected=0)) is Committed.DONE
    assert await store.commit(Change(3.0, later(NEW, answers={}), expected=0)) is Committed.CONFLICT
    assert await store.get("s1") == second


async def test_new_session_never_writes_over_one_with_its_id(store: Store) -> None:
    await store.commit(Change(1.0, NEW))
    thief = replace(NEW, owner=Owner("T01", "U02"), answers={})
    assert await store.commit(Change(2.0, thief)) is Committed.CONFLICT
    assert await store.get("s1") == NEW


async def test_nobodys_change_touches_what_is_anothers(store: Store) -> None:
    await store.commit(Change(1.0, NEW))
    thief = Owner("T02", "U01")
    assert await store.commit(Change(2.0, replace(later(NEW), owner=thief), expected=0)) is Committed.CONFLICT
    assert await store.commit(Change(2.0, replace(NEW, id="s2", owner=thief), closes="s1")) is Committed.DONE
    assert await store.get("s1") == NEW


async def test_nul_is_dropped_from_a_text_and_finds_nothing_else(store: Store) -> None:
    await store.commit(Change(1.0, sent_in=SentIn("a", OWNER, "前\0後", "outside", 1.0)))
    assert [sent.text for sent in await store.sent_in()] == ["前後"]
    assert await store.get("no such id\0") is None


async def test_session_that_is_not_there_is_a_conflict(store: Store) -> None:
    assert await store.commit(Change(1.0, later(NEW), expected=0)) is Committed.CONFLICT
    assert await store.get("s1") is None


async def test_delivery_is_dealt_with_once(store: Store) -> None:
    assert await store.commit(Change(1.0, NEW, key="Ev1")) is Committed.DONE
    again = Change(2.0, later(NEW, answers={}), expected=0, key="Ev1")
    assert await store.commit(again) is Committed.DUPLICATE
    assert await store.get("s1") == NEW


async def test_key_alone_marks_a_delivery(store: Store) -> None:
    assert await store.commit(Change(1.0, key="Ev1")) is Committed.DONE
    assert await store.commit(Change(2.0, key="Ev1")) is Committed.DUPLICATE


async def test_change_that_fails_leaves_nothing_behind(store: Store) -> None:
    """Neither the delivery key nor the closing of another session stays: the delivery can come again."""
    await store.commit(Change(1.0, NEW))
    failing = Change(2.0, replace(NEW, id="s1"), closes="s1", key="Ev1")
    assert await store.commit(failing) is Committed.CONFLICT
    assert await store.get("s1") == NEW
    assert await store.commit(replace(failing, session=replace(NEW, id="s2"))) is Committed.DONE


async def test_one_consultation_is_open_per_owner_and_dialog(store: Store) -> None:
    await store.commit(Change(1.0, NEW))
    assert await store.commit(Change(2.0, replace(NEW, id="s2"))) is Committed.CONFLICT
    others = (replace(NEW, id="s3", owner=Owner("T02", "U01")), replace(NEW, id="s4", dialog="procure"))
    assert [await store.commit(Change(2.0, other)) for other in others] == [Committed.DONE] * 2
    assert await store.commit(Change(2.0, replace(NEW, id="s2"), closes="s1")) is Committed.DONE
    closed = await store.get("s1")
    assert closed is not None
    assert (closed.status, closed.revision) == (Status.CLOSED, 1)


async def test_closed_session_refuses_a_click_on_its_old_screen(store: Store) -> None:
    await store.commit(Change(1.0, NEW))
    await store.commit(Change(2.0, replace(NEW, id="s2"), closes="s1"))
    assert await store.commit(Change(3.0, later(NEW), expected=0)) is Committed.CONFLICT


async def test_open_consultation_is_loaded_before_the_last_concluded(store: Store) -> None:
    def concluded(name: str, at: float) -> Change:
        return Change(at, replace(NEW, id=name, status=Status.CONCLUDED, updated=at))

    for change in (concluded("new", 9.0), concluded("old", 5.0)):
        assert await store.commit(change) is Committed.DONE
    loaded = await store.load(OWNER, "consult")
    assert loaded is not None
    assert loaded.id == "new"
    await store.commit(Change(1.0, NEW))
    assert await store.load(OWNER, "consult") == NEW
    assert await store.load(Owner("T01", "U02"), "consult") is None
    assert await store.load(OWNER, "procure") is None


async def test_closed_consultation_is_not_loaded(store: Store) -> None:
    await store.commit(Change(1.0, replace(NEW, status=Status.CLOSED)))
    assert await store.load(OWNER, "consult") is None


async def test_of_fifty_changes_at_one_revision_one_is_done(opened: Opener) -> None:
    """Two stores on one database, as two processes: every change ends, one of them written."""
    stores = (await opened(), await opened())
    await stores[0].commit(Change(1.0, NEW))
    changes = [Change(2.0, later(NEW, answers={"wish": (str(n),)}), expected=0, key=f"Ev{n}") for n in range(50)]
    ended = await asyncio.gather(*(stores[n % 2].commit(change) for n, change in enumerate(changes)))
    assert sorted(ended) == [Committed.CONFLICT] * 49 + [Committed.DONE]
    winner = changes[ended.index(Committed.DONE)].session
    assert [await store.get("s1") for store in stores] == [winner, winner]


async def test_of_fifty_equal_deliveries_one_is_done(opened: Opener) -> None:
    stores = (await opened(), await opened())
    ended = await asyncio.gather(*(stores[n % 2].commit(Change(1.0, key="Ev1")) for n in range(50)))
    assert sorted(ended) == sorted([Committed.DUPLICATE] * 49 + [Committed.DONE])


async def test_person_is_met_once_with_the_delivery_that_greets(store: Store) -> None:
    assert not await store.met(OWNER)
    assert await store.commit(Change(1.0, key="Ev1", meets=OWNER)) is Committed.DONE
    assert await store.met(OWNER)
    assert not await store.met(Owner("T02", "U01"))
    assert await store.commit(Change(2.0, key="Ev2", meets=OWNER)) is Committed.DUPLICATE
    assert await store.commit(Change(3.0, key="Ev2")) is Committed.DONE, "nothing of the duplicate stayed"


async def test_text_that_was_sent_in_is_kept_once_in_order(store: Store) -> None:
    texts = [SentIn(name, OWNER, f"{name}ください😀", "outside", at) for name, at in (("b", 1.0), ("a", 2.0))]
    for sent in (texts[1], texts[0]):
        assert await store.commit(Change(3.0, sent_in=sent)) is Committed.DONE
    assert await store.commit(Change(4.0, key="Ev1", sent_in=texts[0])) is Committed.DUPLICATE
    assert await store.sent_in() == tuple(texts)


async def test_everything_is_there_after_reopening(opened: Opener) -> None:
    first = await opened()
    await first.commit(Change(1.0, NEW, key="Ev1"))
    await first.close()
    again = await opened()
    assert await again.get("s1") == NEW
    assert await again.commit(Change(2.0, key="Ev1")) is Committed.DUPLICATE


@pytest.mark.parametrize("url_given", ["", "oracle://host/db", "sqlite:///", "sqlite:dx.db", "dx.db"])
def test_url_of_no_known_engine_is_refused(url_given: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(url_given)
    assert refused.value.code == "scheme"


async def test_a_persons_consultations_are_listed_newest_first_and_nobody_elses(store: Store) -> None:
    other = Owner(OWNER.org, "someone-else")
    for number, (owner, status) in enumerate(
        [(OWNER, Status.CONCLUDED), (other, Status.CONCLUDED), (OWNER, Status.CLOSED), (OWNER, Status.OPEN)]
    ):
        session = replace(NEW, id=f"c{number}", owner=owner, status=status, updated=float(number))
        assert await store.commit(Change(1.0, session)) is Committed.DONE
    listed = await store.consultations(OWNER, "consult", 10, 0)
    assert [session.id for session in listed] == ["c3", "c0"]
    assert [session.id for session in await store.consultations(OWNER, "consult", 1, 1)] == ["c0"]
    assert await store.consultations(OWNER, "another dialog", 10, 0) == ()


async def test_rating_is_for_the_result_that_was_seen_and_its_owners_alone(store: Store) -> None:
    await store.commit(Change(1.0, replace(NEW, status=Status.CONCLUDED)))
    good = Rated(OWNER, "s1", 0, Rating.USEFUL)
    assert await store.commit(Change(2.0, rated=good)) is Committed.DONE
    for wrong in (replace(good, revision=1), replace(good, owner=Owner("T02", "U01")), replace(good, session="s2")):
        assert await store.commit(Change(3.0, key="Ev1", rated=wrong)) is Committed.CONFLICT
    assert await store.commit(Change(4.0, key="Ev1", rated=good)) is Committed.DONE
    assert [line.act for line in await store.audit()] == [Act.BEGUN, Act.RATED, Act.RATED]


async def test_like_consultations_are_counted_together_without_their_owners(store: Store) -> None:
    for number, status in enumerate((Status.CONCLUDED, Status.CONCLUDED, Status.OPEN, Status.CLOSED)):
        owner = Owner("T01", f"U{number}")
        await store.commit(Change(1.0, replace(NEW, id=f"s{number}", owner=owner, status=status)))
    await store.commit(Change(2.0, rated=Rated(Owner("T01", "U0"), "s0", 0, Rating.USEFUL)))
    await store.commit(Change(2.0, replace(NEW, id="other", dialog="other", owner=Owner("T01", "U9"))))
    counted = {(alike.status, alike.rating, alike.count, bool(alike.answers)) for alike in await store.tally("consult")}
    assert counted == {
        (Status.CONCLUDED, Rating.USEFUL, 1, True),
        (Status.CONCLUDED, None, 1, True),
        (Status.OPEN, None, 1, False),
    }
    assert {alike.month for alike in await store.tally("consult")} == {"1970-01"}
