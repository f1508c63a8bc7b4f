"""``check`` on copies of the shipped content with one mistake each: what it says, where, and the remedy."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from bot.cli import run
from bot.content import DIALOGS, STANDARD

DIALOG = "consult/dialog.toml"
CONDITION = 'when = { q = "first_organisation", none_of = ["none"] }'
TIP = '[[question]]\nid = "tip"'
IMPOSSIBLE = 'when = { all = [{ q = "wish", any_of = ["begin"] }, { q = "wish", any_of = ["spread"] }] }'


@dataclass(frozen=True)
class Copy:
    """Copies of the dialogs and of the standard that a test spoils."""

    dialogs: Path
    standard: Path

    def spoil(self, name: str, old: str, new: str) -> int:
        """Replace the first ``old`` in a file of the dialogs, or in the standard; the line where it stood."""
        path = self.standard if name == "standard.json" else self.dialogs / name
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{old!r} no longer stands in {name}: the mutation has to follow the content"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    def check(self) -> int:
        return run(["check", "--standard", str(self.standard), "--dialogs", str(self.dialogs)])


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(DIALOGS, tmp_path / "dialogs")
    return Copy(tmp_path / "dialogs", Path(shutil.copy(STANDARD, tmp_path / "standard.json")))


Refused = Callable[..., None]


@pytest.fixture
def refused(copy: Copy, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Check the copy: exit 1, the pieces together in one line that begins with ✗, a remedy below each such line."""

    def examine(*pieces: str) -> None:
        assert copy.check() == 1
        out, err = capsys.readouterr()
        *lines, count = err.splitlines()
        assert out == ""
        assert all(line.startswith("✗ ") for line in lines[::2]), err
        assert all(line.startswith("  → ") and len(line) > 10 for line in lines[1::2]), err
        assert count == f"{len(lines) // 2}件の誤りが見つかりました。"
        assert any(all(piece in line for piece in pieces) for line in lines[::2]), err

    return examine


def test_shipped_content_is_well_and_one_line_sums_it_up(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert copy.check() == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    assert out.startswith("✓ 誤りはありません（標準の条文78、")


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ('id = "policy"', 'id = "policy"\ncolour = "red"', ("list.1.option.1.colour", "知らない項目", "red")),
        ('why = "全体方針', 'wy = "全体方針', ("list.1.option.1.why", "必要な項目がありません")),
        (
            'cites = ["producer.duty.2"]',
            'cites = ["producer.duty.99"]',
            ("list.1.option.1.cites", "「producer.duty.99」"),
        ),
        ('id = "policy"', 'id = "Policy"', ("list.1.option.1.id", "「Policy」はidに使えません")),
        ('choice = "one"', 'choice = "two"', ("question.1.choice", "「two」は使えない値")),
        ("役所全体のDXの方針と工程表をつくる", "長" * 73, ("list.1.option.1.text", "長すぎます（72文字まで）")),
        (CONDITION, IMPOSSIBLE, ("question.6", "どう答えてもたどり着きません")),
        (CONDITION, 'when = { q = "tip", any_of = ["engineer"] }', ("further_organisation", "tip", "つじつま")),
        (CONDITION, 'when = { q = "further_organisation", any_of = ["none"] }', ("further_organisation", "つじつま")),
        ('id = "spread"', 'id = "begin"', ("wish", "begin", "つじつま")),
        ('id = "further_field"', 'id = "further_organisation"', ("further_organisation", "つじつま")),
        ('near = "manage"', 'near = "structure"', ("list.1.option.1.near", "「structure」")),
    ],
    ids=[
        *("unknown-key", "missing-key", "dead-clause", "bad-id", "not-one-of", "too-long-for-slack", "unreachable"),
        *("reads-a-later-question", "reads-itself", "option-twice", "question-twice", "near-of-the-same-role"),
    ],
)
def test_mistake_in_the_dialog_is_told_with_its_key_path(
    copy: Copy, refused: Refused, old: str, new: str, pieces: tuple[str, ...]
) -> None:
    copy.spoil(DIALOG, old, new)
    refused("dialog.toml", *pieces)


def test_broken_toml_is_told_with_its_line(copy: Copy, refused: Refused) -> None:
    line = copy.spoil(DIALOG, 'title = "', "title = ")
    refused("dialog.toml", f"{line}行目", "書き方の誤り")


