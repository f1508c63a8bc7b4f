"""``ask``: the answer as in Slack, and one JSON object for every line of standard input."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from bot.cli import run
from bot.content import load

KEYS = ["text", "kind", "roles", "clarify", "clauses", "reply"]

Rows = Callable[[bytes], list[dict[str, Any]]]


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rows:
    def ask(lines: bytes) -> list[dict[str, Any]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines), encoding="utf-8"))
        assert run(["ask", "--jsonl"]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ask


def test_text_is_answered_as_in_slack(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "CIO補佐官はどの役割？"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "プロデューサー" in out
    assert "CIO補佐官" in out
    assert "&" not in out


def test_text_is_asked_for_when_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask"]) == 2
    assert "調べたい文を書いてください" in capsys.readouterr().err


def test_every_line_is_answered_by_one_object(rows: Rows) -> None:
    texts = ["CIO補佐官はどの役割？", "", "   ", "委託する業者を選びたい", "PMP", "今日の天気は？", '<@U1> & "引用" 😀']
    answers = rows("\n".join(texts).encode())
    assert [answer["text"] for answer in answers] == texts
    standard = load().standard
    for answer in answers:
        assert list(answer) == KEYS
        assert set(answer["roles"]) <= {role.name for role in standard.roles}
        assert set(answer["clauses"]) <= standard.clauses.keys()
        assert isinstance(answer["clarify"], bool)
        assert answer["reply"].strip()
    assert answers[0]["roles"] == ["プロデューサー"]
    assert answers[3]["roles"] == ["プロジェクトマネージャー"]
    assert answers[4]["roles"] == ["プロジェクトマネージャー"]
    assert answers[1]["roles"] == answers[5]["roles"] == []


def test_reply_in_a_row_is_the_reply_to_the_text(rows: Rows, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = rows("ITストラテジスト\r\n".encode())
    assert run(["ask", row["text"]]) == 0
    assert capsys.readouterr().out == row["reply"] + "\n"


def test_line_that_is_no_utf8_is_answered_too(rows: Rows) -> None:
    answers = rows(b"\xff\xfe\n" + "委託管理".encode("cp932") + b"\n\x00\nPMP")
    assert len(answers) == 4
    assert "\ufffd" in answers[0]["text"]
    assert answers[0]["roles"] == answers[1]["roles"] == []
    assert answers[3]["roles"] == ["プロジェクトマネージャー"]


def test_nothing_in_is_nothing_out(rows: Rows) -> None:
    assert rows(b"") == []


def test_an_argument_that_is_no_utf8_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8"))
    assert run(["ask", "IT\udcffILの資格"]) == 0
    sys.stdout.flush()
    assert "標準に記載がありません" in written.getvalue().decode()


def test_a_text_with_the_line_borders_of_other_readers_stays_one_line(rows: Rows) -> None:
    (row,) = rows("PMP\u2028とは\x85".encode())
    assert row["text"] == "PMP\u2028とは\x85"


def test_a_reader_that_goes_away_is_no_error() -> None:
    asking = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "PMとエンジニアの違い"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert asking.stdout is not None
    asking.stdout.close()
    _, told = asking.communicate(timeout=60)
    assert (asking.returncode, told) == (141, b"")
