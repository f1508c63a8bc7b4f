"""How far this machine's clock is from Slack's, by the ``Date`` of every answer; requests are refused beyond 300 s."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

TOLERATED = 240.0
"""Seconds; at 300 every request of Slack's would look too old or too new."""


class Clock:
    """``ahead`` is this clock minus Slack's in seconds, 0 until Slack has answered; exact to about a second."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.ahead = 0.0
        self._now = now

    def trace(self) -> aiohttp.TraceConfig:
        """For the session that all calls to Slack go through."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._answered)
        return config

    async def _answered(self, session: Any, context: Any, end: aiohttp.TraceRequestEndParams) -> None:
        del session, context
        try:
            self.ahead = self._now() - parsedate_to_datetime(end.response.headers["Date"]).timestamp()
        except (KeyError, ValueError, TypeError):
            return

    @property
    def wrong(self) -> bool:
        """Whether requests are about to be refused, or are already."""
        return abs(self.ahead) > TOLERATED
