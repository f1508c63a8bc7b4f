"""``draft``: names and ids, which papers, what is refused and with which remedy; nothing is written over."""

from pathlib import Path

import pytest
from docx import Document

from bot.cli import run


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "書類" / "案"


def made(out: Path) -> set[str]:
    return {path.name for path in out.iterdir()} if out.exists() else set()


@pytest.mark.parametrize("role", ["エンジニア", "engineer", "ｴﾝｼﾞﾆｱ", "プログラマー"])
def test_every_paper_of_a_role_by_name_id_or_title(out: Path, role: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", "--role", role, "--out", str(out)]) == 0
    names = ("募集要項案", "業務委託仕様書案", "要綱の項目一覧", "議会の想定質問一覧", "相談記録")
    assert made(out) == {f"{name}_エンジニア.docx" for name in names}
    told, wrong = capsys.readouterr()
    assert (told.count("✓ 作りました："), wrong) == (5, "")


def test_works_of_several_roles_become_a_paper_a_role_and_one_record(out: Path) -> None:
    arguments = ["draft", "--works", "manage", "要件や設計", "--document", "募集要項案", "record", "--out", str(out)]
    assert run(arguments) == 0
    assert made(out) == {
        "募集要項案_プロジェクトマネージャー.docx",
        "募集要項案_エンジニア.docx",
        "相談記録_プロジェクトマネージャー_エンジニア.docx",
    }


def test_one_paper_for_both_roles_when_asked_for(out: Path) -> None:
    arguments = ["--works", "manage", "design", "--document", "募集要項案", "--together", "--format", "md"]
    assert run(["draft", *arguments, "--out", str(out)]) == 0
    (path,) = out.iterdir()
    assert path.name == "募集要項案_プロジェクトマネージャー_エンジニア.md"
    assert "一つの職に二つ以上の役割をまとめると、職務の幅が" in path.read_text(encoding="utf-8")


def test_facts_are_filled_in(out: Path) -> None:
    facts = [
        "--municipality",
        "架空市",
        "--count",
        "1人",
        "--form",
        "任期付職員",
        "--period",
        "1年",
        "--place",
        "本庁舎",
    ]
    assert (
        run(["draft", "--role", "engineer", "--document", "募集要項案", *facts, "--place", "本庁舎", "--out", str(out)])
        == 0
    )
    (path,) = out.iterdir()
    told = {row.cells[0].text: row.cells[1].text for row in Document(str(path)).tables[0].rows}
    assert [told[name] for name in ("団体名", "募集人数", "任用形態", "任期", "勤務場所・勤務日数")] == [
        *("架空市", "1人", "任期付職員", "1年", "本庁舎")
    ]
    assert told["所属"] == "【要記入：担当部署】"


def test_only_the_record_is_made_as_a_table(out: Path) -> None:
    assert run(["draft", "--works", "bpr", "--format", "csv", "--out", str(out)]) == 0
    assert made(out) == {"相談記録_サービスデザイナー.csv"}


def test_a_record_is_made_while_no_role_is_found(out: Path) -> None:
    """「協力のしくみ」 stands under two roles."""
    assert run(["draft", "--works", "alliance", "--out", str(out)]) == 0
    assert made(out) == {"相談記録.docx"}


@pytest.mark.parametrize(
    ("arguments", "pieces"),
    [
        ([], ("--role", "役割も、任せたい仕事もありません")),
        (["--role", "部長"], ("--role", "「部長」は使えません", "プロデューサー、プロジェクトマネージャー、")),
        (["--works", "窓口"], ("--works", "「窓口」は使えません", "事業者選び")),
        (["--role", "engineer", "--document", "契約書"], ("--document", "「契約書」", "募集要項案、業務委託仕様書案")),
        (["--role", "engineer", "--form", "正職員"], ("--form", "「正職員」", "特別職非常勤職員、任期付職員")),
        (["--role", "engineer", "--format", "pdf"], ("--format", "「pdf」", "docx、md、csv")),
        (["--role", "engineer", "--format", "csv", "--document", "募集要項案"], ("--format", "募集要項案", "相談記録")),
        (["--works", "alliance", "--document", "募集要項案"], ("--role", "役割が決まりません", "相談記録")),
        (["--role", "engineer", "--place", "長" * 101], ("--place", "100文字まで")),
        (["--role", "engineer", "--place", "番号 123456789018"], ("--place", "マイナンバー")),
    ],
    ids=["nothing", "role", "work", "paper", "form", "format", "no-table", "no-role", "long", "my-number"],
)
def test_what_is_not_known_is_told_with_what_is(
    out: Path, arguments: list[str], pieces: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["draft", *arguments, "--out", str(out)]) == 1
    told, wrong = capsys.readouterr()
    assert (told, made(out)) == ("", set())
    for piece in pieces:
        assert piece in wrong


def test_a_paper_that_was_worked_on_is_not_written_over(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out.mkdir(parents=True)
    (out / "相談記録_エンジニア.docx").write_text("書きかけ", encoding="utf-8")
    assert run(["draft", "--role", "engineer", "--out", str(out)]) == 1
    assert "同じ名前のファイルがあります" in capsys.readouterr().err
    assert made(out) == {"相談記録_エンジニア.docx"}
    assert (out / "相談記録_エンジニア.docx").read_text(encoding="utf-8") == "書きかけ"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["draft", "--role", "engineer", "--out", str(tmp_path / "file" / "案")]) == 1
    assert "保存できません" in capsys.readouterr().err
