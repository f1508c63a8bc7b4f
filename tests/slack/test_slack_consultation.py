"""Consultations by clicks and by typing, over HTTP and over Socket Mode, judged by what Slack shows and counts."""

import asyncio
import re

import pytest

from bot.simulator import Simulator
from tests.support.bot import CONTENT, Bot, Walker

Step = str | tuple[str, ...]

PATHS: dict[str, tuple[tuple[Step, ...], str]] = {
    "producer": ((("begin",), ("policy",), "ここで結果を見る"), "結果　プロデューサー"),
    "project_manager": ((("run",), ("manage",), "ここで結果を見る"), "結果　プロジェクトマネージャー"),
    "service_designer": ((("counter",), ("experience",), "ここで結果を見る"), "結果　サービスデザイナー"),
    "engineer": ((("chores",), ("tools",), "ここで結果を見る"), "結果　エンジニア"),
    "split": (
        (("run",), ("manage",), "ほかにはない", ("design",), "この中にはない"),
        "結果　役割が分かれます",
    ),
    "open": (("まだわからない",) * 5, "結果　まだ一つに決まりません"),
    "unneeded": (
        (("run",), "まだわからない", ("manage",), ("design",), ("manage", "design")),
        "結果　外部の人材を新たに求めなくてもよいかもしれません",
    ),
}


@pytest.mark.parametrize(("steps", "result"), PATHS.values(), ids=PATHS)
async def test_clicks_lead_to_every_outcome_without_a_rate_tiered_call(
    sim: Simulator, bot: Bot, staff: Walker, steps: tuple[Step, ...], result: str
) -> None:
    await staff.command("/dx-consult")
    mark = sim.ledger.mark()
    text = await staff.walk(*steps)
    assert text.startswith(result), text
    assert not sim.ledger.calls(since=mark)
    assert [entry.name for entry in sim.ledger.of("response_url")] == ["replaced"] * len(steps)
    at_start = {entry.name for entry in sim.ledger.calls()}
    assert at_start == ({"auth.test"} if bot.url else {"auth.test", "apps.connections.open"})


@pytest.mark.usefixtures("bot")
async def test_first_screen_says_what_to_expect(staff: Walker) -> None:
    text = await staff.command("/dx-consult")
    assert text.startswith("質問1（残り最大5問）")
    assert "必要な外部人材の役割を、最大6問（2分ほど）で整理します。" in text
    assert "個人名・事業者名・住民の情報は書かないでください。" in text
    assert "30日間は続きから答えられます" in text
    assert "[結果の例を見る]" in text
    assert "架空市" in await staff.press("結果の例を見る")


@pytest.mark.usefixtures("bot")
async def test_typed_consultation_costs_one_post_for_each_message(sim: Simulator, staff: Walker) -> None:
    typed = {
        "相談": "質問1",
        "３": "質問2",
        "事業の計画を立て、日程・費用・品質を管理する": "質問3",
        "ＰＭＰ": "プロジェクトマネージャー",
        "ほげほげぴよ": "うまく読み取れませんでした",
        "戻る": "質問2",
        "１": "質問3",
        "結果": "結果　プロジェクトマネージャー",
    }
    for number, (words, answer) in enumerate(typed.items(), 1):
        text = await staff.say(words)
        assert answer in text, (words, text)
        if words == "ＰＭＰ":
            assert "質問3" in text
        assert len(sim.ledger.calls("chat.postMessage")) == number
    assert not sim.ledger.calls("chat.update")


@pytest.mark.usefixtures("served")
async def test_typed_next_wants_a_choice_keeps_a_given_answer_and_knows_a_result(staff: Walker) -> None:
    assert "途中の相談はありません" in await staff.say("次へ")
    await staff.say("相談")
    unanswered = await staff.say("次へ")
    assert unanswered.startswith("質問1")
    assert "番号（例：1）か、選択肢の言葉を書いてください" in unanswered
    await staff.say("3")
    assert (await staff.say("戻る")).startswith("質問1")
    assert (await staff.say("次へ")).startswith("質問2")
    await staff.say("わからない")
    assert (await staff.say("戻る")).startswith("質問2")
    assert (await staff.say("つぎへ")).startswith("質問3")
    await staff.say("1")
    result = await staff.say("結果")
    for typed in ("次へ", "わからない", "ほかにはない"):
        told = await staff.say(typed)
        assert "結果はもう出ています" in told
        assert result.splitlines()[0] == told.splitlines()[0]


