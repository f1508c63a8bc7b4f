"""Payloads against fixtures written field by field from Slack's documentation: the same keys at every depth."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator import Simulator, Team

from .support import (
    MANIFEST,
    SATO,
    SOUDAN,
    SUZUKI,
    Json,
    RawApp,
    answering,
    api,
    memo,
    modal,
    options,
    plain,
    question,
)

GOLDEN = Path(__file__).parents[1] / "slack" / "golden"
GRID = Team(enterprise_id="E0KAKUUKEN", null_team=True)


def golden(name: str) -> Json:
    fixture: Json = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return fixture


def keys(value: object, at: str = "") -> set[str]:
    """Return the path of every key; null, empty and filled values stand for themselves by kind."""
    if isinstance(value, list):
        return {path for item in value for path in keys(item, f"{at}[]")}
    if isinstance(value, dict):
        return {path for key, inner in value.items() for path in {f"{at}.{key}", *keys(inner, f"{at}.{key}")}}
    return {f"{at}={'null' if value is None else type(value).__name__}"}


def assert_like(payload: Json, name: str) -> None:
    assert keys(payload) == keys(golden(name))


@pytest.fixture
async def grid(listening: tuple[RawApp, str]) -> AsyncIterator[Simulator]:
    async with Simulator(MANIFEST, team=GRID) as sim:
        sim.connect_http(listening[1])
        yield sim


async def test_block_actions_in_a_message(sim: Simulator, app: RawApp) -> None:
    blocks = question("radio_buttons", "業者を選ぶ & 契約する")
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問1", blocks=blocks)
    ts = sim.latest(SATO, SOUDAN)["ts"]
    sim.choose(SATO, ts, "業者を選ぶ & 契約する")
    await sim.press(SATO, ts, label="次へ")
    assert_like(app.last, "block_actions")
    chosen = app.last["state"]["values"]["work"]["answer"]["selected_option"]
    assert chosen["text"]["text"] == "業者を選ぶ &amp; 契約する"


async def test_block_actions_in_an_ephemeral_message_of_an_organisation(
    grid: Simulator, listening: tuple[RawApp, str]
) -> None:
    await api(grid, "chat.postEphemeral", channel=SOUDAN, user=SATO, text="質問1", blocks=question())
    await grid.press(SATO, grid.latest(SATO, SOUDAN)["ts"], label="次へ")
    assert_like(listening[0].last, "block_actions_grid_null_team")


async def test_slash_command(sim: Simulator, app: RawApp) -> None:
    await sim.command(SATO, SOUDAN, "/dx-consult 再開")
    assert_like(app.last, "slash_command")
    assert app.last["text"] == "再開"


async def test_slash_command_of_an_organisation_in_a_dm(grid: Simulator, listening: tuple[RawApp, str]) -> None:
    await grid.command(SATO, grid.dm(SATO), "/dx-consult")
    assert_like(listening[0].last, "slash_command_grid")
    assert listening[0].last["channel_name"] == "directmessage"


async def test_app_mention(sim: Simulator, app: RawApp) -> None:
    await sim.say(SATO, SOUDAN, "<@BOT> CIO補佐官")
    assert_like(app.last, "app_mention")


async def test_message_im(sim: Simulator, app: RawApp) -> None:
    await sim.say(SATO, sim.dm(SATO), "相談")
    assert_like(app.last, "message_im")


async def test_message_im_of_an_organisation(grid: Simulator, listening: tuple[RawApp, str]) -> None:
    await grid.say(SATO, grid.dm(SATO), "相談")
    assert_like(listening[0].last, "message_im_grid")


async def test_a_reply_in_a_thread_names_thread_and_parent(sim: Simulator, app: RawApp) -> None:
    posted = await api(sim, "chat.postMessage", channel=sim.dm(SATO), text="結果")
    await sim.say(SATO, sim.dm(SATO), "PMPとは", thread_ts=posted["ts"])
    event = app.last["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (posted["ts"], "U0DXNAVI01")


async def test_app_home_opened_carries_the_view_once_published(sim: Simulator, app: RawApp) -> None:
    await sim.open_home(SATO)
    assert "view" not in app.last["event"]
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("前回の結果")}]}
    await api(sim, "views.publish", user_id=SATO, view=home)
    await sim.open_home(SATO)
    assert_like(app.last, "app_home_opened")
    await sim.open_home(SATO, tab="messages")
    assert (app.last["event"]["tab"], "view" in app.last["event"]) == ("messages", False)


async def test_view_submission(sim: Simulator, app: RawApp) -> None:
    await sim.shortcut(SATO, "consult")
    view = modal(memo(optional=True), private_metadata="session-1")
    opened = await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=view)
    sim.fill(SATO, opened["view"]["id"], "窓口の予約")
    await sim.submit(SATO, opened["view"]["id"])
    assert_like(app.last, "view_submission")


async def test_view_closed(sim: Simulator, app: RawApp) -> None:
    await sim.shortcut(SATO, "consult")
    view = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("相談"),
        "blocks": [{"type": "divider"}],
        "notify_on_close": True,
    }
    opened = await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=view)
    await sim.close(SATO, opened["view"]["id"])
    assert_like(app.last, "view_closed")


async def test_shortcut(sim: Simulator, app: RawApp) -> None:
    await sim.shortcut(SATO, "consult")
    assert_like(app.last, "shortcut")


async def test_shortcut_in_a_workspace_of_an_organisation(listening: tuple[RawApp, str]) -> None:
    async with Simulator(MANIFEST, team=Team(enterprise_id="E0KAKUUKEN")) as sim:
        sim.connect_http(listening[1])
        await sim.shortcut(SATO, "consult")
    assert_like(listening[0].last, "shortcut_grid")


async def test_block_actions_in_home(sim: Simulator, app: RawApp) -> None:
    button = {"type": "button", "action_id": "start", "text": plain("相談する"), "value": "v1"}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    await api(sim, "views.publish", user_id=SATO, view=home)
    await sim.press(SATO, sim.see(SATO)["home"]["id"], label="相談する")
    assert_like(app.last, "block_actions_home")


async def test_message_action(sim: Simulator, app: RawApp) -> None:
    await sim.say(SUZUKI, SOUDAN, "PMPとは")
    ts = sim.see(SATO)["channels"][0]["messages"][0]["ts"]
    await sim.message_shortcut(SATO, ts, "look-up")
    assert_like(app.last, "message_action")


async def test_every_stateful_element_is_in_the_state_answered_or_not(sim: Simulator, app: RawApp) -> None:
    def ask(block_id: str, element: Json) -> Json:
        named = {**element, "action_id": "a"}
        return {"type": "input", "block_id": block_id, "label": plain("質問"), "element": named}

    choices = options("一", "二")
    blocks = [
        ask("radio", {"type": "radio_buttons", "options": choices}),
        ask("many", {"type": "checkboxes", "options": choices, "initial_options": [choices[1]]}),
        ask("menu", {"type": "static_select", "options": choices}),
        ask("menus", {"type": "multi_static_select", "options": choices}),
        ask("text", {"type": "plain_text_input"}),
        ask("date", {"type": "datepicker", "initial_date": "2026-04-01"}),
        ask("who", {"type": "users_select"}),
        {"type": "actions", "elements": [{"type": "button", "action_id": "go", "text": plain("送る")}]},
    ]
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=blocks)
    await sim.press(SATO, sim.latest(SATO, SOUDAN)["ts"], action_id="go")
    values = {block: entry["a"] for block, entry in app.last["state"]["values"].items()}
    second = {"text": {**plain("二"), "emoji": True}, "value": "v1"}
    assert values == {
        "radio": {"type": "radio_buttons", "selected_option": None},
        "many": {"type": "checkboxes", "selected_options": [second]},
        "menu": {"type": "static_select", "selected_option": None},
        "menus": {"type": "multi_static_select", "selected_options": []},
        "text": {"type": "plain_text_input", "value": None},
        "date": {"type": "datepicker", "selected_date": "2026-04-01"},
        "who": {"type": "users_select", "selected_user": None},
    }


async def test_every_payload_has_its_own_trigger_and_response_url(sim: Simulator, app: RawApp) -> None:
    app.answer = answering({"text": "質問", "blocks": question()})
    await sim.command(SATO, SOUDAN, "/dx-consult")
    ts = sim.latest(SATO, SOUDAN)["ts"]
    for _ in range(2):
        await sim.press(SATO, ts, label="次へ")
    for field in ("trigger_id", "response_url"):
        assert len({received.payload[field] for received in app.received}) == 3


def test_an_organisation_wide_install_needs_an_organisation() -> None:
    with pytest.raises(ValueError, match="enterprise_id"):
        Team(null_team=True)
