"""Waiting for the next change of anything a person can see."""

import asyncio


class Changes:
    """A version number that grows with every visible change, and a way to wait for the next."""

    def __init__(self) -> None:
        self.version = 0
        self._event = asyncio.Event()

    def bump(self) -> None:
        """Count one change and wake everybody who waits."""
        self.version += 1
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, since: int, timeout: float) -> int:  # noqa: ASYNC109 - the deadline is part of the answer
        """Return the version as soon as it is past `since`, or after `timeout` seconds whatever it is."""
        try:
            async with asyncio.timeout(timeout):
                while self.version <= since:
                    await self._event.wait()
        except TimeoutError:
            pass
        return self.version
