"""Changes that arrive while one is being written share the next transaction, and with it one ``fdatasync``.

Each is as whole as if it were alone: a savepoint undoes the one that is a duplicate or a conflict. When the
transaction itself fails (disk full, locked), every change of it is tried alone, so that none pays for another.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.store.base import Change, Committed, StoreError

Outcome = Committed | Exception
WriteAll = Callable[[Sequence["Waiting"]], list[Outcome]]


@dataclass(frozen=True)
class Waiting:
    """A change and the monotonic time by which its caller wants to know."""

    change: Change
    deadline: float


class GroupWriter:
    """Hands whole groups to ``write_all`` in the store's thread, one group at a time, in the order of arrival."""

    def __init__(self, thread: ThreadPoolExecutor, write_all: WriteAll) -> None:
        self._thread = thread
        self._write_all = write_all
        self._waiting: list[tuple[Waiting, asyncio.Future[Committed]]] = []
        self._task: asyncio.Task[None] | None = None

    async def commit(self, change: Change, seconds: float) -> Committed:
        """How ``change`` ended, within ``seconds``. Raises ``StoreError`` or ``sqlite3.Error``."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[Committed] = loop.create_future()
        self._waiting.append((Waiting(change, time.monotonic() + seconds), ended))
        if self._task is None:
            self._task = asyncio.create_task(self._write())
        late = loop.call_later(seconds, _settle, ended, StoreError("slow"))
        try:
            return await ended
        finally:
            late.cancel()

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                try:
                    outcomes = await loop.run_in_executor(self._thread, self._write_all, [one for one, _ in group])
                except (sqlite3.Error, StoreError, RuntimeError) as error:
                    outcomes = [error] * len(group)
                for (_, ended), outcome in zip(group, outcomes, strict=True):
                    _settle(ended, outcome)
        finally:
            self._task = None


def _settle(ended: "asyncio.Future[Committed]", outcome: Outcome) -> None:
    """Tell the caller, unless it has gone."""
    if ended.done():
        return
    if isinstance(outcome, Exception):
        ended.set_exception(outcome)
    else:
        ended.set_result(outcome)
