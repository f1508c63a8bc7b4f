"""Socket Mode: WebSocket connections of the app, envelopes out, acknowledgements in."""

import asyncio
import json
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from bot.simulator.core import Core

Json = dict[str, Any]

MAX_CONNECTIONS = 10
REFRESH_GRACE = 10.0
HEARTBEAT = 30.0
CLOSE_TIMEOUT = 1.0


class Sockets:
    """The live connections of the app. Any of them may get a payload; they take turns."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._live: list[web.WebSocketResponse] = []
        self._open: dict[web.WebSocketResponse, web.Request] = {}
        self._waiting: dict[str, asyncio.Future[object]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def count(self) -> int:
        """The number of connections that may get payloads."""
        return len(self._live)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket: a ticket opens it, hello greets it, then acknowledgements arrive."""
        punched = self._core.tickets.punch(request.query.get("ticket", ""))
        if self._core.faults.take("websocket") or not punched:
            self._core.ledger.add("socket", "handshake_refused")
            return web.Response(status=403, text="invalid ticket")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, timeout=CLOSE_TIMEOUT)
        await socket.prepare(request)
        self._open[socket] = request
        try:
            await self._greet(socket)
        finally:
            self._forget(socket)
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        reason = self._turned_away()
        if reason:
            await self._farewell(socket, reason)
        else:
            await self._serve(socket)

    def _turned_away(self) -> str:
        if reason := self._core.faults.take("hello"):
            return reason
        if not self._core.manifest.socket_mode:
            return "link_disabled"
        return "too_many_websockets" if len(self._live) >= MAX_CONNECTIONS else ""

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        self._live.append(socket)
        await socket.send_json(self._hello())
        self._core.ledger.add("socket", "connected", connections=self.count)
        self._core.world.changes.bump()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledged(frame.data)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": {
                "host": "applink-simulated",
                "build_number": 1,
                "approximate_connection_time": 3600,
            },
            "connection_info": {"app_id": self._core.app.app_id},
        }

    def _forget(self, socket: web.WebSocketResponse) -> None:
        del self._open[socket]
        if socket in self._live:
            self._live.remove(socket)
        self._core.ledger.add("socket", "disconnected", connections=self.count)
        self._core.world.changes.bump()

    def _acknowledged(self, data: str) -> None:
        if self._core.faults.take("ack"):
            self._core.ledger.add("socket", "ack_lost")
            return
        try:
            message = json.loads(data)
            waiting = self._waiting.pop(message["envelope_id"], None)
        except (ValueError, TypeError, KeyError):
            self._core.ledger.add("socket", "unreadable", data=data[:100])
            return
        if waiting is None or waiting.done():
            self._core.ledger.add("socket", "late_or_unknown_ack", envelope_id=message["envelope_id"])
        else:
            waiting.set_result(message.get("payload"))

    async def deliver(self, envelope: Json, ack_timeout: float) -> tuple[str, object]:
        """Send one envelope on the next connection and wait for its ack: (problem or "", ack payload)."""
        if not self._live:
            return "no_connection", None
        socket = self._live.pop(0)
        self._live.append(socket)
        envelope_id = str(uuid.uuid4())
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(ack_timeout):
                await socket.send_json({**envelope, "envelope_id": envelope_id})
                body = await waiting
        except TimeoutError:
            return "timeout", None
        except ConnectionError:
            return "connection_failed", None
        finally:
            self._waiting.pop(envelope_id, None)
        return "", body or None

    def disconnect(self, reason: str, grace: float, count: int | None) -> "asyncio.Task[None]":
        """Take leave of connections; see `Simulator.disconnect`."""
        task = asyncio.create_task(self._disconnect(reason, grace, list(self._live)[:count]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _disconnect(self, reason: str, grace: float, leaving: list[web.WebSocketResponse]) -> None:
        if reason == "reset":
            for socket in leaving:
                self._abort(self._open[socket])
        elif reason == "close":
            await asyncio.gather(*(socket.close() for socket in leaving))
        elif reason == "warning":
            await asyncio.gather(*(socket.send_json(self._disconnect_message(reason)) for socket in leaving))
        else:
            await asyncio.gather(*(self._farewell(socket, reason, grace) for socket in leaving))

    def _abort(self, request: web.Request) -> None:
        if request.transport:
            request.transport.abort()

    async def _farewell(self, socket: web.WebSocketResponse, reason: str, grace: float = 0.0) -> None:
        if socket in self._live:
            self._live.remove(socket)
        await socket.send_json(self._disconnect_message(reason))
        if reason == "refresh_requested" and grace:
            await asyncio.sleep(grace)
        await socket.close()

    def _disconnect_message(self, reason: str) -> Json:
        self._core.ledger.add("socket", f"disconnect:{reason}")
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-simulated"}}

    async def close(self) -> None:
        """Close every connection, as when the simulated Slack goes away."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(socket.close() for socket in tuple(self._open)))
