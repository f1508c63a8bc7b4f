"""A result shared on purpose: chosen, previewed, posted once, without a button; what fails is told to its author."""

from typing import Any

import pytest

from bot.simulator import Simulator
from bot.simulator.people import DEFAULT_TEAM
from bot.store.base import Act, Owner
from tests.support.bot import Bot, FormWalker, Walker

STAFF, HR = "U0STAFF01", "U0HR00001"
MEMBER, OTHER = "C0DXSOUDAN", "C0GENERAL0"
LINE = "ご意見を <!channel> *ください* & @here"


@pytest.fixture
def form(sim: Simulator) -> FormWalker:
    return FormWalker(sim, STAFF)


async def concluded(staff: Walker) -> None:
    await staff.command("/dx-consult 最初から")
    await staff.walk(("run",), ("manage",), "ここで結果を見る")


async def previewed(staff: Walker, form: FormWalker, channel: str = MEMBER, line: str = LINE) -> str:
    """Press 共有する, choose the channel, write a line; the text of the preview."""
    await form.sim.press(STAFF, staff.ts, label="共有する")
    assert "結果を共有する" in await form.opened()
    form.sim.fill(STAFF, form.view["id"], channel, block_id="to")
    form.sim.fill(STAFF, form.view["id"], line, block_id="line")
    return await form.next()


def posts(sim: Simulator, channel: str) -> list[dict[str, Any]]:
    return [e.detail["args"] for e in sim.ledger.calls("chat.postMessage") if e.detail["args"]["channel"] == channel]


async def told(sim: Simulator) -> str:
    """What the author is told in their DM when a post has failed."""
    await sim.until(STAFF, "投稿できませんでした")
    return str(sim.visible_text(STAFF, sim.latest(STAFF)["ts"]))


async def test_result_is_posted_as_previewed_once_and_without_a_button(
    sim: Simulator, staff: Walker, form: FormWalker, bot: Bot
) -> None:
    await concluded(staff)
    preview = await previewed(staff, form)
    assert "このチャンネルの全員が読めます。ほかの団体の人がいないか確かめてください" in preview
    assert "dx相談" in preview
    assert "投稿しました" in await form.next()
    await sim.until(HR, lambda _: posts(sim, MEMBER))
    (post,) = posts(sim, MEMBER)
    seen = Walker(sim, HR, MEMBER).text
    for expected in ("結果　プロジェクトマネージャー", "佐藤（情報政策課）", "ご意見を", "必須条件ではありません"):
        assert expected in seen
        assert expected in preview
    assert "actions" not in {block["type"] for block in post["blocks"]}
    assert post["text"] == "DX人材ナビの結果が共有されました", "notifications read this out"
    assert "<!channel>" not in str(post["blocks"])
    assert "&lt;!channel&gt; ＊ください＊ &amp; @here" in str(post["blocks"])
    assert [line.act for line in await bot.store.audit()].count(Act.SHARED) == 1


@pytest.mark.usefixtures("bot")
async def test_form_sent_twice_posts_once(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    await concluded(staff)
    await previewed(staff, form)
    view = sim._core.world.views[form.view["id"]]
    preview = view.body
    await sim.submit(STAFF, view.id)
    view.body = preview
    await sim.submit(STAFF, view.id)
    await sim.until(HR, lambda _: posts(sim, MEMBER))
    await sim.close(STAFF, view.id)
    await previewed(staff, form)
    await form.next()
    await sim.until(HR, lambda _: len(posts(sim, MEMBER)) > 1)
    assert len(posts(sim, MEMBER)) == 2, "one for each time that it was asked for"


@pytest.mark.parametrize(
    ("channel", "error", "remedy"),
    [
        (OTHER, "", "/invite @DX人材ナビ"),
        (MEMBER, "is_archived", "アーカイブされています"),
        (MEMBER, "restricted_action", "投稿できる人が決められています"),
        (MEMBER, "channel_not_found", "/invite @DX人材ナビ"),
        (MEMBER, "something_new", "something_new"),
    ],
)
@pytest.mark.usefixtures("served")
async def test_author_is_told_once_what_to_do_about_a_post_that_failed(
    sim: Simulator, staff: Walker, form: FormWalker, channel: str, error: str, remedy: str
) -> None:
    await concluded(staff)
    await previewed(staff, form, channel)
    if error:
        sim.fail("chat.postMessage", how=error)
    await form.next()
    await sim.close(STAFF, form.view["id"])
    assert remedy in await told(sim)
    assert sim.visible_text(STAFF).count("投稿できませんでした") == 1


async def test_result_deleted_meanwhile_is_not_posted(
    sim: Simulator, staff: Walker, form: FormWalker, served: Bot
) -> None:
    await concluded(staff)
    await previewed(staff, form)
    await served.store.forget(Owner(DEFAULT_TEAM.team_id, STAFF), 0.0)
    assert "この相談は残っていません" in await form.next()
    assert posts(sim, MEMBER) == []


@pytest.mark.usefixtures("served")
async def test_result_changed_meanwhile_is_not_posted(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    await concluded(staff)
    await previewed(staff, form)
    await staff.press("残りに答える")
    assert "この画面は古い版です" in await form.next()
    assert posts(sim, MEMBER) == []


@pytest.mark.usefixtures("served")
async def test_shared_from_a_modal_it_returns_to_the_result(sim: Simulator, form: FormWalker) -> None:
    await sim.shortcut(STAFF, "dx_consult")
    await form.opened()
    await form.next("run")
    await form.next("manage")
    await form.press("ここで結果を見る")
    result = form.text
    await form.press("共有する")
    assert "結果を共有する" in form.text
    await sim.close(STAFF, form.view["id"])
    assert form.text == result


@pytest.mark.usefixtures("served")
async def test_number_like_my_number_is_refused_at_its_field(sim: Simulator, staff: Walker, form: FormWalker) -> None:
    await concluded(staff)
    assert "マイナンバーのような番号" in await previewed(staff, form, line="123456789018")
    assert posts(sim, MEMBER) == []