@pytest.mark.usefixtures("bot")
async def test_full_width_commands_in_the_dm_are_commands(staff: Walker) -> None:
    assert "プロジェクトマネージャー" in await staff.say("／dx-role　ＰＭＰ")
    assert (await staff.say("／ｄｘ－ｒｏｌｅ")).startswith("4つの役割")
    assert "DX人材ナビの使い方" in await staff.say("／dx-help")
    assert (await staff.say("／dx-consult")).startswith("質問1")


@pytest.mark.usefixtures("bot")
async def test_result_details_and_changes_stay_in_one_message(sim: Simulator, staff: Walker) -> None:
    await staff.command("/dx-consult")
    result = await staff.walk(("run",), ("manage",), "ここで結果を見る")
    assert "標準は「望ましい」要件を示すもので、必須条件ではありません" in result
    for label, words in (
        ("スキル", "ヒューマンスキル"),
        ("資格・レベル", "PMP"),
        ("経験", "言いかえ"),
        ("根拠", "表の2、役割の1つ目"),
    ):
        detail = await staff.press(label)
        assert words in detail, (label, detail)
        assert await staff.press("結果へ戻る") == result
    assert "これまでの答え" in await staff.press("答えを変える")
    assert await staff.press("結果へ戻る") == result
    assert not sim.ledger.calls("chat.postMessage")


@pytest.mark.usefixtures("bot")
async def test_changed_answer_leads_to_another_result(sim: Simulator, staff: Walker) -> None:
    await staff.command("/dx-consult")
    await staff.walk(("run",), ("manage",), "ここで結果を見る", "答えを変える")
    ts, before = staff.ts, staff.text
    edits = [block for block in staff.sim.latest(staff.person)["blocks"] if block.get("accessory")]
    await sim.press(staff.person, ts, block_id=edits[1]["block_id"], label="変える")
    await sim.until(staff.person, lambda _: staff.text != before)
    assert staff.text.startswith("質問2")
    await staff.walk(("policy",), "ここで結果を見る")
    assert staff.text.startswith("結果　プロデューサー")


@pytest.mark.usefixtures("bot")
async def test_result_is_sent_to_the_dm_once(sim: Simulator) -> None:
    walker = Walker(sim, "U0STAFF01", "C0DXSOUDAN")
    await walker.command("/dx-consult")
    result = await walker.walk(("run",), ("manage",), "ここで結果を見る")
    assert "DMに送りました" in await walker.press("DMに送る")
    await sim.until(walker.person, lambda _: sim.ledger.calls("chat.postMessage"))
    in_dm = Walker(sim, walker.person)
    assert in_dm.text == result.replace("[DMに送る] ", "")
    detail = await in_dm.press("根拠")
    assert (await in_dm.press("結果へ戻る")) == in_dm.text != detail
    assert "DMに送る" not in in_dm.text
    assert "[最初から]" in in_dm.text
    assert len(sim.ledger.calls("chat.postMessage")) == 1


@pytest.mark.usefixtures("bot")
async def test_stopping_resuming_and_beginning_anew(staff: Walker) -> None:
    await staff.command("/dx-consult")
    await staff.choose_and_next("run")
    assert "相談を止めました" in await staff.press("やめる")
    resumed = await staff.command("/dx-consult 再開")
    assert resumed.startswith("質問2")
    assert "続きから始めます" in resumed
    assert "続きがあります" in await staff.command("/dx-consult")
    assert (await staff.press("続きから")).startswith("質問2")
    await staff.command("/dx-consult")
    assert (await staff.press("新しく始める")).startswith("質問1")
    await staff.walk(("run",), ("manage",), "ここで結果を見る")
    assert (await staff.press("最初から")).startswith("質問1")


