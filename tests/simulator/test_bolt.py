"""A real slack-bolt AsyncApp against the simulated Slack, over HTTP and over Socket Mode."""

import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.simulator import Simulator

from .support import SATO, SOUDAN, Json, memo, modal, post, question, section

QUIET = logging.getLogger("quiet")
QUIET.setLevel(logging.CRITICAL)


def listeners(sim: Simulator) -> AsyncApp:
    client = AsyncWebClient(token=sim.bot_token, base_url=sim.api_url, trust_env_in_session=False)
    app = AsyncApp(client=client, signing_secret=sim.signing_secret, process_before_response=True, logger=QUIET)

    @app.command("/dx-consult")
    async def ask(ack: object) -> None:
        await ack({"text": "質問", "blocks": question()})  # type: ignore[operator]

    @app.action("next")
    async def answer(ack: object, body: Json) -> None:
        await ack()  # type: ignore[operator]
        chosen = body["state"]["values"]["work"]["answer"]["selected_option"]["text"]["text"]
        await post(body["response_url"], {"replace_original": True, "text": f"結果は{chosen}"})

    @app.event("message")
    async def echo(event: Json, say: object) -> None:
        await say(f"はい、{event['text']}")  # type: ignore[operator]

    @app.event("app_mention")
    async def reply(event: Json, say: object) -> None:
        await say("調べました", thread_ts=event["ts"])  # type: ignore[operator]

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("ホームです")]})

    @app.shortcut("consult")
    async def form(ack: object, body: Json, client: AsyncWebClient) -> None:
        await ack()  # type: ignore[operator]
        await client.views_open(trigger_id=body["trigger_id"], view=modal(memo()))

    @app.view("form")
    async def submitted(ack: object, view: Json) -> None:
        value = view["state"]["values"]["memo"]["text"]["value"]
        await ack(response_action="update", view=modal(section(f"受け取りました: {value}")))  # type: ignore[operator]

    return app


@pytest.fixture(params=["http", "socket"])
async def bolt(request: pytest.FixtureRequest, sim: Simulator) -> AsyncIterator[Simulator]:
    app = listeners(sim)
    if request.param == "socket":
        handler = AsyncSocketModeHandler(app, sim.app_token)
        await handler.connect_async()
        await sim.connected()
        yield sim
        await handler.close_async()
        return
    runner = web.AppRunner(app.web_app("/slack/events"))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sim.connect_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield sim
    await runner.cleanup()


async def test_a_command_a_choice_and_a_click(bolt: Simulator) -> None:
    assert (await bolt.command(SATO, SOUDAN, "/dx-consult")).status == 200
    ts = bolt.latest(SATO, SOUDAN)["ts"]
    bolt.choose(SATO, ts, "作る")
    await bolt.press(SATO, ts, label="次へ")
    await bolt.until(SATO, "結果は作る")
    assert [e.detail["uses"] for e in bolt.ledger.of("response_url")] == [1]
    assert {call.name for call in bolt.ledger.calls()} <= {"auth.test", "apps.connections.open"}


async def test_messages_mentions_and_home(bolt: Simulator) -> None:
    await bolt.say(SATO, bolt.dm(SATO), "相談 & 契約")
    await bolt.until(SATO, "はい、相談 & 契約")
    await bolt.say(SATO, SOUDAN, "<@BOT> PMP")
    await bolt.until(SATO, "（スレッド）: 調べました")
    await bolt.open_home(SATO)
    await bolt.until(SATO, "ホームです")
    posts = bolt.ledger.calls("chat.postMessage")
    assert [call.detail["ok"] for call in posts] == [True, True]


async def test_a_form(bolt: Simulator) -> None:
    await bolt.shortcut(SATO, "consult")
    seen = await bolt.until(SATO, lambda seen: seen["views"])
    view_id = seen["views"][0]["id"]
    bolt.fill(SATO, view_id, "窓口の予約")
    await bolt.submit(SATO, view_id)
    await bolt.until(SATO, "受け取りました: 窓口の予約")
    assert len(bolt.ledger.calls("views.open")) == 1


async def test_an_unhandled_click_is_seen_to_fail(bolt: Simulator) -> None:
    await bolt.command(SATO, SOUDAN, "/dx-consult")
    ts = bolt.latest(SATO, SOUDAN)["ts"]
    delivery = await bolt.press(SATO, ts, label="次へ", state={"work": {"answer": {"type": "radio_buttons"}}})
    assert not delivery.acknowledged
    assert bolt.see(SATO)["notices"]


async def test_the_sdks_own_upload(sim: Simulator) -> None:
    client = AsyncWebClient(token=sim.bot_token, base_url=sim.api_url, logger=QUIET)
    await client.files_upload_v2(
        channel=sim.dm(SATO), content="求人票", filename="a.txt", title="案", initial_comment="どうぞ"
    )
    seen = sim.visible_text(SATO)
    assert "どうぞ" in seen
    assert "[ファイル: 案]" in seen
    assert sim.file(sim.latest(SATO)["files"][0]["id"]).decode() == "求人票"
