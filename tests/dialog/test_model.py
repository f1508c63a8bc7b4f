"""What a dialog file may say: everything else is refused at load, with words that name the place."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.dialog.model import Condition, Dialog

EXAMPLES = Path(__file__).parent / "examples"
Data = dict[str, Any]


def example(name: str) -> Data:
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def set_when(data: Data, when: Data, question: int = 2) -> None:
    data["question"][question]["when"] = when


FAULTS: dict[str, tuple[str, Callable[[Data], object], str]] = {
    "unknown key": ("conditions", lambda d: d["question"][0].update(weight=3), "weight"),
    "when reads a later question": (
        "conditions",
        lambda d: set_when(d, {"q": "cup", "any_of": ["mug"]}, 0),
        "drink: when reads cup, which is no earlier question",
    ),
    "when reads itself": ("conditions", lambda d: set_when(d, {"q": "cup", "any_of": ["mug"]}), "when reads cup"),
    "when reads a many question": (
        "many",
        lambda d: set_when(d, {"q": "sweets", "any_of": ["mochi"]}, 1),
        "hidden: when reads sweets",
    ),
    "nested when reads a many question": (
        "many",
        lambda d: set_when(d, {"not": {"any": [{"q": "sweets", "none_of": ["mochi"]}]}}, 1),
        "hidden: when reads sweets",
    ),
    "when names no option": (
        "conditions",
        lambda d: set_when(d, {"q": "drink", "any_of": ["cocoa"]}),
        "when names no option of drink: cocoa",
    ),
    "from names no list": ("many", lambda d: d["question"][0].update({"from": ["fruit"]}), "from names no list: fruit"),
    "option and from": (
        "many",
        lambda d: d["question"][0].update(option=d["list"][0]["option"]),
        "either option or from",
    ),
    "no options at all": ("many", lambda d: d["question"][0].pop("from"), "either option or from"),
    "question id twice": (
        "conditions",
        lambda d: d["question"][1].update(id="drink"),
        "question id stands twice: drink",
    ),
    "option id twice": (
        "conditions",
        lambda d: d["question"][0]["option"][1].update(id="tea"),
        "option of drink id stands twice: tea",
    ),
    "reserved option id": (
        "many",
        lambda d: d["list"][0]["option"][0].update(id="unknown"),
        "work id is reserved: unknown",
    ),
    "near names no work": (
        "many",
        lambda d: d["list"][0]["option"][0].update(near="fruit"),
        "yokan: near names no work: fruit",
    ),
    "short name too long": ("many", lambda d: d["list"][0]["option"][0].update(short="あ" * 11), "at most 10"),
    "no reason for reviewers": ("many", lambda d: d["list"][0]["option"][0].pop("why"), "why"),
}


@pytest.mark.parametrize(("name", "break_it", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_dialog_is_refused_with_the_place(name: str, break_it: Callable[[Data], object], words: str) -> None:
    data = example(name)
    Dialog.model_validate(data)
    break_it(data)
    with pytest.raises(ValidationError) as refused:
        Dialog.model_validate(data)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"q": "a"},
        {"q": "a", "any_of": ["x"], "none_of": ["y"]},
        {"any_of": ["x"]},
        {"q": "a", "any_of": []},
        {"all": []},
        {"all": [{"q": "a", "any_of": ["x"]}], "q": "a", "any_of": ["x"]},
        {"equals": "a"},
    ],
)
def test_a_condition_has_exactly_one_form(data: Data) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(data)


@pytest.mark.parametrize(
    ("data", "on_x", "on_y", "unanswered"),
    [
        ({"q": "a", "any_of": ["x"]}, True, False, False),
        ({"q": "a", "none_of": ["x"]}, False, True, False),
        ({"not": {"q": "a", "any_of": ["x"]}}, False, True, True),
        ({"all": [{"q": "a", "any_of": ["x"]}, {"q": "b", "any_of": ["z"]}]}, False, False, False),
        ({"any": [{"q": "a", "any_of": ["x"]}, {"q": "b", "any_of": ["z"]}]}, True, False, False),
    ],
)
def test_conditions_hold_only_once_the_question_is_answered(
    data: Data,
    on_x: bool,
    on_y: bool,
    unanswered: bool,
) -> None:
    condition = Condition.model_validate(data)
    assert condition.holds({"a": ("x",)}) is on_x
    assert condition.holds({"a": ("y",)}) is on_y
    assert condition.holds({}) is unanswered
