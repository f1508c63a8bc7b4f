"""A template that HR broke is told by file and paragraph; nothing in it reaches beyond the values."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document

from bot.content import DIALOGS
from bot.documents.render import Documents
from bot.documents.word import WordTemplate
from bot.problem import ContentError, Problem
from tests.documents.support import CONTENT, WORDING, of


@pytest.fixture
def dialogs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DIALOGS, tmp_path / "dialogs"))


def spoil(dialogs: Path, old: str, new: str, *, header: bool = False) -> None:
    """Replace a paragraph of the template for recruiting, as a person does in Word."""
    path = dialogs / "documents" / "recruitment.docx"
    document = Document(str(path))
    cells = (cell for table in document.tables for cell in table._cells)
    body = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    found = [p for p in (document.sections[0].header.paragraphs if header else body) if p.text == old]
    assert found, old
    found[0].text = new
    document.save(str(path))


def told(dialogs: Path) -> Problem:
    with pytest.raises(ContentError) as raised:
        Documents(dialogs, CONTENT, WORDING.phrase).make(of("recruitment", "engineer"))
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize(
    ("old", "new", "at", "code", "words"),
    [
        ("{{ 自治体名 }}", "市の名前：{{ 市名 }}", "市の名前：{{ 市名 }}", "template_name", "市名"),
        ("{{ 役割.名称 }}", "{{ 役割.名前 }}", "{{ 役割.名前 }}", "template_name", "名前"),
        ("{{ 自治体名 }}", "{{ 自治体名 }", "{{ 自治体名 }", "template", "}"),
        ("{%p for 役割 in 役割一覧 %}", "", "{% endfor %}", "template", "endfor"),
        ("{{ 自治体名 }}", "{{ 自治体名 / 2 }}", "{{ 自治体名 / 2 }}", "template_failed", ""),
        ("{{ 自治体名 }}", "{{ 標準.__class__.__mro__ }}", "{{ 標準.__class__.__mro__ }}", "template_name", ""),
        ("{{ 自治体名 }}", "{{ 役割一覧.clear() }}", "{{ 役割一覧.clear() }}", "template_name", ""),
    ],
    ids=["unknown-name", "unknown-part", "syntax", "loop-gone", "fails", "reaches-out", "changes-values"],
)
def test_mistake_is_told_with_file_and_paragraph(
    dialogs: Path, old: str, new: str, at: str, code: str, words: str
) -> None:
    spoil(dialogs, old, new)
    problem = told(dialogs)
    assert problem.code == f"documents.{code}"
    assert problem.file.endswith("documents/recruitment.docx")
    assert at in problem.at
    assert words in problem.args["words"]


def test_mistake_in_the_header_is_told_too(dialogs: Path) -> None:
    spoil(dialogs, "たたき台。法令・例規・人事担当の確認が必要です", "{{ 不明 }}", header=True)
    assert told(dialogs).at == "{{ 不明 }}"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "文".encode()], ids=["empty", "broken", "text"])
def test_file_that_is_no_word_file_is_told(dialogs: Path, data: bytes) -> None:
    (dialogs / "documents" / "recruitment.docx").write_bytes(data)
    problem = told(dialogs)
    assert (problem.code, problem.file.endswith("recruitment.docx")) == ("documents.unreadable", True)


def test_zip_that_is_no_word_file_is_told(dialogs: Path) -> None:
    with zipfile.ZipFile(dialogs / "documents" / "recruitment.docx", "w") as archive:
        archive.writestr("a.txt", "a")
    assert told(dialogs).code == "documents.unreadable"


def test_every_broken_template_is_told_at_once(dialogs: Path) -> None:
    (dialogs / "documents" / "record.docx").unlink()
    (dialogs / "documents" / "assembly.docx").write_bytes(b"")
    with pytest.raises(ContentError) as raised:
        Documents(dialogs, CONTENT, WORDING.phrase).open()
    found = {(problem.code, Path(problem.file).name) for problem in raised.value.problems}
    assert found == {("documents.unreadable", "record.docx"), ("documents.unreadable", "assembly.docx")}


def test_a_dead_id_in_the_list_of_papers_is_told(dialogs: Path) -> None:
    toml = dialogs / "documents" / "documents.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"contract"', '"contracts"'), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        Documents(dialogs, CONTENT, WORDING.phrase)
    assert {problem.code for problem in raised.value.problems} == {"documents.dead_id"}


def test_a_template_prints_no_none(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ 何か }}")
    document.save(str(tmp_path / "a.docx"))
    template = WordTemplate(tmp_path / "a.docx", "a.docx")
    assert Document(io.BytesIO(template.fill({"何か": "あ"}, "【"))).paragraphs[0].text == "あ"
    with pytest.raises(ContentError) as raised:
        template.fill({"何か": None}, "【")
    (problem,) = raised.value.problems
    assert (problem.code, problem.at) == ("documents.template_none", "{{ 何か }}")
