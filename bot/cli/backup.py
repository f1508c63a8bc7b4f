"""``backup``: copy the database while the bot is running."""

import argparse
from pathlib import Path

from bot.cli.runtime import telling_store
from bot.cli.text import say
from bot.config import Settings
from bot.store import backup


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and leave to overwrite what is there."""
    parser.add_argument("to", type=Path, help=say("help_to"))
    parser.add_argument("--force", action="store_true", help=say("help_force"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print how many consultations the copy holds."""
    with telling_store("TO"):
        sessions = backup(settings.database_url, given.to, force=given.force)
    print(say("backed_up", to=given.to, sessions=sessions))
    return 0
