"""Where consultations are kept. ``open_store`` picks the engine by the scheme of the database URL."""

from bot.crash import Reached, nowhere
from bot.store.base import Store, StoreError
from bot.store.sqlite import SqliteStore


def open_store(url: str, reached: Reached = nowhere) -> Store:
    """The store behind ``sqlite:///path``; the path is relative unless a fourth slash begins it.

    Raises ``StoreError`` with code ``scheme`` for any other URL.
    """
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url == prefix:
        raise StoreError("scheme", url.partition(":")[0])
    return SqliteStore(url.removeprefix(prefix), reached)
