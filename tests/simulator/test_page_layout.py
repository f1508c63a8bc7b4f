"""How the page looks in a real browser: nothing cut off on a phone, every text readable."""

import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.chromium import PHONE, Look, chromium, needs_chromium, open_page, picture, window
from tests.support.page_app import PageApp, button, options, page_app, plain, question

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]

SATO, CHANNEL = "U0STAFF01", "C0DXSOUDAN"


@pytest_asyncio.fixture(loop_scope="module")
async def app() -> AsyncIterator[PageApp]:
    async with page_app() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


CUT_OFF = """() => {
  const scrolled = '.table, #side, .visually-hidden, .skip, .label, .entries pre';
  const shown = [...document.querySelectorAll('body *')].filter((node) => node.checkVisibility());
  const cut = (node) => {
    const { left, right } = node.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5;
  };
  return shown.filter((node) => !node.closest(scrolled) && cut(node)).map((node) => node.outerHTML);
}"""


SMALL = """() => {
  const controls = [...document.querySelectorAll('a, button, summary, input, select, textarea, .option')];
  const shown = controls.filter((node) => node.checkVisibility({ visibilityProperty: true }));
  const target = (node) => !node.matches('.option input, .text a, .skip');
  const small = ({ height, right }) => height < 40 && right > 0;
  return shown.filter((node) => target(node) && small(node.getBoundingClientRect())).map((node) => node.outerHTML);
}"""


async def fits(page: Page) -> None:
    """Nothing is cut off, nothing scrolls sideways, everything to tap is as high as a finger needs."""
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert await page.evaluate(CUT_OFF) == []
    assert await page.evaluate(SMALL) == []


@pytest.mark.parametrize("look", [PHONE, Look(360, 740, "dark")])
async def test_a_phone_shows_everything_without_sideways_scrolling(app: PageApp, browser: Browser, look: Look) -> None:
    async with window(browser, look) as page:
        troubles = await open_page(page, app.sim.base_url + "/")
        await fits(page)
        cells = ("プロジェクトマネージャー", "ひとつの事業を企画し、進める", "レベル3～4")
        rows = [[{"type": "raw_text", "text": cell} for cell in cells]] * 3
        await app.post(app.sim.dm(SATO), "表", {"type": "table", "rows": rows})
        menu = {"type": "overflow", "action_id": "more", "options": options("DMに送る", "最初から")}
        lead = {"type": "section", "text": plain("結果"), "accessory": menu}
        await app.post(app.sim.dm(SATO), "質問", lead, *question())
        await page.get_by_role("button", name="やめる").wait_for()
        await expect(page.get_by_role("textbox", name="DX人材ナビ へのメッセージ")).to_be_in_viewport(ratio=1)
        await page.locator(".accessory summary").tap()
        await expect(page.get_by_role("button", name="DMに送る")).to_be_in_viewport(ratio=1)
        await fits(page)
        await expect(page.get_by_role("navigation", name="ワークスペース")).to_be_hidden()
        await page.get_by_role("button", name="メニュー").tap()
        await fits(page)
        await page.get_by_role("link", name="dx相談").tap()
        await expect(page.get_by_role("heading", name="dx相談").first).to_be_visible()
        await expect(page.get_by_role("navigation", name="ワークスペース")).to_be_hidden()
        app.offer_form()
        await page.get_by_label("ショートカット").tap()
        await page.get_by_role("button", name="相談フォーム").tap()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await fits(page)
        await page.get_by_role("button", name="やめる").tap()
        await page.get_by_role("link", name="通信を見る").tap()
        await expect(page.get_by_role("region", name="通信の一覧")).to_be_visible()
        await fits(page)
        assert troubles == []


async def test_the_newest_message_is_in_view_and_a_long_one_from_its_beginning(app: PageApp, browser: Browser) -> None:
    async with window(browser, PHONE) as page:
        await open_page(page, app.sim.base_url + "/")
        for number in range(6):
            await app.post(app.sim.dm(SATO), f"連絡{number}\n" * 6)
        await expect(page.locator(".message").last).to_be_in_viewport(ratio=1)
        await app.post(app.sim.dm(SATO), "長い結果\n" * 60)
        await expect(page.locator(".message").last.locator(".byline")).to_be_in_viewport(ratio=1)


