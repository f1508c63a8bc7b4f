"""What stands before Bolt, and the boundary behind it: forged, broken and foreign requests, and a failing store."""

import io
import sqlite3
from pathlib import Path

import aiohttp
import pytest

from bot.simulator import Simulator
from tests.support.bot import Bot, Walker

JSON = {"Content-Type": "application/json"}


async def post(bot: Bot, body: bytes | io.BytesIO, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{bot.url}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status


def rows(folder: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "bot.db")
    try:
        return connection.execute("select * from sessions order by id").fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("body", [b"[1]", b"null", b"\xff", b"{", b"", b"[" * 5000])
async def test_signed_body_that_is_no_object_is_400(sim: Simulator, served: Bot, body: bytes) -> None:
    assert await post(served, body, {**sim.signed(body), **JSON}) == 400


async def test_forged_missing_and_old_signatures_are_401_and_reach_nothing(sim: Simulator, served: Bot) -> None:
    body, mark, now = b'{"type":"url_verification","challenge":"c"}', sim.ledger.mark(), sim.signed(b"")
    at = int(now["X-Slack-Request-Timestamp"])
    served.store.broken = "unavailable"
    odd = [
        {"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": stamp} for stamp in (str(at), "-1", "１", "9" * 40)
    ]
    bad = [{}, sim.signed(body, secret="another"), sim.signed(body, at - 302), sim.signed(body, at + 303), *odd]
    for headers in bad:
        assert await post(served, body, {**headers, **JSON}) == 401, headers
    assert not sim.ledger.calls(since=mark)


async def test_too_large_is_413_and_certificate_check_is_200(sim: Simulator, served: Bot) -> None:
    large = b"x" * (1024 * 1024 + 1)
    assert await post(served, io.BytesIO(large), {**sim.signed(large), **JSON}) == 413
    assert await post(served, b"ssl_check=1&token=t", {"Content-Type": "application/x-www-form-urlencoded"}) == 200


async def test_body_without_a_length_is_read_no_further_than_the_limit(
    sim: Simulator, served: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.http.MAX_BODY", 100_000)
    for length, status in ((90_000, 400), (200_000, 413)):
        body = b"x" * length
        assert await post(served, io.BytesIO(body), {**sim.signed(body), **JSON}) == status


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed"),
    [
        ("GET", "/healthz", 200, None),
        ("HEAD", "/healthz", 200, None),
        ("POST", "/healthz", 405, "GET, HEAD"),
        ("GET", "/slack/events", 405, "POST"),
        ("GET", "/", 404, None),
        ("POST", "/slack/events/", 404, None),
    ],
)
async def test_two_paths_answer_each_to_its_methods(
    served: Bot, method: str, path: str, status: int, allowed: str | None
) -> None:
    async with aiohttp.ClientSession() as session, session.request(method, f"{served.url}{path}") as answer:
        assert (answer.status, answer.headers.get("Allow")) == (status, allowed)


async def test_health_tells_whether_the_store_answers(served: Bot) -> None:
    async with aiohttp.ClientSession() as session:
        for broken, status, word in (("", 200, "ready"), ("locked", 503, "degraded")):
            served.store.broken = broken
            async with session.get(f"{served.url}/healthz") as answer:
                assert (answer.status, (await answer.json())["status"]) == (status, word)


async def test_failing_store_is_told_with_a_code(sim: Simulator, bot: Bot, staff: Walker) -> None:
    await staff.command("/dx-consult")
    ts = staff.ts
    bot.store.broken = "full"
    assert "E-401" in await staff.command("/dx-consult")
    mark = sim.ledger.mark()
    delivery = await sim.press(staff.person, ts, label="まだわからない")
    assert delivery.status == 200
    await sim.until(staff.person, lambda _: sim.ledger.of("response_url", since=mark))
    assert "E-401" in staff.text


async def test_event_is_redelivered_until_the_store_works(sim: Simulator, served: Bot, staff: Walker) -> None:
    served.store.broken = "locked"
    delivery = await sim.say(staff.person, staff.place, "相談")
    assert delivery.attempts[0].status == 503
    served.store.broken = ""
    await delivery.settled()
    await sim.until(staff.person, "質問1")
    assert len(sim.ledger.calls("chat.postMessage")) == 1


async def test_same_event_three_times_is_one_message(sim: Simulator, bot: Bot, staff: Walker) -> None:
    first = await sim.say(staff.person, staff.place, "相談")
    for number in (1, 2, 3):
        assert (await sim.redeliver(first, number)).status == 200
    await bot.delivery.drain(5.0)
    assert len(sim.ledger.calls("chat.postMessage")) == 1


@pytest.mark.usefixtures("served")
async def test_another_person_cannot_answer(sim: Simulator, tmp_path: Path, staff: Walker) -> None:
    await staff.command("/dx-consult")
    stolen = next(e for b in sim.latest(staff.person)["blocks"] for e in b.get("elements", ()) if "value" in e)
    before = rows(tmp_path)
    pressed = await sim.press(staff.person, staff.ts, label="結果の例を見る")
    forged = {**pressed.payload, "user": {**pressed.payload["user"], "id": "U0HR00001"}}
    forged["actions"] = [{**forged["actions"][0], "value": stolen["value"].replace("|next|", "|unknown|")}]
    assert (await sim.deliver("interactive", forged)).status == 200
    await sim.until(staff.person, "ほかの職員の相談です")
    assert rows(tmp_path) == before


async def test_another_workspace_is_refused(sim: Simulator, served: Bot, tmp_path: Path, staff: Walker) -> None:
    sent = await sim.command(staff.person, staff.place, "/dx-help")
    foreign = await sim.deliver("slash_commands", {**sent.payload, "team_id": "T0OTHER", "command": "/dx-consult"})
    assert foreign.status == 401
    assert not rows(tmp_path)
    assert served.url
