"""Modals and Home: triggers, the stack, hashes, response actions, closing, required fields."""

import pytest

from bot.simulator import Simulator
from bot.simulator.people import UnseenError

from .support import (
    SATO,
    SOUDAN,
    Clock,
    Json,
    RawApp,
    answering,
    api,
    manifest,
    memo,
    modal,
    options,
    plain,
    section,
)

HOME = {"type": "home", "blocks": [section("ホームです")]}


@pytest.fixture
async def trigger(sim: Simulator, app: RawApp) -> str:
    await sim.shortcut(SATO, "consult")
    trigger_id: str = app.last["trigger_id"]
    return trigger_id


@pytest.fixture
async def opened(sim: Simulator, trigger: str) -> str:
    answer = await api(sim, "views.open", trigger_id=trigger, view=modal(memo()))
    view_id: str = answer["view"]["id"]
    return view_id


def top(sim: Simulator) -> Json:
    view: Json = sim.see(SATO)["views"][-1]
    return view


async def test_a_trigger_opens_one_modal(sim: Simulator, trigger: str) -> None:
    assert (await api(sim, "views.open", trigger_id=trigger, view=modal(section("一"))))["ok"]
    again = await api(sim, "views.open", trigger_id=trigger, view=modal(section("二")))
    assert again["error"] == "exchanged_trigger_id"
    assert "一" in sim.visible_text(SATO)
    assert "二" not in sim.visible_text(SATO)


async def test_a_trigger_lives_three_seconds(sim: Simulator, trigger: str, clock: Clock) -> None:
    clock.ahead = 3.1
    answer = await api(sim, "views.open", trigger_id=trigger, view=modal())
    assert answer["error"] == "expired_trigger_id"
    assert sim.see(SATO)["views"] == []


async def test_a_made_up_trigger_opens_nothing(sim: Simulator) -> None:
    answer = await api(sim, "views.open", trigger_id="1.2.3", view=modal())
    assert answer["error"] == "invalid_trigger_id"


async def test_at_most_three_views_in_a_stack(sim: Simulator, app: RawApp, trigger: str) -> None:
    button = {"type": "button", "action_id": "more", "text": plain("詳しく")}
    view = modal({"type": "actions", "elements": [button]})
    await api(sim, "views.open", trigger_id=trigger, view=view)
    errors = []
    for _ in range(3):
        await sim.press(SATO, top(sim)["id"], action_id="more")
        errors.append((await api(sim, "views.push", trigger_id=app.last["trigger_id"], view=view)).get("error"))
    assert errors == [None, None, "push_limit_reached"]
    views = sim.see(SATO)["views"]
    assert len(views) == 3
    await sim.close(SATO, views[2]["id"])
    assert len(sim.see(SATO)["views"]) == 2
    with pytest.raises(UnseenError):
        await sim.submit(SATO, views[0]["id"])


async def test_pushed_views_know_root_and_previous(sim: Simulator, app: RawApp, opened: str) -> None:
    app.answer = answering({"response_action": "push", "view": modal(section("二枚目"))})
    sim.fill(SATO, opened, "窓口")
    await sim.submit(SATO, opened)
    app.answer = answering()
    await sim.submit(SATO, top(sim)["id"])
    assert (app.last["view"]["root_view_id"], app.last["view"]["previous_view_id"]) == (opened, opened)


async def test_pushing_needs_a_modal_to_push_on(sim: Simulator, trigger: str) -> None:
    assert (await api(sim, "views.push", trigger_id=trigger, view=modal()))["error"] == "not_found"


async def test_updating_by_hash(sim: Simulator, opened: str) -> None:
    first = await api(sim, "views.update", view_id=opened, view=modal(section("一")))
    old_hash = first["view"]["hash"]
    assert (await api(sim, "views.update", view_id=opened, hash=old_hash, view=modal(section("二"))))["ok"]
    stale = await api(sim, "views.update", view_id=opened, hash=old_hash, view=modal(section("三")))
    assert stale["error"] == "hash_conflict"
    assert top(sim)["blocks"][0]["text"]["text"] == "二"
    assert (await api(sim, "views.update", view_id="V0", view=modal()))["error"] == "not_found"


