"""The two engines as sides of a copy. Each is opened so that no bot writes meanwhile: ``used`` where one is running."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from bot.store.base import StoreError
from bot.store.copying import Row, Side
from bot.store.postgres_codes import code as postgres_code
from bot.store.postgres_codes import told
from bot.store.sqlite_codes import code as sqlite_code

_BOTS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and application_name = 'dx-jinzai' and pid <> pg_backend_pid()"""


class _Lite:
    """A SQLite file that this connection has to itself until it is closed."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self.name = f"sqlite:///{file.absolute()}"

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        cursor = self._connection.execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def insert(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield

    def tables(self) -> set[str]:
        return {row["name"] for row in self.execute("select name from sqlite_master where type = 'table'")}

    def renumber(self) -> None:
        """SQLite counts on from the highest number by itself."""


class _Post:
    """A PostgreSQL database on which no bot was running when it was opened."""

    def __init__(self, connection: "psycopg.Connection[Row]", url: str) -> None:
        self._connection = connection
        parts = conninfo_to_dict(url)
        self.name = f"postgresql://{parts.get('host', '')}:{parts.get('port', '')}/{parts.get('dbname', '')}"

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        cursor = self._connection.execute(sql.replace("?", "%s"), values)
        return cursor.fetchall() if cursor.description else []

    def insert(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection.transaction():
            yield

    def tables(self) -> set[str]:
        found = self.execute("select tablename from pg_tables where schemaname = current_schema()")
        return {row["tablename"] for row in found}

    def renumber(self) -> None:
        for table, column in (("outbox", "seq"), ("audit", "id")):
            self.execute(
                f"select setval(pg_get_serial_sequence('{table}', '{column}'),"  # noqa: S608 (names of ours)
                f" (select coalesce(max({column}), 0) + 1 from {table}), false)"
            )


@contextmanager
def sqlite_side(file: Path) -> Iterator[Side]:
    """A database that has been migrated. Raises ``StoreError``."""
    try:
        with closing(sqlite3.connect(file, timeout=1.0, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            yield _Lite(connection, file)
    except sqlite3.Error as error:
        found = sqlite_code(error)
        raise StoreError("used" if found == "locked" else found, str(file)) from error


@contextmanager
def postgres_side(url: str) -> Iterator[Side]:
    """A database that has been migrated. Raises ``StoreError``."""
    try:
        with psycopg.connect(
            url, autocommit=True, row_factory=dict_row, application_name="dx-jinzai-copy"
        ) as connection:
            side = _Post(connection, url)
            if side.execute(_BOTS)[0]["count"]:
                raise StoreError("used", side.name)
            yield side
    except psycopg.Error as error:
        raise StoreError(postgres_code(error), told(error, url)) from error
