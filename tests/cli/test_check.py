"""``check`` on copies of the shipped content with one mistake each: what it says, where, and the remedy."""

import json
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from bot.cli import run
from bot.content import DIALOGS, STANDARD, VOCABULARY

DIALOG = "consult/dialog.toml"
CONDITION = 'when = { q = "first_organisation", none_of = ["none"] }'
TIP = '[[question]]\nid = "tip"'
IMPOSSIBLE = 'when = { all = [{ q = "wish", any_of = ["begin"] }, { q = "wish", any_of = ["spread"] }] }'


@dataclass(frozen=True)
class Copy:
    """Copies of the dialogs, the standard and the vocabulary that a test spoils."""

    dialogs: Path
    standard: Path
    vocabulary: Path

    def spoil(self, name: str, old: str, new: str) -> int:
        """Replace the first ``old`` in a file of the dialogs, the standard or the vocabulary; the line it stood on."""
        path = {"standard.json": self.standard, "vocabulary.toml": self.vocabulary}.get(name, self.dialogs / name)
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{old!r} no longer stands in {name}: the mutation has to follow the content"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    def check(self) -> int:
        files = ("--standard", self.standard, "--dialogs", self.dialogs, "--vocabulary", self.vocabulary)
        return run(["check", *map(str, files)])


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(DIALOGS, tmp_path / "dialogs")
    return Copy(
        tmp_path / "dialogs",
        Path(shutil.copy(STANDARD, tmp_path / "standard.json")),
        Path(shutil.copy(VOCABULARY, tmp_path / "vocabulary.toml")),
    )


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


POLICY = "list「organisation」 → option「policy」"
FURTHER = "question「further_organisation」"
ORGANISATION = 'when = { any = [\n  { q = "wish", any_of = ["begin", '
CITED = 'cites = ["producer.duty.2"]'

DIALOG_FAULTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "unknown key": ('id = "policy"', 'id = "policy"\ncolour = "red"', (f"{POLICY} → colour：", "使えません", "red")),
    "missing key": ('why = "全体方針', 'wy = "全体方針', (f"{POLICY} → why：", "必要な項目がありません")),
    "dead clause": (
        CITED,
        'cites = ["producer.duty.1", "x.y"]',
        (f"{POLICY} → citesの2番目：", "「x.y」", "標準にありません"),
    ),
    "no clause": (CITED, "cites = []", (f"{POLICY} → cites：", "「役所全体のDXの方針と工程表をつくる」が、根拠")),
    "duty without a work": (
        CITED,
        'cites = ["producer.duty.1"]',
        ("list：", "「producer.duty.2」を挙げる仕事がありません"),
    ),
    "bad id": ('id = "policy"', 'id = "Policy"', ("option「Policy」 → id：", "「Policy」はidに使えません")),
    "not one of": ('choice = "one"', 'choice = "two"', ("question「focus」 → choice：", "「two」は使えない値")),
    "no number": ("most = 3", 'most = "三"', (f"{FURTHER} → most：", "整数ではありません（値：三）")),
    "no list": (CITED, 'cites = "producer.duty.2"', (f"{POLICY} → cites：", "一覧の形ではありません")),
    "too long for Slack": (
        *("役所全体のDXの方針と工程表をつくる", "長" * 73),
        (f"{POLICY} → text：", "73文字あり、長すぎます（72文字まで）"),
    ),
    "unreachable": (CONDITION, IMPOSSIBLE, (f"{FURTHER}：", "どう答えてもたどり着きません")),
    "loop": (
        CONDITION,
        'when = { q = "tip", any_of = ["engineer"] }',
        (f"{FURTHER} → when → q：", "「tip」", "堂々めぐり"),
    ),
    "reads itself": (
        *(CONDITION, 'when = { q = "further_organisation", any_of = ["none"] }'),
        (f"{FURTHER} → when → q：", "「further_organisation」", "堂々めぐり"),
    ),
    "reads no question": (
        *(CONDITION, 'when = { q = "plate", any_of = ["none"] }'),
        (f"{FURTHER} → when → q：", "「plate」という質問はありません"),
    ),
    "reads no option": (
        *(ORGANISATION, ORGANISATION.replace("begin", "began")),
        ("question「first_organisation」 → when → anyの1番目 → any_ofの1番目：", "質問「wish」に「began」"),
    ),
    "two conditions in one": (
        CONDITION,
        CONDITION.replace(" }", ', any_of = ["none"] }'),
        (f"{FURTHER} → when：", "条件の形"),
    ),
    "option twice": ('id = "spread"', 'id = "begin"', ("question「wish」 → optionの2番目 → id：", "「begin」が2か所")),
    "question twice": (
        *('id = "further_field"', 'id = "further_organisation"'),
        ("questionの8番目 → id：", "「further_organisation」が2か所"),
    ),
    "no list of that id": (
        'from = ["organisation"]',
        'from = ["office"]',
        ("from", "「office」という一覧（list）はありません"),
    ),
    "no neighbour": ('near = "manage"', 'near = "manager"', (f"{POLICY} → near：", "「manager」という仕事")),
    "neighbour of the same role": (
        'near = "manage"',
        'near = "structure"',
        (f"{POLICY} → near：", "「structure」は、同じ"),
    ),
}


