"""Response URLs: five uses, thirty minutes, the only way to change an ephemeral message."""

import aiohttp
import pytest

from bot.simulator import Simulator

from .support import SATO, SOUDAN, SUZUKI, Clock, Json, RawApp, answering, api, post, question, section


@pytest.fixture
async def url(sim: Simulator, app: RawApp) -> str:
    """The response URL of a click in an ephemeral message of a slash command."""
    app.answer = answering({"text": "質問", "blocks": question()})
    await sim.command(SATO, SOUDAN, "/dx-consult")
    app.answer = answering()
    await sim.press(SATO, sim.latest(SATO, SOUDAN)["ts"], label="次へ")
    response_url: str = app.last["response_url"]
    return response_url


async def test_it_replaces_the_ephemeral_message_in_place(sim: Simulator, url: str) -> None:
    before = sim.latest(SATO, SOUDAN)
    assert await post(url, {"replace_original": True, "text": "結果", "blocks": [section("結果")]}) == (200, "ok")
    after = sim.latest(SATO, SOUDAN)
    assert (after["ts"], after["ephemeral"], after["edited"]) == (before["ts"], True, False)
    assert sim.visible_text(SATO, after["ts"]) == "結果"
    assert "結果" not in sim.visible_text(SUZUKI)


async def test_it_works_five_times(sim: Simulator, url: str) -> None:
    answers = [await post(url, {"text": f"{number}回目", "replace_original": True}) for number in range(1, 7)]
    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1][1]
    assert sim.latest(SATO, SOUDAN)["text"] == "5回目"
    assert sim.ledger.of("response_url")[-1].detail["error"] == "used_url"


async def test_it_works_for_thirty_minutes(sim: Simulator, url: str, clock: Clock) -> None:
    clock.ahead = 29 * 60
    assert (await post(url, {"text": "間に合う", "replace_original": True}))[0] == 200
    clock.ahead = 31 * 60
    status, text = await post(url, {"text": "遅い", "replace_original": True})
    assert (status, "expired_url" in text) == (404, True)
    assert sim.latest(SATO, SOUDAN)["text"] == "間に合う"


async def test_a_made_up_url_is_refused(sim: Simulator, url: str) -> None:
    forged = url.rsplit("/", 1)[0] + "/0000"
    assert (await post(forged, {"text": "x"}))[0] == 404
    assert "質問" not in sim.visible_text(SUZUKI)


async def test_it_deletes(sim: Simulator, url: str) -> None:
    assert (await post(url, {"delete_original": True}))[0] == 200
    assert sim.see(SATO)["channels"][0]["messages"] == []
    assert (await post(url, {"delete_original": True}))[0] == 400


@pytest.mark.parametrize(("kind", "seen"), [("ephemeral", False), ("in_channel", True)])
async def test_it_posts_beside_the_original(sim: Simulator, url: str, kind: str, *, seen: bool) -> None:
    await post(url, {"replace_original": False, "response_type": kind, "text": "別の返事"})
    assert [m["text"] for m in sim.see(SATO)["channels"][0]["messages"]] == ["質問", "別の返事"]
    assert ("別の返事" in sim.visible_text(SUZUKI)) is seen


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"replace_original": True, "text": "結果", "blocks": [section("")]}, "invalid_blocks"),
        ({"replace_original": True, "text": ""}, "no_text"),
        ([], "invalid_payload"),
    ],
)
async def test_a_bad_body_changes_nothing_and_is_seen(sim: Simulator, url: str, body: object, error: str) -> None:
    status, text = await post(url, body)
    assert (status, error in text) == (400, True)
    assert sim.latest(SATO, SOUDAN)["text"] == "質問"
    assert sim.ledger.of("response_url")[-1].detail["error"] == error
    assert error in sim.visible_text(SATO)


async def test_an_unreadable_body_is_refused(sim: Simulator, url: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, data=b"{") as response:
        assert response.status == 400
    assert sim.ledger.of("response_url")[-1].detail["error"] == "invalid_payload"


async def test_no_api_method_changes_an_ephemeral_message(sim: Simulator, url: str) -> None:
    message = sim.latest(SATO, SOUDAN)
    for method in ("chat.update", "chat.delete"):
        answer = await api(sim, method, channel=SOUDAN, ts=message["ts"], text="変える")
        assert answer["error"] == "message_not_found"
    assert sim.latest(SATO, SOUDAN)["text"] == "質問"
    assert url


async def test_the_url_of_a_command_posts_a_new_message(sim: Simulator, app: RawApp) -> None:
    await sim.command(SATO, SOUDAN, "/dx-consult")
    await post(app.last["response_url"], {"text": "遅れての返事"})
    assert sim.latest(SATO, SOUDAN)["ephemeral"]


async def test_answers_that_still_fit_stay_after_a_redraw(sim: Simulator, url: str) -> None:
    ts = sim.latest(SATO, SOUDAN)["ts"]
    sim.choose(SATO, ts, "作る")
    await post(url, {"replace_original": True, "text": "質問", "blocks": question()})
    assert "(•) 作る" in sim.visible_text(SATO, ts)
    other = question("radio_buttons", "直す", "やめる")
    await post(url, {"replace_original": True, "text": "質問", "blocks": other})
    assert sim.latest(SATO, SOUDAN)["state"]["work"]["answer"]["selected_option"] is None
    await post(url, {"replace_original": True, "text": "質問", "blocks": question("checkboxes")})
    assert "[ ] 作る" in sim.visible_text(SATO, ts)


@pytest.mark.parametrize(("how", "status"), [("429", 429), ("500", 500), ("html", 200), ("used_url", 404)])
async def test_faults_on_demand(sim: Simulator, url: str, how: str, status: int) -> None:
    sim.fail("response_url", times=1, how=how)
    body: Json = {"replace_original": True, "text": "結果"}
    assert (await post(url, body))[0] == status
    assert sim.latest(SATO, SOUDAN)["text"] == "質問"
    assert (await post(url, body))[0] == 200
    assert sim.latest(SATO, SOUDAN)["text"] == "結果"


@pytest.mark.parametrize(("how", "text"), [("reset_before", "質問"), ("reset_after", "結果")])
async def test_a_connection_lost_before_or_after_the_effect(sim: Simulator, url: str, how: str, text: str) -> None:
    sim.fail("response_url", how=how)
    with pytest.raises(aiohttp.ClientError):
        await post(url, {"replace_original": True, "text": "結果"})
    assert sim.latest(SATO, SOUDAN)["text"] == text
