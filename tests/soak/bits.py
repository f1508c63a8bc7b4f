"""Single bits of a database turned over: what is refused at the start, told when it is read, or served unseen.

Figures, not a promise: what a bit changes inside a value nothing finds (``docs/decisions/0018-single-bits.md``).
"""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from bot.store.base import Change, Outgoing, Owner, Session, StoreError
from bot.store.sqlite import SqliteStore

TABLES = ("sessions", "outbox", "deliveries", "audit", "people", "sent_in")
ROWS = 200


async def bits(scale: float, folder: Path) -> tuple[str, int]:
    """1,000 bits, one at a time; broken is only a start that ends in another way than being refused."""
    await _filled(folder / "whole.db")
    whole, sound = (folder / "whole.db").read_bytes(), _dump(folder / "whole.db")
    chance, fates = Random(1), Counter[str]()
    for number in range(max(20, round(1000 * scale))):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        place = folder / str(number)
        place.mkdir()
        (place / "bit.db").write_bytes(damaged)
        fates[await _fate(place / "bit.db", sound)] += 1
    told = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
    return f"{fates.total()} bits turned over in {len(whole)} bytes: {told}", fates["ended otherwise"]


async def _filled(file: Path) -> None:
    """Consultations as people leave them, some with an answer that is owed."""
    store, chance = SqliteStore(str(file)), Random(2)
    await store.open()
    for number in range(ROWS):
        at, owner = 1e9 + number, Owner("T01", f"U{number:05}")
        given = {"wish": ("run",), "first_organisation": ("manage",), "further_field": ("design", "tools")}
        session = Session(f"{chance.getrandbits(128):032x}", owner, "consult", at, at, given)
        owed = Outgoing(f"Ev{number}", at, owner, owner.user, "chat.postMessage", "D1", '{"text": "質問"}' * 60)
        await store.commit(Change(at, session, key=f"Ev{number:08}", outgoing=owed if number % 10 == 0 else None))
    await store.close()


def _dump(file: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as raw:
        return [raw.execute(f"select * from {table}").fetchall() for table in TABLES]  # noqa: S608 (names of ours)


async def _fate(file: Path, sound: object) -> str:
    store = SqliteStore(str(file))
    try:
        await store.open()
    except StoreError:
        return "refused at the start"
    except Exception:
        return "ended otherwise"
    finally:
        await store.close()
    try:
        return "without effect" if await asyncio.to_thread(_dump, file) == sound else "served unseen"
    except sqlite3.Error:
        return "told when read"
