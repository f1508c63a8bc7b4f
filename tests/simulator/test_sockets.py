"""Socket Mode with raw WebSockets: tickets, envelopes, acknowledgements, limits, goodbyes."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.simulator import Simulator
from bot.simulator.people import UnseenError

from .support import SATO, SOUDAN, Clock, Json, api, manifest


class Client:
    """A bare Socket Mode client."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def address(self, sim: Simulator) -> str:
        url: str = (await api(sim, "apps.connections.open", sim.app_token))["url"]
        return url

    async def connect(self, sim: Simulator) -> aiohttp.ClientWebSocketResponse:
        return await self._session.ws_connect(await self.address(sim))

    async def greeted(self, sim: Simulator) -> aiohttp.ClientWebSocketResponse:
        socket = await self.connect(sim)
        assert (await socket.receive_json(timeout=5))["type"] == "hello"
        return socket


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session)


async def serve(socket: aiohttp.ClientWebSocketResponse, payload: Json | None = None) -> Json:
    """Acknowledge the next envelope and return it."""
    envelope: Json = await socket.receive_json(timeout=5)
    body = {"payload": payload} if payload else {}
    await socket.send_json({"envelope_id": envelope["envelope_id"], **body})
    return envelope


async def test_hello(sim: Simulator, client: Client) -> None:
    socket = await client.connect(sim)
    hello = await socket.receive_json(timeout=5)
    assert set(hello) == {"type", "num_connections", "debug_info", "connection_info"}
    assert hello["num_connections"] == 1
    await sim.connected(timeout=1)
    assert sim.see(SATO)["app"]["mode"] == "socket"
    await socket.close()
    await sim.until(SATO, lambda seen: not seen["app"]["connected"])


async def test_a_ticket_works_once_and_for_thirty_seconds(sim: Simulator, client: Client, clock: Clock) -> None:
    url = await client.address(sim)
    session = client._session
    async with session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
    late = await client.address(sim)
    clock.ahead = 31
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(late)
    assert len(sim.ledger.of("socket", "handshake_refused")) == 2


async def test_handshakes_fail_on_demand(sim: Simulator, client: Client) -> None:
    sim.fail("websocket")
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await client.connect(sim)
    assert not (await client.greeted(sim)).closed


async def test_envelopes_of_each_kind(sim: Simulator, client: Client) -> None:
    socket = await client.greeted(sim)
    event, said = await asyncio.gather(serve(socket), sim.say(SATO, sim.dm(SATO), "相談"))
    command, ran = await asyncio.gather(
        serve(socket, {"text": "質問です"}), sim.command(SATO, SOUDAN, "/dx-consult 再開")
    )
    click, _ = await asyncio.gather(serve(socket), sim.shortcut(SATO, "consult"))
    base = {"envelope_id", "payload", "type", "accepts_response_payload"}
    assert set(event) == base | {"retry_attempt", "retry_reason"}
    assert set(command) == set(click) == base
    assert [e["type"] for e in (event, command, click)] == ["events_api", "slash_commands", "interactive"]
    assert [e["accepts_response_payload"] for e in (event, command, click)] == [False, True, True]
    assert (event["payload"]["event"]["text"], command["payload"]["text"]) == ("相談", "再開")
    assert said.acknowledged
    assert ran.status == 200
    assert sim.latest(SATO, SOUDAN)["text"] == "質問です"


async def test_an_unacknowledged_event_is_sent_again_with_its_attempt(sim: Simulator, client: Client) -> None:
    socket = await client.greeted(sim)
    saying = asyncio.create_task(sim.say(SATO, sim.dm(SATO), "相談"))
    first = await socket.receive_json(timeout=5)
    second = await serve(socket)
    delivery = await (await saying).settled()
    assert (first["retry_attempt"], second["retry_attempt"], second["retry_reason"]) == (0, 1, "timeout")
    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]
    assert [attempt.problem for attempt in delivery.attempts] == ["timeout", ""]