@pytest.mark.parametrize(("old", "new", "pieces"), DIALOG_FAULTS.values(), ids=DIALOG_FAULTS.keys())
def test_mistake_in_the_dialog_is_told_with_its_key_path(
    copy: Copy, refused: Refused, old: str, new: str, pieces: tuple[str, ...]
) -> None:
    copy.spoil(DIALOG, old, new)
    refused("dialog.toml、", *pieces)


def test_a_question_with_more_options_than_slack_shows_is_told(copy: Copy, refused: Refused) -> None:
    option = '[[question.option]]\nid = "more{0}"\ntext = "その{0}"\ncites = ["producer.duty.1"]\nwhy = "例"\n'
    copy.spoil(
        DIALOG,
        '[[question]]\nid = "first_organisation"',
        "".join(map(option.format, range(3))) + '[[question]]\nid = "first_organisation"',
    )
    refused("question「wish」：", "選択肢が13個あります（Slackでは10個まで）")


VOCABULARY_FAULTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "dead id": (
        "producer.title.cio_aide",
        "producer.title.cio",
        ("names", " → meansの1番目：", "標準にも役割にもない"),
    ),
    "dead group": (
        *("{cio}{no}{aide}", "{cio}{no}{aides}"),
        ("names", " → words：", "「aides」は、groups に"),
    ),
    "wrong kind": ('kind = "title"', 'kind = "titel"', ("namesの1番目", "kind：", "「titel」は使えない値")),
    "unknown key": ('kind = "title"', 'kind = "title"\nsince = 2024', ("namesの1番目", "since：", "2024")),
    "never said": (
        'name = "CIO補佐官"',
        'name = "最適な補佐官"',
        ("namesの1番目", "name：", "「最適」は使わないことばです"),
    ),
    "no truth": (
        "whole = true",
        "whole = 'はい'",
        ("outsideの1番目", "whole：", "true でも false でもありません（値：はい）"),
    ),
    "broken": ("[[names]]", "[[names]", ("行目：", "書き方の誤り", "[[names]")),
}


@pytest.mark.parametrize(("old", "new", "pieces"), VOCABULARY_FAULTS.values(), ids=VOCABULARY_FAULTS.keys())
def test_mistake_in_the_vocabulary_is_told_with_its_key_path(
    copy: Copy, refused: Refused, old: str, new: str, pieces: tuple[str, ...]
) -> None:
    copy.spoil("vocabulary.toml", old, new)
    refused("vocabulary.toml、", *pieces)


