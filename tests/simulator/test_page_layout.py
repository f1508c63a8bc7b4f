"""How the page looks in a real browser: nothing cut off on a phone, every text readable."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.support.chromium import chromium, needs_chromium, open_page
from tests.support.page_app import PageApp, button, options, page_app, plain, question

pytestmark = needs_chromium

SATO, CHANNEL = "U0STAFF01", "C0DXSOUDAN"
WIDTH = 390


@pytest.fixture
async def app() -> AsyncIterator[PageApp]:
    async with page_app() as running:
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


CUT_OFF = """() => {
  const scrolled = '.table, #side, .visually-hidden, .skip';
  const shown = [...document.querySelectorAll('body *')].filter((node) => node.checkVisibility());
  const cut = (node) => {
    const { left, right } = node.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5;
  };
  return shown.filter((node) => !node.closest(scrolled) && cut(node)).map((node) => node.outerHTML);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_everything_without_sideways_scrolling(app: PageApp, browser: Browser, scheme: Any) -> None:
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": 844}, color_scheme=scheme, is_mobile=True, has_touch=True
    )
    page = await context.new_page()
    troubles = await open_page(page, app.sim.base_url + "/")
    cells = ("プロジェクトマネージャー", "ひとつの事業を企画し、進める", "レベル3～4")
    rows = [[{"type": "raw_text", "text": cell} for cell in cells]] * 3
    await app.post(app.sim.dm(SATO), "表", {"type": "table", "rows": rows})
    menu = {"type": "overflow", "action_id": "more", "options": options("DMに送る", "最初から")}
    lead = {"type": "section", "text": plain("結果"), "accessory": menu}
    await app.post(app.sim.dm(SATO), "質問", lead, *question())
    await page.get_by_role("button", name="やめる").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    await page.locator(".accessory summary").tap()
    await expect(page.get_by_role("button", name="DMに送る")).to_be_in_viewport(ratio=1)
    assert await page.evaluate(CUT_OFF) == []
    await expect(page.get_by_role("navigation", name="ワークスペース")).to_be_hidden()
    await page.get_by_role("button", name="メニュー").tap()
    await page.get_by_role("link", name="dx相談").tap()
    await expect(page.get_by_role("heading", name="dx相談").first).to_be_visible()
    await expect(page.get_by_role("navigation", name="ワークスペース")).to_be_hidden()
    app.offer_form()
    await page.get_by_label("ショートカット").tap()
    await page.get_by_role("button", name="相談フォーム").tap()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await page.evaluate(CUT_OFF) == []
    assert troubles == []
    await context.close()


async def test_what_is_read_stays_in_place_when_a_message_above_it_grows(app: PageApp, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast(app: PageApp, browser: Browser, scheme: Any) -> None:
    page = await browser.new_page(color_scheme=scheme)
    dm = app.sim.dm(SATO)
    danger = button("やめる", "stop", style="danger")
    primary = button("次へ", "next", style="primary")
    text = {"type": "mrkdwn", "text": f"<@{SATO}> `印` <https://kakuu.example|手引き>\n> 引用"}
    await app.post(dm, "色", {"type": "section", "text": text}, {"type": "actions", "elements": [primary, danger]})
    await app.post(CHANNEL, "未読")
    await app.call("chat.postEphemeral", channel=dm, user=SATO, text="あなただけへ")
    await app.sim.command(SATO, dm, "/unknown")
    app.sim.connect_http(None)
    await open_page(page, app.sim.base_url + "/?traffic=1")
    assert await page.locator(".notice").count() == 1
    assert await page.evaluate(CONTRAST) == []
