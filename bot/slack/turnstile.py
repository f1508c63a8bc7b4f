"""Calls on views: a few of one method at a time, and none before the time that Slack has told any of them."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.errors import Failure, Fate, failure


class Turnstile:
    """Repeats a call once after a passing trouble; views may be set twice without harm.

    When everybody opens the Home tab at 8:30, one ``Retry-After`` holds for all of them: hundreds that each ask for
    themselves would only be refused again.
    """

    def __init__(self, at_once: int, longest: float) -> None:
        """``longest``: seconds that Slack may put a call off before it is given up."""
        self._at_once = asyncio.Semaphore(at_once)
        self._longest = longest
        self._opens = 0.0

    async def through(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make ``call`` when it is its turn. Raises what it raised last."""
        async with self._at_once:
            await self._turn()
            try:
                await call()
            except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                if not self._worth_while(failure(error)):
                    raise
                await self._turn()
                await call()

    async def _turn(self) -> None:
        await asyncio.sleep(self._opens - asyncio.get_running_loop().time())

    def _worth_while(self, why: Failure) -> bool:
        """Whether to go again; then nobody goes before the time that Slack told."""
        if why.fate not in (Fate.RETRY, Fate.RECONCILE) or why.wait > self._longest:
            return False
        self._opens = max(self._opens, asyncio.get_running_loop().time() + why.wait)
        return True
