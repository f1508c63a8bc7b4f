"""User × object × action: of another's consultation nothing is shown, changed or posted, whatever is asked for."""

from typing import Any

import pytest

from bot.replies import Ref, Section
from bot.results import BESIDE
from bot.simulator import Simulator
from bot.simulator.people import DEFAULT_TEAM
from bot.slack.actions import _MOVES
from bot.slack.payloads import Button
from bot.store.base import Owner, Rating, Session
from tests.support.bot import Bot, FormWalker, Walker

STAFF, HR, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"
LOOKS = (*Section, *BESIDE, "screen", "pause")
VERBS = (*_MOVES, *Rating, *LOOKS, "to_dm", "draft", "share")
FORMS = {"consult": "next", "draft": "draft", "share": "share", "share_preview": "share"}


@pytest.fixture
async def theirs(staff: Walker, served: Bot) -> Session:
    """A concluded consultation of another person's."""
    await staff.command("/dx-consult")
    await staff.walk(("run",), ("manage",), "ここで結果を見る")
    found = await served.store.load(Owner(DEFAULT_TEAM.team_id, STAFF), "consult")
    assert found is not None
    return found


def forged(container: list[dict[str, Any]], label: str, value: str) -> None:
    """Put ``value`` into the button ``label`` of what HR sees: as somebody who writes requests by hand would."""
    for block in container:
        for element in (*block.get("elements", ()), block.get("accessory", {})):
            if element.get("type") == "button" and element["text"]["text"] == label:
                element["value"] = value


async def untouched(bot: Bot, theirs: Session) -> bool:
    return await bot.store.get(theirs.id) == theirs


@pytest.mark.parametrize("verb", VERBS)
async def test_button_of_anothers_consultation_is_refused(
    sim: Simulator, hr: Walker, served: Bot, theirs: Session, verb: str
) -> None:
    await hr.command("/dx-role")
    message = sim._core.world.seen(HR, hr.ts)
    assert message is not None
    button = Button(verb, Ref(theirs.id, theirs.revision), "first_organisation", "manage")
    forged(message.blocks, "4つとも比べる", button.encode())
    mark = sim.ledger.mark()
    await sim.press(HR, hr.ts, label="4つとも比べる")
    await sim.until(HR, "ほかの職員の相談です")
    assert await untouched(served, theirs)
    assert [e for e in sim.ledger.calls(since=mark) if e.detail["args"].get("channel") == CHANNEL] == []
    assert "結果　" not in sim.visible_text(HR)


@pytest.mark.parametrize(("callback", "verb"), FORMS.items())
async def test_form_of_anothers_consultation_is_refused(
    sim: Simulator, served: Bot, theirs: Session, callback: str, verb: str
) -> None:
    form = FormWalker(sim, HR)
    await sim.shortcut(HR, "dx_consult")
    await form.opened()
    view = sim._core.world.views[form.view["id"]]
    button = Button(verb, Ref(theirs.id, theirs.revision), CHANNEL, "manage")
    view.body = {**view.body, "callback_id": callback, "private_metadata": button.encode()}
    sim.choose(HR, view.id, value="run")
    await sim.submit(HR, view.id)
    text = sim.visible_text(HR, view.id)
    assert "ほかの職員の相談です" in text or "この画面は古い版です" in text
    assert await untouched(served, theirs)
    assert sim.ledger.calls("chat.postMessage") == []


async def test_another_deletes_nothing_but_their_own(sim: Simulator, hr: Walker, served: Bot, theirs: Session) -> None:
    await hr.command("/dx-consult")
    await hr.walk(("run",), ("manage",), "ここで結果を見る")
    await sim.open_home(HR)
    await sim.until(HR, lambda seen: seen["home"])
    tab = sim._core.world.homes[HR]
    forged(tab.blocks, "消す", Button("delete", Ref(theirs.id, theirs.revision)).encode())
    await sim.press(HR, tab.id, label="消す")
    await sim.until(HR, "ほかの職員の相談です")
    await sim.press(HR, tab.id, label="すべて消す")
    await sim.until(HR, "ご自身の記録を消しました")
    assert await untouched(served, theirs)
