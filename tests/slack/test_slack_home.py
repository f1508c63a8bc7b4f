"""The Home tab: published when it changes, its buttons open modals, a consultation goes on from anywhere."""

from pathlib import Path

import pytest

from bot.archive import PAGE
from bot.simulator import Simulator
from bot.simulator.people import Team
from tests.support.bot import MANIFEST, Bot, Walker, running_bot
from tests.support.home import HomeWalker

STAFF, HR = "U0STAFF01", "U0HR00001"


@pytest.fixture
def home(sim: Simulator) -> HomeWalker:
    return HomeWalker(sim, STAFF)


def published(sim: Simulator, since: int = 0) -> int:
    return len(sim.ledger.calls("views.publish", since=since))


async def conclude(staff: Walker) -> None:
    await staff.command("/dx-consult 最初から")
    await staff.walk(("run",), ("manage",), "ここで結果を見る")


@pytest.mark.usefixtures("bot")
async def test_home_shows_how_to_begin_the_roles_and_who_sees_what(home: HomeWalker) -> None:
    text = await home.look()
    for expected in (
        "相談を始める",
        "言葉から調べる",
        "これまでの相談",
        "まだありません。",
        "4つの役割",
        "答えはほかの職員",
    ):
        assert expected in text
    for role in ("プロデューサー", "プロジェクトマネージャー", "サービスデザイナー", "エンジニア"):
        assert role in text
    assert "すべて消す" not in text, "there is nothing to delete yet"


@pytest.mark.usefixtures("served")
async def test_home_is_published_only_when_it_changes(sim: Simulator, home: HomeWalker, staff: Walker) -> None:
    await home.look()
    await sim.open_home(STAFF)
    await sim.open_home(STAFF, "messages")
    await conclude(staff)
    assert published(sim) == 1, "opened again, and again: nothing had changed"
    await sim.open_home(STAFF)
    await sim.until(STAFF, lambda _: "結果　プロジェクトマネージャー" in home.home)
    assert published(sim) == 2


@pytest.mark.usefixtures("bot")
async def test_a_form_from_home_costs_one_open_and_home_knows_of_it_when_it_is_closed(
    sim: Simulator, home: HomeWalker
) -> None:
    await home.look()
    mark = sim.ledger.mark()
    assert "質問1" in await home.tap("相談を始める")
    await home.next("run")
    assert [entry.name for entry in sim.ledger.calls(since=mark)] == ["views.open"]
    await sim.close(STAFF, home.view["id"])
    await sim.until(STAFF, lambda _: "途中の相談（1問まで回答済み）" in home.home)
    assert "質問2" in await home.tap("続きから")
    await home.next("manage")
    await home.press("ここで結果を見る")
    await sim.close(STAFF, home.view["id"])
    await sim.until(STAFF, lambda _: "結果　プロジェクトマネージャー" in home.home)


@pytest.mark.usefixtures("served")
async def test_closing_a_look_up_publishes_nothing(sim: Simulator, home: HomeWalker) -> None:
    await home.look()
    sim.fill(STAFF, sim.see(STAFF)["home"]["id"], "CIO補佐官")
    assert "プロデューサー" in await home.tap("調べる")
    await sim.close(STAFF, home.view["id"])
    assert "DX人材ナビの使い方" in await home.tap("使い方")
    await sim.close(STAFF, home.view["id"])
    assert published(sim) == 1


@pytest.mark.usefixtures("served")
async def test_consultations_are_paged_newest_first(sim: Simulator, home: HomeWalker, staff: Walker) -> None:
    for _ in range(PAGE + 1):
        await conclude(staff)
    await staff.command("/dx-consult 最初から")
    await staff.choose_and_next("run")
    text = await home.look()
    assert text.count("結果　プロジェクトマネージャー") == PAGE - 1
    assert text.index("途中の相談") < text.index("結果　プロジェクトマネージャー")
    tab = sim.see(STAFF)["home"]["id"]
    await sim.press(STAFF, tab, label="前の5件")
    await sim.until(STAFF, lambda _: "新しい5件" in home.home)
    assert home.home.count("結果　プロジェクトマネージャー") == 2
    await sim.press(STAFF, tab, label="新しい5件")
    await sim.until(STAFF, lambda _: "前の5件" in home.home)