async def test_a_late_or_made_up_acknowledgement_counts_for_nothing(sim: Simulator, client: Client) -> None:
    socket = await client.greeted(sim)
    delivery = await sim.command(SATO, SOUDAN, "/dx-consult")
    await serve(socket, {"text": "遅い"})
    await socket.send_json({"envelope_id": "made-up"})
    await socket.send_str("not json")
    await asyncio.gather(serve(socket), sim.shortcut(SATO, "consult"))
    assert not delivery.acknowledged
    assert len(sim.ledger.of("socket", "late_or_unknown_ack")) == 2
    assert len(sim.ledger.of("socket", "unreadable")) == 1
    with pytest.raises(UnseenError):
        sim.latest(SATO, SOUDAN)


async def test_connections_take_turns(sim: Simulator, client: Client) -> None:
    sockets = [await client.greeted(sim) for _ in range(2)]
    for socket in (*sockets, *sockets):
        await asyncio.gather(serve(socket), sim.shortcut(SATO, "consult"))
    assert sim.connections == 2


async def test_without_a_connection_commands_fail_and_events_are_retried(sim: Simulator, client: Client) -> None:
    delivery = await sim.command(SATO, SOUDAN, "/dx-consult")
    assert delivery.problem == "no_connection"
    assert "「dispatch_failed」エラー" in sim.visible_text(SATO)
    said = await sim.say(SATO, sim.dm(SATO), "相談")
    await said.settled()
    assert len(said.attempts) == 4
    assert client


async def test_at_most_ten_connections(sim: Simulator, client: Client) -> None:
    held = [await client.greeted(sim) for _ in range(10)]
    eleventh = await client.connect(sim)
    goodbye = await eleventh.receive_json(timeout=5)
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
    assert (await eleventh.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    assert sim.connections == len(held)


async def test_socket_mode_must_be_on(client: Client) -> None:
    async with Simulator(manifest("settings.socket_mode_enabled", value=False)) as sim:
        socket = await client.connect(sim)
        assert (await socket.receive_json(timeout=5))["reason"] == "link_disabled"
        assert sim.connections == 0


async def test_a_refresh_sends_nothing_new_but_takes_what_is_under_way(sim: Simulator, client: Client) -> None:
    old = await client.greeted(sim)
    running = asyncio.create_task(sim.shortcut(SATO, "consult"))
    envelope = await old.receive_json(timeout=5)
    leaving = sim.disconnect("refresh_requested", grace=0.05)
    assert (await old.receive_json(timeout=5))["reason"] == "refresh_requested"
    await old.send_json({"envelope_id": envelope["envelope_id"]})
    new = await client.greeted(sim)
    await asyncio.gather(serve(new), sim.shortcut(SATO, "consult"))
    assert (await running).acknowledged
    assert (await old.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    await leaving


async def test_a_warning_closes_nothing(sim: Simulator, client: Client) -> None:
    socket = await client.greeted(sim)
    await sim.disconnect("warning")
    assert (await socket.receive_json(timeout=5))["reason"] == "warning"
    await asyncio.gather(serve(socket), sim.shortcut(SATO, "consult"))
    assert sim.connections == 1


@pytest.mark.parametrize("reason", ["close", "reset", "link_disabled"])
async def test_connections_end(sim: Simulator, client: Client, reason: str) -> None:
    socket = await client.greeted(sim)
    leaving = sim.disconnect(reason)
    while not socket.closed:
        await socket.receive(timeout=5)
    await leaving
    await sim.until(SATO, lambda seen: seen["app"]["connections"] == 0)


async def test_pings_are_answered(sim: Simulator, client: Client) -> None:
    session = client._session
    async with session.ws_connect(await client.address(sim), autoping=False) as socket:
        await socket.receive_json(timeout=5)
        await socket.ping(b"sdk")
        answer = await socket.receive(timeout=5)
    assert (answer.type, bytes(answer.data)) == (aiohttp.WSMsgType.PONG, b"sdk")


async def test_a_request_url_takes_over_from_the_sockets(
    sim: Simulator, client: Client, listening: tuple[object, str]
) -> None:
    await client.greeted(sim)
    sim.connect_http(listening[1])
    assert (await sim.shortcut(SATO, "consult")).acknowledged
    assert sim.see(SATO)["app"]["mode"] == "http"


async def test_waiting_for_a_connection_ends(sim: Simulator) -> None:
    with pytest.raises(AssertionError, match="not connected"):
        await sim.connected(timeout=0.01)
