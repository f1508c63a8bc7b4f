"""Roles side by side as a ``table`` block, which stands in messages alone. Pure."""

from collections.abc import Sequence

from bot.replies import Comparison
from bot.slack.pieces import Block
from bot.wording import Wording


def table(reply: Comparison, wording: Wording) -> Block:
    """A row for each line of the comparison and a column for each role; skills of one name are the last row."""
    labels = wording.labels
    header = [labels["compare_topic"], *(role.name for role in reply.roles)]
    lines = [
        [labels[f"compare_{line.topic}"], *(wording.phrase("in_table", cell) for cell in line.cells)]
        for line in reply.lines
    ]
    shared = [wording.phrase("shared_by", reply.shared, role) for role in reply.roles]
    rows = [header, *lines, *([[labels["compare_shared_text"], *shared]] if reply.shared else [])]
    settings = [{"is_wrapped": True} for _ in header]
    return {"type": "table", "column_settings": settings, "rows": [_row(row) for row in rows]}


def _row(texts: Sequence[str]) -> list[Block]:
    return [_cell(text) for text in texts]


def _cell(text: str) -> Block:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [words]}
