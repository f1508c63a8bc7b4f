"""Block Kit limits: the largest allowed passes, one more is refused with the path; wrong shapes are refused."""

import copy
from collections.abc import Callable

import pytest

from bot.simulator.limits import message_problems, view_problems

from .support import Json, memo, modal, options, plain, question, section

Make = Callable[[int], Json]


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**more: object) -> Json:
    return {"type": "button", "action_id": "go", "text": plain("次へ"), **more}


def ask(element: Json) -> Json:
    return {"type": "input", "label": plain("質問"), "element": {"action_id": "a", **element}}


def many(count: int) -> list[Json]:
    return options(*(f"{number}番" for number in range(count)))


def option(**more: object) -> Json:
    return {"text": plain("一"), "value": "v", **more}


def radios(*choices: Json, **more: object) -> Json:
    return ask({"type": "radio_buttons", "options": list(choices), **more})


def markdown(size: int) -> Json:
    return {"type": "markdown", "text": "あ" * size}


def table(rows: int, columns: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


SIZES: list[tuple[str, int, Make, str]] = [
    ("section text", 3000, lambda n: section("あ" * n), "/blocks/0/text/text"),
    (
        "section field",
        2000,
        lambda n: {"type": "section", "fields": [plain("あ" * n)]},
        "/blocks/0/fields/0/text",
    ),
    ("section fields", 10, lambda n: {"type": "section", "fields": [plain("x")] * n}, "/blocks/0/fields"),
    ("header", 150, lambda n: {"type": "header", "text": plain("あ" * n)}, "/blocks/0/text/text"),
    ("context", 10, lambda n: {"type": "context", "elements": [plain("x")] * n}, "/blocks/0/elements"),
    (
        "actions",
        25,
        lambda n: actions(*(button(action_id=f"a{i}") for i in range(n))),
        "/blocks/0/elements",
    ),
    (
        "button text",
        75,
        lambda n: actions(button(text=plain("あ" * n))),
        "/blocks/0/elements/0/text/text",
    ),
    ("button value", 2000, lambda n: actions(button(value="x" * n)), "/blocks/0/elements/0/value"),
    ("action id", 255, lambda n: actions(button(action_id="x" * n)), "/blocks/0/elements/0/action_id"),
    ("block id", 255, lambda n: {"type": "divider", "block_id": "x" * n}, "/blocks/0/block_id"),
    (
        "option text",
        75,
        lambda n: radios(option(text=plain("あ" * n))),
        "/blocks/0/element/options/0/text/text",
    ),
    ("option value", 150, lambda n: radios(option(value="x" * n)), "/blocks/0/element/options/0/value"),
    (
        "option description",
        75,
        lambda n: radios(option(description=plain("あ" * n))),
        "/blocks/0/element/options/0/description/text",
    ),
    ("radios", 10, lambda n: radios(*many(n)), "/blocks/0/element/options"),
    ("checkboxes", 10, lambda n: ask({"type": "checkboxes", "options": many(n)}), "/blocks/0/element/options"),
    ("select", 100, lambda n: ask({"type": "static_select", "options": many(n)}), "/blocks/0/element/options"),
    (
        "overflow",
        5,
        lambda n: actions({"type": "overflow", "action_id": "o", "options": many(n)}),
        "/blocks/0/elements/0/options",
    ),
    (
        "max_length",
        3000,
        lambda n: ask({"type": "plain_text_input", "max_length": n}),
        "/blocks/0/element/max_length",
    ),
    (
        "placeholder",
        150,
        lambda n: ask({"type": "plain_text_input", "placeholder": plain("あ" * n)}),
        "/blocks/0/element/placeholder/text",
    ),
    ("label", 2000, lambda n: {**memo(), "label": plain("あ" * n)}, "/blocks/0/label/text"),
    ("hint", 2000, lambda n: memo(hint=plain("あ" * n)), "/blocks/0/hint/text"),
    ("markdown", 12_000, markdown, "/blocks/0/text"),
    ("table rows", 100, lambda n: table(n, 1), "/blocks/0/rows"),
    ("table columns", 20, lambda n: table(1, n), "/blocks/0/rows/0"),
]


@pytest.mark.parametrize(("most", "make", "pointer"), [pytest.param(*s[1:], id=s[0]) for s in SIZES])
def test_sizes(most: int, make: Make, pointer: str) -> None:
    assert message_problems([make(most)]) == []
    refused = message_problems([make(most + 1)])
    assert len(refused) == 1
    assert refused[0].endswith(f"[json-pointer:{pointer}]")


def test_counts_of_blocks() -> None:
    assert message_problems([section("x")] * 50) == []
    assert message_problems([section("x")] * 51) == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]
    assert view_problems(modal(*[section("x")] * 100), "modal") == []
    assert len(view_problems(modal(*[section("x")] * 101), "modal")) == 1


