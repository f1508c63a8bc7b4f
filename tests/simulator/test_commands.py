"""Slash commands and clicks: what is refused, what the acknowledgement body shows and to whom."""

import pytest

from bot.simulator import Simulator

from .support import (
    ELSEWHERE,
    SATO,
    SOUDAN,
    SUZUKI,
    Json,
    RawApp,
    answering,
    api,
    manifest,
    options,
    plain,
    question,
    section,
)


async def test_an_undeclared_command_is_refused_by_the_client(sim: Simulator, app: RawApp) -> None:
    delivery = await sim.command(SATO, SOUDAN, "/dx-unknown 相談")
    assert delivery.not_sent
    assert app.received == []
    assert "/dx-unknown は有効なコマンドではありません。" in sim.visible_text(SATO)
    assert sim.ledger.of("not_sent", "/dx-unknown")


async def test_commands_need_their_scope(listening: tuple[RawApp, str]) -> None:
    async with Simulator(manifest("oauth_config.scopes.bot", ["chat:write"])) as sim:
        sim.connect_http(listening[1])
        assert (await sim.command(SATO, SOUDAN, "/dx-consult")).not_sent
    assert listening[0].received == []


@pytest.mark.parametrize(
    ("path", "value"), [("oauth_config.scopes.bot", ["chat:write"]), ("settings.interactivity.is_enabled", False)]
)
async def test_shortcuts_need_the_scope_for_commands_and_interactivity(
    listening: tuple[RawApp, str], path: str, value: object
) -> None:
    async with Simulator(manifest(path, value)) as sim:
        sim.connect_http(listening[1])
        assert (await sim.shortcut(SATO, "consult")).not_sent
        assert sim.see(SATO)["shortcuts"] == []


async def test_undeclared_shortcuts_and_those_of_the_other_kind_are_refused(sim: Simulator, app: RawApp) -> None:
    await sim.say(SUZUKI, SOUDAN, "PMPとは")
    ts = sim.see(SATO)["channels"][0]["messages"][0]["ts"]
    assert (await sim.shortcut(SATO, "unknown")).not_sent
    assert (await sim.shortcut(SATO, "look-up")).not_sent
    assert (await sim.message_shortcut(SATO, ts, "consult")).not_sent
    assert app.received == []


async def test_ephemeral_messages_offer_no_shortcuts(sim: Simulator, app: RawApp) -> None:
    await api(sim, "chat.postEphemeral", channel=SOUDAN, user=SATO, text="結果")
    assert (await sim.message_shortcut(SATO, sim.latest(SATO, SOUDAN)["ts"], "look-up")).not_sent
    assert app.received == []


async def test_without_interactivity_clicks_go_nowhere(listening: tuple[RawApp, str]) -> None:
    async with Simulator(manifest("settings.interactivity.is_enabled", value=False)) as sim:
        sim.connect_http(listening[1])
        await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=question())
        delivery = await sim.press(SATO, sim.latest(SATO, SOUDAN)["ts"], label="次へ")
        assert delivery.not_sent
        assert "応答する設定になっていません" in sim.visible_text(SATO)
    assert listening[0].received == []


@pytest.mark.parametrize("body", ["質問です", {"text": "質問です"}, {"text": "質問です", "response_type": "ephemeral"}])
async def test_an_ack_body_is_shown_to_the_asker_alone(sim: Simulator, app: RawApp, body: object) -> None:
    app.answer = answering(body)
    await sim.command(SATO, ELSEWHERE, "/dx-consult")
    message = sim.latest(SATO, ELSEWHERE)
    assert (message["text"], message["ephemeral"], message["author"]["is_app"]) == ("質問です", True, True)
    assert "質問です" not in sim.visible_text(SUZUKI)


