"""Headless Chromium for browser tests: the machine's own, never one downloaded."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found(path: str | None = None) -> str | None:
    """The first of ``NAMES`` that is on ``path`` (default: the machine's), None where there is none."""
    return next(filter(None, (shutil.which(name, path=path) for name in NAMES)), None)


CHROMIUM = found()
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


@dataclass(frozen=True)
class Look:
    """How somebody looks at the page: the window in CSS pixels, light or dark; narrow ones are touched like phones."""

    width: int = 1280
    height: int = 800
    scheme: Literal["light", "dark"] = "light"


DESKTOP, PHONE = Look(), Look(390, 844)


@asynccontextmanager
async def window(browser: Browser, look: Look = DESKTOP) -> AsyncIterator[Page]:
    """A window with a memory of its own, closed at the end."""
    phone = look.width <= 720
    context = await browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        is_mobile=phone,
        has_touch=phone,
        locale="ja-JP",
    )
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def picture(page: Page, path: Path, selector: str | None = None) -> Path:
    """Write a PNG of the window, or of the first element that fits a selector, at rest and without a caret."""
    if selector is None:
        await page.screenshot(path=path, animations="disabled", caret="hide")
    else:
        await page.locator(selector).first.screenshot(path=path, animations="disabled", caret="hide")
    return path


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
