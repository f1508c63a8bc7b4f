"""Socket Mode: two supervised connections, each closed and rebuilt when it stays down.

The SDK heals a clean close and a reset by itself; what it does not heal (a wrong token, a ticket that is refused for
ever, ``too_many_websockets``) is bounded here by time and by back-off with jitter.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from random import Random

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery import describe

log = logging.getLogger(__name__)
sdk_log = logging.getLogger(f"{__name__}.sdk")

CONNECTIONS = 2
PING_SECONDS = 2.0
DOWN_SECONDS = 8.0
LOOK_SECONDS = 0.5
BACK_OFF = (1.0, 60.0)
_ADDRESS = re.compile(r"wss?://[^\s'\"]+")


class Connections:
    """Keeps ``CONNECTIONS`` connections to Slack open until ``close``."""

    def __init__(
        self, app: AsyncApp, app_token: str, web: Callable[[], AsyncWebClient], proxy: str | None, chance: Random
    ) -> None:
        self._app = app
        self._app_token = app_token
        self._web = web
        self._proxy = proxy
        self._chance = chance
        self._tasks: list[asyncio.Task[None]] = []
        sdk_log.addFilter(_without_address)

    def start(self) -> None:
        """Begin connecting."""
        self._tasks = [asyncio.create_task(self._supervise(slot)) for slot in range(CONNECTIONS)]

    async def close(self) -> None:
        """Stop taking requests and disconnect."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _supervise(self, slot: int) -> None:
        failures = 0
        while True:
            client = self._client()
            begun = asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(client.connect(), DOWN_SECONDS)  # type: ignore[no-untyped-call]
                await self._until_down(client)
                log.warning("connection %s stayed down and is rebuilt", slot)
            except (SlackApiError, ClientError, OSError, TimeoutError) as error:
                log.warning("connection %s: %s", slot, describe(error))
            finally:
                await client.close()  # type: ignore[no-untyped-call]
            lasted = asyncio.get_running_loop().time() - begun
            failures = 1 if lasted > BACK_OFF[1] else failures + 1
            await asyncio.sleep(self._pause(failures))

    async def _until_down(self, client: SocketModeClient) -> None:
        down = 0.0
        while down < DOWN_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            down = 0.0 if await client.is_connected() else down + LOOK_SECONDS

    def _pause(self, failures: int) -> float:
        first, longest = BACK_OFF
        return self._chance.uniform(first, min(longest, first * 2**failures))

    def _client(self) -> SocketModeClient:
        handler = AsyncSocketModeHandler(
            self._app,
            self._app_token,
            logger=sdk_log,
            web_client=self._web(),
            proxy=self._proxy,
            ping_interval=PING_SECONDS,
        )
        return handler.client


def _without_address(record: logging.LogRecord) -> bool:
    """The SDK writes the address of a connection, a secret while its ticket is good, into messages and traces."""
    record.msg, record.args, record.exc_info = _ADDRESS.sub("wss://…", record.getMessage()), None, None
    return True