async def test_an_ack_body_may_be_for_the_channel(sim: Simulator, app: RawApp) -> None:
    app.answer = answering({"text": "質問です", "response_type": "in_channel"})
    await sim.command(SATO, SOUDAN, "/dx-consult 再開")
    assert "佐藤（情報政策課）: /dx-consult 再開\nDX人材ナビ: 質問です" in sim.visible_text(SUZUKI)


@pytest.mark.parametrize("body", [None, {}, ""])
async def test_an_empty_ack_shows_nothing(sim: Simulator, app: RawApp, body: object) -> None:
    app.answer = answering(body)
    assert (await sim.command(SATO, SOUDAN, "/dx-consult")).acknowledged
    assert sim.visible_text(SATO) == ""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "結果", "blocks": [section("よい"), section("")]}, "invalid_blocks"),
        ({"blocks": []}, "no_text"),
        ({"text": "結果", "response_type": "public"}, "invalid_response_type"),
    ],
)
async def test_a_bad_ack_body_is_lost_whole_and_seen_to_be(sim: Simulator, app: RawApp, body: Json, error: str) -> None:
    app.answer = answering(body)
    await sim.command(SATO, SOUDAN, "/dx-consult")
    assert sim.ledger.of("refused", "/dx-consult")[0].detail["error"] == error
    assert sim.see(SATO)["channels"][0]["messages"] == []
    assert f"応答を表示できませんでした（{error}）" in sim.visible_text(SATO)


async def test_command_text_arrives_trimmed_and_escaped(sim: Simulator, app: RawApp) -> None:
    await sim.command(SATO, SOUDAN, "/dx-consult  <R&D> ")
    assert app.last["text"] == "&lt;R&amp;D&gt;"


async def test_a_button_tells_its_label_and_value(sim: Simulator, app: RawApp) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("R&Dへ"), "value": "a&b", "style": "primary"}
    blocks = [{"type": "actions", "block_id": "acts", "elements": [button]}]
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=blocks)
    await sim.press(SATO, sim.latest(SATO, SOUDAN)["ts"], label="R&Dへ")
    action = app.last["actions"][0]
    assert action["text"]["text"] == "R&amp;Dへ"
    assert (action["value"], action["style"], action["type"]) == ("a&b", "primary", "button")


async def test_menus_tell_the_option_picked(sim: Simulator, app: RawApp) -> None:
    overflow = {"type": "overflow", "action_id": "more", "options": options("消す", "写す")}
    menu = {"type": "static_select", "action_id": "menu", "options": options("一", "二")}
    blocks = [{"type": "actions", "block_id": "acts", "elements": [overflow, menu]}]
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=blocks)
    ts = sim.latest(SATO, SOUDAN)["ts"]
    await sim.press(SATO, ts, label="写す")
    assert app.last["actions"][0]["selected_option"]["value"] == "v1"
    await sim.press(SATO, ts, label="二")
    assert app.last["actions"][0]["selected_option"]["value"] == "v1"
    assert app.last["state"]["values"]["acts"]["menu"]["selected_option"]["value"] == "v1"
    picked = {"acts": {"more": {"type": "overflow", "selected_option": options("消す")[0]}}}
    await sim.press(SATO, ts, action_id="more", block_id="acts", state=picked)
    assert app.last["actions"][0]["selected_option"]["value"] == "v0"
    assert "more" not in app.last["state"]["values"]["acts"]


async def test_a_click_can_carry_a_state_no_honest_client_sends(sim: Simulator, app: RawApp) -> None:
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=question())
    forged = {"work": {"answer": {"type": "radio_buttons", "selected_option": {"value": "../../etc"}}}}
    await sim.press(SATO, sim.latest(SATO, SOUDAN)["ts"], label="次へ", state=forged)
    assert app.last["state"]["values"] == forged


async def test_any_payload_can_be_sent_as_it_is(sim: Simulator, app: RawApp) -> None:
    delivery = await sim.deliver("interactive", {"type": "block_actions", "actions": []})
    assert delivery.acknowledged
    assert app.last == {"type": "block_actions", "actions": []}
