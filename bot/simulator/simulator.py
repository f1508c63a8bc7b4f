"""A local Slack on the wire side: what the page and the tests hold in their hands."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

from aiohttp import web

from bot.simulator import clients, finding, snapshot, state, unverified
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
from bot.simulator.state import State
from bot.simulator.tokens import ResponseUrls, Tickets, Triggers
from bot.simulator.visible import Reader
from bot.simulator.webapi import WebApi
from bot.simulator.world import View, World

Json = dict[str, Any]
Predicate = Callable[[Json], object]

UPLOAD_LIMIT = 32 * 1024 * 1024


class Simulator:
    """One simulated workspace with one app in it; lives in the running event loop.

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
        """Let the next calls of a Web API method, "response_url" or "websocket" fail.

        `how`: "429" (Retry-After 1), "500", "html", "reset_before", "reset_after", or a Slack error code.
        """
        self._core.faults.order(name, times, how)

    def disconnect(self, reason: str = "refresh_requested", grace: float = REFRESH_GRACE) -> "asyncio.Task[None]":
        """Take leave of every Socket Mode connection.

        "warning" only says so; "refresh_requested" sends nothing more on it and closes after `grace`
        seconds; "link_disabled" closes at once; "close" and "reset" end without a word. Awaiting the task
        waits for the end of it.
        """
        return self._sockets.disconnect(reason, grace)

    def file(self, file_id: str) -> bytes:
        """Return the contents of an uploaded file."""
        content: bytes = self._core.files[file_id]["content"]
        return content

    # -- what a person does --------------------------------------------------------------------------------

    async def say(self, person_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Post a message. `<@BOT>` or `@` and the app's name mention the app."""
        return await self._clients.say(person_id, channel_id, text, thread_ts)

    async def command(self, person_id: str, channel_id: str, line: str) -> Delivery:
        """Send a slash command such as `/dx-consult 再開`."""
        return await self._clients.command(person_id, channel_id, line)

    async def press(
        self,
        person_id: str,
        container_id: str,
        action_id: str | None = None,
        label: str | None = None,
        block_id: str | None = None,
        state: State | None = None,
    ) -> Delivery:
        """Click the button or menu entry with this label in a message (ts) or view (id).

        `state` is put into the client's local answers first, as it is: even what no honest client sends.
        """
        place = clients.container(self._core, person_id, container_id, state)
        target = finding.pressed(place, label, action_id, block_id)
        return await self._clients.press(place, target, state or {})

    def choose(
        self,
        person_id: str,
        container_id: str,
        *labels: str,
        value: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Tick options by their visible text, or one by its value. Nothing is sent from an input block.

        Ticking twice ticks once; see `untick`. The result can be awaited where something is sent.
        """
        place, delivery = finding.container(self._core, person_id, container_id), None
        for label in labels or (None,):
            target = finding.option(place, label, value, block_id)
            state.tick(target.element, place.entry(target), target.option or {})
            delivery = self._clients.change(place, target)
        if delivery is None:
            raise AssertionError("nothing to choose")
        return delivery

    def untick(
        self,
        person_id: str,
        container_id: str,
        label: str | None = None,
        *,
        value: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Take back a ticked checkbox or a select's choice."""
        place = finding.container(self._core, person_id, container_id)
        target = finding.option(place, label, value, block_id)
        state.untick(target.element, place.entry(target), target.option or {})
        return self._clients.change(place, target)

    def fill(
        self,
        person_id: str,
        container_id: str,
        text: str | None,
        *,
        action_id: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Type into a text field, or give a picker its value; sent at once only where the element dispatches."""
        place = finding.container(self._core, person_id, container_id)
        target = finding.field(place, action_id, block_id)
        place.entry(target)[state.answer_key(target.element)] = text or None
        return self._clients.change(place, target)

    async def submit(self, person_id: str, view_id: str, state: State | None = None) -> Delivery:
        """Press the submit button of the modal on top; `state` as in `press`."""
        clients.container(self._core, person_id, view_id, state)
        return await self._clients.submit(person_id, view_id)

    async def close(self, person_id: str, view_id: str) -> Delivery:
        """Close the modal on top."""
        return await self._clients.close(person_id, view_id)

    async def open_home(self, person_id: str, tab: str = "home") -> Delivery:
        """Open the app's Home tab (or its Messages tab with `tab="messages"`)."""
        return await self._clients.open_home(person_id, tab)

    async def shortcut(self, person_id: str, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        return await self._clients.shortcut(person_id, callback_id)

    async def message_shortcut(self, person_id: str, message_ts: str, callback_id: str) -> Delivery:
        """Choose a shortcut from a message's menu."""
        return await self._clients.message_shortcut(person_id, message_ts, callback_id)

    @property
    def first_person(self) -> str:
        """The person whose screen is shown first."""
        return next(iter(self._core.world.people))

    def mark_read(self, person_id: str, channel_id: str) -> None:
        """Note that a person has read a channel to its end."""
        self._core.world.mark_read(person_id, channel_id)

    # -- what a person sees --------------------------------------------------------------------------------

    def dm(self, person_id: str) -> str:
        """Return the id of a person's conversation with the app."""
        return self._core.world.dm(person_id)

    @property
    def channels(self) -> dict[str, str]:
        """The public channels: id to name."""
        return {c.id: c.name for c in self._core.world.channels.values() if c.kind == "channel"}

    @property
    def version(self) -> int:
        """A number that grows with every change anybody could see."""
        return self._core.world.changes.version

    async def changed(self, since_version: int, timeout: float) -> int:  # noqa: ASYNC109
        """Wait for a change after `since_version`, at most `timeout` seconds; return the version now."""
        return await self._core.world.changes.wait(since_version, timeout)

    def see(self, person_id: str) -> Json:
        """Return the whole screen of a person as JSON-able values."""
        return snapshot.see(self._core.world, self._core.manifest, person_id, self._reach())

    def visible_text(self, person_id: str, container_id: str | None = None) -> str:
        """Return the screen of a person, or one message or view of it, as linear text."""
        if container_id is None:
            return self._reader.screen(self.see(person_id))
        place = finding.container(self._core, person_id, container_id).place
        if isinstance(place, View):
            return self._reader.view(snapshot.view_dict(place))
        return self._reader.message(snapshot.message_dict(self._core.world, place, person_id))

    def latest(self, person_id: str, channel_id: str | None = None) -> Json:
        """Return the app's newest message in a channel (default: the person's DM), ephemeral or not."""
        channel = channel_id or self.dm(person_id)
        world, bot = self._core.world, self._core.app.bot_user_id
        posted = [m for m in world.messages.get(channel, []) if m.author == bot and world.visible(m, person_id)]
        if not posted:
            raise AssertionError(f"nothing by the app in {channel}\n{self.ledger.tail()}")
        return snapshot.message_dict(world, posted[-1], person_id)

    async def until(self, person_id: str, wanted: Predicate | str, timeout: float = 5.0) -> Json:  # noqa: ASYNC109
        """Wait until a text is visible or a predicate over the snapshot holds; return the snapshot.

        Raises AssertionError with everything that is visible and the last lines of the ledger.
        """

        def holds() -> bool:
            if isinstance(wanted, str):
                return wanted in self.visible_text(person_id)
            return bool(wanted(self.see(person_id)))

        def failure() -> str:
            return f"not seen: {wanted!r}\n{self.visible_text(person_id)}\n--\n{self.ledger.tail()}"

        await self._wait(holds, timeout, failure)
        return self.see(person_id)

    async def _wait(self, holds: Callable[[], bool], seconds: float, failure: Callable[[], str]) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not holds():
            version, left = self.version, deadline - loop.time()
            if left <= 0:
                raise AssertionError(failure())
            await self.changed(version, left)

    def unverified(self) -> list[str]:
        """Return one Japanese line for each fact about Slack that the simulation had to guess."""
        return list(unverified.FACTS)


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
    )
