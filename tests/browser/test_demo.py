"""The demo as a newcomer meets it: one command, a browser, a consultation by clicks, and a bot that is killed."""

import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.chromium import chromium, needs_chromium, open_page
from tests.support.demo import Demo, connected, running_demo
from tests.support.desk import Desk

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


async def test_consultation_by_clicks_survives_the_death_of_the_bot(page: Page, tmp_path: Path) -> None:
    at = Desk(page)
    await at.say("相談")
    await at.choose(1, "決まった事業を、期日や予算のとおりに進めたい")
    await at.choose(2, "委託する事業者を選ぶ")
    await at.press(await at.asked(3), "ここで結果を見る")
    result = await at.concluded("プロジェクトマネージャー")
    await expect(result.get_by_role("button", name="根拠")).to_be_visible()
    await page.screenshot(path=tmp_path / "result.png")

    await at.say("最初から")
    await at.choose(1, "手作業や二重入力を減らしたい")
    await at.asked(2)
    killed = await bot_pid(page)
    os.kill(killed, signal.SIGKILL)
    await expect(page.locator(".bot-state")).to_contain_text("再起動1回", timeout=RESTART_MILLISECONDS)
    await connected(page)
    assert await bot_pid(page) != killed

    await at.choose(2, "RPAやノーコードなどのツールを入れて動かす")
    await at.press(await at.asked(3), "ここで結果を見る")
    await at.concluded("エンジニア")
    await expect(page.locator(".message", has_text="結果")).to_have_count(2)
    await page.screenshot(path=tmp_path / "after_the_restart.png")
