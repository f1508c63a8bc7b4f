"""Markdown and CSV say what the Word file says, and nothing in them is taken for a mark or a formula."""

import csv
import io
import re

import pytest

from bot.documents import plain
from bot.documents.draft import Facts
from tests.documents.support import DOCUMENTS, FULL, SPLIT, lines, of, word

PAPERS = tuple(DOCUMENTS.papers)
FOOTER = re.compile(r"– / –$")


@pytest.mark.parametrize("paper", PAPERS)
def test_markdown_has_every_line_of_the_word_file(paper: str) -> None:
    draft = of(paper, works=SPLIT, facts=FULL)
    text = re.sub(r"\\(.)", r"\1", DOCUMENTS.make(draft, "md").data.decode("utf-8"))
    missing = [line for line in lines(word(draft)) if line not in text and not FOOTER.search(line)]
    assert missing == []
    assert text.startswith("> たたき台。法令・例規・人事担当の確認が必要です\n\n# ")
    assert "\n## " in text


@pytest.mark.parametrize("paper", PAPERS)
def test_bare_text_has_every_line_of_the_word_file_and_no_marks(paper: str) -> None:
    draft = of(paper, works=SPLIT, facts=FULL)
    text = DOCUMENTS.text(draft)
    first_heads = {piece.cells[0] for piece in plain.pieces(DOCUMENTS.make(draft).data) if piece.style == "head"}
    said = text.replace("\n　　", "\n")
    missing = [line for line in lines(word(draft)) if line not in said and not FOOTER.search(line)]
    assert set(missing) <= first_heads, "the first cell of a row stands at its bullet"
    assert not re.search(r"\\|\| --- \||^#|<br>", text, re.MULTILINE)


def test_marks_in_what_was_typed_are_escaped() -> None:
    text = DOCUMENTS.make(of("record", facts=Facts(municipality="*a*|<b>_c_&lt;")), "md").data.decode("utf-8")
    assert r"\*a\*\|\<b\>\_c\_\&lt;" in text


def rows(facts: Facts) -> list[list[str]]:
    data = DOCUMENTS.make(of("record", works=SPLIT, facts=facts), "csv").data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_every_line_below_its_heading() -> None:
    found = rows(FULL)
    assert ["相談の概要", "団体名", FULL.municipality] in found
    assert ["質問と答え", "質問", "答え"] in found
    assert len([row for row in found if row[0] == "任せたい仕事と、標準の文"]) == 1 + len(SPLIT)


@pytest.mark.parametrize(
    "typed", ["=1+1", "+81", "-1", "@SUM(A1)", "＝1+1", "＋81", "－1", "＠x", " =1", "−1", "\t=1", "\ta"]
)
def test_no_cell_is_taken_for_a_formula(typed: str) -> None:
    told = {row[1]: row[2] for row in rows(Facts(municipality=typed, place="本庁舎")) if len(row) == 3}
    assert told["団体名"] == f"'{typed}"
    assert told["勤務場所・日数"] == "本庁舎"