def test_words_that_people_type_are_free(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.spoil("vocabulary.toml", '"CIOを補佐する"', '"CIOを補佐する", "最適なCIO補佐官", "CIO補佐官が必須"')
    assert copy.check() == 0, capsys.readouterr().err


def test_broken_toml_is_told_with_its_line(copy: Copy, refused: Refused) -> None:
    line = copy.spoil(DIALOG, 'title = "', "title = ")
    refused("dialog.toml", f"{line}行目", "書き方の誤り", "title = DX")


def test_dead_end_is_found(copy: Copy, refused: Refused) -> None:
    text = (copy.dialogs / DIALOG).read_text(encoding="utf-8")
    copy.spoil(DIALOG, text[text.index(TIP) :], "")
    refused("dialog.toml", "役割が決まらず、次の質問もないまま終わる答え方があります", "wish=none、first_field=none、")


def test_word_that_is_never_said_is_told_with_its_line(copy: Copy, refused: Refused) -> None:
    line = copy.spoil(DIALOG, "いちばん近いご希望はどれですか。", "最適な答えはどれですか。")
    refused("dialog.toml", f"{line}行目", "「最適」は使わないことばです")


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("{{ r.number }}", "{{ r.number }", ("書き方に誤り", "質問{{ r.number }")),
        ("{{ r.number }}", "{{ r.nummer }}", ("知らない名前「nummer」",)),
        ("{{ r.number }}", "{{ nummer }}", ("知らない名前「nummer」",)),
        ("{{ r.number }}", "{{ r.number | ecco }}", ("知らない名前「ecco」",)),
        ("{{ r.number }}", "{{ r.notice }}", ("値のない項目を表示", "質問{{ r.notice }}")),
        ("{{ r.number }}", "{{ r.number + 'x' }}", ("文を作れません",)),
        ("{% block text %}", "{% block text %}{% if r %}", ("書き方に誤り",)),
    ],
    ids=["syntax", "undefined attribute", "undefined name", "no such filter", "prints none", "fails", "if left open"],
)
def test_template_that_does_not_render_is_told_with_its_line(
    copy: Copy, refused: Refused, old: str, new: str, pieces: tuple[str, ...]
) -> None:
    line = copy.spoil("consult/asked.j2", old, new)
    refused("asked.j2、", f"{line}行目" if "if r" not in new else "行目", "文のひな形", *pieces)


def test_missing_templates_and_labels_are_all_told(copy: Copy, refused: Refused) -> None:
    (copy.dialogs / "consult/asked.j2").unlink()
    (copy.dialogs / "_shared/said.j2").unlink()
    copy.spoil("_shared/labels.toml", "next = ", "next = 1 # ")
    for pieces in (
        ("asked.j2：", "ファイルがありません"),
        ("said.j2：",),
        ("labels.toml、next：", "文字列ではありません"),
    ):
        refused(*pieces)


def test_label_that_is_missing_is_told_by_its_name(copy: Copy, refused: Refused) -> None:
    copy.spoil("_shared/labels.toml", "next = ", "nexd = ")
    refused("labels.toml：", "ボタンのことば「next」がありません")


def test_screen_over_slacks_limits_is_found(copy: Copy, refused: Refused) -> None:
    copy.spoil("consult/asked.j2", "質問{{ r.number }}（", "長" * 3100 + "（")
    refused("asked.j2：", "Slackの上限を超えます", "長長長")


def test_screen_without_words_is_found(copy: Copy, refused: Refused) -> None:
    text = (copy.dialogs / "consult/paused.j2").read_text(encoding="utf-8")
    copy.spoil("consult/paused.j2", text, "{% block text %}{% endblock %}")
    refused("paused.j2：", "文が空になることがあります")