BAD: list[tuple[str, Json, str]] = [
    ("unknown block", {"type": "fancy"}, "unsupported type: fancy"),
    ("no type", {"text": plain("x")}, "unsupported type: None"),
    ("unknown field", {**section("x"), "colour": "red"}, "invalid additional property: colour"),
    ("empty text", section(""), "must be more than 0 characters"),
    ("section of nothing", {"type": "section"}, "missing required field: text or fields"),
    ("header in mrkdwn", {"type": "header", "text": section("x")["text"]}, "must be one of plain_text"),
    ("text as a string", {"type": "header", "text": "x"}, "must be an object"),
    ("emoji in mrkdwn text is fine, colour not", {"type": "header", "text": {**plain("x"), "a": 1}}, "property: a"),
    ("actions of nothing", actions(), "no fewer than 1 items allowed"),
    ("text field among actions", actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ("button in an input", ask(button()), "unsupported type: button"),
    ("text field beside a section", {**section("x"), "accessory": memo()["element"]}, "unsupported type"),
    ("same action id twice", actions(button(), button()), "`action_id` go is not unique"),
    ("radio of nothing", radios(), "no fewer than 1 items allowed"),
    ("same value twice", radios(*many(1), *many(1)), "option values must be unique"),
    ("unknown initial option", radios(*many(2), initial_option=option()), "initial option must exactly match"),
    ("mrkdwn in a menu", ask({"type": "static_select", "options": [option(text=section("x")["text"])]}), "plain_text"),
    ("options and groups", ask({"type": "static_select"}), "exactly one of options and option_groups"),
    ("bad style", actions(button(style="green")), "must be one of primary, danger"),
    ("text where a number belongs", ask({"type": "plain_text_input", "max_length": "9"}), "must be an integer"),
    ("min over max", ask({"type": "plain_text_input", "min_length": 9, "max_length": 5}), "min_length"),
    ("text where yes or no belongs", memo(optional="yes"), "must be a boolean"),
    ("input without label", {"type": "input", "element": memo()["element"]}, "missing required field: label"),
    ("image of nothing", {"type": "image", "alt_text": "図"}, "exactly one of image_url and slack_file"),
    ("elements as text", {"type": "context", "elements": "x"}, "must be an array"),
    ("number as text", section("x") | {"text": {"type": "mrkdwn", "text": 5}}, "must be a string"),
]


@pytest.mark.parametrize(("block", "text"), [pytest.param(*b[1:], id=b[0]) for b in BAD])
def test_wrong_shapes_are_refused_on_every_surface(block: Json, text: str) -> None:
    for refused in (
        message_problems([section("よい"), block]),
        view_problems(modal(section("よい"), block), "modal"),
        view_problems({"type": "home", "blocks": [section("よい"), block]}, "home"),
    ):
        assert len(refused) == 1
        assert text in refused[0]
        assert "/blocks/1" in refused[0]


@pytest.mark.parametrize("blocks", [None, "[]", {}, 5])
def test_blocks_are_an_array(blocks: object) -> None:
    assert message_problems(blocks) == ["[ERROR] must be an array [json-pointer:/blocks]"]


@pytest.mark.parametrize("block", [markdown(5), table(1, 1)])
def test_message_only_blocks(block: Json) -> None:
    assert message_problems([block]) == []
    assert "unsupported type" in view_problems(modal(block), "modal")[0]
    assert "unsupported type" in view_problems({"type": "home", "blocks": [block]}, "home")[0]


def test_one_table_and_markdown_in_all() -> None:
    assert "only one table" in message_problems([table(1, 1), table(1, 1)])[0]
    assert "in all" in message_problems([markdown(7000), markdown(7000)])[0]


def test_block_ids_are_unique() -> None:
    twice = [{**section("x"), "block_id": "same"}] * 2
    assert message_problems(twice) == ["[ERROR] `block_id` same is not unique [json-pointer:/blocks]"]
    assert "not unique" in view_problems(modal(*twice), "modal")[0]
    assert message_problems(question()) == []


def test_one_focus() -> None:
    first = ask({"type": "plain_text_input", "focus_on_load": True})
    assert message_problems([first]) == []
    assert "focus_on_load" in message_problems([first, copy.deepcopy(first)])[0]


def test_input_blocks_are_allowed_in_messages_and_need_submit_in_modals() -> None:
    assert message_problems([memo()]) == []
    bare = modal(memo())
    del bare["submit"]
    assert "submit" in view_problems(bare, "modal")[0]
    assert view_problems({"type": "home", "blocks": [memo()]}, "home") == []


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"title": plain("あ" * 25)}, "/view/title/text"),
        ({"submit": plain("あ" * 25)}, "/view/submit/text"),
        ({"close": plain("あ" * 25)}, "/view/close/text"),
        ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"callback_id": "x" * 256}, "/view/callback_id"),
        ({"colour": "red"}, "invalid additional property: colour"),
        ({"blocks": "x"}, "must be an array"),
        ({"type": "home"}, "must be one of modal"),
    ],
)
def test_modal_fields(change: Json, text: str) -> None:
    refused = view_problems({**modal(section("x")), **change}, "modal")
    assert any(text in line for line in refused)


