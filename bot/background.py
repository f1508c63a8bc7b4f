"""What goes on beside the requests, in one loop: posts that are still owed."""

import asyncio
import logging

from bot.slack.outbox import Outbox
from bot.store.base import StoreError

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


class Background:
    """Runs until it is closed. A store that fails is tried again at the next look."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
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
                await self._outbox.send_due()
            except StoreError as error:
                log.warning("the outbox waits for the store: %s", error.code)
            await asyncio.sleep(LOOK_SECONDS)
