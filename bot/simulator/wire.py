"""The running server of the simulated Slack and the app's side of it: addresses, deliveries, faults."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

from aiohttp import web

from bot.simulator.clients import Clients
from bot.simulator.core import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Core
from bot.simulator.delivery import Courier, Delivery
from bot.simulator.events import Events
from bot.simulator.faults import Faults
from bot.simulator.ledger import Ledger
from bot.simulator.manifest import Manifest
from bot.simulator.people import DEFAULT_PEOPLE, DEFAULT_TEAM, AppIdentity, Person, Team
from bot.simulator.rates import Rates
from bot.simulator.signing import signature_headers
from bot.simulator.sockets import REFRESH_GRACE, Sockets
from bot.simulator.tokens import ResponseUrls, Tickets, Triggers
from bot.simulator.visible import Reader
from bot.simulator.webapi import WebApi
from bot.simulator.world import World

Json = dict[str, Any]

UPLOAD_LIMIT = 32 * 1024 * 1024


class Wire:
    """One simulated workspace with one app in it, as a server in the running event loop.

    `manifest` is the parsed manifest.json and decides what the app may do. `clock` (seconds) governs
    timestamps, signatures, expiry and rate tiers; `retry_delays` and `ack_timeout` are real seconds.
    """

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    signing_secret = SIGNING_SECRET

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        people: Iterable[Person] = DEFAULT_PEOPLE,
        team: Team = DEFAULT_TEAM,
        clock: Callable[[], float] = time.time,
        retry_delays: Sequence[float] = (0.0, 60.0, 300.0),
        ack_timeout: float = 3.0,
        rate_limits: bool = False,
    ) -> None:
        self._core = _core(Manifest.read(manifest), people, team, clock, rate_limits=rate_limits)
        self._sockets = Sockets(self._core)
        self._courier = Courier(self._core, self._sockets, retry_delays, ack_timeout)
        events = Events(self._core, self._courier)
        self._core.emit = events
        self._clients = Clients(self._core, self._courier, events)
        self._reader = Reader(self._core.names)
        self.app = web.Application(client_max_size=UPLOAD_LIMIT)
        WebApi(self._core).add_routes(self.app.router)
        self.app.router.add_get("/link", self._sockets.handle)
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. `base_url` and `api_url` are known afterwards."""
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound_host, bound_port = self._runner.addresses[0][:2]
        self._core.base_url = f"http://{bound_host}:{bound_port}"

    async def stop(self) -> None:
        """Close every connection, give up pending retries and stop listening."""
        await self._courier.close()
        await self._sockets.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # -- the app's side ------------------------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """The address of the simulated Slack, without a slash at the end."""
        return self._core.base_url

    @property
    def api_url(self) -> str:
        """The Web API's base address, for SLACK_API_URL."""
        return f"{self._core.base_url}/api/"

    @property
    def ledger(self) -> Ledger:
        """What happened on the wire."""
        return self._core.ledger

    @property
    def connections(self) -> int:
        """The number of live Socket Mode connections."""
        return self._sockets.count

    def connect_http(self, request_url: str | None) -> None:
        """Deliver to this request URL from now on, signed; None goes back to Socket Mode."""
        self._courier.request_url = request_url
        self._core.world.changes.bump()

    async def connected(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - a deadline for tests
        """Wait until the app can be reached; AssertionError after `timeout` seconds."""
        await self._wait(lambda: bool(self._reach()["connected"]), timeout, lambda: "the app is not connected")

    def _reach(self) -> Json:
        mode = "http" if self._courier.request_url else "socket" if self.connections else None
        return {"connected": mode is not None, "mode": mode, "connections": self.connections}

    def signed(self, body: bytes, timestamp: float | None = None, secret: str | None = None) -> dict[str, str]:
        """Return Slack's signature headers for a body; another secret or time makes a forgery."""
        at = self._core.clock() if timestamp is None else timestamp
        return signature_headers(body, int(at), SIGNING_SECRET if secret is None else secret)

    def deliver(self, kind: str, payload: Json) -> Delivery:
        """Send any payload as it is, as Slack would send its own: events_api, slash_commands, interactive."""
        return self._courier.start(Delivery(kind, "raw", None, payload))

    def redeliver(self, delivery: Delivery, retry_num: int = 1) -> Delivery:
        """Send the same payload again; an event says by header or envelope that it is a retry."""
        again = Delivery(delivery.kind, delivery.name, delivery.person, delivery.payload, react=delivery.react)
        return self._courier.start(again, retry_num if delivery.kind == "events_api" else 0)

    def fail(self, name: str, times: int = 1, how: str = "500") -> None:
        """Let the next calls of a Web API method, "response_url" or "websocket" (the handshake) fail.

        For "hello", `how` is the reason for which a new connection is turned away; "ack" loses acknowledgements.

        `how`: "429" (Retry-After 1), "500", "html", "truncated", "reset_before", "hang_before" (the call has no
        effect), "reset_after", "hang_after" (it has, and only the answer is lost), or a Slack error code.
        """
        self._core.faults.order(name, times, how)

    def refuse_blocks(self, *kinds: str) -> None:
        """Refuse messages with these block types from now on (`invalid_blocks`), as a workspace without them does."""
        self._core.refused_blocks = set(kinds)

    def share(self, channel_id: str) -> None:
        """Share a channel with another organisation from now on (Slack Connect): events from there say so."""
        self._core.shared_channels.add(channel_id)

    def disconnect(
        self, reason: str = "refresh_requested", grace: float = REFRESH_GRACE, count: int | None = None
    ) -> "asyncio.Task[None]":
        """Take leave of every Socket Mode connection, or of `count`.

        "warning" only says so; "refresh_requested" sends nothing more on it and closes after `grace`
        seconds; "link_disabled" closes at once; "close" and "reset" end without a word. Awaiting the task
        waits for the end of it.
        """
        return self._sockets.disconnect(reason, grace, count)

    def file(self, file_id: str) -> bytes:
        """Return the contents of an uploaded file."""
        content: bytes = self._core.files[file_id]["content"]
        return content

    @property
    def version(self) -> int:
        """A number that grows with every change anybody could see."""
        return self._core.world.changes.version

    async def changed(self, since_version: int, timeout: float) -> int:  # noqa: ASYNC109
        """Wait for a change after `since_version`, at most `timeout` seconds; return the version now."""
        return await self._core.world.changes.wait(since_version, timeout)

    async def _wait(self, holds: Callable[[], bool], seconds: float, failure: Callable[[], str]) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not holds():
            version, left = self.version, deadline - loop.time()
            if left <= 0:
                raise AssertionError(failure())
            await self.changed(version, left)


def _core(
    manifest: Manifest, people: Iterable[Person], team: Team, clock: Callable[[], float], *, rate_limits: bool
) -> Core:
    app = AppIdentity(manifest.name)
    return Core(
        manifest=manifest,
        team=team,
        app=app,
        world=World(people, app, clock),
        ledger=Ledger(clock),
        triggers=Triggers(clock),
        urls=ResponseUrls(clock),
        tickets=Tickets(clock),
        faults=Faults(),
        rates=Rates(clock, enforced=rate_limits),
        clock=clock,
        emit=lambda *_: None,
        files={},
        refused_blocks=set(),
        shared_channels=set(),
    )
