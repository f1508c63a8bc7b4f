"""Tables as files that a spreadsheet opens: CSV, Excel, JSON. No cell is ever taken for a formula."""

import csv
import io
import json
import re
from collections.abc import Sequence

from openpyxl import Workbook

from bot.inert import inert

FORMATS = ("csv", "xlsx", "json")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""What no XML file may hold."""


def file(header: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> bytes:
    """The table as a file of ``kind``, one of ``FORMATS``; in JSON an object for each row, with its words unchanged."""
    if kind == "json":
        objects = [dict(zip(header, row, strict=True)) for row in rows]
        return (json.dumps(objects, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    cells = [list(header), *([inert(cell) for cell in row] for row in rows)]
    return _excel(cells) if kind == "xlsx" else _csv(cells)


def _csv(cells: Sequence[Sequence[str]]) -> bytes:
    """With a byte order mark, by which Excel knows UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows(cells)
    return out.getvalue().encode("utf-8-sig", "replace")


def _excel(cells: Sequence[Sequence[str]]) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in cells:
        sheet.append([_CONTROL.sub("", cell) for cell in row])
    book.save(out)
    return out.getvalue()
