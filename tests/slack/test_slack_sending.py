"""A text that was not understood is kept only when its author has seen what is kept, and sends it."""

import pytest

from bot.simulator import Simulator
from tests.support.bot import Bot, FormWalker, Walker

STAFF, HR, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"
LOST = "駐車場の|許可証は <どこ> でもらえますか *急ぎ*"


async def test_what_would_be_kept_is_shown_and_kept_only_then(served: Bot, staff: Walker) -> None:
    assert "[改善のために送る]" in await staff.say(LOST)
    shown = await staff.press("改善のために送る")
    for part in (LOST, "対象外と読んだ文", "90日で自動的に消えます", "[送る]", "[送らない]"):
        assert part in shown
    assert not await served.store.sent_in()
    assert "受け取りました" in await staff.press("送る")
    (kept,) = await served.store.sent_in()
    assert (kept.text, kept.kind, kept.owner.user) == (LOST, "outside", STAFF)


async def test_not_sending_keeps_nothing(served: Bot, staff: Walker) -> None:
    await staff.say("AIについて")
    assert "役割が決まらなかった文" in await staff.press("改善のために送る")
    assert "何も保存していません" in await staff.press("送らない")
    assert not await served.store.sent_in()


async def test_the_same_text_is_kept_once_and_a_long_one_in_part(served: Bot, staff: Walker) -> None:
    for _ in range(2):
        await staff.say("駐車場" * 900)
        await staff.press("改善のために送る")
        await staff.press("送る")
    (kept,) = await served.store.sent_in()
    assert kept.text == ("駐車場" * 900)[:1000]


async def test_words_that_answer_no_question_are_shown_kept_and_the_question_comes_back(
    served: Bot, staff: Walker
) -> None:
    await staff.say("相談")
    assert "[改善のために送る]" not in staff.text
    lost = "それは|どちらかと <いうと> 庁舎のほう"
    asked = await staff.say(lost)
    assert "うまく読み取れませんでした" in asked
    assert "[改善のために送る]" in asked
    shown = await staff.press("改善のために送る")
    for part in (lost, "相談の途中で、答えとして読み取れなかった文", "[送る]", "[送らない]"):
        assert part in shown
    assert not await served.store.sent_in()
    after = await staff.press("送る")
    assert "受け取りました" in after
    assert "質問1" in after
    (kept,) = await served.store.sent_in()
    assert (kept.text, kept.kind, kept.owner.user) == (lost, "not_a_choice", STAFF)
    assert (await staff.say("3")).startswith("質問2")


async def test_not_sending_within_a_consultation_goes_on_as_well(served: Bot, staff: Walker) -> None:
    await staff.say("相談")
    await staff.say("庁舎のほう")
    await staff.press("改善のために送る")
    after = await staff.press("送らない")
    assert "何も保存していません" in after
    assert "質問1" in after
    assert not await served.store.sent_in()


async def test_who_goes_on_by_text_is_told_of_the_button_and_gets_the_question_as_a_new_message(
    served: Bot, staff: Walker
) -> None:
    await staff.say("文字で進める")
    await staff.say("庁舎のほう")
    assert "「改善のために送る」のボタンで送れます" in str(staff.sim.latest(staff.person, staff.place)["text"])
    await staff.press("改善のために送る")
    before = staff.ts
    await staff.sim.press(staff.person, before, label="送る")
    await staff.sim.until(staff.person, lambda _: staff.ts != before)
    heard = str(staff.sim.latest(staff.person, staff.place)["text"])
    assert "文を受け取りました" in heard
    assert "1　DXを何から" in heard
    assert [kept.text for kept in await served.store.sent_in()] == ["庁舎のほう"]


@pytest.mark.usefixtures("served")
async def test_nobody_is_asked_to_send_what_others_wrote_or_read(sim: Simulator) -> None:
    await sim.say(HR, CHANNEL, LOST)
    posted = next(c for c in sim.see(STAFF)["channels"] if c["id"] == CHANNEL)["messages"][-1]["ts"]
    await sim.message_shortcut(STAFF, posted, "dx_look_up")
    form = FormWalker(sim, STAFF)
    assert "改善のために送る" not in await form.opened()
    await sim.close(STAFF, form.view["id"])
    public = Walker(sim, STAFF, CHANNEL)
    await sim.say(STAFF, CHANNEL, f"<@BOT> {LOST}")
    await sim.until(STAFF, "お答えできません")
    assert "改善のために送る" not in public.text


async def test_words_that_were_not_understood_are_in_no_log(
    served: Bot, staff: Walker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await staff.say(LOST)
    await served.delivery.drain(5.0)
    assert "a text was not understood: outside" in caplog.messages
    assert not [message for message in caplog.messages if "許可証" in message and "not understood" in message]
