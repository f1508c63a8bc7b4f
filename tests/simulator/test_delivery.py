"""Deliveries over HTTP: signed, acknowledged within the limit, events retried, nothing sent unasked."""

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.simulator import Simulator

from .support import ELSEWHERE, MANIFEST, SATO, SOUDAN, RawApp, answering, api, manifest


async def test_every_delivery_is_signed_over_its_raw_body(sim: Simulator, app: RawApp) -> None:
    await sim.say(SATO, sim.dm(SATO), "相談")
    await sim.command(SATO, SOUDAN, "/dx-consult")
    await sim.shortcut(SATO, "consult")
    verifier = SignatureVerifier(sim.signing_secret)
    assert len(app.received) == 3
    for received in app.received:
        assert verifier.is_valid_request(received.body, dict(received.headers))
        assert not verifier.is_valid_request(received.body + b" ", dict(received.headers))


def test_signatures_can_be_forged_for_tests() -> None:
    sim = Simulator(MANIFEST)
    verifier = SignatureVerifier(sim.signing_secret)
    assert verifier.is_valid_request(b"x", sim.signed(b"x"))
    assert not verifier.is_valid_request(b"x", sim.signed(b"x", secret="other"))
    assert not verifier.is_valid_request(b"x", sim.signed(b"x", timestamp=1))


async def test_the_ledger_holds_what_was_sent_and_answered(sim: Simulator, app: RawApp) -> None:
    await sim.command(SATO, SOUDAN, "/dx-consult 再開")
    await api(sim, "chat.postMessage", channel=SATO, text="はい")
    assert sim.ledger.of("delivered")[0].detail["payload"] == app.received[0].payload
    call = sim.ledger.calls("chat.postMessage")[0].detail
    assert (call["args"]["text"], call["answer"]["message"]["text"]) == ("はい", "はい")
    assert "再開" not in sim.ledger.tail(), "bodies are too long for lines of text"


async def test_content_types_by_kind(sim: Simulator, app: RawApp) -> None:
    await sim.say(SATO, sim.dm(SATO), "相談")
    await sim.command(SATO, SOUDAN, "/dx-consult")
    await sim.shortcut(SATO, "consult")
    form = "application/x-www-form-urlencoded"
    assert [r.headers["Content-Type"] for r in app.received] == ["application/json", form, form]


async def test_an_event_not_acknowledged_is_retried_three_times_with_its_headers(sim: Simulator, app: RawApp) -> None:
    app.answer = answering(status=500)
    delivery = await sim.say(SATO, sim.dm(SATO), "相談")
    await delivery.settled()
    retries = [(r.headers.get("X-Slack-Retry-Num"), r.headers.get("X-Slack-Retry-Reason")) for r in app.received]
    assert retries == [(None, None), *((str(number), "http_error") for number in (1, 2, 3))]
    assert len({r.payload["event_id"] for r in app.received}) == 1
    assert not delivery.acknowledged
    assert len(sim.ledger.of("refused")) == 4


async def test_retries_stop_at_the_first_acknowledgement(sim: Simulator, app: RawApp) -> None:
    app.answer = answering(status=503)
    delivery = await sim.say(SATO, sim.dm(SATO), "相談")
    app.answer = answering()
    await delivery.settled()
    assert delivery.acknowledged
    assert len(app.received) == 2


async def test_an_app_can_ask_for_no_retry(sim: Simulator, app: RawApp) -> None:
    async def refuse(_: object) -> object:
        response = await answering(status=500)(app.received[-1])
        response.headers["X-Slack-No-Retry"] = "1"
        return response

    app.answer = refuse  # type: ignore[assignment]
    await (await sim.say(SATO, sim.dm(SATO), "相談")).settled()
    assert len(app.received) == 1


async def test_a_late_acknowledgement_is_none(sim: Simulator, app: RawApp) -> None:
    app.answer = answering(after=0.6)
    delivery = await sim.say(SATO, sim.dm(SATO), "相談")
    app.answer = answering()
    await delivery.settled()
    assert delivery.attempts[0].problem == "http_timeout"
    assert app.received[1].headers["X-Slack-Retry-Reason"] == "http_timeout"
    assert len(sim.ledger.of("unacknowledged", "message.im")) == 1


async def test_nobody_listening(sim: Simulator) -> None:
    sim.connect_http("http://127.0.0.1:9/slack/events")
    delivery = await (await sim.say(SATO, sim.dm(SATO), "相談")).settled()
    assert [attempt.problem for attempt in delivery.attempts] == ["connection_failed"] * 4


