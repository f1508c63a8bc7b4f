"""The page for those who do not see it or hold no mouse: roles, names, and the focus over live updates."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.chromium import chromium, needs_chromium, open_page, window
from tests.support.page_app import WISHES, PageApp, page_app, question

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]

SATO = "U0STAFF01"


@pytest_asyncio.fixture(loop_scope="module")
async def app() -> AsyncIterator[PageApp]:
    async with page_app() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(app: PageApp, browser: Browser) -> AsyncIterator[Page]:
    async with window(browser) as opened:
        troubles = await open_page(opened, app.sim.base_url + "/")
        yield opened
        assert troubles == []


async def spoken(page: Page) -> list[tuple[str, str, bool]]:
    """What Chromium tells a screen reader: role, name, and whether it takes the focus."""
    session = await page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    await session.detach()
    return [_said(node) for node in nodes if not node["ignored"]]


def _said(node: dict[str, Any]) -> tuple[str, str, bool]:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    return (
        node["role"]["value"],
        str(node.get("name", {}).get("value", "")).strip(),
        properties.get("focusable", False) is True,
    )


async def test_roles_and_names_of_a_question(app: PageApp, page: Page) -> None:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in (("役割", "仕事"), ("エンジニア", "実装"))]
    await app.post(app.sim.dm(SATO), "表", {"type": "table", "rows": cells})
    await app.post(app.sim.dm(SATO), "質問", *question())
    await expect(page.get_by_role("button", name="次へ")).to_be_visible()
    tree = await spoken(page)
    told = {(role, name) for role, name, _ in tree}
    expected = {
        ("banner", ""),
        ("navigation", "ワークスペース"),
        ("main", ""),
        ("log", "DX人材ナビのメッセージ"),
        ("radiogroup", "ひとつ選んでください"),
        ("radio", WISHES[0]),
        ("radio", WISHES[8]),
        ("button", "次へ"),
        ("link", "スレッドで返信"),
        ("textbox", "DX人材ナビ へのメッセージ"),
        ("columnheader", "仕事"),
        ("rowheader", "エンジニア"),
    }
    assert expected - told == set()
    assert any(role == "link" and name.startswith("佐藤（情報政策課）") for role, name in told)
    assert any(role == "article" and name.startswith("DX人材ナビ、") for role, name in told)
    assert [
        (role, name) for role, name, takes_focus in tree if takes_focus and not name and role != "RootWebArea"
    ] == []


async def test_a_form_is_a_named_dialog_whose_errors_belong_to_their_fields(app: PageApp, page: Page) -> None:
    app.offer_form()
    await page.get_by_label("ショートカット").click()
    await page.get_by_role("button", name="相談フォーム").click()
    dialog = page.get_by_role("dialog", name="相談フォーム")
    await expect(dialog.get_by_role("radiogroup", name="ご希望")).to_be_visible()
    await dialog.get_by_role("button", name="次へ").click()
    box = dialog.get_by_role("textbox", name="困りごと")
    await expect(box).to_have_accessible_description(re.compile("この項目は必須です。"))
    await expect(box).to_have_attribute("aria-invalid", "true")
    tree = {(role, name) for role, name, _ in await spoken(page)}
    assert ("dialog", "相談フォーム") in tree
    assert ("main", "") not in tree, "what is behind the dialog is not told"
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("ショートカット")).to_be_focused()


async def test_the_focus_and_the_choice_survive_a_redraw_of_the_same_question(app: PageApp, page: Page) -> None:
    ts = await app.post(app.sim.dm(SATO), "質問", *question())
    await page.get_by_role("radio", name=WISHES[3]).focus()
    await page.keyboard.press("Space")
    redrawn = question()
    redrawn[0]["text"]["text"] = "質問1（書き直しました）"
    await app.call("chat.update", channel=app.sim.dm(SATO), ts=ts, text="質問", blocks=redrawn)
    await expect(page.get_by_text("書き直しました")).to_be_visible()
    await expect(page.get_by_role("radio", name=WISHES[3])).to_be_focused()
    await expect(page.get_by_role("radio", name=WISHES[3])).to_be_checked()


async def test_a_menu_opens_by_keyboard_and_gives_the_focus_back(app: PageApp, page: Page) -> None:
    await app.post(app.sim.dm(SATO), "CIO補佐官を探しています")
    menu = page.locator(".message summary")
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="この文で調べる")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="この文で調べる")).to_be_hidden()
    await expect(menu).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="この文で調べる")).to_be_hidden()
    await expect(page.locator("#said")).to_have_text("送信しました。")
    assert [payload["type"] for payload in app.heard] == ["message_action"]
