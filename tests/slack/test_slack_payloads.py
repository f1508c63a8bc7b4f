"""Golden payloads, written field by field from Slack's documentation, as the typed values that listeners take."""

import json
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.replies import Ref
from bot.simulator import Simulator
from bot.slack.payloads import Button, Place, block_id, command, owner, press, words
from bot.store.base import Owner
from tests.support.bot import Bot

GOLDEN = Path(__file__).parent / "golden"
Json = dict[str, Any]


def golden(name: str) -> Json:
    payload: Json = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return payload


def acting(payload: Json) -> Owner:
    """The owner as the listeners see it: by the ids that Bolt reads from the request."""
    return owner(AsyncBoltRequest(mode="socket_mode", body=payload).context)


def test_click_carries_the_ticked_options_of_its_own_question_alone() -> None:
    body = golden("block_actions")
    body["actions"][0]["value"] = Button("next", Ref("s1", 3), "wish").encode()
    ticked = {"type": "radio_buttons", "selected_option": {"value": "run"}}
    body["state"] = {"values": {block_id("wish", 3): {"choice": ticked}, block_id("wish", 2): {"choice": {}}}}
    made = press(body, acting(body))
    assert (made.button, made.chosen) == (Button("next", Ref("s1", 3), "wish"), ("run",))
    assert (made.owner, made.place) == (Owner("T0KAKUUSHI", "U0STAFF01"), Place.PUBLIC)


def test_several_ticks_and_none_are_told_apart() -> None:
    body = golden("block_actions")
    body["actions"][0]["value"] = Button("next", Ref("s1", 1), "further").encode()
    options = [{"value": "bpr"}, {"value": "data"}]
    body["state"] = {"values": {"further@1": {"choice": {"type": "checkboxes", "selected_options": options}}}}
    assert press(body, acting(body)).chosen == ("bpr", "data")
    body["state"] = {"values": {"further@1": {"choice": {"type": "radio_buttons", "selected_option": None}}}}
    assert press(body, acting(body)).chosen == ()


def test_on_enterprise_grid_the_organisation_owns_even_where_team_is_null() -> None:
    click, message, slash = (
        golden(n) for n in ("block_actions_grid_null_team", "message_im_grid", "slash_command_grid")
    )
    assert click["team"] is None
    assert acting(click) == acting(message) == acting(slash)
    assert acting(click).org.startswith("E")


def test_command_text_is_unescaped_once() -> None:
    body = {**golden("slash_command"), "text": " R&amp;D &lt;部&gt; "}
    assert command(body, acting(body)).text == "R&D <部>"


@pytest.mark.parametrize("value", ["", "v1", "a|b|c", "s|x|next||", "|1|next||", "s|1|||", "s|9999999999999|next||"])
def test_value_of_another_version_is_no_button(value: str) -> None:
    assert Button.decode(value) is None


@pytest.mark.parametrize(
    "change", [{"bot_id": "B0OTHER001"}, {"subtype": "message_changed"}, {"subtype": "message_deleted", "user": None}]
)
async def test_what_no_person_wrote_is_acknowledged_and_passed_over(sim: Simulator, bot: Bot, change: Json) -> None:
    payload = golden("message_im")
    payload["event"] |= change
    assert words(payload, acting(payload)) is None
    before = sim.ledger.mark()
    answer = await bot.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
    await bot.delivery.drain(5.0)
    assert (answer.status, sim.ledger.calls(since=before)) == (200, [])


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("資料は <https://example.go.jp/a|計画> です", "資料は 計画 です"),
        ("<https://example.go.jp/>", "https://example.go.jp/"),
        ("<@U012AB3C>と<#C024BE7LR|dx相談>で", " とdx相談で"),
        ("<#C024BE7LR>と<!channel>", "と"),
        ("進捗 &gt; 設計 &lt;@U012AB3C&gt; A&amp;B", "進捗 > 設計 <@U012AB3C> A&B"),
    ],
)
def test_text_is_read_as_people_see_it(sent: str, seen: str) -> None:
    body = golden("message_im")
    body["event"]["text"] = sent
    said = words(body, acting(body))
    assert said is not None
    assert said.text == seen