async def test_clicks_and_commands_are_not_retried_and_show_slacks_line(sim: Simulator, app: RawApp) -> None:
    app.answer = answering(status=500)
    await (await sim.command(SATO, SOUDAN, "/dx-consult")).settled()
    await (await sim.shortcut(SATO, "consult")).settled()
    assert len(app.received) == 2
    shown = sim.visible_text(SATO)
    assert "/dx-consult は「dispatch_failed」エラーで失敗しました。" in shown
    assert "DX人材ナビ で問題が発生しました。" in shown


async def test_a_late_click_shows_slacks_line(sim: Simulator, app: RawApp) -> None:
    app.answer = answering(after=0.6)
    await sim.shortcut(SATO, "consult")
    await sim.command(SATO, SOUDAN, "/dx-consult")
    shown = sim.visible_text(SATO)
    assert "DX人材ナビ が応答しませんでした（3秒以内に確認がありません）。" in shown
    assert "「operation_timeout」エラーで失敗しました（3秒以内に確認がありません）。" in shown


async def test_events_fail_without_a_line_for_the_person(sim: Simulator, app: RawApp) -> None:
    app.answer = answering(status=500)
    await sim.say(SATO, sim.dm(SATO), "相談")
    assert sim.see(SATO)["notices"] == []


async def test_redelivery_is_the_same_event_marked_as_a_retry(sim: Simulator, app: RawApp) -> None:
    first = await sim.say(SATO, sim.dm(SATO), "相談")
    again = await sim.redeliver(first, retry_num=2)
    assert again.acknowledged
    assert app.received[1].payload == app.received[0].payload
    assert app.received[1].headers["X-Slack-Retry-Num"] == "2"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (manifest("settings.event_subscriptions.bot_events", ["app_mention"]), "not_subscribed"),
        (manifest("oauth_config.scopes.bot", ["commands"]), "missing_scope: im:history"),
    ],
)
async def test_an_event_the_manifest_does_not_allow_is_not_sent(
    changed: dict[str, object], reason: str, listening: tuple[RawApp, str]
) -> None:
    app, url = listening
    async with Simulator(changed) as sim:
        sim.connect_http(url)
        delivery = await sim.say(SATO, sim.dm(SATO), "相談")
        assert delivery.not_sent == reason
        assert sim.ledger.of("not_sent", "message.im")[0].detail["reason"] == reason
    assert app.received == []


async def test_mentions_arrive_only_from_channels_the_app_is_in(sim: Simulator, app: RawApp) -> None:
    heard = await sim.say(SATO, SOUDAN, "<@BOT> CIO補佐官")
    unheard = await sim.say(SATO, ELSEWHERE, "@DX人材ナビ CIO補佐官")
    chatter = await sim.say(SATO, SOUDAN, "おはようございます")
    in_dm = await sim.say(SATO, sim.dm(SATO), "<@BOT> 相談")
    assert heard.acknowledged
    assert not unheard.acknowledged
    assert not chatter.attempts
    assert in_dm.name == "message.im"
    assert [r.payload["event"]["type"] for r in app.received] == ["app_mention", "message"]
    assert "メンバーではない" in sim.visible_text(SATO)


async def test_what_people_type_arrives_escaped(sim: Simulator, app: RawApp) -> None:
    await sim.say(SATO, sim.dm(SATO), "A & B <b> https://example.jp/?a=1&b=2 <!channel>")
    event = app.last["event"]
    assert event["text"] == "A &amp; B &lt;b&gt; <https://example.jp/?a=1&amp;b=2> &lt;!channel&gt;"
    assert event["blocks"][0]["elements"][0]["elements"][0] == {"type": "text", "text": "A & B <b> "}
    assert "A & B <b>" in sim.visible_text(SATO)


async def test_the_apps_own_posts_are_sent_to_it_as_events(sim: Simulator, app: RawApp) -> None:

    posted = await api(sim, "chat.postMessage", channel=SATO, text="はい")
    await app.got(1)
    event = app.last["event"]
    assert (event["ts"], event["bot_id"], event["channel_type"]) == (posted["ts"], "B0DXNAVI01", "im")
    await api(sim, "chat.update", channel=posted["channel"], ts=posted["ts"], text="いいえ")
    await app.got(2)
    assert app.last["event"]["subtype"] == "message_changed"


async def test_a_read_only_messages_tab_takes_no_messages(listening: tuple[RawApp, str]) -> None:
    app, url = listening
    async with Simulator(manifest("features.app_home.messages_tab_read_only_enabled", value=True)) as sim:
        sim.connect_http(url)
        assert (await sim.say(SATO, sim.dm(SATO), "相談")).not_sent
        assert "オフになっています" in sim.visible_text(SATO)
    assert app.received == []
