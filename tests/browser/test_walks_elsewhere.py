"""The bot outside its DM, as people use it: forms, Home, a colleague's message, sharing, roles side by side."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.support.chromium import chromium, needs_chromium
from tests.support.demo import running_demo
from tests.support.desk import SATO, SUZUKI, Desk, desk

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]

CHANNEL, HOME, DM = "dx相談", "DX人材ナビのホーム", "DX人材ナビ"
WISH, WORK = "決まった事業を、期日や予算のとおりに進めたい", "委託する事業者を選ぶ"
RESULT = "結果　プロジェクトマネージャー"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    async with running_demo() as demo:
        yield demo.address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def at(browser: Browser, address: str) -> AsyncIterator[Desk]:
    async with desk(browser, address) as opened:
        yield opened


async def tick(form: Locator, option: str) -> None:
    """Answer the question of a form."""
    await form.get_by_label(option).check()
    await form.get_by_role("button", name="次へ", exact=True).click()


async def finish(at: Desk) -> None:
    """From the second question of a form to the result, and close it."""
    await tick(await at.form("質問2（"), WORK)
    await at.press(await at.form("質問3（"), "ここで結果を見る")
    await expect(await at.form("必須条件ではありません")).to_contain_text(
        re.compile(r"結果\s+プロジェクトマネージャー")
    )
    await at.close_form()


async def test_a_form_from_the_shortcut_menu_ends_in_a_result_that_home_keeps(at: Desk) -> None:
    await at.page.get_by_label("ショートカット").click()
    await at.page.get_by_role("button", name="DX人材を相談する").click()
    await tick(await at.form("質問1（"), WISH)
    await finish(at)
    await at.go(HOME)
    await expect(at.page.locator(".home")).to_contain_text(RESULT)


async def test_a_consultation_begun_in_home_and_closed_goes_on_there(at: Desk) -> None:
    await at.become(SUZUKI)
    await at.go(HOME)
    home = at.page.locator(".home")
    await at.press(home, "相談を始める")
    await tick(await at.form("質問1（"), WISH)
    await at.form("質問2（")
    await at.close_form()
    await expect(home).to_contain_text("途中の相談（1問まで回答済み）")
    await at.press(home, "続きから")
    await finish(at)
    await expect(home).to_contain_text(RESULT)
    await expect(home).not_to_contain_text("途中の相談（")


async def test_a_colleagues_message_is_looked_up_for_who_asks_alone(at: Desk) -> None:
    await at.become(SUZUKI)
    await at.go(CHANNEL)
    await at.send("基幹システムの更新を任せる業者を選びたい")
    await at.become(SATO)
    await at.go(CHANNEL)
    message = at.page.locator(".main .message", has_text="基幹システムの更新")
    await message.hover()
    await message.get_by_label("その他の操作").click()
    await message.get_by_role("button", name="この内容で役割を調べる").click()
    await at.form("プロジェクトマネージャー")
    await at.close_form()
    await expect(at.page.locator(".main .message:has(.avatar.app)")).to_have_count(0)


async def test_a_result_is_shared_into_a_channel_as_its_preview_showed_it(at: Desk) -> None:
    await at.say("最初から")
    await at.choose(1, WISH)
    await at.choose(2, WORK)
    await at.press(await at.asked(3), "ここで結果を見る")
    await at.press(await at.concluded("プロジェクトマネージャー"), "共有する")
    form = await at.form("結果を共有する")
    await form.get_by_role("combobox").select_option(label=CHANNEL)
    await form.get_by_label("書き添える一言").fill("来週の打ち合わせで相談させてください。")
    await form.get_by_role("button", name="次へ", exact=True).click()
    preview = await at.form("この文を投稿します")
    for expected in (CHANNEL, "このチャンネルの全員が読めます", "来週の打ち合わせ"):
        await expect(preview).to_contain_text(expected)
    await at.press(preview, "投稿する")
    await at.form("投稿しました")
    await at.close_form()
    await at.become(SUZUKI)
    await at.go(CHANNEL)
    post = await at.sees("来週の打ち合わせで相談させてください。")
    await expect(post).to_contain_text("プロジェクトマネージャー")
    await expect(post.locator("[data-press]")).to_have_count(0)


async def test_roles_stand_side_by_side_in_a_table(at: Desk) -> None:
    await at.say("プロジェクトマネージャーとエンジニアの違い")
    table = (await at.sees("のちがい")).get_by_role("table")
    await expect(table.get_by_role("columnheader")).to_have_text(["項目", "プロジェクトマネージャー", "エンジニア"])
    await expect(table).to_contain_text("名前が同じスキル")


async def test_one_consultation_is_deleted_once_it_is_confirmed(at: Desk) -> None:
    await at.say("最初から")
    await at.choose(1, "手作業や二重入力を減らしたい")
    question = await at.asked(2)
    await question.get_by_role("radio", name="RPAやノーコードなどのツール").check()
    await at.press(question, "ここで結果を見る")
    await at.concluded("エンジニア")
    await at.go(HOME)
    home = at.page.locator(".home")
    await expect(home).to_contain_text("結果　エンジニア")
    delete = home.get_by_role("button", name="消す", exact=True)
    before = await delete.count()
    await delete.first.click()
    await at.press(await at.form("この相談の答えと結果を消します。"), "消さない")
    await expect(at.page.get_by_role("dialog")).to_have_count(0)
    await expect(delete).to_have_count(before)
    await delete.first.click()
    await at.press(await at.form("この相談の答えと結果を消します。"), "消す")
    await expect(delete).to_have_count(before - 1)
    await expect(home).not_to_contain_text("結果　エンジニア")
