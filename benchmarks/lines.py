"""How a person's request reaches the app and its acknowledgement comes back: over HTTP, or over Socket Mode."""

import asyncio
import itertools
import json
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from benchmarks.people import signed
from benchmarks.slack import content_length

Json = dict[str, Any]


class Line(Protocol):
    """One person's way to the app; one request is under way at a time."""

    async def ask(self, form: Json) -> tuple[bool, bytes]:
        """Whether the request was acknowledged well, and the body of the acknowledgement."""

    def close(self) -> None:
        """Hang up."""


class HttpLine:
    """A connection that is kept alive."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader = reader
        self._writer = writer
        self._host = host

    async def ask(self, form: Json) -> tuple[bool, bytes]:
        """A signed request, as Slack makes it."""
        self._writer.write(signed(form, self._host))
        status, body = await answer(self._reader)
        return status == 200, body

    def close(self) -> None:
        """Close the connection."""
        self._writer.close()


class Sockets:
    """The end of Socket Mode that is Slack's: any connection takes any envelope, in turn."""

    def __init__(self) -> None:
        self.url = ""
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._ids = itertools.count()
        self.connected = asyncio.Event()

    async def listen(self) -> web.AppRunner:
        """Serve; ``url`` is then what ``apps.connections.open`` answers."""
        app = web.Application()
        app.router.add_get("/link", self._connected)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/link"
        return runner

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._open.append(socket)
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))
        self._open.remove(socket)
        return socket

    def _acknowledged(self, answered: Json) -> None:
        if waiting := self._waiting.pop(answered.get("envelope_id", ""), None):
            waiting.set_result(answered)

    async def ask(self, form: Json) -> tuple[bool, bytes]:
        """One envelope and its acknowledgement."""
        number = next(self._ids)
        envelope = f"envelope-{number}"
        kind, payload = ("interactive", form["payload"]) if "payload" in form else ("slash_commands", json.dumps(form))
        waiting = self._waiting[envelope] = asyncio.get_running_loop().create_future()
        head = f'{{"envelope_id":"{envelope}","type":"{kind}","accepts_response_payload":true,"payload":'
        await self._open[number % len(self._open)].send_str(f"{head}{payload}}}")
        answered = await waiting
        return True, json.dumps(answered.get("payload") or {}).encode()

    def close(self) -> None:
        """Nothing to hang up: the connections are the app's."""


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of the next HTTP answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    if b"transfer-encoding: chunked" not in head.lower():
        return status, await reader.readexactly(content_length(head))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return status, body
