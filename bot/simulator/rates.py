"""Slack's documented rate tiers, per method for the one workspace and app, counted only when switched on."""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Mapping

PER_MINUTE: Mapping[str, int] = {
    "auth.test": 600,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "chat.postMessage": 300,
    "chat.update": 50,
    "conversations.info": 50,
    "conversations.open": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}
# chat.postMessage also allows about one message a second in a channel, with short bursts above it.
CHANNEL_BURST, CHANNEL_WINDOW = 5, 5.0


class Rates:
    """Sliding windows of call times by the given clock."""

    def __init__(self, clock: Callable[[], float], *, enforced: bool) -> None:
        self._clock = clock
        self._enforced = enforced
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, method: str, channel: str) -> int:
        """Count one call: 0 when it may go, else the seconds for Retry-After."""
        if not self._enforced or method not in PER_MINUTE:
            return 0
        windows = [(method, PER_MINUTE[method], 60.0)]
        if method == "chat.postMessage":
            windows.append((f"{method} {channel}", CHANNEL_BURST, CHANNEL_WINDOW))
        waits = [self._wait(*window) for window in windows]
        if not any(waits):
            for name, _, _ in windows:
                self._calls[name].append(self._clock())
        return max(waits)

    def _wait(self, name: str, limit: int, window: float) -> int:
        calls, now = self._calls[name], self._clock()
        while calls and calls[0] <= now - window:
            calls.popleft()
        return 0 if len(calls) < limit else max(1, math.ceil(calls[0] + window - now))
