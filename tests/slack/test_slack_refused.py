"""One rejected block never loses an answer: it goes plainer, down to text alone. Judge: what people see."""

import pytest

from bot.simulator import Simulator
from tests.support.bot import FormWalker, Walker

STAFF, CHANNEL = "U0STAFF01", "C0DXSOUDAN"
CLASSIC = ("header", "section", "actions", "context", "input", "divider", "rich_text")


def kinds(walker: Walker) -> list[str]:
    return [block["type"] for block in walker.sim.latest(walker.person, walker.place)["blocks"]]


async def compared(walker: Walker, way: str) -> str:
    """The text of a comparison that was asked for in one of the ways there are."""
    if way == "command":
        return await walker.command("/dx-role PMとエンジニアの違い")
    if way == "words":
        return await walker.say("PMとエンジニアの違い")
    await walker.command("/dx-role")
    return await walker.press("4つとも比べる")


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("way", ["command", "words", "button"])
async def test_comparison_is_a_table_else_classic_blocks_else_text(sim: Simulator, staff: Walker, way: str) -> None:
    table = await compared(staff, way)
    assert kinds(staff).count("table") == 1
    sim.refuse_blocks("table")
    classic = await compared(staff, way)
    assert "table" not in kinds(staff)
    assert "section" in kinds(staff)
    if way == "button":
        return
    sim.refuse_blocks("table", "context")
    plain = await compared(staff, way)
    assert kinds(staff) == []
    for text in (table, classic, plain):
        assert "のちがい" in text
        assert "事業者の選定" in text
        assert "必須条件ではありません" in text


@pytest.mark.usefixtures("served")
async def test_slash_command_for_a_comparison_is_acknowledged_without_a_word(sim: Simulator, staff: Walker) -> None:
    await staff.command("/dx-role 比較 PM エンジニア")
    assert [entry.detail["body"] for entry in sim.ledger.of("acknowledged", "/dx-role")] == [None]


@pytest.mark.usefixtures("served")
async def test_answer_to_words_and_to_a_click_goes_as_text_where_blocks_are_refused(
    sim: Simulator, staff: Walker
) -> None:
    sim.refuse_blocks("context")
    text = await staff.say("PMP")
    assert kinds(staff) == []
    assert "プロジェクトマネージャー" in text
    sim.refuse_blocks()
    await staff.command("/dx-role CIO補佐官")
    sim.refuse_blocks(*CLASSIC)
    assert "4つの役割" in await staff.press("4つの役割")
    assert kinds(staff) == []


@pytest.mark.usefixtures("served")
async def test_modal_has_no_table(sim: Simulator) -> None:
    form = FormWalker(sim, STAFF)
    await sim.open_home(STAFF)
    await sim.until(STAFF, lambda seen: seen["home"])
    await sim.press(STAFF, sim.see(STAFF)["home"]["id"], label="4つとも比べる")
    assert "のちがい" in await form.opened()
