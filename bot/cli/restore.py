"""``restore``: put a backup in the place of the database."""

import argparse
from pathlib import Path

from bot.cli.runtime import telling_store
from bot.cli.text import say
from bot.config import Settings
from bot.store import restore


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and leave to overwrite what is there."""
    parser.add_argument("source", type=Path, metavar="from", help=say("help_from"))
    parser.add_argument("--force", action="store_true", help=say("help_force"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print how many consultations are there now."""
    with telling_store("FROM"):
        sessions = restore(given.source, settings.database_url, force=given.force)
    print(say("restored", sessions=sessions))
    return 0
