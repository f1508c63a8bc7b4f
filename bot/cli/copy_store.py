"""``copy-store``: move an office from one database to another, and compare the two at the end."""

import argparse
import asyncio
import sys

from bot.cli import SetupError
from bot.cli.runtime import opened_store, telling_store
from bot.cli.text import say
from bot.config import Settings
from bot.problem import Problem
from bot.store import copied


def arguments(parser: argparse.ArgumentParser) -> None:
    """The two addresses, and leave to begin anew."""
    parser.add_argument("source", metavar="from", help=say("help_copy_from"))
    parser.add_argument("target", metavar="to", help=say("help_copy_to"))
    parser.add_argument("--restart", action="store_true", help=say("help_restart"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print a line for each table that is the same on both sides."""
    del settings
    if given.source == given.target:
        raise SetupError(Problem("store.same", at="TO"))
    for at, url in (("FROM", given.source), ("TO", given.target)):
        asyncio.run(_migrated(at, url))
    with telling_store("TO"):
        compared = copied(given.source, given.target, _progress, again=given.restart)
    for one in compared:
        print(say("copy_same", table=one.table, rows=f"{one.rows:,}", digest=one.digest[:12]))
    print(say("copied"))
    return 0


async def _migrated(at: str, url: str) -> None:
    """Bring a side to the present version; a copy that stopped in the middle is what we are here for."""
    try:
        await (await opened_store(url)).close()
    except SetupError as error:
        problem = error.problems[0]
        if problem.code != "store.unfinished" or at == "FROM":
            raise SetupError(Problem(problem.code, at=at, args=problem.args)) from error


def _progress(table: str, done: int, total: int) -> None:
    """One line on a terminal, rewritten; elsewhere a line for each table."""
    line = say("copying", table=table, done=f"{done:,}", total=f"{total:,}")
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total:
        print(line, file=sys.stderr, flush=True)
