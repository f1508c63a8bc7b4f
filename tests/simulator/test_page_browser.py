"""The page in a real browser: what only scripts, focus and layout can break."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.support.chromium import chromium, needs_chromium, open_page, window
from tests.support.page_app import WISHES, PageApp, button, options, page_app, plain, question

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]

Json = dict[str, Any]

SATO, CHANNEL = "U0STAFF01", "C0DXSOUDAN"


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
    """The page of 佐藤 at desktop width; the test fails when the browser reports an error."""
    async with window(browser) as opened:
        opened.set_default_timeout(10_000)
        troubles = await open_page(opened, app.sim.base_url + "/")
        yield opened
        assert troubles == []


def redraw(app: PageApp, blocks: list[Json]) -> None:
    """Answer every press with new blocks for the message, through its response URL, as the bot does."""

    async def answer(payload: Json) -> None:
        body = {"replace_original": True, "text": "次の質問", "blocks": blocks}
        async with app.session.post(payload["response_url"], json=body) as response:
            assert response.status == 200

    app.answer = answer


async def heard(app: PageApp, page: Page, count: int) -> Json:
    """Wait until the page has nothing more in flight, then return what the app heard last."""
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await expect(page.locator("#said")).to_have_text("送信しました。")
    assert len(app.heard) == count
    return app.heard[-1]


async def test_focus_and_typed_text_survive_news(app: PageApp, page: Page) -> None:
    await page.locator("#write").click()
    await page.keyboard.type("途中まで書いた文")
    await app.post(app.sim.dm(SATO), "新しいお知らせ")
    await expect(page.get_by_text("新しいお知らせ")).to_be_visible()
    assert await page.evaluate("document.activeElement.id") == "write"
    assert await page.input_value("#write") == "途中まで書いた文"


async def test_ticked_options_survive_news_and_a_visit_elsewhere(app: PageApp, page: Page) -> None:
    await app.post(app.sim.dm(SATO), "質問", *question())
    radio = page.get_by_role("radio", name=WISHES[6])
    await radio.check()
    await app.post(app.sim.dm(SATO), "新しいお知らせ")
    await expect(page.get_by_text("新しいお知らせ")).to_be_visible()
    assert await radio.is_checked()
    assert await page.evaluate("document.activeElement.value") == "7", "the radio keeps the focus"
    await page.get_by_role("link", name="dx相談").click()
    await expect(page.get_by_role("heading", name="dx相談")).to_have_count(2)
    await page.go_back()
    await expect(radio).to_be_checked()


async def test_a_press_sends_the_choice_once_and_the_next_question_starts_clean(app: PageApp, page: Page) -> None:
    redraw(app, question(2))
    await app.post(app.sim.dm(SATO), "質問", *question())
    await page.get_by_role("radio", name=WISHES[2]).check()
    top = "document.querySelector('.message').getBoundingClientRect().top"
    before = await page.evaluate(top)
    await page.get_by_role("button", name="次へ").dblclick()
    await expect(page.get_by_text("質問2 いちばん近い")).to_be_visible()
    payload = await heard(app, page, 1)
    assert payload["state"]["values"]["q-1"]["choice"]["selected_option"]["value"] == "3"
    assert await page.locator("input:checked").count() == 0
    assert await page.evaluate(top) == before, "the message stays where it was"
    focused = await page.evaluate("document.activeElement.className")
    assert "message" in focused, "the focus waits at the redrawn message"


COMPOSED_ENTER = """(event) => {
  const box = document.getElementById('write');
  box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  const taken = !box.dispatchEvent(new KeyboardEvent('keydown', event));
  box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
  return taken;
}"""


async def test_enter_sends_but_never_while_an_input_method_composes(app: PageApp, page: Page) -> None:
    await page.locator("#write").fill("そうだん")
    for how in ({"isComposing": True}, {"keyCode": 229}):
        event = {"key": "Enter", "bubbles": True, "cancelable": True, **how}
        assert not await page.evaluate(COMPOSED_ENTER, event), "the input method keeps its Enter"
    await page.locator("#write").press("Shift+Enter")
    await page.keyboard.type("したい")
    assert await page.input_value("#write") == "そうだん\nしたい"
    assert app.heard == []
    await page.keyboard.press("Enter")
    payload = await heard(app, page, 1)
    assert payload["event"]["text"] == "そうだん\nしたい"
    assert await page.input_value("#write") == ""


async def test_who_sends_sees_the_message_also_from_far_above(app: PageApp, page: Page) -> None:
    for number in range(3):
        await app.post(app.sim.dm(SATO), "質問", *question())
        await expect(page.locator(".message")).to_have_count(number + 1)
    await page.locator(".messages").evaluate("log => { log.scrollTop = 0; }")
    await page.locator("#write").fill("つづき")
    await page.locator("#write").press("Enter")
    await expect(page.locator(".message", has_text="つづき")).to_be_in_viewport()


async def test_commands_are_offered_and_sent_by_keyboard(app: PageApp, page: Page) -> None:
    app.answer = lambda _: {"text": "4つの役割です。"}
    await page.locator("#write").focus()
    await page.keyboard.type("/dx")
    await expect(page.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert await page.input_value("#write") == "/dx-role "
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("4つの役割です。")).to_be_visible()
    await expect(page.get_by_text("あなただけに表示されています")).to_be_visible()


async def test_candidates_stay_while_news_arrives(app: PageApp, page: Page) -> None:
    await page.locator("#write").focus()
    await page.keyboard.type("/dx")
    await page.keyboard.press("ArrowDown")
    await app.post(app.sim.dm(SATO), "新しいお知らせ")
    await expect(page.get_by_text("新しいお知らせ")).to_be_visible()
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/dx-role")
    assert app.heard == []


async def test_a_consultation_step_by_keyboard_alone(app: PageApp, page: Page) -> None:
    redraw(app, question(2, "checkboxes"))
    await app.post(app.sim.dm(SATO), "質問", *question())
    await expect(page.get_by_text("質問1")).to_be_visible()
    await page.locator(".message").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("質問2")).to_be_visible()
    payload = await heard(app, page, 1)
    assert payload["state"]["values"]["q-1"]["choice"]["selected_option"]["value"] == "2"
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    assert await page.get_by_role("checkbox", name=WISHES[0]).is_checked()


async def test_a_modal_holds_the_focus_shows_errors_and_closes_with_escape(app: PageApp, page: Page) -> None:
    app.offer_form()
    await page.get_by_label("ショートカット").click()
    await page.get_by_role("button", name="相談フォーム").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    inside = "document.activeElement.closest('[role=dialog]') !== null || document.activeElement === document.body"
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate(inside)
    await page.get_by_role("radio", name=WISHES[1]).check()
    await page.get_by_label("困りごと").fill("窓口")
    await page.get_by_role("button", name="次へ").click()
    await expect(page.get_by_role("alert").filter(has_text="もう少し詳しく")).to_be_visible()
    assert await page.input_value("[data-block=why] input") == "窓口"
    assert await page.get_by_role("radio", name=WISHES[1]).is_checked()
    assert await page.evaluate("document.activeElement.closest('[data-block]').dataset.block") == "why"
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert app.heard[-1]["type"] == "view_closed"


async def test_views_stack_and_the_one_below_keeps_its_answers(app: PageApp, page: Page) -> None:
    app.offer_form()
    await page.get_by_label("ショートカット").click()
    await page.get_by_role("button", name="相談フォーム").click()
    await page.get_by_role("radio", name=WISHES[1]).check()
    await page.get_by_label("困りごと").fill("窓口")
    above = {
        "type": "modal",
        "title": plain("確認"),
        "blocks": [{"type": "section", "text": plain("これでよいですか。")}],
    }
    app.answer = lambda _: {"response_action": "push", "view": above}
    await page.get_by_role("dialog").get_by_role("button", name="次へ").click()
    await expect(page.get_by_role("dialog", name="確認")).to_contain_text("これでよいですか。")
    assert await page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="相談フォーム")).to_be_visible()
    await expect(page.get_by_label("困りごと")).to_have_value("窓口")
    await expect(page.get_by_role("radio", name=WISHES[1])).to_be_checked()


async def test_a_form_is_submitted_once(app: PageApp, page: Page) -> None:
    app.offer_form()
    await page.get_by_label("ショートカット").click()
    await page.get_by_role("button", name="相談フォーム").click()
    await page.get_by_role("radio", name=WISHES[1]).check()
    await page.get_by_label("困りごと").fill("窓口")
    answered = asyncio.Event()
    app.answer = lambda _: answered.wait()
    submit = page.get_by_role("dialog").get_by_role("button", name="次へ")
    await submit.click()
    await expect(submit).to_have_attribute("aria-busy", "true")
    await submit.click(force=True)
    answered.set()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert [payload["type"] for payload in app.heard] == ["shortcut", "view_submission"]


async def test_a_confirmation_is_asked_before_the_press(app: PageApp, page: Page) -> None:
    words = {"title": "相談をやめますか", "text": "答えは30日間残ります。", "confirm": "やめる", "deny": "続ける"}
    asked = {part: plain(text) for part, text in words.items()}
    acts = {"type": "actions", "elements": [button("中止", "stop", confirm=asked)]}
    await app.post(app.sim.dm(SATO), "質問", acts)
    await page.get_by_role("button", name="中止").click()
    await page.get_by_role("button", name="続ける").click()
    assert app.heard == []
    await page.get_by_role("button", name="中止").click()
    await page.get_by_role("button", name="やめる").click()
    assert (await heard(app, page, 1))["actions"][0]["action_id"] == "stop"


async def test_a_select_tells_the_app_what_was_picked(app: PageApp, page: Page) -> None:
    offered = {"placeholder": plain("部署を選択"), "options": options("情報政策課", "人事課")}
    select = {"type": "static_select", "action_id": "s", **offered}
    menu = {"type": "overflow", "action_id": "o", "options": options("DMに送る", "最初から")}
    acts = {"type": "actions", "block_id": "acts", "elements": [select, menu]}
    await app.post(app.sim.dm(SATO), "質問", acts)
    await page.get_by_label("部署を選択").select_option("人事課")
    assert (await heard(app, page, 1))["actions"][0]["selected_option"]["value"] == "2"
    message = page.locator(".blocks")
    await message.get_by_label("その他の操作").click()
    await message.get_by_role("button", name="最初から").click()
    await expect(message.locator("details[open]")).to_have_count(0)
    assert (await heard(app, page, 2))["actions"][0]["selected_option"]["value"] == "2"


async def test_the_guide_fills_the_box_and_sends_nothing(app: PageApp, page: Page) -> None:
    await page.get_by_role("main").get_by_role("button", name="CIO補佐官はどの役割？").click()
    await expect(page.locator("#write")).to_have_value("CIO補佐官はどの役割？")
    await expect(page.locator("#write")).to_be_focused()
    assert app.heard == []


async def test_a_thread_opens_beside_the_channel_and_takes_replies(app: PageApp, page: Page) -> None:
    ts = await app.post(CHANNEL, "最初の文")
    await page.get_by_role("link", name="dx相談").click()
    await expect(page.get_by_role("link", name="dx相談")).not_to_contain_text("未読")
    await page.get_by_text("最初の文").hover()
    await page.get_by_role("link", name="スレッドで返信").click()
    await page.locator("#write-thread").fill("@DX人材ナビ 続きです")
    await page.locator("#write-thread").press("Enter")
    payload = await heard(app, page, 1)
    assert payload["event"]["thread_ts"] == ts
    await expect(page.get_by_role("complementary").get_by_text("続きです")).to_be_visible()
    await expect(page.get_by_role("main").get_by_text("返信 1件")).to_be_visible()


async def test_a_failed_press_is_explained_and_the_button_works_again(app: PageApp, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    await open_page(page, app.sim.base_url + "/")
    ts = await app.post(app.sim.dm(SATO), "質問", *question())
    await page.get_by_role("button", name="次へ").wait_for()
    await page.evaluate("document.querySelector('.message').dataset.container = '1.000001'")
    await page.get_by_role("button", name="次へ").click()
    await expect(page.locator("#problem")).to_contain_text("もう一度お試しください")
    await page.evaluate("ts => { document.querySelector('.message').dataset.container = ts; }", ts)
    await page.get_by_role("button", name="次へ").click()
    await expect(page.locator("#problem")).to_be_hidden()
    assert (await heard(app, page, 1))["actions"][0]["action_id"] == "act-0"


async def test_a_message_in_its_channel_and_in_the_thread_has_fields_of_its_own(app: PageApp, page: Page) -> None:
    ts = await app.post(CHANNEL, "質問", *question())
    await page.goto(f"{app.sim.base_url}/?at={CHANNEL}&thread={ts}")
    inside, beside = (page.get_by_role(place).get_by_role("radio") for place in ("main", "complementary"))
    await inside.nth(1).check()
    await beside.nth(2).check()
    assert await inside.nth(1).is_checked()


async def test_a_lost_connection_is_told(app: PageApp, browser: Browser) -> None:
    page = await (await browser.new_context()).new_page()
    await open_page(page, app.sim.base_url + "/")
    await expect(page.locator("#offline")).to_be_hidden()
    await app.sim.stop()
    await expect(page.get_by_text("シミュレーションとの接続が切れました")).to_be_visible()
    await page.locator("#write").fill("届かない文")
    await page.locator("#write").press("Enter")
    await expect(page.locator("#problem")).to_contain_text("make demo が動いているか")
    assert await page.input_value("#write") == "届かない文"


async def test_the_last_of_quick_changes_reaches_the_app(app: PageApp, page: Page) -> None:
    choice = {"type": "radio_buttons", "action_id": "choice", "options": options(*WISHES[:5])}
    await app.post(app.sim.dm(SATO), "質問", {"type": "actions", "block_id": "acts", "elements": [choice]})
    answered = asyncio.Event()
    app.answer = lambda _: answered.wait()
    await page.get_by_role("radio").first.check()
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    answered.set()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert app.heard[-1]["actions"][0]["selected_option"]["value"] == "5"
