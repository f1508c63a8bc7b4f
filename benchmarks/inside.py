"""What is measured inside one process: answers to free texts, screens, and a database that is full."""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.cli.samples import samples
from bot.content import DIALOGS, load
from bot.replies import Asked, Concluded, Reply
from bot.slack.blocks import Screens
from bot.store.sqlite import SqliteStore
from bot.wording import Wording

TEXTS = Path(__file__).parents[1] / "tests" / "understanding" / "dev.jsonl"
REPEATS = 5


def answers() -> dict[str, float]:
    """Milliseconds to understand one text of the development set; ``max`` is that of one of 20,000 characters."""
    search = load().search
    texts = [json.loads(line)["text"] for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    return _timed(search.understand, [*texts, ("".join(texts) * 2)[:20000]])


def rendering() -> dict[str, float]:
    """Milliseconds to turn a question or a result into a message."""
    content = load()
    screens = Screens(Wording(DIALOGS, content.standard, keep_days=30))
    replies: list[Reply] = [reply for reply in samples(content) if isinstance(reply, Asked | Concluded)]
    return _timed(screens.message, replies[:: max(1, len(replies) // 500)])


def _timed(call: Callable[[Any], object], values: Sequence[Any]) -> dict[str, float]:
    for value in values:
        call(value)
    taken = []
    for value in values:
        best = []
        for _ in range(REPEATS):
            begun = time.perf_counter()
            call(value)
            best.append(time.perf_counter() - begun)
        taken.append(min(best) * 1000)
    taken.sort()
    return {"p50": taken[len(taken) // 2], "p99": taken[int(len(taken) * 0.99)], "max": taken[-1]}


@contextmanager
def big_store(count: int) -> Iterator[Path]:
    """A database with ``count`` concluded consultations of as many people, none so old that it would be purged."""
    now = time.time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        asyncio.run(_migrated(path))
        with sqlite3.connect(path) as database:
            database.executemany(
                "insert into sessions (id, owner_org, owner_user, dialog, answers, status, revision, created, updated)"
                " values (?, 'T0BENCH', ?, 'consult', '{}', 'concluded', 5, ?, ?)",
                ((f"{n:032x}", f"W{n:08}", now - n, now - n) for n in range(count)),
            )
        database.close()
        yield path


async def _migrated(path: Path) -> None:
    store = SqliteStore(str(path))
    await store.open()
    await store.close()
