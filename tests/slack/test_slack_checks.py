"""The applicant check: the published role, its lines, the answer in three columns; and nothing of it stays anywhere."""

import logging
import sqlite3
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import CONTENT, Bot, FormWalker, Walker

STAFF, CHANNEL = "U0STAFF01", "C0DXSOUDAN"
ITSS = "project_manager.level.itss/0"
PMP = "project_manager.qualification.pmp"


@pytest.fixture
def form(sim: Simulator) -> FormWalker:
    return FormWalker(sim, STAFF)


async def ticked(form: FormWalker, *values: str) -> str:
    """From the lines of a role to the answer."""
    return await form.next(*values)


@pytest.mark.usefixtures("bot")
async def test_from_a_command_to_the_three_columns_with_one_views_open(sim: Simulator, form: FormWalker) -> None:
    await sim.command(STAFF, sim.dm(STAFF), "/dx-role 応募")
    assert "募集する役割" in await form.opened()
    lines = await form.next("project_manager")
    assert "応募書類の確認（プロジェクトマネージャー）" in lines
    assert "プロデューサー" not in lines
    assert "「プロジェクトマネージャ（IPA）」" not in lines, "an option is the printed text alone"
    assert "原文のまま" in lines
    told = await form.next(f"{ITSS}/3", PMP, "project_manager.experience.management/3")
    confirmed, _, rest = told.partition("〔書類で確認できない〕")
    assert "「Project Management Professional (PMP®)" in confirmed
    assert "標準は「レベル3~4」と幅を示しています。足りるかは団体の判断です。" in confirmed
    assert "管理職3年以上" in confirmed
    missing, _, interview = rest.partition("〔面接で確認〕")
    assert "「自治体で勤務した経験、もしくは" in missing
    assert "スキルは、書類では確認しません。" in interview
    assert "採否の判断材料の一部です。点数や順位は出しません。" in told
    assert "同じ募集では、全員を同じ項目で確認してください。" in told
    assert len(sim.ledger.calls("views.open")) == 1
    assert not sim.ledger.calls("views.update")
    assert not sim.ledger.calls("chat.postMessage")


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("role", [role.id for role in CONTENT.standard.roles])
async def test_each_role_asks_for_its_own_lines_alone(sim: Simulator, form: FormWalker, role: str) -> None:
    await sim.command(STAFF, sim.dm(STAFF), "/dx-role 応募")
    await form.opened()
    await form.next(role)
    values = [o["value"] for b in form.view["blocks"] for o in b.get("element", {}).get("options", [])]
    assert {value.split(".")[0] for value in values} - {"unsaid"} == {role}
    own = CONTENT.standard.by_id[role]
    for clause in (*own.levels, *own.qualifications, *own.experiences):
        assert clause.text in form.text
    kinds = {block["element"]["type"] for block in form.view["blocks"] if block["type"] == "input"}
    assert kinds <= {"checkboxes", "radio_buttons"}, "nothing is typed, no name and no free text"


@pytest.mark.usefixtures("served")
async def test_back_keeps_the_ticks_and_another_applicant_begins_without_them(sim: Simulator, form: FormWalker) -> None:
    await sim.command(STAFF, sim.dm(STAFF), "/dx-role 応募")
    await form.opened()
    await form.next("project_manager")
    await form.next(f"{ITSS}/4", PMP)
    again = await form.press("戻る")
    assert "[x] Project Management Professional" in again
    assert "(•) レベル4以上" in again
    told = await form.next()
    assert "プロジェクトマネジメントの分野、レベル4以上" in told
    assert "[x]" not in await form.next()
    assert "(•) レベル" not in form.text
    assert "ありません。" in (await form.next()).partition("〔書類で確認できない〕")[0]


@pytest.mark.usefixtures("served")
async def test_a_role_card_opens_it_with_its_role_chosen_and_home_with_none(
    sim: Simulator, staff: Walker, form: FormWalker
) -> None:
    await staff.command("/dx-role エンジニア")
    await sim.press(STAFF, staff.ts, label="応募書類の確認")
    assert "(•) エンジニア" in await form.opened()
    assert "応募書類の確認（エンジニア）" in await form.next()
    back = await form.press("戻る")
    assert "(•) エンジニア" in back
    await sim.close(STAFF, form.view["id"])
    await sim.open_home(STAFF)
    await sim.until(STAFF, lambda seen: seen["home"])
    await sim.press(STAFF, sim.see(STAFF)["home"]["id"], label="応募書類の確認")
    assert "(•)" not in await form.opened()


@pytest.mark.usefixtures("served")
async def test_typed_words_offer_the_button_and_public_ones_too(
    sim: Simulator, staff: Walker, form: FormWalker
) -> None:
    assert "応募書類を確認できます" in await staff.say("応募書類の確認")
    await sim.press(STAFF, staff.ts, label="応募書類の確認")
    assert "募集する役割" in await form.opened()
    await sim.close(STAFF, form.view["id"])
    mark = sim.ledger.mark()
    await sim.say(STAFF, CHANNEL, "<@BOT> 応募")
    await sim.until(STAFF, lambda _: sim.ledger.calls("chat.postMessage", since=mark))
    posted = sim.ledger.calls("chat.postMessage", since=mark)[0]
    assert "応募書類を確認できます" in str(posted.detail)


async def test_nothing_of_an_applicant_is_stored_or_logged(
    sim: Simulator, served: Bot, form: FormWalker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = rows(tmp_path)
    served.store.broken = "full"
    await sim.command(STAFF, sim.dm(STAFF), "/dx-role 応募")
    await form.opened()
    await form.next("project_manager")
    assert "〔面接で確認〕" in await form.next(f"{ITSS}/4", PMP), "it works although nothing could be stored"
    await form.press("戻る")
    served.store.broken = ""
    assert rows(tmp_path) == before
    own = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert not [message for message in own if PMP in message or ITSS in message]


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database, by table."""
    database = sqlite3.connect(folder / "bot.db")
    try:
        names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {name: database.execute(f'select * from "{name}"').fetchall() for name in names}  # noqa: S608
    finally:
        database.close()


@pytest.mark.usefixtures("served")
async def test_a_page_of_another_version_is_an_old_screen(sim: Simulator, form: FormWalker) -> None:
    await sim.command(STAFF, sim.dm(STAFF), "/dx-role 応募")
    await form.opened()
    sim._core.world.views[form.view["id"]].body["private_metadata"] = "||check_what||"
    assert "この画面は古い版です" in await form.next("engineer")
