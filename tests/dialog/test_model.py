"""What a dialog file may say: everything else is refused at load, with words that name the place."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.dialog.model import Condition, Dialog
from bot.dialog.references import faults

EXAMPLES = Path(__file__).parent / "examples"
Data = dict[str, Any]


def example(name: str) -> Data:
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def set_when(data: Data, when: Data, question: int = 2) -> None:
    data["question"][question]["when"] = when


FAULTS: dict[str, tuple[str, Callable[[Data], object], str, str]] = {
    "unknown key": ("conditions", lambda d: d["question"][0].update(weight=3), "extra_forbidden", "question.0.weight"),
    "the name of the field, not of the key": (
        "many",
        lambda d: d.update(lists=d.pop("list")),
        "extra_forbidden",
        "lists",
    ),
    "when reads a later question": (
        *("conditions", lambda d: set_when(d, {"q": "cup", "any_of": ["mug"]}, 0)),
        *("dialog.reads_later", "question.0.when.q"),
    ),
    "when reads itself": (
        *("conditions", lambda d: set_when(d, {"q": "cup", "any_of": ["mug"]})),
        *("dialog.reads_later", "question.2.when.q"),
    ),
    "when reads no question": (
        *("conditions", lambda d: set_when(d, {"q": "plate", "any_of": ["mug"]})),
        *("dialog.dead_question", "question.2.when.q"),
    ),
    "when reads a many question": (
        *("many", lambda d: set_when(d, {"q": "sweets", "any_of": ["mochi"]}, 1)),
        *("dialog.reads_many", "question.1.when.q"),
    ),
    "nested when reads a many question": (
        *("many", lambda d: set_when(d, {"not": {"any": [{"q": "sweets", "none_of": ["mochi"]}]}}, 1)),
        *("dialog.reads_many", "question.1.when.not.any.0.q"),
    ),
    "when names no option": (
        *("conditions", lambda d: set_when(d, {"q": "drink", "any_of": ["tea", "cocoa"]})),
        *("dialog.dead_option", "question.2.when.any_of.1"),
    ),
    "when has two forms": (
        *("conditions", lambda d: set_when(d, {"q": "drink", "any_of": ["tea"], "none_of": ["tea"]})),
        *("dialog.condition_form", "question.2.when"),
    ),
    "from names no list": (
        *("many", lambda d: d["question"][0].update({"from": ["fruit"]})),
        *("dialog.dead_list", "question.0.from.0"),
    ),
    "from names a list twice": (
        *("many", lambda d: d["question"][0]["from"].append(d["question"][0]["from"][0])),
        *("dialog.list_twice", "question.0.from.1"),
    ),
    "option and from": (
        *("many", lambda d: d["question"][0].update(option=d["list"][0]["option"])),
        *("dialog.option_source", "question.0"),
    ),
    "no options at all": ("many", lambda d: d["question"][0].pop("from"), "dialog.option_source", "question.0"),
    "works outside lists": (
        *("conditions", lambda d: d["question"][0].update(part="first")),
        *("dialog.own_works", "question.0.option"),
    ),
    "question id twice": (
        *("conditions", lambda d: d["question"][1].update(id="drink")),
        *("dialog.id_twice", "question.1.id"),
    ),
    "option id twice": (
        *("conditions", lambda d: d["question"][0]["option"][1].update(id="tea")),
        *("dialog.id_twice", "question.0.option.1.id"),
    ),
    "reserved option id": (
        *("many", lambda d: d["list"][0]["option"][0].update(id="unknown")),
        *("dialog.id_reserved", "list.0.option.0.id"),
    ),
    "near names no work": (
        *("many", lambda d: d["list"][0]["option"][0].update(near="fruit")),
        *("dialog.dead_near", "list.0.option.0.near"),
    ),
    "short name too long": (
        *("many", lambda d: d["list"][0]["option"][0].update(short="あ" * 11)),
        *("string_too_long", "list.0.option.0.short"),
    ),
    "no reason for reviewers": (
        *("many", lambda d: d["list"][0]["option"][0].pop("why")),
        *("missing", "list.0.option.0.why"),
    ),
}


@pytest.mark.parametrize(("name", "break_it", "code", "at"), FAULTS.values(), ids=FAULTS.keys())
def test_a_faulty_dialog_is_refused_with_the_place(
    name: str, break_it: Callable[[Data], object], code: str, at: str
) -> None:
    data = example(name)
    Dialog.model_validate(data)
    break_it(data)
    with pytest.raises(ValidationError) as refused:
        Dialog.model_validate(data)
    assert (code, at) in {(found["type"], ".".join(map(str, found["loc"]))) for found in refused.value.errors()}


def test_every_dead_reference_is_told_also_beside_a_fault_of_shape() -> None:
    data = example("conditions")
    data["question"][0]["choice"] = "two"
    data["question"][0]["option"][1]["id"] = "tea"
    set_when(data, {"all": [{"q": "drink", "any_of": ["cocoa"]}, {"q": "plate", "none_of": ["none"]}]})
    assert [(fault.code, fault.args["words"]) for fault in faults(data)] == [
        ("dialog.id_twice", "tea"),
        ("dialog.dead_option", "coffee"),
        ("dialog.dead_option", "cocoa"),
        ("dialog.dead_question", "plate"),
    ]


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
