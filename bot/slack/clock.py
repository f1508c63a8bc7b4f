"""How far this machine's clock is from Slack's, by the ``Date`` of every answer; requests are refused beyond 300 s."""

from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

TOLERATED = 240.0
"""Seconds; at 300 every request of Slack's would look too old or too new."""

OFTEN_ENOUGH = 10.0
"""Seconds between two looks at a ``Date``."""


class Clock:
    """``ahead`` is this clock minus Slack's in seconds, 0 until Slack has answered; exact to about a second."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.ahead = 0.0
        self._now = now
        self._looked = 0.0

    def trace(self) -> aiohttp.TraceConfig:
        """For the session that calls of Slack's Web API go through; a client does not hand out its answers."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._answered)
        return config

    async def _answered(self, session: Any, context: Any, end: aiohttp.TraceRequestEndParams) -> None:
        del session, context
        self.look(end.response.headers)

    def look(self, headers: Mapping[str, str]) -> None:
        """Take the time from the headers of an answer of Slack's, if it is time to look again."""
        now = self._now()
        if abs(now - self._looked) < OFTEN_ENOUGH:
            return
        try:
            self.ahead = now - parsedate_to_datetime(headers["Date"]).timestamp()
            self._looked = now
        except (KeyError, ValueError, TypeError):
            return

    def ours(self, theirs: float) -> float:
        """A time of Slack's as this clock told it."""
        return theirs + self.ahead

    @property
    def wrong(self) -> bool:
        """Whether requests are about to be refused, or are already."""
        return abs(self.ahead) > TOLERATED
