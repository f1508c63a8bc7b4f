"""Mentions in a channel, old screens, Enterprise Grid, lost response URLs."""

from pathlib import Path

import pytest

from bot.simulator import Simulator, Team
from bot.slack.payloads import Button
from tests.support.bot import MANIFEST, Bot, Walker, running_bot

CHANNEL = "C0DXSOUDAN"


async def test_mention_is_answered_in_the_thread_with_buttons_for_everybody(
    sim: Simulator, bot: Bot, hr: Walker
) -> None:
    said = await sim.say("U0STAFF01", CHANNEL, "<@BOT> 委託管理")
    await sim.until(hr.person, "「委託管理」は")
    answer = sim.latest(hr.person, CHANNEL)
    assert answer["thread_ts"] == said.payload["event"]["ts"]
    values = [e["value"] for b in answer["blocks"] for e in b.get("elements", ()) if "value" in e]
    assert values
    assert all((button := Button.decode(value)) and button.ref is None for value in values)
    await sim.press(hr.person, answer["ts"], label="4つの役割")
    await sim.until(hr.person, "総務省の標準は")
    assert "総務省の標準は" not in sim.visible_text("U0STAFF01")
    await bot.delivery.drain(5.0)
    assert len(sim.ledger.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("相談", "質問1"),
        ("AIのことで相談したい", "質問1"),
        ("業者を選びたい", "質問2"),
        ("まず業務の見直し、次にRPAの開発", "質問4"),
    ],
)
async def test_need_in_a_channel_is_asked_into_the_dm_with_the_works_found(
    sim: Simulator, served: Bot, hr: Walker, words: str, question: str
) -> None:
    await sim.say("U0STAFF01", CHANNEL, f"<@BOT> {words}")
    await sim.until("U0STAFF01", "続きはDMでご相談ください")
    assert sim.latest("U0STAFF01", CHANNEL)["ephemeral"]
    assert not sim.visible_text(hr.person).count("続きはDM")
    await sim.press("U0STAFF01", sim.latest("U0STAFF01", CHANNEL)["ts"], label="DMで相談する")
    await sim.until("U0STAFF01", question)
    await served.delivery.drain(5.0)
    assert Walker(sim, "U0STAFF01").text.startswith(question)


async def test_old_buttons_change_nothing_and_say_so(sim: Simulator, bot: Bot, staff: Walker) -> None:
    await staff.command("/dx-consult")
    pressed = await sim.press(staff.person, staff.ts, label="まだわからない")
    await sim.until(staff.person, "質問2")
    old = {**pressed.payload, "actions": [dict(pressed.payload["actions"][0])]}
    old["actions"][0]["value"] = old["actions"][0]["value"].replace("|unknown|", "|conclude|")
    await sim.deliver("interactive", old)
    await sim.until(staff.person, "前の画面のボタンでした")
    assert staff.text.startswith("質問2")
    old["actions"][0]["value"] = "made by an older version"
    await sim.deliver("interactive", old)
    await sim.until(staff.person, "この画面は古い版です")
    await bot.delivery.drain(5.0)


async def test_refused_response_url_falls_back_to_a_post(sim: Simulator, bot: Bot, staff: Walker) -> None:
    await staff.command("/dx-consult")
    for number, how in enumerate(("500", "reset_before", "expired_url"), 1):
        sim.fail("response_url", how=how)
        await sim.press(staff.person, staff.ts, label="まだわからない")
        await sim.until(staff.person, f"質問{number + 1}")
        await bot.delivery.drain(5.0)
        assert len(sim.ledger.calls("chat.postMessage")) == number


async def test_grid_payloads_without_a_team_share_one_owner(tmp_path: Path) -> None:
    team = Team(enterprise_id="E0KAKUUKEN", null_team=True)
    async with Simulator(MANIFEST, team=team) as sim, running_bot(sim, tmp_path / "bot.db", "http"):
        walker = Walker(sim, "U0STAFF01")
        await walker.command("/dx-consult")
        await walker.choose_and_next("run")
        assert "質問2" in await walker.say("再開")
