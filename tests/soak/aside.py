"""Work for the processor, in processes of its own: two at once, as many as the machine for which it is meant has."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
AT_ONCE = 2


async def aside(work: Callable[..., T], each: Iterable[tuple[Any, ...]]) -> list[T]:
    """``work(*arguments)`` for ``each``, in order."""
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(AT_ONCE, get_context("spawn")) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, work, *arguments) for arguments in each))
