"""Cells that no spreadsheet takes for a formula."""

import re

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠−]|[\t\r]")


def inert(cell: str) -> str:
    """``cell``, behind an apostrophe where a spreadsheet would calculate it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
