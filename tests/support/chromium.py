"""Headless Chromium for browser tests: the machine's own, never one downloaded."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM: str | None = next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

PATIENCE_MILLISECONDS = 15_000

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=f"no Chromium here (looked for {', '.join(NAMES)})")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium that is closed at the end; give each person a context of their own."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            await browser.close()


async def open_page(page: Page, address: str) -> list[str]:
    """Open the demo page and wait until its scripts run; the list collects errors the browser reports.

    The page's content security policy forbids `eval`, and with it playwright's `wait_for_function`: wait for
    locators instead.
    """
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    await page.locator("html[data-ready]").wait_for()
    return troubles
