"""Calls on views: a few of one method at a time, and none before the time that Slack has told any of them."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.errors import Failure, Fate, failure


class Turnstile:
    """Repeats a call once after a passing trouble, and as often as Slack puts it off; views may be set again unharmed.

    When everybody opens the Home tab at 8:30, one ``Retry-After`` holds for all of them: hundreds that each ask for
    themselves would only be refused again.
    """

    def __init__(self, at_once: int, longest: float) -> None:
        """``longest``: the seconds for which Slack may put a call off before it is given up."""
        self._at_once = asyncio.Semaphore(at_once)
        self._longest = longest
        self._opens = 0.0

    async def through(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make ``call`` when it is its turn. Raises what it raised last, ``TimeoutError`` when its turn is too late."""
        loop = asyncio.get_running_loop()
        until, repeats = loop.time() + self._longest, 1
        async with self._at_once:
            while True:
                if max(self._opens, loop.time()) > until:
                    raise TimeoutError
                await asyncio.sleep(self._opens - loop.time())
                try:
                    await call()
                except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
                    why = failure(error)
                    if not self._goes_again(why, until, repeats):
                        raise
                    repeats -= not why.wait
                else:
                    return

    def _goes_again(self, why: Failure, until: float, repeats: int) -> bool:
        """Whether it is worth while; where Slack told a time, nobody goes before it."""
        if why.wait:
            self._opens = max(self._opens, asyncio.get_running_loop().time() + why.wait)
            return self._opens <= until
        return repeats > 0 and why.fate in (Fate.RETRY, Fate.RECONCILE)
