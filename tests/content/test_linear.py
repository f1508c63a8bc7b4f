"""The linear text of every screen is the file that was read aloud, and makes sense without buttons and layout."""

import re

import pytest

from bot.replies import Asked, Concluded
from tests.linear.screens import FOLDER, screens, texts

TEXTS = texts()


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_the_one_that_was_read(name: str) -> None:
    kept = FOLDER / f"{name}.txt"
    assert kept.is_file(), "read it aloud: python -m tests.linear"
    assert TEXTS[name] == kept.read_text(encoding="utf-8"), "read it aloud: python -m tests.linear"


def test_no_snapshot_is_left_of_a_screen_that_is_gone() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == TEXTS.keys()


def test_questions_and_results_say_what_they_are_and_what_can_be_written() -> None:
    for name, reply in screens():
        text = TEXTS[name]
        if isinstance(reply, Asked):
            assert re.match(r"質問\d（", text), name
            for number, (_, words) in enumerate(reply.choices, 1):
                assert f"\n{number}　{words}\n" in text, name
            assert "ヘルプ" in text.splitlines()[-1]
        if isinstance(reply, Concluded):
            assert text.startswith("結果　"), name
            assert "と書くと" in text.splitlines()[-1]


def test_nothing_points_at_what_is_only_seen() -> None:
    for name, text in TEXTS.items():
        assert not re.search("下のボタン|右の|左の|押して", text), name
