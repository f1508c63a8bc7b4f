"""A changed dialog is deployed while consultations are open: answers stay by their ids, the path is computed anew."""

import shutil
from pathlib import Path

import pytest

from bot.content import DIALOGS, Content, load
from bot.simulator import Simulator
from tests.support.bot import CONTENT, Walker, running_bot

STEPS = ("overview", "security", "architecture", "operate")
"""One answer a question; 「security」 is the option that goes."""
ADDED = """
[[question]]
id = "pressing"
text = "どちらを急ぎますか。"
part = "wish"
choice = "one"
[[question.option]]
id = "now"
text = "今年度のうちに始めたい"
cites = ["producer.duty.2"]
why = "試験のために加えた質問"
[[question.option]]
id = "later"
text = "来年度からでよい"
cites = ["producer.duty.2"]
why = "試験のために加えた質問"
"""


@pytest.fixture
def changed(tmp_path: Path) -> Content:
    """The shipped dialog with an option replaced by another and a question added behind the first."""
    folder = tmp_path / "dialogs"
    shutil.copytree(DIALOGS, folder)
    file = folder / "consult" / "dialog.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count('id = "security"') == 1
    text = text.replace('id = "security"', 'id = "rules"')
    first = '\n[[question]]\nid = "first_organisation"'
    assert text.count(first) == 1
    file.write_text(text.replace(first, ADDED + first), encoding="utf-8")
    return load(dialogs=folder)


@pytest.mark.parametrize("given", range(len(STEPS) + 1))
async def test_open_consultation_goes_on_in_the_changed_dialog_with_its_answers(
    sim: Simulator, tmp_path: Path, staff: Walker, changed: Content, given: int
) -> None:
    database = tmp_path / "bot.db"
    async with running_bot(sim, database, "http"):
        await staff.command("/dx-consult")
        for value in STEPS[:given]:
            await staff.choose_and_next(value)
    async with running_bot(sim, database, "http", content=changed) as bot:
        before = await bot.store.get("session-1")
        assert before is not None
        if given < len(STEPS):
            sim.choose(staff.person, staff.ts, value=STEPS[given])
            await sim.press(staff.person, staff.ts, label="次へ")
            await bot.delivery.drain(5.0)
        text = await staff.command("/dx-consult 再開")
        assert text.startswith(
            "質問1" if not given and STEPS[0] not in str(before.answers) and "E-" in text else "質問"
        )
        assert "E-500" not in sim.visible_text(staff.person)
        after = await bot.store.get("session-1")
        assert after is not None
        assert before.answers.items() <= after.answers.items()
        await _to_the_end(staff)
        ended = await bot.store.get("session-1")
        assert ended is not None
        assert "pressing" in ended.answers
        assert ended.answers["wish"] == ("overview",)


async def _to_the_end(staff: Walker) -> None:
    """Answer what is asked, with the first option where nothing is ticked."""
    for _ in range(12):
        screen = staff.sim.latest(staff.person, staff.place)
        inputs = [block["element"] for block in screen["blocks"] if block["type"] == "input"]
        if not inputs:
            return
        await staff.choose_and_next(inputs[0]["options"][0]["value"])
    pytest.fail("the consultation does not end")


def test_the_change_takes_an_option_away_and_adds_a_question(changed: Content) -> None:
    ids = [question.id for question in changed.consult.dialog.questions]
    assert set(ids) - {question.id for question in CONTENT.consult.dialog.questions} == {"pressing"}
    assert "security" not in {option.id for options in changed.consult.dialog.options.values() for option in options}
