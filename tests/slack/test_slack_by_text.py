"""「文字で進める」: each step is a new message with the whole text, by typing and by clicks."""

import pytest

from bot.simulator import Simulator
from tests.support.bot import Walker


async def clicked(walker: Walker, label: str) -> tuple[str, str]:
    """Press a button of the newest message; the text of the new message that answers, and its notification."""
    before = walker.ts
    await walker.sim.press(walker.person, before, label=label)
    await walker.sim.until(walker.person, lambda _: walker.ts != before)
    return walker.text, str(walker.sim.latest(walker.person, walker.place)["text"])


@pytest.mark.usefixtures("bot")
async def test_a_click_begins_it_and_every_step_is_a_new_message(sim: Simulator, staff: Walker) -> None:
    first = await staff.say("相談")
    assert "[文字で進める]" in first
    old = staff.ts
    shown, heard = await clicked(staff, "文字で進める")
    assert "一問ごとに新しいメッセージで送ります" in heard
    assert "1　DXを何から始めるか、役所全体の方針を決めたい\n2　" in heard
    assert "番号（例：1）か、選択肢の言葉を書いてください" in heard
    assert "[文字で進める]" not in shown
    sim.choose(staff.person, staff.ts, value="run")
    shown, heard = await clicked(staff, "次へ")
    assert heard.startswith("質問2（")
    await sim.press(staff.person, old, label="まだわからない")
    await sim.until(staff.person, lambda _: "答えは変えていません" in staff.text)
    assert (await staff.say("1")).startswith("質問3")
    shown, heard = await clicked(staff, "ここで結果を見る")
    assert heard.startswith("結果　プロジェクトマネージャー\n")
    assert "「スキル」「資格」「経験」「根拠」" in heard
    shown, heard = await clicked(staff, "根拠")
    assert heard.startswith("根拠\n")
    assert "「結果」と書くと、結果に戻ります。" in heard


@pytest.mark.usefixtures("served")
async def test_typing_begins_it_without_a_consultation_and_it_lasts_until_taken_back(staff: Walker) -> None:
    assert (await staff.say("文字で進める")).startswith("質問1")
    assert "[文字で進める]" not in staff.text
    assert "1　DXを何から" in str(staff.sim.latest(staff.person, staff.place)["text"])
    await staff.say("3")
    await staff.say("最初から")
    assert "1　DXを何から" in str(staff.sim.latest(staff.person, staff.place)["text"])
    assert "同じメッセージの中で進みます" in await staff.say("ボタンで進める")
    assert str(staff.sim.latest(staff.person, staff.place)["text"]) == "質問1　いちばん近いご希望はどれですか。"
    assert (await staff.choose_and_next("run")).startswith("質問2")


@pytest.mark.usefixtures("served")
async def test_in_a_channel_the_steps_are_new_messages_for_the_asker_alone(sim: Simulator) -> None:
    walker = Walker(sim, "U0STAFF01", "C0DXSOUDAN")
    await walker.command("/dx-consult")
    _, heard = await clicked(walker, "文字で進める")
    assert heard.startswith("質問1（")
    assert sim.latest(walker.person, walker.place)["ephemeral"]
    assert not sim.ledger.calls("chat.postMessage")