@pytest.mark.parametrize("team", [Team(), Team(enterprise_id="E0KAKUUKEN", null_team=True)], ids=["team", "grid"])
async def test_begun_as_a_form_continued_in_the_dm_finished_from_home_after_a_restart(
    team: Team, tmp_path: Path
) -> None:
    async with Simulator(MANIFEST, team=team, retry_delays=(0.0, 0.01)) as sim:
        home, staff = HomeWalker(sim, STAFF), Walker(sim, STAFF)
        async with running_bot(sim, tmp_path / "bot.db", "http"):
            await sim.shortcut(STAFF, "dx_consult")
            await home.opened()
            await home.next("run")
            await sim.close(STAFF, home.view["id"])
            await staff.say("再開")
            assert "質問3" in await staff.choose_and_next("manage")
        async with running_bot(sim, tmp_path / "bot.db", "http"):
            await home.look()
            assert "質問3" in await home.tap("続きから")
            assert "結果　プロジェクトマネージャー" in await home.press("ここで結果を見る")


@pytest.mark.usefixtures("served")
async def test_nobody_sees_anothers_consultations(sim: Simulator, home: HomeWalker, staff: Walker) -> None:
    await conclude(staff)
    other = HomeWalker(sim, HR)
    assert "結果　プロジェクトマネージャー" not in await other.look()
    assert "結果　プロジェクトマネージャー" in await home.look()


@pytest.mark.usefixtures("bot")
async def test_one_consultation_is_deleted_and_its_old_buttons_say_so(
    sim: Simulator, home: HomeWalker, staff: Walker
) -> None:
    await conclude(staff)
    await conclude(staff)
    assert (await home.look()).count("結果　プロジェクトマネージャー") == 2
    tab = sim.see(STAFF)["home"]
    rows = (block["block_id"] for block in tab["blocks"] if "delete::" in str(block))
    await sim.press(STAFF, tab["id"], label="消す", block_id=next(rows))
    await sim.until(STAFF, lambda _: home.home.count("結果　プロジェクトマネージャー") == 1)
    assert not sim.see(STAFF)["views"], "the row that is gone says it"
    assert "この相談は残っていません" in await staff.press("根拠")


@pytest.mark.usefixtures("bot")
async def test_everything_of_mine_is_deleted_and_nothing_of_others(
    sim: Simulator, home: HomeWalker, staff: Walker, hr: Walker
) -> None:
    await conclude(staff)
    await conclude(hr)
    await home.look()
    assert "ご自身の記録を消しました" in await home.tap("すべて消す")
    await sim.until(STAFF, lambda _: "まだありません。" in home.home)
    assert "結果　プロジェクトマネージャー" in await HomeWalker(sim, HR).look()
    await sim.close(STAFF, home.view["id"])
    assert "まだありません。" in home.home
    assert "結果は1年で自動的に消えます" in home.home


async def test_what_cannot_be_deleted_stays_and_says_so(
    sim: Simulator, home: HomeWalker, staff: Walker, served: Bot
) -> None:
    await conclude(staff)
    await home.look()
    served.store.broken = "full"
    assert "E-401" in await home.tap("消す")
    served.store.broken = ""
    await sim.close(STAFF, home.view["id"])
    assert "結果　プロジェクトマネージャー" in home.home


@pytest.mark.usefixtures("served")
async def test_the_rating_stands_beside_the_consultation_that_it_was_given_to(
    sim: Simulator, home: HomeWalker, staff: Walker
) -> None:
    await conclude(staff)
    await conclude(staff)
    await staff.press("合っていない")
    text = await home.look()
    assert text.count("評価：") == 1
    assert text.index("評価：合っていない") < text.rindex("結果　プロジェクトマネージャー"), "beside the newest one"
    await staff.press("役に立った")
    await sim.open_home(STAFF)
    await sim.until(STAFF, lambda _: "評価：役に立った" in home.home)
    assert "評価：合っていない" not in home.home
    await staff.press("残りに答える")
    await staff.choose_and_next("select")
    await sim.open_home(STAFF)
    await sim.until(STAFF, lambda _: "評価：" not in home.home)
