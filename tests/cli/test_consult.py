"""``consult``: a consultation in a terminal, by typing or from a script."""

import asyncio
import io
import json
import os
import pty
import signal
import sys
from pathlib import Path

import pytest

from bot.cli import run
from tests.support.flow import CONTENT, WORDING, Flow

ANSWERS = "wish=run;first_organisation=manage;further_organisation=none;further_field=design;taken=none"


def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: bytes) -> str:
    """What is printed when ``lines`` come in by a pipe."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines), encoding="utf-8"))
    assert run(["consult"]) == 0
    return capsys.readouterr().out


def test_a_whole_consultation_is_typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "３\nヘルプ\n戻る\n3\n1\nほかにはない\n６\nこの中にはない\n根拠\nやめる\n1\n"
    out = typed(monkeypatch, capsys, lines.encode())
    split = Flow().start().choose("run").choose("manage").choose("none").choose("design").choose("none")
    assert WORDING.linear(split.screen) in out
    assert out.startswith("質問1（残り最大5問）")
    assert "答えは保存しません" in out
    assert "日間" not in out
    assert "/dx-consult" not in out
    assert "表の4、役割の2つ目" in out
    assert out.rstrip().endswith("相談を止めました\n答えは保存していません。")


@pytest.mark.parametrize("lines", [b"", b"3\n", b"\xff\xfe\n", "最初から\n".encode() * 2])
def test_the_end_of_the_input_is_a_kind_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: bytes
) -> None:
    assert typed(monkeypatch, capsys, lines).endswith("相談を終わります。おつかれさまでした。\n")


def _as_in_a_terminal() -> None:
    """Whoever runs the tests in the background ignores Ctrl+C, and so would a child."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def test_ctrl_c_and_ctrl_d_at_the_prompt_end_kindly() -> None:
    """In a real terminal: 3, Ctrl+C; and Ctrl+D alone."""
    for keys, code in ((b"3\n\x03", 130), (b"\x04", 0)):
        ours, theirs = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "consult"),
            stdin=theirs,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_as_in_a_terminal,
        )
        os.close(theirs)
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readuntil("使えます。\n\n".encode()), 20.0)
        if keys.endswith(b"\x03"):
            process.send_signal(signal.SIGINT)
        else:
            os.write(ours, keys)
        out, err = await asyncio.wait_for(process.communicate(), 20.0)
        os.close(ours)
        assert (process.returncode, err.decode()) == (code, "")
        assert out.decode().endswith("相談を終わります。おつかれさまでした。\n")


def test_a_script_prints_the_result_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["consult", "--answers", "wish=run;first_organisation=manage"]) == 0
    shown = Flow().start().choose("run").choose("manage").conclude().prose.told()
    assert capsys.readouterr().out == f"{shown}\n"


@pytest.mark.parametrize(
    "answers",
    [
        ANSWERS,
        "wish=3;first_organisation=1;further_organisation=ほかにはない;further_field=6;taken=この中にはない",
        (
            "# 架空市\nwish = 決まった事業を、期日や予算のとおりに進めたい\n\nfirst_organisation=manage\n"
            "further_organisation=none\nfurther_field=6,6\ntaken=none\n"
        ),
    ],
)
@pytest.mark.parametrize("way", ["argument", "file", "pipe"])
def test_ids_numbers_and_words_lead_to_one_result_from_everywhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, answers: str, way: str
) -> None:
    file = tmp_path / "answers.txt"
    file.write_text(answers, encoding="utf-8-sig")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answers.encode()), encoding="utf-8"))
    given = {"argument": answers, "file": f"@{file}", "pipe": "-"}[way]
    assert run(["consult", "--answers", given, "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["outcome"], row["lead"]) == ("split", "project_manager")
    assert [(work["id"], work["roles"]) for work in row["works"]] == [
        ("manage", ["project_manager"]),
        ("design", ["engineer"]),
    ]
    assert row["answers"]["further_field"] == ["design"]
    assert row["text"].startswith("結果　役割が分かれます")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (
            "wish=walk",
            ("wish：「walk」という選択肢はありません", "run（決まった事業を", "none（この中にはない）", "unknown"),
        ),
        ("wish=99", ("「99」という選択肢はありません",)),
        ("hope=run", ("hope：そのような質問はありません", "first_field")),
        ("focus=engineer", ("そのような質問はありません",)),
        ("wish", ("「wish」は「質問のid=答え」の形ではありません",)),
        ("wish=run;wish=begin", ("同じ質問の答えが2回あります",)),
        ("wish=run,begin", ("答えは1つまでです",)),
        ("", ("wish：この質問の答えがありません", "使える答え：begin（")),
        ("wish=run;first_field=bpr", ("first_organisation：この質問の答えがありません", "policy（")),
        (
            "wish=run;first_organisation=manage;further_organisation=none;further_field=none;tip=engineer",
            ("tip：ほかの答えがこのとおりなら、この質問は聞かれません",),
        ),
        ("@no such file", ("答えのファイルを読めません",)),
    ],
)
def test_answers_that_do_not_fit_are_told_with_those_that_do(
    capsys: pytest.CaptureFixture[str], answers: str, told: tuple[str, ...]
) -> None:
    assert run(["consult", "--answers", answers]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("✗ ")
    assert all(words in err for words in told), err


def test_json_is_for_scripts_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["consult", "--json"]) == 2
    assert "--answers と一緒に" in capsys.readouterr().err


def test_every_option_of_the_first_question_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """What an error offers is taken: no id is refused where it was named."""
    for option in CONTENT.consult.dialog.options["wish"]:
        assert run(["consult", "--answers", f"wish={option.id}"]) == 1
        assert "wish：" not in capsys.readouterr().err