async def test_a_press_leaves_no_frame_around_the_message(app: PageApp, browser: Browser) -> None:
    async with window(browser) as page:
        await open_page(page, app.sim.base_url + "/")
        ts = await app.post(app.sim.dm(SATO), "質問", *question())
        await page.get_by_role("button", name="次へ").click()
        await app.call("chat.update", channel=app.sim.dm(SATO), ts=ts, text="次の質問", blocks=question(2))
        await expect(page.locator(".message")).to_be_focused()
        assert await page.locator(".message").evaluate("node => getComputedStyle(node).outlineStyle") == "none"
        tools = await page.locator(".message .tools").bounding_box()
        card = await page.locator(".message").bounding_box()
        assert tools
        assert card
        assert tools["y"] >= card["y"], "the tools stand inside the message"


async def test_a_picture_shows_the_window_or_a_part_of_it(app: PageApp, browser: Browser, tmp_path: Path) -> None:
    async with window(browser, Look(500, 400, "dark")) as page:
        await open_page(page, app.sim.base_url + "/")
        whole = await picture(page, tmp_path / "whole.png")
        part = await picture(page, tmp_path / "part.png", ".head")
    sizes = [struct.unpack(">II", path.read_bytes()[16:24]) for path in (whole, part)]
    assert sizes[0] == (500, 400)
    assert sizes[1][1] < 100


async def test_what_is_read_stays_in_place_when_a_message_above_it_grows(app: PageApp, browser: Browser) -> None:
    async with window(browser) as page:
        await open_page(page, app.sim.base_url + "/")
        first = await app.post(app.sim.dm(SATO), "一行")
        await app.post(app.sim.dm(SATO), "質問", *question(1))
        await app.post(app.sim.dm(SATO), "質問", *question(2))
        await expect(page.get_by_text("質問2")).to_be_visible()
        await page.get_by_role("radio").last.check()
        top = "document.activeElement.getBoundingClientRect().top"
        before = await page.evaluate(top)
        await app.call("chat.update", channel=app.sim.dm(SATO), ts=first, text="一行\n" * 8 + "最後の行")
        await expect(page.get_by_text("最後の行")).to_be_attached()
        assert await page.evaluate(top) == pytest.approx(before, abs=1)


CONTRAST = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const channel = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, alpha = 1] = parts(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return [r, g, b];
    }
    return parts(getComputedStyle(document.body).backgroundColor);
  };
  const said = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.nodeValue.trim());
  const seen = [...document.querySelectorAll('body *')].filter((node) => node.checkVisibility() && said(node));
  return seen.map((node) => {
    const [ink, behind] = [light(parts(getComputedStyle(node).color)), light(ground(node))];
    return [(Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05), node.textContent.trim().slice(0, 30)];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.mark.parametrize("look", [Look(), Look(scheme="dark")])
async def test_every_text_has_contrast(app: PageApp, browser: Browser, look: Look) -> None:
    dm = app.sim.dm(SATO)
    danger = button("やめる", "stop", style="danger")
    primary = button("次へ", "next", style="primary")
    text = {"type": "mrkdwn", "text": f"<@{SATO}> `印` <https://kakuu.example|手引き>\n> 引用"}
    await app.post(dm, "色", {"type": "section", "text": text}, {"type": "actions", "elements": [primary, danger]})
    await app.post(CHANNEL, "未読")
    await app.call("chat.postEphemeral", channel=dm, user=SATO, text="あなただけへ")
    await app.sim.command(SATO, dm, "/unknown")
    app.sim.connect_http(None)
    async with window(browser, look) as page:
        await open_page(page, app.sim.base_url + "/?traffic=1")
        await page.locator(".entry summary").first.click()
        assert await page.locator(".notice").count() == 1
        assert await page.evaluate(CONTRAST) == []