@pytest.mark.usefixtures("bot")
async def test_lookup_commands_answer_the_asker_alone(sim: Simulator, hr: Walker) -> None:
    walker = Walker(sim, "U0STAFF01", "C0DXSOUDAN")
    answers = {
        "/dx-role": ("4つの役割",),
        "/dx-role CIO補佐官": ("プロデューサー", "役職名だけでは決まりません", "[仕事で確かめる]"),
        "/dx-role PMP": ("プロジェクトマネージャー", "望ましい"),
        "/dx-role 委託管理": ("プロジェクトマネージャー", "標準の文"),
        "/dx-role 応用情報": ("「応用情報」は、標準に記載がありません。", "近い名前：", "同じものではありません。"),
        "/dx-help": ("DX人材ナビの使い方",),
        "/dx-consult なにか": ("DX人材ナビの使い方",),
        "/dx-consult 再開": ("途中の相談はありません",),
    }
    for line, expected in answers.items():
        text = await walker.command(line)
        assert all(words in text for words in expected), (line, text)
    assert all(message["ephemeral"] for message in sim.see(walker.person)["channels"][0]["messages"])
    assert not sim.visible_text(hr.person)
    assert not sim.ledger.calls("chat.postMessage")


@pytest.mark.usefixtures("bot")
async def test_nearest_names_of_a_qualification_that_is_not_listed_are_listed_ones(staff: Walker) -> None:
    answer = await staff.command("/dx-role 応用情報")
    (line,) = (line for line in answer.splitlines() if line.startswith("近い名前："))
    listed = {clause.name or clause.text for role in CONTENT.standard.roles for clause in role.qualifications}
    named = set(re.findall("「(.+?)」", line))
    assert named
    assert named <= listed


async def test_double_click_is_one_step_and_shows_no_error(sim: Simulator, bot: Bot, staff: Walker) -> None:
    """Both clicks leave the client before either is answered: the first wins, the second is redrawn alike."""
    await staff.command("/dx-consult")
    for value, number in (("run", 2), ("manage", 3)):
        sim.choose(staff.person, staff.ts, value=value)
        clicks = await asyncio.gather(*(sim.press(staff.person, staff.ts, label="次へ") for _ in range(2)))
        assert [click.status for click in clicks] == [200, 200]
        assert clicks[0].payload["actions"][0]["value"] == clicks[1].payload["actions"][0]["value"]
        await bot.delivery.drain(5.0)
        assert staff.text.startswith(f"質問{number}")
        assert "前の画面のボタン" not in staff.text
    session = await bot.store.get("session-1")
    assert session is not None
    assert (session.revision, session.answers) == (2, {"wish": ("run",), "first_organisation": ("manage",)})
    assert not sim.ledger.of("notice")
    assert not sim.ledger.calls("chat.postMessage")


@pytest.mark.usefixtures("bot")
async def test_role_card_begins_with_the_works_of_the_role(staff: Walker) -> None:
    await staff.command("/dx-role CIO補佐官")
    text = await staff.press("仕事で確かめる")
    assert text.startswith("質問1")
    assert text.index("役所全体のDXの方針") < text.index("委託する事業者を選ぶ")


@pytest.mark.usefixtures("served")
async def test_roles_are_compared_from_words_and_from_a_card(staff: Walker) -> None:
    assert "プロジェクトマネージャー・エンジニアのちがい" in await staff.command("/dx-role 比較 PM エンジニア")
    assert "役割を比べる" in await staff.command("/dx-role エンジニア")
    assert "エンジニアと比べる役割" in await staff.press("役割を比べる")
    compared = await staff.press("4つとも比べる")
    assert "プロデューサー・プロジェクトマネージャー・サービスデザイナー・エンジニアのちがい" in compared
    assert "名前が同じスキル" in compared


@pytest.mark.usefixtures("bot")
async def test_two_taps_after_the_first_question_lead_to_a_result(sim: Simulator, staff: Walker) -> None:
    await staff.command("/dx-consult")
    await staff.choose_and_next("run")
    assert "最初に任せたい仕事を選ぶと、結果を見られます。" in await staff.press("ここで結果を見る")
    sim.choose(staff.person, staff.ts, value="manage")
    assert (await staff.press("ここで結果を見る")).startswith("結果　プロジェクトマネージャー")


@pytest.mark.usefixtures("served")
async def test_what_is_ticked_counts_when_the_result_is_asked_for(sim: Simulator, staff: Walker) -> None:
    await staff.command("/dx-consult")
    await staff.walk(("run",), ("manage",), "ほかにはない")
    sim.choose(staff.person, staff.ts, value="design")
    assert "エンジニアの仕事です" in await staff.press("ここで結果を見る")
