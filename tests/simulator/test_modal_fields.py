"""The fields of a modal: what the client checks before it sends, selects of conversations, answers to them."""

import pytest

from bot.simulator import Simulator
from bot.simulator.limits import view_problems

from .support import SATO, SOUDAN, Json, RawApp, api, memo, modal, options, plain, post

CONSULT = "/dx-consult"


def ask(element: Json, **more: object) -> Json:
    return {"type": "input", "block_id": "q", "label": plain("答え"), "element": {"action_id": "a", **element}, **more}


async def opened(sim: Simulator, app: RawApp, *blocks: Json, channel: str = SOUDAN) -> Json:
    """Open a modal from a command in a channel and return the view as Slack answered it."""
    await sim.command(SATO, channel, CONSULT)
    answer = await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=modal(*blocks))
    view: Json = answer["view"]
    return view


@pytest.mark.parametrize(
    ("element", "typed", "said"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "短い", "3文字以上で入力してください。"),
        ({"type": "plain_text_input", "max_length": 3}, "長すぎる文", "3文字以内で入力してください。"),
        ({"type": "number_input", "is_decimal_allowed": False}, "2.5", "整数を入力してください。"),
        ({"type": "number_input", "is_decimal_allowed": True}, "三", "数値を入力してください。"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "5"}, "5.1", "範囲を超えています"),
        ({"type": "email_text_input"}, "sato", "メールアドレスを入力してください。"),
        ({"type": "url_text_input"}, "kakuu.example", "URLを入力してください。"),
    ],
)
async def test_an_answer_that_does_not_fit_is_not_sent(
    sim: Simulator, app: RawApp, element: Json, typed: str, said: str
) -> None:
    view = await opened(sim, app, ask(element))
    sim.fill(SATO, view["id"], typed)
    sent = await sim.submit(SATO, view["id"])
    assert sent.not_sent == "invalid_fields"
    assert said in sim.see(SATO)["views"][-1]["errors"]["q"]


async def test_no_more_than_the_permitted_number_of_choices(sim: Simulator, app: RawApp) -> None:
    element = {"type": "multi_static_select", "options": options("選ぶ", "作る", "直す"), "max_selected_items": 2}
    view = await opened(sim, app, ask(element))
    sim.choose(SATO, view["id"], "選ぶ", "作る", "直す")
    assert (await sim.submit(SATO, view["id"])).not_sent
    assert sim.see(SATO)["views"][-1]["errors"] == {"q": "2個まで選べます。"}
    sim.untick(SATO, view["id"], "直す")
    assert not (await sim.submit(SATO, view["id"])).not_sent


async def test_what_fits_is_sent(sim: Simulator, app: RawApp) -> None:
    fitting = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "5"}
    view = await opened(sim, app, ask(fitting), memo(optional=True))
    sim.fill(SATO, view["id"], "5", block_id="q")
    await sim.submit(SATO, view["id"])
    assert app.last["type"] == "view_submission"


CURRENT = {"type": "conversations_select", "default_to_current_conversation": True}


@pytest.mark.parametrize(
    ("more", "chosen"),
    [
        ({}, SOUDAN),
        ({"filter": {"include": ["public"]}}, SOUDAN),
        ({"filter": {"include": ["im", "private"]}}, None),
        ({"initial_conversation": "C0GENERAL0"}, "C0GENERAL0"),
    ],
)
async def test_a_select_begins_with_the_conversation_looked_at(
    sim: Simulator, app: RawApp, more: Json, chosen: str | None
) -> None:
    view = await opened(sim, app, ask({**CURRENT, **more}))
    assert view["state"]["values"]["q"]["a"]["selected_conversation"] == chosen


async def test_a_filter_may_leave_out_the_conversation_with_the_app(sim: Simulator, app: RawApp) -> None:
    element = {**CURRENT, "filter": {"exclude_bot_users": True}}
    view = await opened(sim, app, ask(element), channel=sim.dm(SATO))
    assert view["state"]["values"]["q"]["a"]["selected_conversation"] is None


async def test_a_global_shortcut_knows_no_conversation(sim: Simulator, app: RawApp) -> None:
    await sim.shortcut(SATO, "consult")
    answer = await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=modal(ask(CURRENT)))
    assert answer["view"]["state"]["values"]["q"]["a"]["selected_conversation"] is None


async def test_a_chosen_conversation_can_be_answered(sim: Simulator, app: RawApp) -> None:
    view = await opened(sim, app, ask({**CURRENT, "response_url_enabled": True}))
    await sim.submit(SATO, view["id"])
    [url] = app.last["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("q", "a", SOUDAN)
    status, _ = await post(url["response_url"], {"response_type": "in_channel", "text": "共有します。"})
    assert status == 200
    assert sim.latest(SATO, SOUDAN)["text"] == "共有します。"


async def test_without_response_url_enabled_there_is_no_url(sim: Simulator, app: RawApp) -> None:
    view = await opened(sim, app, ask(CURRENT))
    await sim.submit(SATO, view["id"])
    assert app.last["response_urls"] == []


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ({"type": "conversations_select", "filter": {}}, "must have at least one field"),
        ({"type": "conversations_select", "filter": {"include": ["everything"]}}, "must be one of im"),
        ({"type": "users_select", "response_url_enabled": True}, "invalid additional property"),
        ({"type": "channels_select", "filter": {"include": ["public"]}}, "invalid additional property: filter"),
        ({"type": "datepicker", "initial_date": "2026/11/23"}, "must be formatted as YYYY-MM-DD"),
        ({"type": "timepicker", "initial_time": "9時"}, "must be formatted as HH:mm"),
        ({"type": "datetimepicker", "initial_date_time": 1}, "must be between"),
    ],
)
def test_pickers_are_checked(element: Json, text: str) -> None:
    assert text in view_problems(modal(ask(element)), "modal")[0]
