"""Socket Mode: two supervised connections, each closed and rebuilt when it is down.

The SDK renews a connection that Slack takes leave of. Everything else is done here, with back-off and jitter: left to
itself it would wait for ever on a wrong token, repeat a spent ticket, and open a thousand connections a minute when
Slack says that there are too many.
"""

import asyncio
import logging
import re
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery import describe
from bot.slack.errors import failure

log = logging.getLogger(__name__)
sdk_log = logging.getLogger(f"{__name__}.sdk")

CONNECTIONS = 2
PING_SECONDS = 2.0
DOWN_SECONDS = 8.0
"""How long connecting, or renewing a connection, may take."""
LOOK_SECONDS = 0.5
CLOSE_SECONDS = 2.0
BACK_OFF = (1.0, 60.0)
TURNED_AWAY = (40.0, 60.0)
"""Seconds until the next try after Slack has turned a connection away, whatever the number of tries."""
_ADDRESS = re.compile(r"wss?://[^\s'\"]+")


class Connections:
    """Keeps ``CONNECTIONS`` connections to Slack open until ``close``."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        web: Callable[[], AsyncWebClient],
        proxy: str | None,
        chance: Random,
        turned_away: tuple[float, float] = TURNED_AWAY,
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._web = web
        self._proxy = proxy
        self._chance = chance
        self._turned_away = turned_away
        self._clients: dict[int, Client] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._leaving: set[asyncio.Task[None]] = set()
        sdk_log.addFilter(_without_address)

    def start(self) -> None:
        """Begin connecting."""
        self._tasks = [asyncio.create_task(self._supervise(slot)) for slot in range(CONNECTIONS)]

    async def close(self) -> None:
        """Stop taking requests and disconnect."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*self._leaving, return_exceptions=True)

    async def up(self) -> int:
        """How many connections stand."""
        return sum([await client.is_connected() for client in self._clients.values()])

    async def _supervise(self, slot: int) -> None:
        failures = 0
        while True:
            client = self._clients[slot] = self._client()
            begun, wait = asyncio.get_running_loop().time(), 0.0
            try:
                await self._kept(client)
                log.warning("connection %s %s and is rebuilt", slot, client.turned_away or "is down")
            except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("connection %s: %s", slot, describe(error))
                wait = failure(error).wait
            finally:
                self._leave(client)
            lasted = asyncio.get_running_loop().time() - begun
            failures = 1 if lasted > BACK_OFF[1] else failures + 1
            await asyncio.sleep(wait + self._pause(client, failures))

    def _leave(self, client: "Client") -> None:
        """Close without waiting for it: at the other end of a connection that is down nobody says farewell."""
        task = asyncio.create_task(client.close())  # type: ignore[no-untyped-call]
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _kept(self, client: "Client") -> None:
        """Connect, and return when the connection is down."""
        async with asyncio.timeout(DOWN_SECONDS):
            client.wss_uri = await client.issue_new_wss_url()
            await client.connect()  # type: ignore[no-untyped-call]
        down = 0.0
        while down < DOWN_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            if await client.is_connected():
                down = 0.0
            elif client.renewing:
                down += LOOK_SECONDS
            else:
                return

    def _pause(self, client: "Client", failures: int) -> float:
        first, longest = BACK_OFF
        if client.turned_away:
            return self._chance.uniform(*self._turned_away)
        return self._chance.uniform(first, max(first, min(longest, first * 2.0 ** (failures - 1))))

    def _client(self) -> "Client":
        client = Client(
            self._app_token,
            logger=sdk_log,
            web_client=self._web(),
            proxy=self._proxy,
            auto_reconnect_enabled=False,
            ping_interval=PING_SECONDS,
        )
        client.socket_mode_request_listeners.append(self._answer)
        return client

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        begun = time.time()
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, answer, begun)


class Client(SocketModeClient):
    """The SDK's client, without its endless repetitions: those are the supervisor's, which waits in between.

    ``turned_away`` is the reason that Slack gave when it did not want the connection; "" while it does.
    """

    def __init__(self, app_token: str, **options: Any) -> None:
        super().__init__(app_token, **options)
        self.turned_away = ""
        self.renewing = False
        self.aiohttp_client_session = _Handshakes(self, self.aiohttp_client_session)  # type: ignore[assignment]

    async def issue_new_wss_url(self) -> str:
        """The address of a new connection. Raises at once where the SDK would wait and ask again without an end."""
        try:
            answer = await self.web_client.apps_connections_open(app_token=self.app_token)
        except SlackApiError:
            self.closed = True
            raise
        return str(answer["url"])

    async def disconnect(self) -> None:
        """Close the connection, politely for ``CLOSE_SECONDS``."""
        if self.current_session is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self.current_session.close()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Renew the connection; ``renewing`` meanwhile."""
        self.renewing = True
        try:
            await super().connect_to_new_endpoint(force)
        finally:
            self.renewing = False

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """As the SDK does it, but a connection that Slack turns away is not opened again at once."""
        if message.get("type") == "disconnect" and message.get("reason") in ("too_many_websockets", "link_disabled"):
            self.turned_away, self.closed = str(message["reason"]), True
            return
        await super().run_message_listeners(message, raw_message)


class _Handshakes:
    """The session of a client that gives up when a handshake fails: the ticket is spent, and would be tried again."""

    def __init__(self, client: Client, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def close(self) -> None:
        await self._session.close()

    async def ws_connect(self, *args: Any, **options: Any) -> Any:
        try:
            return await self._session.ws_connect(*args, **options)
        except (aiohttp.ClientError, OSError) as error:
            log.warning("a handshake failed: %s", type(error).__name__)
            self._client.closed = True
            raise


def _without_address(record: logging.LogRecord) -> bool:
    """The SDK writes the address of a connection, a secret while its ticket is good, into messages and traces."""
    record.msg, record.args, record.exc_info = _ADDRESS.sub("wss://…", record.getMessage()), None, None
    return True
