"""``graph``: a dialog as a Mermaid flowchart, for those who read or change it."""

import argparse

from bot import compiled
from bot.cli.text import sentences
from bot.config import Settings
from bot.content import Content
from bot.content_checks import positions
from bot.dialog.engine import Position, extremes
from bot.dialog.graph import mermaid
from bot.dialog.model import Answer


def arguments(parser: argparse.ArgumentParser) -> None:
    """The id of the dialog."""
    parser.add_argument("dialog", choices=["consult"], help=sentences("graph")["help_dialog"])


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print the flowchart."""
    del given, settings
    print(drawn(compiled.load().content), end="")
    return 0


def drawn(content: Content) -> str:
    """The consultation as a flowchart."""
    consult = content.consult

    def every(position: Position) -> set[Answer]:
        """Every answer to a single choice; of several options, none and all."""
        return set(extremes(position.question, position.options)) if position.question else set()

    return mermaid(
        consult.dialog,
        positions(consult, every),
        lambda position: str(consult.assess(position.answers).outcome),
        sentences("graph"),
    )
