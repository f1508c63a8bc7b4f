"""The figures at the end of the administrators' Home: for them alone, from five up, twelve months, after the ack."""

from pathlib import Path

import pytest

from bot.simulator import Simulator
from bot.store.base import Change, Owner, Rated, Rating, Session, Status, Store
from tests.support.bot import Bot, running_bot
from tests.support.home import HomeWalker

STAFF, HR = "U0STAFF01", "U0HR00001"
NOVEMBER = 1_793_460_600.0
"""2026-11-01 in Japan, and still October in London."""
MONTH = 31 * 86_400.0
MANAGE = {"wish": ("run",), "first_organisation": ("manage",)}
HEADING = "相談の件数"


async def fill(store: Store, first: float, count: int, *, name: str = "s", rated: int = 0) -> None:
    """Results of as many people, who are none of those that look at Home; ``rated`` of them were useful."""
    for number in range(count):
        owner, session = Owner("T-OTHER", f"U-SECRET-{number}"), f"{name}{number}"
        kept = Session(session, owner, "consult", first, first, MANAGE, "result", Status.CONCLUDED)
        await store.commit(Change(0.0, kept))
        if number < rated:
            await store.commit(Change(0.0, rated=Rated(owner, session, 0, Rating.USEFUL)))


def lines(text: str) -> list[list[str]]:
    """The cells of every line of the figures."""
    return [line.split() for line in text.partition(HEADING)[2].splitlines()]


@pytest.fixture
def admin(sim: Simulator) -> HomeWalker:
    return HomeWalker(sim, HR)


async def settled(bot: Bot) -> None:
    """Wait for what is under way, and for what that begins: figures that are counted are published."""
    await bot.delivery.drain(5.0)
    await bot.delivery.drain(5.0)


async def looked(admin: HomeWalker) -> str:
    """The administrator's Home once the figures stand in it."""
    await admin.look()
    await admin.sim.until(admin.person, lambda _: HEADING in admin.home)
    return admin.home


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_counts_from_five_up_stand_at_the_end_of_an_administrators_home_alone(
    sim: Simulator, admin: HomeWalker, tmp_path: Path, transport: str
) -> None:
    async with running_bot(sim, tmp_path / "bot.db", transport, admins=frozenset({HR})) as bot:
        await fill(bot.store, NOVEMBER, 9, rated=5)
        text = await looked(admin)
        assert ["プロジェクトマネージャー", "一つに決まった", "役に立った", "5件"] in lines(text)
        assert ["プロジェクトマネージャー", "一つに決まった", "評価なし", "5件未満"] in lines(text)
        assert "2026年11月" in text
        assert "U-SECRET" not in text
        staff = HomeWalker(sim, STAFF)
        assert HEADING not in await staff.look()
        await sim.open_home(STAFF)
        await settled(bot)
        assert HEADING not in staff.home, "nor when it is opened again"
        assert text.index("4つの役割") < text.index(HEADING)


@pytest.mark.usefixtures("served")
async def test_without_the_setting_nobody_has_figures(admin: HomeWalker, served: Bot) -> None:
    await fill(served.store, NOVEMBER, 5)
    await admin.look()
    await settled(served)
    assert HEADING not in admin.home


async def test_the_newest_twelve_months_are_told(sim: Simulator, admin: HomeWalker, tmp_path: Path) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "http", admins=frozenset({HR})) as bot:
        for month in range(14):
            await fill(bot.store, NOVEMBER - month * MONTH, 1, name=f"m{month}-")
        text = await looked(admin)
        assert text.count("5件未満") == 12
        assert text.index("2026年11月") < text.index("2026年10月")
        assert "2025年10月" not in text


async def test_figures_are_published_when_they_change_and_only_then(
    sim: Simulator, admin: HomeWalker, tmp_path: Path
) -> None:
    def published() -> int:
        return len(sim.ledger.calls("views.publish"))

    async with running_bot(sim, tmp_path / "bot.db", "http", admins=frozenset({HR})) as bot:
        await looked(admin)
        assert "相談はまだありません。" in admin.home
        before = published()
        await sim.open_home(HR)
        await settled(bot)
        assert published() == before
        await fill(bot.store, NOVEMBER, 5)
        await sim.open_home(HR)
        await sim.until(HR, lambda _: "評価なし　5件" in admin.home)
        assert published() == before + 1
    async with running_bot(sim, tmp_path / "bot.db", "http", admins=frozenset({HR})) as bot:
        await sim.open_home(HR)
        await settled(bot)
        assert published() == before + 1, "a restart takes no figures away"


async def test_home_is_acknowledged_before_anything_is_counted(
    sim: Simulator, admin: HomeWalker, tmp_path: Path
) -> None:
    async with running_bot(sim, tmp_path / "bot.db", "http", admins=frozenset({HR})) as bot:
        bot.store.counts.clear()
        assert HEADING not in await admin.look(), "Home is there, and what is counted is not waited for"
        bot.store.counts.set()
        await sim.until(HR, lambda _: HEADING in admin.home)