def test_dead_end_is_found(copy: Copy, refused: Refused) -> None:
    text = (copy.dialogs / DIALOG).read_text(encoding="utf-8")
    copy.spoil(DIALOG, text[text.index(TIP) :], "")
    refused("dialog.toml", "役割が決まらず、次の質問もないまま終わる答え方があります")


def test_word_that_is_never_said_is_told_with_its_line(copy: Copy, refused: Refused) -> None:
    line = copy.spoil(DIALOG, "いちばん近いご希望はどれですか。", "最適な答えはどれですか。")
    refused("dialog.toml", f"{line}行目", "「最適」は使わないことばです")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{{ r.number }}", "{{ r.number }", "unexpected"),
        ("{{ r.number }}", "{{ r.nummer }}", "nummer"),
        ("{{ r.number }}", "{{ nummer }}", "nummer"),
        ("{{ r.number }}", "{{ r.notice }}", "None"),
    ],
    ids=["syntax", "undefined-attribute", "undefined-name", "prints-none"],
)
def test_template_that_does_not_render_is_told_with_its_line(
    copy: Copy, refused: Refused, old: str, new: str, what: str
) -> None:
    line = copy.spoil("consult/asked.j2", old, new)
    refused("asked.j2", f"{line}行目", "文のひな形に誤り", what)


def test_screen_over_slacks_limits_is_found(copy: Copy, refused: Refused) -> None:
    copy.spoil("consult/asked.j2", "質問{{ r.number }}（", "長" * 3100 + "（")
    refused("画面がSlackの上限を超えます", "Asked")


@pytest.mark.parametrize(
    ("spoilt", "pieces"),
    [
        (lambda text: text.replace('"roles": [', '"roles": [,', 1).encode(), ("行目", "書き方の誤り")),
        (lambda text: text.encode("utf-8-sig"), ("BOM",)),
        (lambda text: text.encode("cp932", "replace"), ("UTF-8で保存されていません",)),
        (lambda text: text.rstrip().removesuffix("}").rstrip().encode() + b",\n}", ("行目", "書き方の誤り")),
        (lambda text: text.replace("{", '{"title": "二つ目",', 1).encode(), ("title", "書き方の誤り")),
        (lambda text: text.replace('"number": 1', '"number": NaN', 1).encode(), ("roles.0.number",)),
        (lambda text: text.replace('"producer.duty.2"', '"producer.duty.1"', 1).encode(), ("producer.duty.1",)),
        (lambda _: b"[" * 100_000, ("入れ子が深すぎます",)),
        (lambda _: b"", ("書き方の誤り",)),
    ],
    ids=["broken", "bom", "cp932", "trailing-comma", "key-twice", "nan", "clause-twice", "too-deep", "empty"],
)
def test_broken_standard_is_refused_with_the_fault(
    copy: Copy, refused: Refused, spoilt: Callable[[str], bytes], pieces: tuple[str, ...]
) -> None:
    copy.standard.write_bytes(spoilt(copy.standard.read_text(encoding="utf-8")))
    refused("standard.json", *pieces)


def test_file_that_is_missing_is_told(copy: Copy, refused: Refused) -> None:
    copy.standard.unlink()
    refused("standard.json", "ファイルを読めません")


def test_every_mistake_is_told_at_once(copy: Copy, refused: Refused, capsys: pytest.CaptureFixture[str]) -> None:
    copy.spoil(DIALOG, 'id = "policy"', 'id = "policy"\ncolour = "red"')
    copy.spoil(DIALOG, 'choice = "one"', 'choice = "two"')
    copy.spoil(DIALOG, "いちばん近いご希望", "最適なご希望")
    copy.spoil("standard.json", '"version": "1.0.0"', '"version": 1')
    for pieces in (("option.1.colour",), ("question.1.choice",), ("最適",), ("standard.json", "version")):
        refused(*pieces)
    assert copy.check() == 1
    assert capsys.readouterr().err.splitlines()[-1] == "4件の誤りが見つかりました。"


def test_word_template_with_an_unknown_name_is_told_with_its_paragraph(copy: Copy, refused: Refused) -> None:
    path = copy.dialogs / "documents" / "ordinance.docx"
    document = Document(str(path))
    document.add_paragraph("担当は{{ 担当者 }}です。")
    document.save(str(path))
    refused("ordinance.docx", "担当は{{ 担当者 }}です。", "Wordのひな形に誤り", "'担当者' is undefined")