async def test_updating_by_external_id(sim: Simulator, trigger: str) -> None:
    await api(sim, "views.open", trigger_id=trigger, view=modal(external_id="mine"))
    assert (await api(sim, "views.update", external_id="mine", view=modal(section("新"))))["ok"]
    assert top(sim)["blocks"][0]["text"]["text"] == "新"


async def test_a_bad_view_names_the_path(sim: Simulator, trigger: str) -> None:
    bad = modal(memo(label=plain("")), title=plain("あ" * 25))
    answer = await api(sim, "views.open", trigger_id=trigger, view=bad)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
        "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/label/text]",
    ]


async def test_a_view_of_more_than_250_kb(sim: Simulator, trigger: str) -> None:
    huge = modal(*[section("あ" * 2900)] * 30)
    answer = await api(sim, "views.open", trigger_id=trigger, view=huge)
    assert answer["error"] == "view_too_large"


async def test_submitting_closes_without_a_response_action(sim: Simulator, opened: str) -> None:
    sim.fill(SATO, opened, "窓口")
    await sim.submit(SATO, opened)
    assert sim.see(SATO)["views"] == []


async def test_required_fields_are_asked_for_before_anything_is_sent(sim: Simulator, app: RawApp, opened: str) -> None:
    before = len(app.received)
    assert (await sim.submit(SATO, opened)).not_sent == "invalid_fields"
    assert len(app.received) == before
    assert top(sim)["errors"] == {"memo": "この項目は必須です。"}
    await sim.submit(SATO, opened, state={"memo": {"text": {"type": "plain_text_input", "value": "窓口"}}})
    assert app.last["view"]["state"]["values"]["memo"]["text"]["value"] == "窓口"


async def test_errors_keep_the_view_and_the_answers(sim: Simulator, app: RawApp, opened: str) -> None:
    app.answer = answering({"response_action": "errors", "errors": {"memo": "長すぎます。"}})
    sim.fill(SATO, opened, "窓口")
    await sim.submit(SATO, opened)
    assert top(sim)["errors"] == {"memo": "長すぎます。"}
    assert top(sim)["state"]["memo"]["text"]["value"] == "窓口"
    assert "（エラー）長すぎます。" in sim.visible_text(SATO)


async def test_update_and_clear(sim: Simulator, app: RawApp, opened: str) -> None:
    app.answer = answering({"response_action": "update", "view": modal(section("次の質問"))})
    sim.fill(SATO, opened, "窓口")
    await sim.submit(SATO, opened)
    assert (top(sim)["id"], "次の質問" in sim.visible_text(SATO)) == (opened, True)
    app.answer = answering({"response_action": "clear"})
    await sim.submit(SATO, opened)
    assert sim.see(SATO)["views"] == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"response_action": "errors", "errors": {"other": "x"}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {}}, "invalid_errors"),
        ({"response_action": "update", "view": {"type": "modal"}}, "invalid_arguments"),
        ({"response_action": "open"}, "invalid_response_action"),
        ("ok", "invalid_response_action"),
    ],
)
async def test_a_bad_response_action_is_seen(
    sim: Simulator, app: RawApp, opened: str, body: object, error: str
) -> None:
    app.answer = answering(body)
    sim.fill(SATO, opened, "窓口")
    await sim.submit(SATO, opened)
    assert sim.ledger.of("refused")[0].detail["error"] == error
    assert top(sim)["id"] == opened
    assert error in sim.visible_text(SATO)


async def test_an_unanswered_submission_keeps_the_view(sim: Simulator, app: RawApp, opened: str) -> None:
    app.answer = answering(status=500)
    sim.fill(SATO, opened, "窓口")
    await sim.submit(SATO, opened)
    assert top(sim)["state"]["memo"]["text"]["value"] == "窓口"
    assert "接続に問題が発生しました" in sim.visible_text(SATO)


