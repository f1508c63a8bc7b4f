"""Content that was prepared at an earlier start: taken for the same bytes only, and never half."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot import compiled, content
from bot.content import ROOT
from bot.lookup import Lookup
from bot.wording import Wording

DAY = date(2026, 11, 23)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the prepared content lies: nowhere yet."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return compiled._place()


def answers(known: compiled.Compiled) -> list[str]:
    lookup, wording = Lookup(known.content, lambda: DAY), known.wording(keep_days=30)
    texts = ("CIO補佐官", "PMPはどの役割の資格？", "業者をまとめてほしい", "報酬は？", "デジタルに強い人")
    return [wording.render(lookup.answer(text)).linear() for text in texts]


def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be read and checked."""
    monkeypatch.setattr(content, "load", lambda: pytest.fail("read anew"))


def test_what_was_prepared_answers_alike_and_is_not_read_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = answers(compiled.load())
    unread(monkeypatch)
    assert answers(compiled.load()) == fresh
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_its_templates_are_not_compiled_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.load()
    assert place.exists()
    known = compiled.load()
    monkeypatch.setattr("jinja2.Environment.compile", lambda *_, **__: pytest.fail("compiled anew"))
    assert isinstance(known.wording(keep_days=30), Wording)


def test_what_understands_texts_is_unpacked_when_it_is_asked_for_and_not_before(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled.load()
    assert place.exists()
    known = compiled.load().content
    assert "search" not in vars(known)
    with monkeypatch.context() as broken:
        broken.setattr("pickle.loads", lambda _: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            known.search.understand("CIO補佐官")
    assert known.search.understand("CIO補佐官").roles == ("producer",)
    assert known.search is known.search


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: data[:9], lambda _: b"", None])
def test_what_is_damaged_is_made_anew(place: Path, harm: object) -> None:
    fresh = answers(compiled.load())
    whole = place.read_bytes()
    flipped = whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]
    place.write_bytes(harm(whole) if callable(harm) else flipped)
    assert answers(compiled.load()) == fresh
    assert place.read_bytes()[:32] == whole[:32]
    assert len(place.read_bytes()) > len(whole) // 2


def test_where_nothing_can_be_written_it_is_read_at_every_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    assert answers(compiled.load()) == answers(compiled.load())


def test_where_python_writes_no_bytecode_nothing_is_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled.load()
    assert not place.exists()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bot's code and content by themselves, prepared."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("bot", "data", "dialogs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    assert run(folder, "check").returncode == 0
    assert [path.suffix for path in (folder / "data" / "__pycache__").iterdir()] == [".pickle"]
    return folder


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/standard.json", "{", "[{"),
        ("data/vocabulary.toml", "[", "[["),
        ("dialogs/consult/dialog.toml", "[", "[["),
        ("dialogs/documents/recruitment.docx", "", ""),
        ("dialogs/_shared/said.j2", "{%", "{% nothing %}{%"),
    ],
)
def test_content_that_was_broken_since_does_not_serve(copy: Path, name: str, old: str, new: str) -> None:
    path = copy / name
    whole = path.read_bytes()
    path.write_bytes(whole.replace(old.encode(), new.encode(), 1) if old else b"")
    ended = run(copy, "ask", "CIO補佐官")
    path.write_bytes(whole)
    assert ended.returncode == 1
    assert Path(name).name in ended.stderr
    assert run(copy, "ask", "CIO補佐官").returncode == 0


def test_code_that_was_changed_makes_it_anew(copy: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in (copy / "data" / "__pycache__").iterdir()}
    path = copy / "bot" / "search" / "engine.py"
    path.write_text(path.read_text(encoding="utf-8").replace("LONGEST = 2000", "LONGEST = 3"), encoding="utf-8")
    ended = run(copy, "ask", "こんにちは、PMPはどの役割の資格？")
    assert "PMP" not in ended.stdout
    after = {path.name: path.stat().st_mtime_ns for path in (copy / "data" / "__pycache__").iterdir()}
    assert before.keys() == after.keys()
    assert before != after
