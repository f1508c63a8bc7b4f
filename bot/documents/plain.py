"""A Word draft as Markdown, CSV or bare text, read back from the finished file: one template for all of them."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.inert import inert

_MARKS = re.compile(r"([\\`*_\[\]<>|#]|&(?=#?\w+;))")
_HEADING = re.compile(r"Heading (\d)")


@dataclass(frozen=True)
class Piece:
    """A paragraph (one cell) or a table row. ``style`` is ``head``, ``row``, or the name of the paragraph's style."""

    style: str
    cells: tuple[str, ...]


def pieces(data: bytes) -> Iterator[Piece]:
    """Everything that a page shows, in order: the header first, empty paragraphs left out."""
    document = Document(io.BytesIO(data))
    for paragraph in document.sections[0].header.paragraphs:
        yield Piece("Header", (paragraph.text,))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        elif block.text.strip():
            yield Piece(_style(block), (block.text,))


def _style(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def _rows(table: Table) -> Iterator[Piece]:
    for row in table.rows:
        properties = row._tr.trPr  # noqa: SLF001 (python-docx has no name for a heading row)
        head = properties is not None and properties.find(qn("w:tblHeader")) is not None
        yield Piece("head" if head else "row", tuple(cell.text for cell in row.cells))


def markdown(data: bytes) -> str:
    """The draft as Markdown; what could be read as a mark is escaped. A table without a heading row is a list."""
    blocks = [_block(list(group)) for _, group in groupby(pieces(data), _kind)]
    return "\n\n".join(blocks) + "\n"


def _kind(piece: Piece) -> str:
    kinds = {"head": "table", "row": "table", "List Bullet": "list"}
    return kinds.get(piece.style, str(id(piece)))


def _block(group: list[Piece]) -> str:
    first = group[0]
    if first.style == "head":
        lines = [_row(piece) for piece in group]
        return "\n".join([lines[0], "|" + " --- |" * len(first.cells), *lines[1:]])
    if first.style == "row":
        return "\n".join(f"- {_escaped(piece.cells[0])}：{_escaped(piece.cells[1])}" for piece in group)
    if first.style == "List Bullet":
        return "\n".join(f"- {_escaped(piece.cells[0])}" for piece in group)
    level = {"Title": 1, "Header": 0}.get(first.style, 0)
    if found := _HEADING.match(first.style):
        level = int(found.group(1)) + 1
    mark = "> " if first.style == "Header" else "#" * level + " " if level else ""
    return mark + _escaped(first.cells[0])


def _row(piece: Piece) -> str:
    return "| " + " | ".join(map(_escaped, piece.cells)) + " |"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text).replace("\n", "<br>")


def text(data: bytes) -> str:
    """The draft as bare text, in reading order and without marks: of a table, a line a cell with its heading."""
    blocks = ["\n".join(_lines(list(group))) for _, group in groupby(pieces(data), _kind)]
    return "\n\n".join(blocks) + "\n"


def _lines(group: list[Piece]) -> Iterator[str]:
    first = group[0]
    if first.style == "head":
        for row in group[1:]:
            yield f"・{row.cells[0]}"
            told = zip(first.cells[1:], map(_indented, row.cells[1:]), strict=True)
            yield from (f"　{head}：{cell}" for head, cell in told if cell)
    elif first.style == "row":
        yield from (f"・{piece.cells[0]}：{_indented(piece.cells[1])}" for piece in group)
    elif first.style == "List Bullet":
        yield from (f"・{piece.cells[0]}" for piece in group)
    else:
        yield f"〔{first.cells[0]}〕" if _HEADING.match(first.style) else first.cells[0]


def _indented(cell: str) -> str:
    return cell.replace("\n", "\n　　")


def table(data: bytes) -> bytes:
    """The draft as CSV that Excel opens: UTF-8 with BOM; each row begins with the heading that it stands under.

    A cell that a spreadsheet could take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    heading = ""
    for piece in pieces(data):
        if _HEADING.match(piece.style):
            heading = piece.cells[0]
        else:
            writer.writerow([inert(cell) for cell in (heading, *piece.cells)])
    return out.getvalue().encode("utf-8-sig")
