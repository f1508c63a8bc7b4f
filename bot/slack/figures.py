"""How many consultations there were, for the administrators' Home. Pure."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from bot.replies import Home, Tallied
from bot.slack.pieces import Block, boxed, plain, section
from bot.wording import Wording

WIDE = "\u3000"
"""Pads columns of full-width characters: in Slack's fixed-width font two spaces are not as wide as one of them."""

COLUMNS = ("role", "outcome", "rating", "count")


def figures(home: Home, wording: Wording) -> list[Block]:
    """A table for each month, the newest first; nothing where the figures are not told."""
    if home.figures is None:
        return []
    labels, words = wording.labels, wording.figures
    months = [
        block
        for month, lines in groupby(home.figures, key=lambda line: line.month)
        for block in (section(f"*{_named(month, words)}*"), boxed(_table(lines, words)))
    ]
    return [
        {"type": "header", "text": plain(labels["home_figures"])},
        section(labels["home_figures_text"]),
        *(months or [section(labels["home_no_figures"])]),
    ]


def _named(month: str, words: Mapping[str, str]) -> str:
    year, number = map(int, month.split("-"))
    return words["in_month"].format(year=year, month=number)


def _table(lines: Iterable[Tallied], words: Mapping[str, str]) -> str:
    rows = [tuple(map(words.__getitem__, COLUMNS)), *(_row(line, words) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ([text.ljust(width, WIDE) for text, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join(WIDE.join(row).rstrip(WIDE) for row in padded)


def _row(line: Tallied, words: Mapping[str, str]) -> tuple[str, ...]:
    """The cells; a count is the last one, so that its narrow digits push nothing aside."""
    role = line.role.name if line.role else words["no_role"]
    count = words["few"] if line.count is None else words["counted"].format(count=line.count)
    return role, words[line.outcome], words[line.rating or "unrated"], count
