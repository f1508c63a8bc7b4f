"""What staff do on the demo page, in their own words: say, choose, press, go somewhere."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Locator, Page, expect

from tests.support.chromium import DESKTOP, Look, open_page, window
from tests.support.demo import connected

SATO, SUZUKI = "佐藤（情報政策課）", "鈴木（人事課）"
BELOW_EVERY_RESULT = "必須条件ではありません"


@dataclass(frozen=True)
class Desk:
    """One window on the demo page; what the bot says is looked for in its newest message alone."""

    page: Page

    def message(self, said: str | re.Pattern[str]) -> Locator:
        """The bot's newest message, as far as it says ``said``."""
        return self.page.locator(".main .message:has(.avatar.app)").last.filter(has_text=said)

    async def send(self, text: str) -> None:
        """Write into the conversation and send it."""
        await self.page.locator("#write").fill(text)
        await self.page.locator("#write").press("Enter")

    async def say(self, text: str) -> None:
        """Send it in the DM, and wait until the bot has answered below it."""
        messages = self.page.locator(".main .message")
        before = await messages.count()
        await self.send(text)
        await expect(messages.nth(before + 1)).to_be_visible()

    async def sees(self, said: str | re.Pattern[str]) -> Locator:
        """The bot's newest message, once it says ``said``."""
        message = self.message(said)
        await expect(message).to_be_visible()
        return message

    async def asked(self, number: int) -> Locator:
        """The message that shows this question."""
        return await self.sees(re.compile(rf"質問{number}（"))

    async def choose(self, number: int, *options: str) -> None:
        """Tick options of a question and go on."""
        message = await self.asked(number)
        for option in options:
            await message.get_by_label(option).check()
        await self.press(message, "次へ")

    async def press(self, message: Locator, label: str) -> None:
        """Press the button that is labelled so."""
        await message.get_by_role("button", name=label, exact=True).click()

    async def concluded(self, outcome: str) -> Locator:
        """The message that shows the result, with the sentence that stands below every one."""
        message = await self.sees(re.compile(rf"結果\s+{outcome}"))
        await expect(message).to_contain_text(BELOW_EVERY_RESULT)
        return message

    async def form(self, said: str) -> Locator:
        """The open form, once it says ``said``."""
        form = self.page.get_by_role("dialog")
        await expect(form).to_contain_text(said)
        return form

    async def close_form(self) -> None:
        """Close the form, and wait until the page below can be used again."""
        await self.page.keyboard.press("Escape")
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def become(self, name: str) -> None:
        """Switch to another member of staff."""
        await self.page.get_by_role("region", name="操作する職員").get_by_role("link", name=name).click()
        await expect(self.page.locator(".staff a[aria-current]")).to_contain_text(name)

    async def go(self, name: str) -> None:
        """Open a place of the sidebar: a channel, the DM, Home."""
        exactly = self.page.locator(".place", has_text=re.compile(f"^{re.escape(name)}$"))
        link = self.page.locator(".places a", has=exactly)
        await link.click()
        await expect(link).to_have_attribute("aria-current", "page")


@asynccontextmanager
async def desk(browser: Browser, address: str, look: Look = DESKTOP) -> AsyncIterator[Desk]:
    """A window on the running demo, with the bot connected; AssertionError when the browser reports an error."""
    async with window(browser, look) as page:
        troubles = await open_page(page, address)
        await connected(page)
        yield Desk(page)
        assert troubles == []
