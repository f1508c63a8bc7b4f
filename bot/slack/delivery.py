"""Outgoing calls as tracked tasks: begun after the acknowledgement, in order per conversation, awaited at the end."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clock import Clock
from bot.slack.printed import compact, extended
from bot.slack.turnstile import Turnstile
from bot.slack.versions import REFUSALS, Payload, first_taken
from bot.store.base import StoreError

log = logging.getLogger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=5.0)
"""Seconds for one call, set on the session: a client that is given a session ignores its own timeout."""

_JSON = "application/json; charset=utf-8"
_REPLACING = b'{"replace_original":true,"response_type":"ephemeral"}'
_BESIDE = b'{"replace_original":false,"response_type":"ephemeral"}'
HOMES, MODALS = (4, 60.0), (20, 3.0)
"""How many are set at once, and the seconds that Slack may put one off; somebody sits before a modal."""

SPENT_TRIGGER = ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged")

Plainer = Callable[[], Sequence[Payload]]


class _RefusedError(Exception):
    """A ``response_url`` takes nothing any more."""


class Delivery:
    """Sends messages. Nothing here raises to the caller: what cannot be delivered is logged without its words.

    ``session`` is for response URLs; ``client`` has its own.
    """

    def __init__(
        self, client: AsyncWebClient, session: aiohttp.ClientSession, clock: Clock, proxy: str | None = None
    ) -> None:
        self._client = client
        self._session = session
        self.clock = clock
        self._proxy = proxy
        self._last: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._homes: dict[str, Payload] = {}
        self._published, self._updated = Turnstile(*HOMES), Turnstile(*MODALS)

    def start(self, conversation: str, call: Callable[[], Awaitable[object]]) -> None:
        """Run ``call`` after all earlier calls of the same ``conversation``."""
        task = asyncio.create_task(self._in_turn(self._last.get(conversation), call))
        self._last[conversation] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(conversation, done))

    async def _in_turn(self, before: asyncio.Task[None] | None, call: Callable[[], Awaitable[object]]) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await call()
        except (SlackApiError, aiohttp.ClientError, TimeoutError, StoreError) as error:
            log.error("a message was not delivered: %s", describe(error))  # noqa: TRY400 (a trace may hold texts)

    def _forget(self, conversation: str, done: asyncio.Task[None]) -> None:
        self._tasks.discard(done)
        if self._last.get(conversation) is done:
            del self._last[conversation]

    async def drain(self, seconds: float) -> None:
        """Wait until every call that was begun has ended, at most ``seconds``; then give up those that have not."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            log.warning("%s messages were given up at the end", len(late))

    async def respond(self, url: str, printed: bytes, plainer: Plainer, *, replace: bool, otherwise: str) -> None:
        """Answer through a ``response_url``; when Slack refuses that, post to the channel or user ``otherwise``.

        ``plainer`` makes what stands in for the message where it is the blocks that are refused.
        """
        how = _REPLACING if replace else _BESIDE
        try:
            if await self._taken(url, extended(printed, how)):
                return
            for version in plainer():
                if await self._taken(url, extended(compact(version), how)):
                    return
        except _RefusedError:
            pass
        except (aiohttp.ClientConnectionError, TimeoutError) as error:
            log.warning("response_url: %s", describe(error))
        await self.post(otherwise, {**json.loads(printed), "otherwise": plainer()})

    async def _taken(self, url: str, body: bytes) -> bool:
        """Whether that was the end of it: False when other blocks may be taken, ``_RefusedError`` for all else."""
        printed = aiohttp.BytesPayload(body, content_type=_JSON)
        async with self._session.post(url, data=printed, proxy=self._proxy) as response:
            self.clock.look(response.headers)
            if response.status == 200:
                return True
            log.warning("response_url answered %s", response.status)
            said = await response.text()
        if not any(refusal in said for refusal in REFUSALS):
            raise _RefusedError
        return False

    async def post(self, channel: str, payload: Payload) -> str:
        """Post a message to a channel, or to a user's DM by the user's id; the channel that it stands in."""

        async def call(version: Payload) -> str:
            posted = await self._client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=False, **version
            )
            return str(posted["channel"])

        return await first_taken(payload, call)

    async def upload(self, channel: str, files: Sequence[tuple[str, bytes]]) -> bool | None:
        """Send files into ``channel``. None when they went; else whether the right to send files is missing."""
        uploads = [{"filename": name, "title": name, "file": data} for name, data in files]
        try:
            await self._client.files_upload_v2(channel=channel, file_uploads=uploads)
        except (SlackApiError, SlackRequestError, aiohttp.ClientError, TimeoutError) as error:
            log.error("files were not sent: %s", describe(error))  # noqa: TRY400 (a trace may hold names)
            return isinstance(error, SlackApiError) and error.response.get("error") == "missing_scope"
        return None

    async def open_view(self, trigger: str, view: Payload, too_late: Payload, otherwise: str) -> None:
        """Open a modal. A trigger lives three seconds and once; after that, post ``too_late`` to the user."""
        await self._within(self._client.views_open(trigger_id=trigger, view=view), too_late, otherwise)

    async def push_view(self, trigger: str, view: Payload, too_late: Payload, otherwise: str) -> None:
        """Open a modal on top of the one that is open; as ``open_view``."""
        await self._within(self._client.views_push(trigger_id=trigger, view=view), too_late, otherwise)

    async def _within(self, call: Awaitable[object], too_late: Payload, otherwise: str) -> None:
        try:
            await call
        except SlackApiError as error:
            if not _is_late(error):
                raise
            await self.post(otherwise, too_late)

    async def whisper(self, channel: str, user: str, payload: Payload) -> None:
        """Post what ``user`` alone sees, who is in ``channel``."""
        if channel.startswith("D"):
            await self.post(channel, payload)
        else:
            await self._client.chat_postEphemeral(channel=channel, user=user, **payload)

    def publish(self, user: str, view: Payload) -> None:
        """Put ``view`` into the user's Home tab; of several that wait, only the last one goes."""
        waits = user in self._homes
        self._homes[user] = view
        if not waits:
            self.start(f"{user} home", lambda: self._publish(user))

    async def _publish(self, user: str) -> None:
        view: Payload = {}

        async def put() -> None:
            nonlocal view
            view = self._homes.pop(user, view)
            if view:
                await self._client.views_publish(user_id=user, view=view)

        await self._published.through(put)

    async def update_view(self, view_id: str, view: Payload) -> None:
        """Put ``view`` in place of a modal. Without its hash: the order of the calls decides, not a comparison."""
        await self._updated.through(lambda: self._client.views_update(view_id=view_id, view=view))


def _is_late(error: SlackApiError) -> bool:
    """Slack documents four names for a trigger that is spent, and has been seen to answer a fifth way."""
    answer = error.response
    messages = (answer.get("response_metadata") or {}).get("messages") or []
    return answer.get("error") in SPENT_TRIGGER or any("trigger_id" in message for message in messages)


def describe(error: Exception) -> str:
    """An error for the log: its kind and Slack's code, never a URL or a text."""
    if isinstance(error, SlackApiError):
        data = getattr(error.response, "data", None)
        return f"Slack answered {data.get('error')}" if isinstance(data, dict) else "Slack answered no JSON"
    return type(error).__name__
