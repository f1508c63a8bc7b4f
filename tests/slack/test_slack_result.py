"""What can be done with a result: a next step, a text to take along, works put first and taken out, in place."""

import pytest

from bot.simulator import Simulator
from tests.support.bot import Walker

SPLIT = (("run",), ("manage",), ("select",), ("design",), "この中にはない")
CARE = "選定に関わる人と応募事業者の関係を、事前に確認してください（ボットの注意）"


@pytest.mark.usefixtures("bot")
async def test_a_next_step_and_the_text_to_take_along_are_shown_in_place_and_lead_back(
    sim: Simulator, staff: Walker
) -> None:
    await staff.command("/dx-consult")
    result = await staff.walk(*SPLIT)
    assert "次の一歩：都道府県の人材プール、総務省の外部人材リスト" in result
    assert result.count(CARE) == 1
    steps = await staff.press("次の一歩")
    assert "出典：総務省報道資料 令和7年4月18日（2025年4月18日時点）" in steps
    assert "〔任用形態の候補：プロジェクトマネージャー〕" in steps
    assert CARE not in steps
    assert await staff.press("結果へ戻る") == result
    handout = await staff.press("持ち出し用の文")
    assert handout.count(CARE) == 1
    box = next(block for block in sim.latest(staff.person, staff.place)["blocks"] if block["type"] == "rich_text")
    (text,) = box["elements"][0]["elements"]
    assert text["type"] == "text"
    assert text["text"].startswith("結論：役割が分かれます。")
    assert text["text"].endswith("採用を決めるものではありません。")
    assert await staff.press("結果へ戻る") == result


@pytest.mark.usefixtures("bot")
async def test_a_work_is_put_first_and_another_taken_out_in_place(sim: Simulator, staff: Walker) -> None:
    await staff.command("/dx-consult")
    await staff.walk(*SPLIT)
    await staff.press("仕事を選び直す")
    text = await pressed(sim, staff, "put_first::design")
    assert "先に迎える役割は、エンジニアです。" in text
    await staff.press("仕事を選び直す")
    text = await pressed(sim, staff, "remove::select")
    assert "事業者選び" not in text
    assert CARE not in text
    await staff.press("仕事を選び直す")
    text = await pressed(sim, staff, "remove::manage")
    assert text.startswith("結果　エンジニア")


async def pressed(sim: Simulator, staff: Walker, action: str) -> str:
    """Press the button with an action id, and wait for the message to change."""
    ts, before = staff.ts, staff.text
    await sim.press(staff.person, ts, action_id=action)
    await sim.until(staff.person, lambda _: sim.visible_text(staff.person, ts) != before)
    return staff.text


@pytest.mark.usefixtures("bot")
async def test_the_looks_of_a_result_are_typed_too(staff: Walker) -> None:
    await staff.say("相談")
    for words in ("3", "6", "ほかにはない", "ほかにはない"):
        text = await staff.say(words)
    assert text.startswith("結果　"), text
    assert "進め方の候補" in await staff.say("次の一歩")
    assert "結論：" in await staff.say("持ち出し用の文")
    assert "仕事を選び直す" in await staff.say("仕事を選び直す")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", ["任用", "任用形態", "任期付職員とは"])
async def test_forms_of_employment_are_looked_up_by_command(staff: Walker, text: str) -> None:
    answer = await staff.command(f"/dx-role {text}")
    assert "任期付職員" in answer
    assert "採用に関する法律3条" in answer
