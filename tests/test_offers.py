"""Options that can be chosen by number: kept for one person, taken back, and refused where two are offered at once."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.lookup import Lookup
from bot.offers import Offers, taken
from bot.replies import Begin, Needed, Unclear
from bot.store.base import Committed, Owner
from bot.store.sqlite import SqliteStore
from tests.support.flow import CONTENT

ME, OTHER = Owner("E1", "U1"), Owner("E1", "U2")
LOOKUP = Lookup(CONTENT, lambda: date(2026, 11, 25))


def asked_back(text: str) -> Unclear | Needed:
    reply = LOOKUP.answer(text)
    assert isinstance(reply, Unclear | Needed)
    return reply


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(":memory:")
    await opened.open()
    yield opened
    await opened.close()


async def test_a_number_stands_for_what_was_offered_last_and_to_its_owner_alone(store: SqliteStore) -> None:
    offers = Offers(store, lambda: 1.0, lambda: "offered-1")
    for text, begin in (
        ("AIについて", Begin(focus="service_designer")),
        ("業者選定、業務の見直し、プログラム開発を頼みたい", Begin(works=("develop", "select", "bpr"))),
    ):
        change = offers.made(ME, await offers.standing(ME), asked_back(text))
        assert await store.commit(change) is Committed.DONE
        assert taken(await offers.standing(ME), (3,)) == begin
    assert await offers.standing(OTHER) is None
    await offers.end(await offers.standing(ME))
    assert taken(await offers.standing(ME), (3,)) is None


async def test_of_two_offers_made_at_once_the_later_is_refused(store: SqliteStore) -> None:
    ids = iter(("one", "two"))
    offers = Offers(store, lambda: 1.0, lambda: next(ids))
    standing = await offers.standing(ME)
    first, second = (offers.made(ME, standing, asked_back("AIについて")) for _ in range(2))
    assert await store.commit(first) is Committed.DONE
    assert await store.commit(second) is Committed.CONFLICT


@pytest.mark.parametrize("numbers", [(), (0,), (5,), (1, 2)])
async def test_other_numbers_stand_for_nothing(store: SqliteStore, numbers: tuple[int, ...]) -> None:
    offers = Offers(store, lambda: 1.0, lambda: "offered-1")
    await store.commit(offers.made(ME, None, asked_back("AIについて")))
    assert taken(await offers.standing(ME), numbers) is None