async def test_closing_tells_only_when_asked_to(sim: Simulator, app: RawApp, opened: str) -> None:
    before = len(app.received)
    assert (await sim.close(SATO, opened)).not_sent
    assert len(app.received) == before
    await sim.shortcut(SATO, "consult")
    view = modal(section("一"), notify_on_close=True, clear_on_close=True)
    await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=view)
    await sim.close(SATO, top(sim)["id"])
    assert (app.last["type"], app.last["is_cleared"]) == ("view_closed", True)
    assert sim.see(SATO)["views"] == []


async def test_answers_stay_through_an_update_that_keeps_the_field(sim: Simulator, opened: str) -> None:
    sim.fill(SATO, opened, "窓口")
    await api(sim, "views.update", view_id=opened, view=modal(section("追記"), memo()))
    assert top(sim)["state"]["memo"]["text"]["value"] == "窓口"


async def test_home_is_published_and_pressed(sim: Simulator, app: RawApp) -> None:
    button = {"type": "button", "action_id": "start", "text": plain("相談する")}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    assert (await api(sim, "views.publish", user_id=SATO, view=home))["ok"]
    await sim.press(SATO, sim.see(SATO)["home"]["id"], label="相談する")
    assert app.last["container"] == {"type": "view", "view_id": sim.see(SATO)["home"]["id"]}
    assert not {"response_url", "message", "channel"} & set(app.last)
    opened = await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=modal())
    assert opened["ok"]


async def test_home_hash_and_refusals(sim: Simulator) -> None:
    first = await api(sim, "views.publish", user_id=SATO, view=HOME)
    await api(sim, "views.publish", user_id=SATO, view=HOME)
    stale = await api(sim, "views.publish", user_id=SATO, hash=first["view"]["hash"], view=HOME)
    assert stale["error"] == "hash_conflict"
    assert (await api(sim, "views.publish", user_id="U0NOBODY00", view=HOME))["error"] == "invalid_arguments"


async def test_without_a_home_tab_nothing_is_published() -> None:
    async with Simulator(manifest("features.app_home.home_tab_enabled", value=False)) as sim:
        assert (await api(sim, "views.publish", user_id=SATO, view=HOME))["error"] == "not_enabled"
        assert (await sim.open_home(SATO)).not_sent


async def test_choices_in_an_input_block_are_sent_only_where_they_dispatch(sim: Simulator, app: RawApp) -> None:
    radios = {"type": "radio_buttons", "action_id": "a", "options": options("一", "二")}
    silent = {"type": "input", "block_id": "silent", "label": plain("質問"), "element": radios}
    loud = {**silent, "block_id": "loud", "dispatch_action": True}
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=[silent, loud])
    ts = sim.latest(SATO, SOUDAN)["ts"]
    assert (await sim.choose(SATO, ts, "二", block_id="silent")).not_sent == "local"
    assert app.received == []
    assert (await sim.choose(SATO, ts, "一", block_id="loud")).acknowledged
    assert app.last["actions"][0]["selected_option"]["value"] == "v0"
    assert app.last["state"]["values"]["silent"]["a"]["selected_option"]["value"] == "v1"


async def test_checkboxes_collect_and_let_go(sim: Simulator, app: RawApp) -> None:
    boxes = {"type": "checkboxes", "action_id": "a", "options": options("一", "二", "三")}
    ask = {"type": "input", "block_id": "many", "label": plain("質問"), "element": boxes}
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=[ask])
    ts = sim.latest(SATO, SOUDAN)["ts"]
    sim.choose(SATO, ts, "三", "一", "三")
    sim.choose(SATO, ts, value="v1")
    sim.untick(SATO, ts, "三")
    assert sim.visible_text(SATO, ts) == "質問\n[x] 一\n[x] 二\n[ ] 三"
    with pytest.raises(UnseenError, match="四"):
        sim.choose(SATO, ts, "四")
    assert app.received == []
