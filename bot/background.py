"""What goes on beside the requests, in one loop: posts that are still owed, and once a day what is too old."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.outbox import Outbox
from bot.store.base import Before, Store, StoreError

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
DAY = 86_400.0


@dataclass(frozen=True)
class Days:
    """How many days what is stored stays, by kind; the kinds are those of ``Before``."""

    consultations: int
    open: int
    sent_in: int
    deliveries: int
    audit: int

    def before(self, now: float) -> Before:
        """What is too old ``now``."""
        return Before(**{kind: now - days * DAY for kind, days in vars(self).items()})


class Background:
    """Runs until it is closed. A store that fails is tried again at the next look."""

    def __init__(self, store: Store, outbox: Outbox, keep: Days, now: Callable[[], float]) -> None:
        self._store = store
        self._outbox = outbox
        self._keep = keep
        self._now = now
        self._purge_at = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin looking."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop looking; what was begun goes on in ``Delivery``."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("the background waits for the store: %s", error.code)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Do once what there is to do now."""
        await self._outbox.send_due()
        await self._store.tidy()
        now = self._now()
        if now >= self._purge_at:
            gone = await self._store.purge(self._keep.before(now), now)
            self._purge_at = now + DAY
            log.info("deleted what is too old: %s", ", ".join(f"{kind} {number}" for kind, number in gone.items()))
