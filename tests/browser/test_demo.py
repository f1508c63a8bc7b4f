"""The demo as a newcomer meets it: one command, a browser, a consultation by clicks, and a bot that is killed."""

import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.chromium import chromium, needs_chromium, open_page
from tests.support.demo import Demo, connected, running_demo

pytestmark = needs_chromium

RESTART_MILLISECONDS = 30_000


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    async with running_demo() as running:
        yield running


@pytest.fixture
async def page(demo: Demo) -> AsyncIterator[Page]:
    """The page, with the bot connected; the test fails when the browser reports an error."""
    async with chromium() as browser:
        opened = await browser.new_page(viewport={"width": 1280, "height": 1100}, locale="ja-JP")
        troubles = await open_page(opened, demo.address)
        await connected(opened)
        yield opened
        assert troubles == []


async def bot_pid(page: Page) -> int:
    """The process id of the bot, read from the page as a person would."""
    state = page.locator(".bot-state")
    await expect(state).to_contain_text(re.compile(r"pid \d+"))
    found = re.search(r"pid (\d+)", await state.inner_text())
    assert found
    return int(found.group(1))


async def say(page: Page, text: str) -> None:
    await page.locator("#write").fill(text)
    await page.locator("#write").press("Enter")


async def asked(page: Page, number: int) -> Locator:
    """The message that shows this question now; the newest one where several do."""
    message = page.locator(".message", has_text=re.compile(rf"質問{number}（")).last
    await expect(message).to_be_visible()
    return message


async def choose(page: Page, number: int, option: str) -> None:
    message = await asked(page, number)
    await message.get_by_role("radio", name=option).check()
    await message.get_by_role("button", name="次へ", exact=True).click()


async def concluded(page: Page, role: str) -> Locator:
    """The message that shows the result, with the sentence that stands below every one."""
    message = page.locator(".message", has_text=re.compile(rf"結果\s+{role}")).last
    await expect(message).to_contain_text("必須条件ではありません")
    return message


async def test_consultation_by_clicks_survives_the_death_of_the_bot(page: Page, tmp_path: Path) -> None:
    await say(page, "相談")
    await choose(page, 1, "決まった事業を、期日や予算のとおりに進めたい")
    await choose(page, 2, "委託する事業者を選ぶ")
    await (await asked(page, 3)).get_by_role("button", name="ここで結果を見る").click()
    result = await concluded(page, "プロジェクトマネージャー")
    await expect(result.get_by_role("button", name="根拠")).to_be_visible()
    await page.screenshot(path=tmp_path / "result.png")

    await say(page, "最初から")
    await choose(page, 1, "手作業や二重入力を減らしたい")
    await asked(page, 2)
    killed = await bot_pid(page)
    os.kill(killed, signal.SIGKILL)
    await expect(page.locator(".bot-state")).to_contain_text("再起動1回", timeout=RESTART_MILLISECONDS)
    await connected(page)
    assert await bot_pid(page) != killed

    await choose(page, 2, "RPAやノーコードなどのツールを入れて動かす")
    await (await asked(page, 3)).get_by_role("button", name="ここで結果を見る").click()
    await concluded(page, "エンジニア")
    await expect(page.locator(".message", has_text="結果")).to_have_count(2)
    await page.screenshot(path=tmp_path / "after_the_restart.png")
