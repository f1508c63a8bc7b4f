"""Outgoing calls as tracked tasks: begun after the acknowledgement, in order per conversation, awaited at the end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=5.0)
"""Seconds for one call, set on the session: a client that is given a session ignores its own timeout."""

Payload = dict[str, Any]


class Delivery:
    """Sends messages. Nothing here raises to the caller: what cannot be delivered is logged without its words."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, proxy: str | None = None) -> None:
        self._client = client
        self._session = session
        self._proxy = proxy
        self._last: dict[str, asyncio.Task[None]] = {}

    def start(self, conversation: str, call: Callable[[], Awaitable[None]]) -> None:
        """Run ``call`` after all earlier calls of the same ``conversation``."""
        task = asyncio.create_task(self._in_turn(self._last.get(conversation), call))
        self._last[conversation] = task
        task.add_done_callback(lambda done: self._forget(conversation, done))

    async def _in_turn(self, before: asyncio.Task[None] | None, call: Callable[[], Awaitable[None]]) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await call()
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.error("a message was not delivered: %s", describe(error))  # noqa: TRY400 (a trace may hold texts)

    def _forget(self, conversation: str, done: asyncio.Task[None]) -> None:
        if self._last.get(conversation) is done:
            del self._last[conversation]

    async def drain(self, seconds: float) -> None:
        """Wait until every call that was begun has ended, at most ``seconds``."""
        if tasks := list(self._last.values()):
            await asyncio.wait(tasks, timeout=seconds)

    async def respond(self, url: str, payload: Payload, *, replace: bool, otherwise: str) -> None:
        """Answer through a ``response_url``; when Slack refuses that, post to the channel or user ``otherwise``."""
        body = {**payload, "replace_original": replace, "response_type": "ephemeral"}
        try:
            async with self._session.post(url, json=body, proxy=self._proxy) as response:
                if response.status == 200:
                    return
                log.warning("response_url answered %s", response.status)
        except (aiohttp.ClientConnectionError, TimeoutError) as error:
            log.warning("response_url: %s", describe(error))
        await self.post(otherwise, payload)

    async def post(self, channel: str, payload: Payload, thread: str | None = None) -> None:
        """Post a message to a channel, or to a user's DM by the user's id."""
        await self._client.chat_postMessage(
            channel=channel, thread_ts=thread, unfurl_links=False, unfurl_media=False, **payload
        )

    async def whisper(self, channel: str, user: str, payload: Payload, thread: str | None = None) -> None:
        """Post a message that only ``user`` sees in ``channel``."""
        await self._client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **payload)


def describe(error: Exception) -> str:
    """An error for the log: its kind and Slack's code, never a URL or a text."""
    if isinstance(error, SlackApiError):
        return f"Slack answered {error.response.get('error')}"
    return type(error).__name__
