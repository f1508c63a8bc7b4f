"""``migrate``: the database is made and left alone the second time; what stops it is told with the remedy."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "dx.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    return path


def test_database_is_made_and_migrating_again_changes_nothing(file: Path, capsys: Capture) -> None:
    for _ in range(2):
        assert run(["migrate"]) == 0
        assert capsys.readouterr().out == "✓ データベースは最新の版です。\n"
    with closing(sqlite3.connect(file)) as raw:
        tables = {name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")}
        applied = raw.execute("select name from _sqlite_migrations").fetchall()
    assert {"sessions", "deliveries"} <= tables
    assert len(set(applied)) == len(applied)


def test_newer_database_is_refused(file: Path, capsys: Capture) -> None:
    assert run(["migrate"]) == 0
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("update _sqlite_migrations set name = 'of_a_later_version' where id = 1")
    assert run(["migrate"]) == 1
    _told(capsys, "データベースの版が新しすぎます（of_a_later_version）", "新しい版のプログラム")


def test_broken_file_is_refused(file: Path, capsys: Capture) -> None:
    file.write_bytes(b"not a database, " * 100)
    assert run(["migrate"]) == 1
    _told(capsys, "データベースが壊れています", "バックアップ")


def test_locked_database_is_told(file: Path, capsys: Capture) -> None:
    assert run(["migrate"]) == 0
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(["migrate"]) == 1
    _told(capsys, "ほかのプログラムがデータベースを使っています", "もう一度起動")


@pytest.mark.parametrize(
    ("url", "says", "remedy"),
    [
        ("oracle://host/db", "使えない種類のデータベースです（oracle）", "sqlite:///ファイル名"),
        ("sqlite:///missing-folder/dx.db", "フォルダがありません", "フォルダを作る"),
    ],
)
def test_address_that_leads_nowhere_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, url: str, says: str, remedy: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert run(["migrate"]) == 1
    _told(capsys, says, remedy)


def _told(capsys: Capture, says: str, remedy: str) -> None:
    said, arrow = capsys.readouterr().err.splitlines()
    assert said.startswith("✗ DATABASE_URL：")
    assert says in said
    assert arrow.startswith("  → ")
    assert remedy in arrow
