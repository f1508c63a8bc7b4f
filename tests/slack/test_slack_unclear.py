"""Words that name no role are asked back with one question, each answer of which begins a consultation."""

from datetime import date

import pytest

from bot.lookup import Lookup
from bot.slack.payloads import Button, Place
from bot.slack.surfaces import Surfaces
from tests.support.bot import CONTENT, WORDING, Walker

ROLES = tuple(role.id for role in CONTENT.standard.roles)


@pytest.mark.parametrize("words", ["デジタルに強い人を紹介して", "AIについて", "DX係長"])
def test_each_way_of_working_is_a_button_that_begins_with_the_works_of_its_role(words: str) -> None:
    reply = Lookup(CONTENT, lambda: date(2026, 11, 23)).answer(words)
    blocks = Surfaces.of(WORDING, strict=True).screens.message(reply, Place.DM)["blocks"]
    ways = [block for block in blocks if "accessory" in block]
    buttons = [Button.decode(block["accessory"]["value"]) for block in ways]
    assert [(button.verb, button.option) for button in buttons if button] == [("focus", role) for role in ROLES]
    texts = [f"{number}　{CONTENT.consult.tips[role]}" for number, role in enumerate(ROLES, 1)]
    assert [block["text"]["text"] for block in ways] == texts
    for role in ROLES:
        assert CONTENT.consult.tips[role] in WORDING.linear(reply)


@pytest.mark.usefixtures("bot")
async def test_the_number_of_a_way_begins_with_the_works_of_its_role(staff: Walker) -> None:
    shown = await staff.say("AIについて")
    assert "番号（例：1）を書いても選べます" in shown
    assert "4　サービスや業務のしくみを作り、動かす" in shown
    assert (await staff.say("４番")).startswith("質問1")
    await staff.say("わからない")
    assert "1　RPA" in staff.text


@pytest.mark.usefixtures("served")
async def test_the_number_of_a_work_puts_it_first(staff: Walker) -> None:
    shown = await staff.say("業者を選びたい。プログラムも作ってほしい")
    assert "番号（例：1）を書いても選べます" in shown
    assert "2　プログラムを作り、サービスを開発する" in shown
    await staff.say("2")
    assert "エンジニア" in await staff.say("結果")


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("between", ["PMP", "ヘルプ"])
async def test_a_number_means_nothing_after_other_words_or_outside_the_list(staff: Walker, between: str) -> None:
    await staff.say("AIについて")
    await staff.say(between)
    assert "お答えできません" in await staff.say("1")
    await staff.say("AIについて")
    assert "お答えできません" in await staff.say("5")


@pytest.mark.usefixtures("served")
async def test_where_typing_is_not_understood_no_number_is_asked_for(staff: Walker) -> None:
    assert "番号" not in await Walker(staff.sim, staff.person, "C0DXSOUDAN").command("/dx-role AIについて")
