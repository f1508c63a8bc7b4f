"""The page over HTTP: what it shows of the simulated Slack, what it sends, whom it refuses."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.simulator.page import ACTIONS
from bot.simulator.page_traffic import HIDDEN, SHOWN
from tests.support.page_app import MANIFEST, WISHES, PageApp, asking, button, options, page_app, plain

Json = dict[str, Any]

SATO, SUZUKI, CHANNEL = "U0STAFF01", "U0HR00001", "C0DXSOUDAN"


@pytest.fixture
async def app() -> AsyncIterator[PageApp]:
    async with page_app() as running:
        yield running


async def page(app: PageApp, query: str = "", **headers: str) -> str:
    async with app.session.get(f"{app.sim.base_url}/{query}", headers=headers) as response:
        assert response.status == 200, await response.text()
        return await response.text()


async def parts(app: PageApp, query: str = "") -> dict[str, str]:
    async with app.session.get(f"{app.sim.base_url}/ui/parts{query}") as response:
        shown: dict[str, str] = (await response.json())["parts"]
        return shown


async def do(app: PageApp, action: str, **body: object) -> ClientResponse:
    headers = {"Origin": app.sim.base_url}
    address = f"{app.sim.base_url}/ui/do/{action}"
    async with app.session.post(address, json={"person": SATO, **body}, headers=headers) as response:
        await response.read()
        return response


async def test_the_page_says_what_it_is_and_who_acts(app: PageApp) -> None:
    html = await page(app)
    assert '<html lang="ja">' in html
    assert "これはシミュレーションです。本物のSlackではありません。" in html
    assert f'data-person="{SATO}"' in html
    for seen in ("架空市", "佐藤", "鈴木", "dx相談", "はじめに", "CIO補佐官はどの役割？", "通信を見る"):
        assert seen in html


async def test_nothing_is_fetched_from_elsewhere(app: PageApp) -> None:
    async with app.session.get(app.sim.base_url + "/") as response:
        policy, html = response.headers["Content-Security-Policy"], await response.text()
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "http://" not in html
    assert "https://" not in html


async def test_the_bots_process_and_connection_are_shown(app: PageApp) -> None:
    status = (await parts(app))["status"]
    for seen in ("接続中", "動作中", "pid 4321", "再起動2回", "HTTP"):
        assert seen in status
    app.sim.connect_http(None)
    assert "ボットは切断されています" in (await parts(app))["status"]


async def test_typing_reaches_the_app_with_names_as_references(app: PageApp) -> None:
    text = "@DX人材ナビ @鈴木（人事課） さんへ <b>CIO補佐官</b> は？"
    assert (await do(app, "say", channel=CHANNEL, text=text)).status == 204
    event = app.heard[-1]["event"]
    assert event["type"] == "app_mention"
    assert event["text"] == f"<@U0DXNAVI01> <@{SUZUKI}> さんへ &lt;b&gt;CIO補佐官&lt;/b&gt; は？"
    shown = (await parts(app, f"?at={CHANNEL}"))["main"]
    assert '<span class="mention">@鈴木（人事課）</span> さんへ &lt;b&gt;CIO補佐官&lt;/b&gt; は？' in shown


async def test_a_line_with_a_slash_is_a_command_and_threads_have_none(app: PageApp) -> None:
    app.answer = lambda _: {"text": "こちらが一覧です。"}
    assert (await do(app, "say", channel=CHANNEL, text="/dx-role PMP")).status == 204
    assert (app.heard[-1]["command"], app.heard[-1]["text"]) == ("/dx-role", "PMP")
    shown = (await parts(app, f"?at={CHANNEL}"))["main"]
    assert "あなただけに表示されています" in shown
    assert "こちらが一覧です。" in shown
    ts = await app.post(CHANNEL)
    refused = await do(app, "say", channel=CHANNEL, text="/dx-role", thread=ts)
    assert refused.status == 409
    assert "スラッシュコマンドを使えません" in await refused.text()
    assert len(app.heard) == 1


async def test_a_press_carries_the_fields_and_shows_the_answer(app: PageApp) -> None:
    one, two = options("方針を決めたい", "窓口を楽にしたい")
    element = {"type": "radio_buttons", "action_id": "a", "options": [one, two]}
    actions = {"type": "actions", "block_id": "acts", "elements": [button("次へ", "next")]}
    ts = await app.post(app.sim.dm(SATO), "質問", asking("q", element), actions)
    state = {"q": {"a": {"type": "radio_buttons", "selected_option": two}}}
    done = await do(app, "press", container=ts, action_id="next", block_id="acts", state=state)
    assert done.status == 204
    payload = app.heard[-1]
    assert payload["actions"][0]["action_id"] == "next"
    assert payload["state"]["values"]["q"]["a"]["selected_option"]["value"] == two["value"]
    assert " checked" in (await parts(app))["main"], "the choice is still ticked after a reload"


async def test_a_press_on_what_is_gone_is_explained(app: PageApp) -> None:
    gone = await do(app, "press", container="1.000001", action_id="next", block_id="b", state={})
    assert gone.status == 409
    assert "画面が新しくなった" in await gone.text()


async def test_a_modal_is_a_dialog_and_its_errors_stand_at_the_field(app: PageApp) -> None:
    app.offer_form()
    await do(app, "shortcut", callback_id="form")
    shown = (await parts(app))["modal"]
    assert 'role="dialog" aria-modal="true" aria-labelledby="modal-title"' in shown
    for seen in ("相談フォーム", "困りごと", "次へ", "やめる"):
        assert seen in shown
    view = app.sim.see(SATO)["views"][-1]["id"]
    why = {"a": {"type": "plain_text_input", "value": "窓口"}}
    wish = {"a": {"type": "radio_buttons", "selected_option": options(*WISHES)[0]}}
    await do(app, "submit", view=view, state={"why": why, "wish": wish})
    shown = (await parts(app))["modal"]
    assert 'role="alert">もう少し詳しく書いてください。' in shown
    assert 'value="窓口"' in shown
    assert shown.count(" checked") == 1
    await do(app, "close", view=view)
    assert (await parts(app))["modal"].strip() == ""


async def test_the_home_tab_is_announced_and_drawn(app: PageApp) -> None:
    assert "まだ表示されていません" in (await parts(app, "?at=home"))["main"]
    await do(app, "home")
    assert app.heard[-1]["event"]["type"] == "app_home_opened"
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("わたしの相談")}]}
    await app.call("views.publish", user_id=SATO, view=home)
    assert "わたしの相談" in (await parts(app, "?at=home"))["main"]


async def test_what_the_manifest_does_not_enable_is_not_offered() -> None:
    home = {"home_tab_enabled": False, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    features = {**MANIFEST["features"], "app_home": home, "slash_commands": [], "shortcuts": []}
    async with page_app({**MANIFEST, "features": features}) as app:
        shown = await page(app, "?at=home")
    assert "<h1>DX人材ナビ</h1>" in shown
    assert "送信はオフになっています" in shown
    for absent in ("ホーム", "ショートカット", "/dx-consult", "<textarea"):
        assert absent not in shown


async def test_a_permalink_leads_to_its_message(app: PageApp) -> None:
    ts = await app.post(CHANNEL, "共有します。")
    inside = await app.post(CHANNEL, "続き", thread_ts=ts)
    for each, place in ((ts, f"at={CHANNEL}#f-{ts}-message"), (inside, f"at={CHANNEL}&thread={ts}#t-{inside}-message")):
        link = (await app.call("chat.getPermalink", channel=CHANNEL, message_ts=each))["permalink"]
        async with app.session.get(link, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (302, f"/?{place}")
        assert f'id="{place.partition("#")[2]}"' in await page(app, f"?{place.partition('#')[0]}")


async def test_threads_are_counted_and_shown_beside_the_channel(app: PageApp) -> None:
    ts = await app.post(CHANNEL, "最初の文")
    await app.post(CHANNEL, "続きの文", thread_ts=ts)
    shown = await parts(app, f"?at={CHANNEL}")
    assert "返信 1件" in shown["main"]
    assert "続きの文" not in shown["main"]
    assert shown["thread"].strip() == ""
    beside = (await parts(app, f"?at={CHANNEL}&thread={ts}"))["thread"]
    assert "最初の文" in beside
    assert "続きの文" in beside


async def test_unread_messages_are_counted_until_they_are_read(app: PageApp) -> None:
    await app.post(CHANNEL)
    await app.post(CHANNEL)
    unread = '2<span class="visually-hidden">件の未読'
    assert (await parts(app))["side"].count(unread) == 2, "at the channel, and at the colleague"
    assert "<title>（2）" in await page(app)
    for person in (SATO, SUZUKI):
        await do(app, "read", channel=CHANNEL, person=person)
    assert "件の未読" not in (await parts(app))["side"]


async def test_another_person_sees_a_page_of_their_own(app: PageApp) -> None:
    await app.call("chat.postEphemeral", channel=CHANNEL, user=SATO, text="佐藤さんだけへ")
    assert "佐藤さんだけへ" in await page(app, f"?at={CHANNEL}&person={SATO}")
    assert "佐藤さんだけへ" not in await page(app, f"?at={CHANNEL}&person={SUZUKI}")
    async with app.session.get(app.sim.base_url + "/?person=U0NOBODY00") as response:
        assert response.status == 404


async def test_failures_slack_itself_tells_of_are_alerts(app: PageApp) -> None:
    await do(app, "say", channel=CHANNEL, text="/unknown")
    shown = (await parts(app))["notices"]
    assert 'role="alert"' in shown
    assert "/unknown は有効なコマンドではありません。" in shown
    notice = app.sim.see(SATO)["notices"][0]["id"]
    assert (await do(app, "dismiss", notice=notice)).status == 204
    assert (await parts(app))["notices"].strip() == ""


async def test_the_developer_panel_shows_the_newest_traffic_first(app: PageApp) -> None:
    assert (await parts(app))["traffic"].strip() == ""
    for _ in range(SHOWN + 5):
        await app.post(app.sim.dm(SATO), "<b>連絡</b>")
    shown = (await parts(app, "?traffic=1"))["traffic"]
    numbers = [int(number) for number in re.findall(r'<details class="entry" data-key="(\d+)"', shown)]
    assert len(numbers) == SHOWN
    assert numbers == sorted(numbers, reverse=True)
    assert "&lt;b&gt;連絡&lt;/b&gt;" in shown
    assert app.sim.unverified()[0] in shown


async def test_the_traffic_of_either_way_is_shown_whole_but_for_its_secrets(app: PageApp) -> None:
    ts = await app.post(CHANNEL, "押す", {"type": "actions", "block_id": "acts", "elements": [button("押す", "go")]})
    await do(app, "press", container=ts, action_id="go", block_id="acts", state={})
    to_bot, from_bot = [(await parts(app, f"?traffic={way}"))["traffic"] for way in ("in", "out")]
    assert "&#34;action_id&#34;: &#34;go&#34;" in to_bot
    assert "<strong>chat.postMessage" not in to_bot
    assert "<strong>chat.postMessage" in from_bot
    assert f"&#34;ts&#34;: &#34;{ts}&#34;" in from_bot, "what was answered"
    payload = app.heard[-1]
    for secret in (payload["token"], payload["trigger_id"], payload["response_url"].rpartition("/")[2]):
        assert secret not in to_bot
    assert HIDDEN in to_bot


async def test_an_attached_file_can_be_opened(app: PageApp) -> None:
    upload = await app.call("files.getUploadURLExternal", filename="soudan.txt", length=6)
    async with app.session.post(upload["upload_url"], data="相談".encode()) as response:
        assert response.status == 200
    files = [{"id": upload["file_id"], "title": "相談の記録"}]
    await app.call("files.completeUploadExternal", files=files, channel_id=app.sim.dm(SATO))
    shown = (await parts(app))["main"]
    assert 'download="soudan.txt">' in shown
    assert "<strong>相談の記録</strong>" in shown
    assert "soudan.txt・6バイト" in shown


async def test_a_message_shortcut_is_offered_and_sent(app: PageApp) -> None:
    ts = await app.post(CHANNEL, "CIO補佐官を探しています")
    assert 'data-message-shortcut="look"' in (await parts(app, f"?at={CHANNEL}"))["main"]
    await do(app, "shortcut", ts=ts, callback_id="look")
    assert (app.heard[-1]["type"], app.heard[-1]["message"]["ts"]) == ("message_action", ts)


@pytest.mark.parametrize("action", [*ACTIONS])
@pytest.mark.parametrize("origin", [None, "null", "http://kakuu.example", "http://127.0.0.1:1"])
async def test_only_this_page_may_act(app: PageApp, action: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    before = len(app.sim.ledger)
    address = f"{app.sim.base_url}/ui/do/{action}"
    body = {"person": SATO, "channel": CHANNEL, "text": "なりすまし"}
    async with app.session.post(address, json=body, headers=headers) as response:
        assert response.status == 403
    assert len(app.sim.ledger) == before


@pytest.mark.parametrize("path", ["/", "/ui/parts", "/ui/events"])
async def test_a_foreign_host_name_is_refused(app: PageApp, path: str) -> None:
    async with app.session.get(app.sim.base_url + path, headers={"Host": "kakuu.example"}) as response:
        assert response.status == 403


async def test_what_is_no_action_is_refused(app: PageApp) -> None:
    assert (await do(app, "unknown")).status == 404
    assert (await do(app, "say", channel=CHANNEL)).status == 400
    for content_type, body in (("application/json", "[1]"), ("application/json", "{"), ("text/plain", "{}")):
        headers = {"Origin": app.sim.base_url, "Content-Type": content_type}
        async with app.session.post(app.sim.base_url + "/ui/do/say", data=body, headers=headers) as response:
            assert response.status == 400


async def test_news_is_told_at_once_and_the_stream_ends_with_the_server(app: PageApp) -> None:
    async with app.session.get(app.sim.base_url + "/ui/events") as stream:
        first = await asyncio.wait_for(stream.content.readline(), 5)
        await app.post(CHANNEL)
        told = first
        while told == first or not told.startswith(b"data: "):
            told = await asyncio.wait_for(stream.content.readline(), 5)
        assert int(told.removeprefix(b"data: ")) > int(first.removeprefix(b"data: "))
        await asyncio.wait_for(app.sim.stop(), 5)


async def test_styles_and_scripts_are_served(app: PageApp) -> None:
    for name, kind in (("base.css", "text/css"), ("main.js", "javascript")):
        async with app.session.get(f"{app.sim.base_url}/ui/static/{name}") as response:
            assert response.status == 200
            assert kind in response.headers["Content-Type"]
