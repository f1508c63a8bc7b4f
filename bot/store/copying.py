"""Moving an office from one engine to the other: every row of every table, in the order of the keys, then compared.

Each batch is one transaction, so that a copy that was interrupted goes on behind the last row that arrived. Until it is
complete, a table in the target says where the rows come from, and no bot starts on it.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from bot.store.base import StoreError

KEYS: Mapping[str, Sequence[str]] = {
    "sessions": ("id",),
    "deliveries": ("key",),
    "people": ("owner_org", "owner_user"),
    "sent_in": ("id",),
    "outbox": ("seq",),
    "audit": ("id",),
}
"""The tables, each with what orders its rows: the same in both engines."""

MARK = "dx_jinzai_copying"
BATCH = 1000
Row = dict[str, Any]
Progress = Callable[[str, int, int], None]
"""Called with a table, the rows of it that have arrived, and all that there are."""


class Side(Protocol):
    """A database to copy from or into, that nobody else is using. Values stand in for ``?``."""

    name: str
    """Where it is, without a password."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run a statement; its rows."""

    def insert(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row."""

    def transaction(self) -> AbstractContextManager[object]:
        """All or nothing."""

    def tables(self) -> set[str]:
        """The names of the tables there are."""

    def renumber(self) -> None:
        """Go on counting behind the numbers that were copied."""


@dataclass(frozen=True)
class Compared:
    """A table that is the same on both sides: how many rows, and the digest of all."""

    table: str
    rows: int
    digest: str


def copy(source: Side, target: Side, progress: Progress, *, again: bool = False) -> list[Compared]:
    """Copy everything; ``again`` empties what an earlier copy has left. Raises ``StoreError``.

    ``occupied``: the target holds rows that do not come from this source. ``differs``: a table is not the same.
    """
    _begin(source, target, again=again)
    for table in KEYS:
        _copy_table(source, target, table, progress)
    compared = [_compare(source, target, table) for table in KEYS]
    with target.transaction():
        target.renumber()
        target.execute(f"drop table {MARK}")
    return compared


def _begin(source: Side, target: Side, *, again: bool) -> None:
    with target.transaction():
        if MARK in target.tables():
            if target.execute(f"select source from {MARK}")[0]["source"] != source.name:  # noqa: S608 (names of ours)
                raise StoreError("occupied", target.name)
            for table in KEYS if again else ():
                target.execute(f"delete from {table}")  # noqa: S608
            return
        if any(_count(target, table) for table in KEYS):
            raise StoreError("occupied", target.name)
        target.execute(f"create table {MARK} (source text)")
        target.execute(f"insert into {MARK} (source) values (?)", (source.name,))  # noqa: S608


def _copy_table(source: Side, target: Side, table: str, progress: Progress) -> None:
    total, done = _count(source, table), _count(target, table)
    progress(table, done, total)
    for batch in _batches(source, table, _last(target, table)):
        names = sorted(batch[0])
        places = ", ".join("?" * len(names))
        sql = f"insert into {table} ({', '.join(names)}) values ({places})"  # noqa: S608
        with target.transaction():
            target.insert(sql, [[row[name] for name in names] for row in batch])
        done += len(batch)
        progress(table, done, total)


def _batches(side: Side, table: str, after: Sequence[Any]) -> Iterator[list[Row]]:
    keys = ", ".join(KEYS[table])
    while True:
        behind = f"where ({keys}) > ({', '.join('?' * len(after))})" if after else ""
        batch = side.execute(f"select * from {table} {behind} order by {keys} limit {BATCH}", after)  # noqa: S608
        if not batch:
            return
        yield batch
        after = _key(table, batch[-1])


def _last(side: Side, table: str) -> Sequence[Any]:
    order = ", ".join(f"{key} desc" for key in KEYS[table])
    found = side.execute(f"select * from {table} order by {order} limit 1")  # noqa: S608
    return _key(table, found[0]) if found else ()


def _key(table: str, row: Row) -> Sequence[Any]:
    return [row[key] for key in KEYS[table]]


def _count(side: Side, table: str) -> int:
    return int(side.execute(f"select count(*) as n from {table}")[0]["n"])  # noqa: S608


def _compare(source: Side, target: Side, table: str) -> Compared:
    (rows, digest), copied = _digest(source, table), _digest(target, table)
    if copied != (rows, digest):
        raise StoreError("differs", table)
    return Compared(table, rows, digest)


def _digest(side: Side, table: str) -> tuple[int, str]:
    digest, rows = hashlib.sha256(), 0
    for batch in _batches(side, table, ()):
        for row in batch:
            digest.update(json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n")
        rows += len(batch)
    return rows, digest.hexdigest()
