"""The consultation as a form: shortcuts, submissions, going back, closing, failing, and finishing it elsewhere."""

import asyncio
from pathlib import Path

import pytest

from bot.simulator import Simulator
from bot.simulator.people import Team
from tests.support.bot import MANIFEST, Bot, FormWalker, Walker, running_bot

STAFF, HR, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"
VIEWS = ("views.open", "views.update", "views.push", "views.publish")


@pytest.fixture
def form(sim: Simulator) -> FormWalker:
    return FormWalker(sim, STAFF)


def calls(sim: Simulator) -> list[str]:
    """The Web API calls of a consultation: all but the ones at start."""
    return [entry.name for entry in sim.ledger.calls() if entry.name not in ("auth.test", "apps.connections.open")]


@pytest.mark.usefixtures("bot")
async def test_a_whole_consultation_costs_one_views_open(sim: Simulator, form: FormWalker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    assert "質問1（残り最大5問）" in await form.opened()
    assert "質問2" in await form.next("run")
    assert "質問3" in await form.next("manage")
    assert "質問4" in await form.next("none")
    result = await form.next("none")
    assert "結果　プロジェクトマネージャー" in result
    assert "[次へ]" not in result
    assert calls(sim) == ["views.open"]


@pytest.mark.usefixtures("bot")
async def test_going_back_costs_one_views_update_and_shows_the_answer(sim: Simulator, form: FormWalker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    await form.next("run")
    text = await form.press("戻る")
    assert "質問1" in text
    assert calls(sim) == ["views.open", "views.update"]
    assert "質問2" in await form.next(), "what was answered stands, and can be sent again as it is"


@pytest.mark.usefixtures("served")
async def test_the_result_can_be_asked_for_and_looked_into(sim: Simulator, form: FormWalker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    await form.next("run")
    await form.next("manage")
    assert "結果　プロジェクトマネージャー" in await form.press("ここで結果を見る")
    assert "委託管理" in await form.press("スキル")
    assert "結果　プロジェクトマネージャー" in await form.press("結果へ戻る")


@pytest.mark.usefixtures("served")
async def test_a_slash_word_and_a_typed_word_lead_to_the_form(sim: Simulator, form: FormWalker, staff: Walker) -> None:
    await sim.command(STAFF, CHANNEL, "/dx-consult フォーム")
    assert "質問1" in await form.opened()
    await sim.close(STAFF, form.view["id"])
    assert "フォームでも答えられます" in await staff.say("フォームで相談したい")
    await sim.press(STAFF, staff.ts, label="フォームを開く")
    assert "質問1" in await form.opened()


@pytest.mark.usefixtures("served")
async def test_closing_sends_nothing_and_the_dm_goes_on(sim: Simulator, form: FormWalker, staff: Walker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    await form.next("run")
    mark = sim.ledger.mark()
    await sim.close(STAFF, form.view["id"])
    assert not sim.ledger.calls(since=mark)
    assert "続きがあります" in await staff.say("相談")
    assert "質問2" in await staff.press("続きから")


@pytest.mark.usefixtures("served")
async def test_what_is_wrong_stands_at_the_field_and_the_form_stays(sim: Simulator, form: FormWalker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    await form.next("run")
    await form.next("manage")
    assert "いっしょには選べません" in await form.next("select", "unknown")
    sim.untick(STAFF, form.view["id"], value="unknown")
    assert "選べるのは3つまでです" in await form.next("policy", "mindset", "structure")
    sim.untick(STAFF, form.view["id"], value="structure")
    assert "質問4" in await form.next()


async def test_when_the_store_fails_the_form_keeps_the_answer_and_tells(
    sim: Simulator, served: Bot, form: FormWalker
) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    await form.next("run")
    served.store.broken = "full"
    assert "E-401" in await form.next("manage")
    assert "E-401" in await form.press("戻る")
    served.store.broken = ""
    assert "質問3" in await form.next(), "the answer that was ticked is still ticked"


async def test_when_the_store_fails_a_shortcut_says_so(sim: Simulator, served: Bot, form: FormWalker) -> None:
    served.store.broken = "locked"
    await sim.shortcut(STAFF, "dx_consult")
    assert "E-402" in await form.opened()


@pytest.mark.usefixtures("bot")
async def test_sending_a_form_twice_at_once_is_one_step(sim: Simulator, form: FormWalker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    sim.choose(STAFF, form.view["id"], value="run")
    view = form.view["id"]
    twice = await asyncio.gather(sim.submit(STAFF, view), sim.submit(STAFF, view))
    assert [delivery.status for delivery in twice] == [200, 200]
    assert "質問2" in form.text
    assert "前の画面" not in form.text


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("code", ["expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"])
async def test_a_form_that_cannot_be_opened_in_time_is_offered_again(
    sim: Simulator, form: FormWalker, staff: Walker, code: str
) -> None:
    sim.fail("views.open", how=code)
    await sim.shortcut(STAFF, "dx_consult")
    await sim.until(STAFF, "画面を開けませんでした（時間切れ）")
    await sim.press(STAFF, staff.ts, label="フォームを開く")
    assert "質問1" in await form.opened()


@pytest.mark.usefixtures("bot")
async def test_a_colleagues_message_is_looked_up_for_the_asker_alone(sim: Simulator, form: FormWalker) -> None:
    await sim.say(HR, CHANNEL, "委託した開発が遅れているので、日程と費用を管理してくれる人がほしいです。")
    posted = next(c for c in sim.see(STAFF)["channels"] if c["id"] == CHANNEL)["messages"][-1]["ts"]
    mark = sim.ledger.mark()
    await sim.message_shortcut(STAFF, posted, "dx_look_up")
    assert "プロジェクトマネージャー" in await form.opened()
    assert not sim.see(HR)["views"]
    assert [entry.name for entry in sim.ledger.calls(since=mark)] == ["views.open"]
    assert "質問" in await form.press("この内容で相談を続ける")


async def test_a_form_is_finished_in_the_dm_after_a_restart_also_on_grid(tmp_path: Path) -> None:
    team = Team(enterprise_id="E0KAKUUKEN", null_team=True)
    async with Simulator(MANIFEST, team=team, retry_delays=(0.0, 0.01)) as sim:
        form, staff = FormWalker(sim, STAFF), Walker(sim, STAFF)
        async with running_bot(sim, tmp_path / "bot.db", "http"):
            await sim.shortcut(STAFF, "dx_consult")
            await form.opened()
            await form.next("chores")
        async with running_bot(sim, tmp_path / "bot.db", "http"):
            assert "続きがあります" in await staff.say("相談")
            await staff.press("続きから")
            assert "結果　エンジニア" in await staff.walk(("tools",), "ここで結果を見る")
