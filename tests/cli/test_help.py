"""``--help`` and wrong usage are Japanese, of the program and of each command."""

import re

import pytest

from bot.cli import COMMANDS, run

ENGLISH = re.compile(
    r"\b(usage|options?|optional|positional|arguments?|show|help message|exit|error|required)\b", re.IGNORECASE
)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | str | None, str, str]:
    """The exit code, and what was printed for the user and as an error; ``--help`` itself is a name."""
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    out, err = capsys.readouterr()
    return ended.value.code, out, err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_japanese(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, err = told(capsys, *command.split(), "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"使い方： python -m bot {command}".rstrip())
    assert "オプション" in out
    assert not ENGLISH.search(out), out


def test_help_of_the_program_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "-h")[1]
    for command in COMMANDS:
        assert re.search(rf"^    {command} +.*[ぁ-んァ-ン一-龠]", out, re.MULTILINE), command


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--standart", "x"], ["serve", "--port", "eighty"]])
def test_wrong_usage_is_told_in_japanese(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("使い方： python -m bot")
    assert "使い方の誤りです" in err
    assert not ENGLISH.search(err), err
