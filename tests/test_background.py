"""What the background does in one look: posts that are owed, and once a day what is too old."""

from pathlib import Path

from bot.background import DAY, Background, Days
from bot.simulator import Simulator
from bot.store.base import LEASE_SECONDS, Change
from tests.slack.test_slack_outbox import desk_on
from tests.support.bot import MANIFEST


async def test_look_sends_what_is_owed_and_purges_once_a_day(tmp_path: Path) -> None:
    async with Simulator(MANIFEST) as sim, desk_on(sim, f"sqlite:///{tmp_path / 'bot.db'}") as desk:
        background = Background(desk.store, desk.outbox, Days(365, 30, 90, 7, 1095), lambda: desk.time)
        await desk.owe("a")
        await desk.store.commit(Change(desk.time - 8 * DAY, key="old"))
        desk.time += LEASE_SECONDS + 1
        await background.look()
        await desk.delivery.drain(5.0)
        assert desk.seen() == ["a"]
        assert str(await desk.store.commit(Change(desk.time - 8 * DAY, key="old"))) == "done", "purged, so new again"
        await background.look()
        assert str(await desk.store.commit(Change(desk.time, key="old"))) == "duplicate", "not purged twice a day"
        desk.time += DAY
        await background.look()
        assert str(await desk.store.commit(Change(desk.time, key="old"))) == "done"