@pytest.mark.parametrize("missing", ["title", "blocks", "type"])
def test_modals_need_title_and_blocks(missing: str) -> None:
    view = modal(section("x"))
    del view[missing]
    assert view_problems(view, "modal") == [f"[ERROR] missing required field: {missing} [json-pointer:/view]"]


def test_home_has_no_title() -> None:
    assert "title" in view_problems({"type": "home", "blocks": [], "title": plain("x")}, "home")[0]


def test_surrogate_pairs_count_twice() -> None:
    assert message_problems([{"type": "header", "text": plain("𠮷" * 75)}]) == []
    assert len(message_problems([{"type": "header", "text": plain("𠮷" * 76)}])) == 1


def test_every_ordinary_element_passes() -> None:
    pickers = [{"type": kind} for kind in ("datepicker", "timepicker", "users_select", "channels_select")]
    fields = [{"type": kind} for kind in ("email_text_input", "url_text_input", "datetimepicker")]
    number = {"type": "number_input", "is_decimal_allowed": False}
    groups = [{"label": plain("組"), "options": many(2)}]
    menus = [{"type": "multi_static_select", "option_groups": groups}, {"type": "multi_users_select"}]
    assert message_problems([ask(each) for each in [*pickers, *fields, number, *menus]]) == []
    image = {"type": "image", "image_url": "https://example.jp/a.png", "alt_text": "図"}
    confirm = {"title": plain("確認"), "text": plain("よいですか"), "confirm": plain("はい"), "deny": plain("いいえ")}
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": []}],
    }
    rest = [image, {"type": "divider"}, {"type": "context", "elements": [image, plain("x")]}, rich]
    assert message_problems([*rest, {**section("x"), "accessory": button(confirm=confirm)}]) == []
