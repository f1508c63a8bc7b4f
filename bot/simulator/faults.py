"""Faults on demand: the next calls of a method fail the way Slack, or the network to it, sometimes does."""

from collections import defaultdict, deque

HOWS = ("429", "500", "html", "truncated", "reset_before", "reset_after", "hang_before", "hang_after")
AFTER = ("reset_after", "hang_after")
"""The call takes effect, and only its answer is lost."""


class Faults:
    """Counts down ordered faults per name: a Web API method, "response_url" or "websocket"."""

    def __init__(self) -> None:
        self._ordered: defaultdict[str, deque[str]] = defaultdict(deque)

    def order(self, name: str, times: int, how: str) -> None:
        """Let the next `times` calls fail; `how` is one of HOWS or a Slack error code."""
        self._ordered[name].extend([how] * times)

    def take(self, name: str) -> str:
        """Return the fault for this call, "" for none."""
        ordered = self._ordered[name]
        return ordered.popleft() if ordered else ""
