"""``purge``, ``backup`` and ``restore`` from the command line: what they say, and the remedy for what they refuse."""

import asyncio
from pathlib import Path

import pytest

from bot.cli import run
from bot.store.base import Change, Owner, Session, Status
from bot.store.sqlite import SqliteStore

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one consultation, concluded in 1970."""
    path = tmp_path / "dx.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    asyncio.run(_filled(path))
    return path


async def _filled(file: Path) -> None:
    store = SqliteStore(str(file))
    await store.open()
    await store.commit(Change(1.0, Session("s1", Owner("T01", "U01"), "consult", 1.0, 1.0, status=Status.CONCLUDED)))
    await store.close()


async def _sessions(file: Path) -> bool:
    store = SqliteStore(str(file))
    await store.open()
    found = await store.get("s1")
    await store.close()
    return found is not None


def test_purge_counts_first_and_then_deletes(file: Path, capsys: Capture) -> None:
    assert run(["purge", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("期間を過ぎたものの件数です。まだ消していません。\n  結果の出た相談：1件\n")
    assert asyncio.run(_sessions(file))
    assert run(["purge"]) == 0
    assert capsys.readouterr().out.startswith("✓ 期間を過ぎたものを消しました。\n  結果の出た相談：1件\n")
    assert not asyncio.run(_sessions(file))


def test_retention_is_read_from_the_environment(file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEP_CONSULTATIONS_DAYS", "100000")
    assert run(["purge"]) == 0
    assert "結果の出た相談：0件" in capsys.readouterr().out
    assert asyncio.run(_sessions(file))


def test_backup_is_restored_in_place_of_what_was_deleted(file: Path, tmp_path: Path, capsys: Capture) -> None:
    copy = tmp_path / "控え.db"
    assert run(["backup", str(copy)]) == 0
    assert capsys.readouterr().out == f"✓ 控えを取りました（{copy}、相談1件）。\n"
    assert run(["purge"]) == 0
    assert run(["restore", str(copy)]) == 1
    assert "--force" in capsys.readouterr().err
    assert run(["restore", str(copy), "--force"]) == 0
    assert capsys.readouterr().out == "✓ 控えから戻しました（相談1件）。\n"
    assert asyncio.run(_sessions(file))


@pytest.mark.parametrize(
    ("words", "place", "says"),
    [
        (["backup", "missing-folder/x.db"], "TO", "フォルダがありません"),
        (["restore", "missing.db"], "FROM", "ファイルがありません"),
        (["restore", "README.md"], "FROM", "壊れています"),
    ],
)
@pytest.mark.usefixtures("file")
def test_what_cannot_be_done_is_told_with_the_remedy(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], place: str, says: str
) -> None:
    if words[0] == "restore":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert run(words) == 1
    said, remedy = capsys.readouterr().err.splitlines()
    assert said.startswith(f"✗ {place}：")
    assert says in said
    assert remedy.startswith("  → ")


@pytest.mark.parametrize("words", [["backup", "x.db"], ["restore", "x.db"]])
def test_postgresql_has_tools_of_its_own(capsys: Capture, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dx:secret-of-the-test@127.0.0.1:1/dx")
    assert run(words) == 1
    told = capsys.readouterr().err
    assert "pg_dump --format=custom" in told
    assert "pg_restore --clean" in told
    assert "secret" not in told
