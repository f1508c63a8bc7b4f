"""``purge``: delete what is too old now; the bot does the same once a day."""

import argparse
import asyncio
import time
from collections.abc import Mapping

from bot.cli.runtime import days, opened_store
from bot.cli.text import say
from bot.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--dry-run`` counts and deletes nothing."""
    parser.add_argument("--dry-run", action="store_true", help=say("help_dry_run"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print a line for each kind; 1 when another program keeps deleted words in the files."""
    gone, tidy = asyncio.run(_purged(settings, dry=given.dry_run))
    print(say("purge_counted" if given.dry_run else "purge_done"))
    for kind, number in gone.items():
        print(say(f"purge_{kind}", number=number))
    if not tidy:
        print(say("purge_read"))
    return 0 if tidy else 1


async def _purged(settings: Settings, *, dry: bool) -> tuple[Mapping[str, int], bool]:
    store = await opened_store(settings.database_url)
    try:
        now = time.time()
        return await store.purge(days(settings).before(now), now, dry=dry), await store.tidy()
    finally:
        await store.close()
