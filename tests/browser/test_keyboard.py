"""A whole consultation with the real bot, by keyboard alone: the focus is never lost on the way."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.support.chromium import chromium, needs_chromium, open_page, window
from tests.support.demo import connected, running_demo

pytestmark = needs_chromium

STEPS_AT_MOST = 40


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with running_demo() as demo, chromium() as browser, window(browser) as opened:
        troubles = await open_page(opened, demo.address)
        await connected(opened)
        yield opened
        assert troubles == []


async def walk(page: Page, to: str, key: str = "Tab") -> None:
    """Press a key until the focus is on an element that fits a selector; AssertionError when it never gets there."""
    for _ in range(STEPS_AT_MOST):
        await page.keyboard.press(key)
        if await page.evaluate("to => document.activeElement.matches(to)", to):
            return
    raise AssertionError(f"the focus never reaches {to}")


async def test_a_consultation_from_the_first_word_to_the_result(page: Page) -> None:
    await walk(page, "#write")
    await page.keyboard.type("相談")
    await page.keyboard.press("Enter")
    asking = page.locator(".message").last
    await expect(asking).to_contain_text("質問1（")

    await walk(page, "input[type=radio]", "Shift+Tab")
    await page.keyboard.press("Space")
    await walk(page, ".btn.primary[data-press]")
    await page.keyboard.press("Enter")
    await expect(asking).to_contain_text("質問2（")
    await expect(asking).to_be_focused()

    await walk(page, "input[type=radio]")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await walk(page, ".btn.primary[data-press]")
    await page.keyboard.press("Enter")
    await expect(asking).to_contain_text("質問3（")
    await expect(asking).to_be_focused()

    act = "data-result"
    await asking.get_by_role("button", name="ここで結果を見る").evaluate(f"node => node.setAttribute('{act}', '')")
    await walk(page, f"[{act}]")
    await page.keyboard.press("Enter")
    await expect(asking).to_contain_text("結果")
    await expect(asking).to_contain_text("必須条件ではありません")
    await expect(asking).to_be_focused()
    assert await asking.evaluate("node => getComputedStyle(node).boxShadow") != "none", "keyboard users see where"
