"""``migrate``: bring the database to the present version."""

import argparse
import asyncio

from bot import crash
from bot.cli.runtime import opened_store
from bot.cli.text import say
from bot.config import Settings
from bot.crash import Reached


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""
    del parser


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Open the store, which migrates it, and close it."""
    del given
    asyncio.run(_migrate(settings.database_url, crash.at(settings.crash_at)))
    print(say("migrated"))
    return 0


async def _migrate(url: str, reached: Reached) -> None:
    await (await opened_store(url, reached)).close()
