"""Slips of the pen in commands: what is undone, and what would be another word."""

import pytest

from bot.search.slips import LONGEST, Slips

SLIPS = Slips({"もどる": "back", "さいしょから": "restart", "やめます": "stop", "やめすま": "thanks", "へるぷ": "help"})


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("もとる", "back"),
        ("もどどる", "back"),
        ("もるど", "back"),
        ("さいしよから", "restart"),
        ("さいょから", "restart"),
        ("ヘルプ", "help"),
    ],
)
def test_one_slip_is_undone(typed: str, command: str) -> None:
    assert SLIPS.find(typed) == command


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("もる", id="a letter left out of a short word"),
        pytest.param("さいしょか", id="the last letter left out"),
        pytest.param("さいしょあら", id="one letter for another"),
        pytest.param("やめます", id="what a slip of another command is as well"),
        pytest.param("もどる" + "ー" * LONGEST, id="more than a word"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_may_be_another_word_is_left_alone(typed: str) -> None:
    assert SLIPS.find(typed) is None
