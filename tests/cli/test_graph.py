"""``graph``: the picture of the dialog is the dialog, and the documentation shows it."""

import re
from pathlib import Path

import pytest

from bot.assess import Outcome
from bot.cli import run
from bot.dialog.model import Part
from tests.support.flow import CONTENT

PAGE = Path(__file__).parents[2] / "docs" / "dialog.md"


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["graph", "consult"]) == 0
    return capsys.readouterr().out


def test_the_page_shows_what_the_program_prints(printed: str) -> None:
    (shown,) = re.findall(r"```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown == printed, "python -m bot graph consult"


def test_every_question_outcome_and_condition_is_drawn(printed: str) -> None:
    nodes = dict(re.findall(r'^  (\w+)(?:\(\[|\[)"(.*)"\]\)?$', printed, re.MULTILINE))
    drawn = [question for question in CONTENT.consult.dialog.questions if question.part is not Part.LEAD]
    assert nodes.keys() == {"start", *(question.id for question in drawn), *map(str, Outcome)}
    for question in drawn:
        assert question.text in nodes[question.id]
        asked_when = question.when is not None or question.part in (Part.FOCUS, Part.TAKEN, Part.TIP)
        assert ("聞くとき：" in nodes[question.id]) == asked_when
    assert set(re.findall(r"--> *(?:\|.*\|)? *(\w+)$", printed, re.MULTILINE)) == nodes.keys() - {"start", "focus"}


def test_the_ways_are_those_that_answers_take(printed: str) -> None:
    ways = re.findall(r'^  (\w+) -->(?:\|"(.*)"\|)? (\w+)$', printed, re.MULTILINE)
    assert ("start", "", "wish") in ways
    assert ("wish", "1・2・3・4・9", "first_organisation") in ways
    assert ("wish", "5・6・7・8・この中にはない・まだわからない", "first_field") in ways
    assert ("taken", "", "unneeded") in ways
    assert not [way for way in ways if way[0] == "tip" and way[2] == "unneeded"]


def test_a_dialog_that_is_not_there_is_a_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["graph", "hire"])
    assert ended.value.code == 2
    assert "使い方の誤りです" in capsys.readouterr().err
