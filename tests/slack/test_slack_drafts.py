"""Drafts of papers: from a role or a result to Word files in the DM, or to their text with the reason."""

import copy
import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.simulator import Simulator
from tests.support.bot import MANIFEST, Bot, FormWalker, Walker, running_bot

STAFF, HR, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"
STEPS = (("run",), ("manage",), "ほかにはない", ("design",), "この中にはない")


@pytest.fixture
def form(sim: Simulator) -> FormWalker:
    return FormWalker(sim, STAFF)


async def filled(sim: Simulator, form: FormWalker, *values: str, **typed: str) -> str:
    """Tick ``values``, type facts, send; the text of what is then shown."""
    for name, text in typed.items():
        sim.fill(form.person, form.view["id"], text, block_id=name)
    return await form.next(*values)


async def files(sim: Simulator, person: str = STAFF, count: int = 1) -> list[dict[str, Any]]:
    """Wait for the message with files in the person's DM."""

    def sent(_: object) -> list[dict[str, Any]]:
        return [f for message in messages(sim, person) for f in message.get("files", [])]

    await sim.until(person, lambda seen: len(sent(seen)) >= count)
    return sent(None)


def messages(sim: Simulator, person: str) -> list[dict[str, Any]]:
    place = sim.dm(person)
    return [m for channel in sim.see(person)["channels"] if channel["id"] == place for m in channel["messages"]]


def word(sim: Simulator, file: dict[str, Any]) -> str:
    document = Document(io.BytesIO(sim._core.files[file["id"]]["content"]))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


@pytest.mark.usefixtures("bot")
async def test_from_a_title_to_a_word_file_in_three_taps(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    await staff.command("/dx-role CIO補佐官")
    await sim.press(STAFF, staff.ts, label="書類を作る")
    assert "プロデューサー" in await form.opened()
    told = await filled(sim, form, "recruitment", "fixed_term", municipality="架空市 ‹R&D <部>›", count="1人")
    assert "募集要項案　プロデューサー" in told
    (file,) = await files(sim)
    assert file["name"] == "募集要項案_プロデューサー.docx"
    text = word(sim, file)
    assert "団体名\n架空市 ‹R&D <部>›" in text
    assert "任用形態\n任期付職員" in text
    assert "募集人数\n1人" in text
    assert "所属\n【要記入：担当部署】" in text


@pytest.mark.usefixtures("served")
async def test_a_split_result_becomes_a_paper_a_role_or_one_as_chosen(
    sim: Simulator, staff: Walker, form: FormWalker
) -> None:
    await staff.command("/dx-consult")
    await staff.walk(*STEPS)
    await sim.press(STAFF, staff.ts, label="書類を作る")
    assert "プロジェクトマネージャー、エンジニア" in await form.opened()
    cautioned = await filled(sim, form, "recruitment", "record", "apart", "special_part_time")
    assert "事業の進行管理や、システムをつくる仕事には向きません" in cautioned
    assert not sim.ledger.calls("files.getUploadURLExternal"), "nothing is made before that was seen"
    await sim.close(STAFF, form.view["id"])
    assert "[x] 募集要項案" in form.text, "back on the form as it was filled in"
    await form.next()
    assert "ファイルはDMに届きます" in await form.next()
    names = {file["name"] for file in await files(sim, count=3)}
    assert names == {
        "募集要項案_プロジェクトマネージャー.docx",
        "募集要項案_エンジニア.docx",
        "相談記録_プロジェクトマネージャー_エンジニア.docx",
    }


@pytest.mark.usefixtures("served")
async def test_a_number_like_my_number_is_refused_at_its_field(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    await staff.command("/dx-role エンジニア")
    await sim.press(STAFF, staff.ts, label="書類を作る")
    await form.opened()
    text = await filled(sim, form, "record", department="123456789018")
    assert "マイナンバーのような番号が含まれています" in text
    assert not sim.ledger.calls("chat.postMessage")


async def test_without_the_right_to_send_files_the_text_comes_with_the_reason(tmp_path: Path) -> None:
    manifest = copy.deepcopy(MANIFEST)
    manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    async with Simulator(manifest) as sim, running_bot(sim, tmp_path / "bot.db", "http"):
        staff, form = Walker(sim, STAFF), FormWalker(sim, STAFF)
        await staff.command("/dx-role エンジニア")
        await sim.press(STAFF, staff.ts, label="書類を作る")
        await form.opened()
        await filled(sim, form, "recruitment", municipality="<b>架空市 & *村*")
        await sim.until(STAFF, "files:write")
        text = sim.visible_text(STAFF, staff.ts)
        assert "files:write" in text
        assert "たたき台。法令・例規・人事担当の確認が必要です" in text
        assert "・団体名：<b>架空市 & *村*" in text, "as it was typed, without marks"
        assert "| --- |" not in text
        assert "　標準の箇所：表の4、役割の1つ目" in text


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("fault", ["500", "storage_limit_reached", "reset_before"])
async def test_files_that_fail_to_arrive_come_as_text_with_the_reason(
    sim: Simulator, staff: Walker, form: FormWalker, fault: str
) -> None:
    sim.fail("files.completeUploadExternal", how=fault)
    await staff.command("/dx-role エンジニア")
    await sim.press(STAFF, staff.ts, label="書類を作る")
    await form.opened()
    await filled(sim, form, "recruitment", "record")
    texts = ["募集要項案　エンジニア", "相談記録　エンジニア"]
    await sim.until(STAFF, lambda _: [m["text"] for m in messages(sim, STAFF)][-2:] == texts)
    assert "ファイルを送れなかったため、文で送ります。" in staff.text
    assert "files:write" not in staff.text


@pytest.mark.usefixtures("served")
async def test_a_form_that_came_too_late_is_offered_again(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    sim.fail("views.open", how="expired_trigger_id")
    await staff.command("/dx-role エンジニア")
    await sim.press(STAFF, staff.ts, label="書類を作る")
    await sim.until(STAFF, "画面を開けませんでした")
    await sim.press(STAFF, staff.ts, label="書類を作る")
    opened = await form.opened()
    assert "エンジニアの書類" in opened
    assert "エンジニア" in opened


@pytest.mark.usefixtures("served")
async def test_answers_that_changed_meanwhile_make_no_draft(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    await staff.command("/dx-consult")
    await staff.walk(*STEPS)
    await sim.press(STAFF, staff.ts, label="書類を作る")
    await form.opened()
    await staff.press("仕事を選び直す")
    await staff.press("先にする")
    assert "相談の答えが変わりました" in await filled(sim, form, "record")
    assert not sim.ledger.calls("files.getUploadURLExternal")
    resumed = await form.press("続きから")
    assert "エンジニア" in resumed


async def test_another_persons_result_makes_no_draft(
    sim: Simulator, served: Bot, staff: Walker, form: FormWalker, hr: Walker
) -> None:
    """A press whose value was copied from a colleague's result shows a refusal, and nothing is sent."""
    await staff.command("/dx-consult")
    await staff.walk(*STEPS)
    own = await sim.press(STAFF, staff.ts, label="書類を作る")
    await form.opened()
    await hr.command("/dx-role エンジニア")
    pressed = await sim.press(HR, hr.ts, label="書類を作る")
    await FormWalker(sim, HR).opened()
    mark = sim.ledger.mark()
    forged = {**pressed.payload, "actions": own.payload["actions"]}
    assert (await sim.deliver("interactive", forged)).status == 200
    await sim.until(HR, "ほかの職員の相談です")
    assert not sim.ledger.calls("views.open", since=mark)
    assert await served.store.get("session-1") is not None
