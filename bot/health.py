"""What is wrong right now, for whoever watches the bot: each reason as ``kind: detail``, without anybody's data."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.slack.clock import Clock
from bot.slack.outbox import Outbox
from bot.store.base import Store, StoreError

LEAST_FREE = 0.1
"""The share of the disk that has to be free."""


@dataclass(frozen=True)
class Health:
    """``free`` is the free share of the disk that the database is on; ``up`` counts the Socket Mode connections."""

    store: Store
    outbox: Outbox
    clock: Clock
    free: Callable[[], float]
    up: Callable[[], Awaitable[int]] | None = None

    async def reasons(self) -> list[str]:
        """Nothing when all is well."""
        found = [await self._store(), self._token(), await self._sockets(), self._disk(), self._clock()]
        return [reason for reason in found if reason]

    async def _store(self) -> str:
        try:
            await self.store.get("")
        except StoreError as error:
            return f"store: {error.code}"
        return ""

    def _token(self) -> str:
        return f"token: {self.outbox.stopped_by}" if self.outbox.stopped_by else ""

    async def _sockets(self) -> str:
        return "sockets: none connected" if self.up is not None and await self.up() == 0 else ""

    def _disk(self) -> str:
        free = self.free()
        return f"disk: {free:.0%} free" if free < LEAST_FREE else ""

    def _clock(self) -> str:
        return f"clock: {self.clock.ahead:+.0f} s from Slack's" if self.clock.wrong else ""