@pytest.mark.parametrize(
    ("spoilt", "pieces"),
    [
        (lambda text: text.replace('"roles": [', '"roles": [,', 1).encode(), ("行目", "書き方の誤り")),
        (lambda text: text.encode("utf-8-sig"), ("BOM",)),
        (lambda text: text.encode("cp932", "replace"), ("UTF-8で保存されていません",)),
        (lambda text: text.rstrip().removesuffix("}").rstrip().encode() + b",\n}", ("行目", "カンマがあります")),
        (
            lambda text: text.replace("{", '{"title": "二つ目",', 1).encode(),
            ("3行目", "同じ名前の項目が2回あります（title）"),
        ),
        (lambda text: text.replace('"number": 1', '"number": NaN', 1).encode(), ("行目", "NaN は、数として使えません")),
        (
            lambda text: text.replace('"producer.duty.2"', '"producer.duty.1"', 1).encode(),
            ("roles「producer」 → dutiesの2番目 → id：", "「producer.duty.1」が2か所"),
        ),
        (lambda _: b"[" * 100_000, ("入れ子が深すぎます",)),
        (lambda _: b"", ("中身がありません",)),
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
    refused("standard.json", "ファイルがありません")


def test_every_mistake_of_every_file_is_told_at_once(
    copy: Copy, refused: Refused, capsys: pytest.CaptureFixture[str]
) -> None:
    copy.spoil(DIALOG, 'id = "policy"', 'id = "policy"\ncolour = "red"')
    copy.spoil(DIALOG, 'choice = "one"', 'choice = "two"')
    copy.spoil(DIALOG, 'cites = ["producer.duty.1"]', 'cites = ["producer.duty.0"]')
    copy.spoil(DIALOG, CONDITION, 'when = { q = "plate", any_of = ["none"] }')
    copy.spoil(DIALOG, "いちばん近いご希望", "最適なご希望")
    copy.spoil("standard.json", '"version": "1.0.0"', '"version": 1')
    copy.spoil("vocabulary.toml", 'kind = "title"', 'kind = "titel"')
    copy.spoil("vocabulary.toml", '["producer.title.it_architect"]', '["producer.title.architect"]')
    copy.spoil("_shared/labels.toml", "next = ", "next = 1 # ")
    copy.spoil("consult/asked.j2", "{{ r.number }}", "{{ r.number }")
    copy.spoil("_shared/said.j2", "{% block text %}", "{% blok text %}")
    found = (
        "colour",
        "choice",
        "producer.duty.0",
        "「producer.duty.1」を挙げる仕事がありません",
        "plate",
        "最適",
        "version",
        "titel",
        "producer.title.architect",
        "next",
    )
    for piece in (*found, "asked.j2", "said.j2"):
        refused(piece)
    assert copy.check() == 1
    assert capsys.readouterr().err.splitlines()[-1] == "12件の誤りが見つかりました。"


@pytest.mark.parametrize("broken", ["standard.json", "vocabulary.toml", DIALOG])
def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(copy: Copy, refused: Refused, broken: str) -> None:
    faults = {
        "standard.json": ('"version": "1.0.0"', '"version": 1', ("version：",)),
        "vocabulary.toml": ('kind = "title"', 'kind = "titel"', ("「titel」",)),
        DIALOG: ('choice = "one"', 'choice = "two"', ("「two」",)),
        "consult/asked.j2": ("{{ r.number }}", "{{ r.number }", ("asked.j2",)),
    }
    for name, (old, new, _) in faults.items():
        copy.spoil(name, old, new)
    path = {"standard.json": copy.standard, "vocabulary.toml": copy.vocabulary}.get(broken, copy.dialogs / broken)
    path.write_bytes(path.read_bytes()[:500].rstrip() + b' "')
    refused(Path(broken).name, "行目：")
    for pieces in (pieces for name, (_, _, pieces) in faults.items() if name != broken):
        refused(*pieces)


def test_the_schema_for_editors_fits_the_shipped_dialog(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    dialog = tomllib.loads((DIALOGS / DIALOG).read_text(encoding="utf-8"))
    assert dialog.keys() <= schema["properties"].keys()
    for name, tables in (("Question", dialog["question"]), ("OptionList", dialog["list"])):
        described = schema["$defs"][name]
        assert described["additionalProperties"] is False
        assert {key for table in tables for key in table} <= described["properties"].keys()
        assert all(set(described["required"]) <= table.keys() for table in tables)
    assert {"not", "all", "any", "q"} <= schema["$defs"]["Condition"]["properties"].keys()
    assert schema["$defs"]["Question"]["properties"]["choice"]["enum"] == ["one", "many"]


def test_word_template_with_an_unknown_name_is_told_with_its_paragraph(copy: Copy, refused: Refused) -> None:
    path = copy.dialogs / "documents" / "ordinance.docx"
    document = Document(str(path))
    document.add_paragraph("担当は{{ 担当者 }}です。")
    document.save(str(path))
    refused("ordinance.docx", "担当は{{ 担当者 }}です。", "使えない名前「担当者」")
