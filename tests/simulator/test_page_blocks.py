"""Block Kit as HTML: every kind the simulated Slack accepts is drawn, everything else fails loudly."""

import re
from typing import Any

import pytest

from bot.simulator.elements import ELEMENTS
from bot.simulator.limits import message_problems
from bot.simulator.page_blocks import Blocks, Place, UnknownKindError
from bot.simulator.page_text import markdown, mrkdwn
from tests.support.page_app import asking, button, options, plain

Json = dict[str, Any]

BLOCKS = Blocks()
NAMES = {"U0STAFF01": "佐藤", "C0DXSOUDAN": "dx相談"}
PLACE = Place(
    "1.2",
    names=NAMES,
    people=({"id": "U0STAFF01", "name": "佐藤"},),
    channels=({"id": "C0DXSOUDAN", "name": "dx相談", "kind": "channel"},),
)
RAW = {"type": "raw_text"}
RUN: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": "文", "style": {"bold": True}}]}

DRAWN: dict[str, tuple[Json, str]] = {
    "section": ({"text": {"type": "mrkdwn", "text": "*結果*"}}, "<strong>結果</strong>"),
    "header": ({"text": plain("見出し")}, "<h3"),
    "context": ({"elements": [plain("小さな字")]}, "小さな字"),
    "divider": ({}, "<hr"),
    "actions": ({"elements": [button("次へ", "next", style="primary")]}, 'class="btn primary"'),
    "image": ({"image_url": "https://pictures.example/a.png", "alt_text": "図"}, 'aria-label="図"'),
    "rich_text": ({"elements": [RUN]}, "<strong>文</strong>"),
    "markdown": ({"text": "# 見出し\n\n- **太字**\n- 二つめ"}, "<li><strong>太字</strong></li>"),
    "table": ({"rows": [[RAW | {"text": "役割"}], [RAW | {"text": "行"}]]}, '<th scope="col"'),
}

FIELDS: dict[str, tuple[Json, str]] = {
    "radio_buttons": ({"options": options("一", "二"), "initial_option": options("一", "二")[1]}, 'type="radio"'),
    "checkboxes": ({"options": options("一"), "initial_options": options("一")}, 'type="checkbox"'),
    "static_select": ({"options": options("一"), "placeholder": plain("部署を選択")}, "部署を選択"),
    "multi_static_select": ({"options": options("一"), "initial_options": options("一")}, "checked"),
    "conversations_select": ({"initial_conversation": "C0DXSOUDAN"}, 'value="C0DXSOUDAN" selected'),
    "channels_select": ({}, 'value="C0DXSOUDAN"'),
    "users_select": ({"initial_user": "U0STAFF01"}, 'value="U0STAFF01" selected'),
    "multi_conversations_select": ({}, 'value="C0DXSOUDAN"'),
    "multi_channels_select": ({"initial_channels": ["C0DXSOUDAN"]}, "checked"),
    "multi_users_select": ({}, 'value="U0STAFF01"'),
    "plain_text_input": ({"multiline": True, "initial_value": "前の文"}, "前の文</textarea>"),
    "number_input": ({"is_decimal_allowed": False, "min_value": "1"}, 'type="number"'),
    "email_text_input": ({}, 'type="email"'),
    "url_text_input": ({}, 'type="url"'),
    "datepicker": ({"initial_date": "2026-07-01"}, 'value="2026-07-01"'),
    "timepicker": ({"initial_time": "09:30"}, 'value="09:30"'),
    "datetimepicker": ({"initial_date_time": 1_782_864_000}, 'value="2026-07-01T09:00"'),
}

TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}


def drawn(block: Json, place: Place = PLACE) -> str:
    return str(BLOCKS.block({"block_id": "b", **block}, place))


@pytest.mark.parametrize("kind", DRAWN)
def test_every_block_kind_is_drawn(kind: str) -> None:
    fields, expected = DRAWN[kind]
    block = {"type": kind, **fields}
    assert message_problems([block]) == []
    assert expected in drawn(block)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_kind_is_drawn_with_its_name_and_initial_value(kind: str) -> None:
    fields, expected = FIELDS[kind]
    block = asking("b", {"type": kind, "action_id": "a", **fields}, label="名前のある欄")
    assert message_problems([block]) == []
    html = drawn(block)
    assert expected in html
    assert "名前のある欄" in html
    assert re.search(r'<legend|<label[^>]* for="f-1.2-b"', html)


@pytest.mark.parametrize("kind", sorted(set(FIELDS) - TYPED))
def test_a_field_outside_an_input_block_tells_the_app_at_once(kind: str) -> None:
    element = {"type": kind, "action_id": "a", "placeholder": plain("欄を選択"), **FIELDS[kind][0]}
    waiting, telling = drawn(asking("b", element)), drawn({"type": "actions", "elements": [element]})
    assert "data-dispatch" in telling
    assert "data-dispatch" not in waiting
    assert "data-dispatch" in drawn(asking("b", element, dispatch_action=True))


def test_nothing_the_simulated_slack_accepts_is_missing_here() -> None:
    assert set(ELEMENTS) == {*FIELDS, "button", "overflow", "image"}


def test_an_overflow_menu_and_a_picture_are_drawn_in_a_section() -> None:
    menu = {"type": "overflow", "action_id": "o", "options": options("開く", "消す")}
    html = drawn({"type": "section", "fields": [plain("欄")], "accessory": menu})
    assert html.count('class="menu-item"') == 2
    picture = {"type": "image", "image_url": "https://pictures.example/a.png", "alt_text": "図"}
    html = drawn({"type": "context", "elements": [picture]})
    assert "画像：図" in html
    assert "<img" not in html, "a page that works offline fetches no picture"


@pytest.mark.parametrize(
    ("block", "named"),
    [
        ({"type": "carousel"}, "carousel"),
        ({"type": "section", "accessory": {"type": "workflow_button"}}, "workflow_button"),
        ({"type": "actions", "elements": [{"type": "file_input", "action_id": "f"}]}, "file_input"),
        ({"type": "input", "label": plain("欄"), "element": button("押す", "b")}, "button"),
        ({"type": "rich_text", "elements": [{"type": "rich_text_poem", "elements": []}]}, "rich_text_poem"),
        ({"type": "table", "rows": [[{"type": "raw_sound"}]]}, "raw_sound"),
        ({"type": "section", "text": {"type": "html", "text": "<b>"}}, "html"),
        ({"type": "header"}, "header"),
        ({"type": "_wrap"}, "_wrap"),
    ],
)
def test_what_cannot_be_drawn_raises_and_is_a_red_error_on_the_page(
    block: Json, named: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UnknownKindError, match=named):
        drawn(block)
    shown = str(BLOCKS.shown([block, {"type": "divider"}], PLACE))
    assert 'class="not-drawn" role="alert"' in shown
    assert named in shown
    assert "<hr" in shown, "the other blocks are still shown"
    assert named in caplog.text


@pytest.mark.parametrize(
    ("limits", "offered"),
    [
        ({}, ["dx相談", "DX人材ナビ"]),
        ({"filter": {"include": ["public"]}}, ["dx相談"]),
        ({"filter": {"include": ["im"]}}, ["DX人材ナビ"]),
        ({"filter": {"exclude_bot_users": True}}, ["dx相談"]),
    ],
)
@pytest.mark.parametrize("kind", ["conversations_select", "multi_conversations_select"])
def test_a_select_of_conversations_offers_what_its_filter_lets_through(
    kind: str, limits: Json, offered: list[str]
) -> None:
    channels = [{"id": "C1", "name": "dx相談", "kind": "channel"}, {"id": "D1", "name": "DX人材ナビ", "kind": "dm"}]
    html = drawn(asking("b", {"type": kind, "action_id": "a", **limits}), Place("V1", channels=channels))
    assert [name for name in ("dx相談", "DX人材ナビ") if name in html] == offered


def test_the_stored_state_wins_over_the_initial_value() -> None:
    one, two = options("一", "二")
    state = {"b": {"a": {"type": "radio_buttons", "selected_option": two}}}
    element = {"type": "radio_buttons", "action_id": "a", "options": [one, two], "initial_option": one}
    html = drawn(asking("b", element), Place("1.2", state))
    assert re.findall(r'value="(\d)"[^>]* checked', html) == ["2"]


def test_a_field_error_is_tied_to_its_field() -> None:
    element = {"type": "plain_text_input", "action_id": "a"}
    html = drawn(asking("b", element), Place("V1", errors={"b": "書いてください。"}))
    assert 'aria-invalid="true" aria-describedby="f-V1-b-error"' in html
    assert '<p class="error" id="f-V1-b-error" role="alert">書いてください。</p>' in html


def test_radios_are_a_fieldset_with_a_legend_and_long_texts_stay_whole() -> None:
    text = "情報セキュリティやシステム全体の姿を見直し、これからの数年の見通しを立てたい"
    html = drawn(asking("b", {"type": "radio_buttons", "action_id": "a", "options": options(text)}))
    assert html.strip().startswith("<fieldset")
    assert "<legend" in html
    assert text in html


HOSTILE = "<script>alert(1)</script>\"'&amp;"


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE}},
        {"type": "section", "text": plain(HOSTILE), "accessory": button(HOSTILE, "x", value=HOSTILE)},
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "markdown", "text": HOSTILE},
        {"type": "rich_text", "elements": [{**RUN, "elements": [{"type": "text", "text": HOSTILE}]}]},
        {"type": "table", "rows": [[RAW | {"text": HOSTILE}]]},
        asking(HOSTILE, {"type": "checkboxes", "action_id": HOSTILE, "options": options(HOSTILE)}, label=HOSTILE),
        asking("b", {"type": "plain_text_input", "action_id": "a", "multiline": True, "initial_value": HOSTILE}),
    ],
)
def test_no_text_becomes_markup(block: Json) -> None:
    html = drawn(block)
    assert "<script" not in html
    assert re.search(r"alert\(1\)", html)
    assert not re.search(r'="[^"]*<', html), "an attribute was left early"


def test_only_addresses_slack_opens_become_links() -> None:
    html = mrkdwn("<https://kakuu.example/?a=1&amp;b=2|手引き> <javascript:alert(1)|押す> https://bare.example/x。", {})
    assert html.count("<a ") == html.count('rel="noopener noreferrer"') == 2
    assert 'href="https://kakuu.example/?a=1&amp;b=2"' in html
    assert 'href="https://bare.example/x"' in html
    assert "押す" in html
    assert "javascript" not in html
    assert "href" not in markdown("[押す](javascript:alert(1))")
    link = {"type": "link", "url": "javascript:alert(1)", "text": "押す"}
    assert "href" not in drawn({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]})
    assert "href" not in drawn({"type": "actions", "elements": [button("押す", "b", url="javascript:alert(1)")]})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*太字* _斜体_ ~取消~", "<strong>太字</strong> <em>斜体</em> <s>取消</s>"),
        ("`*そのまま*`", "<code>*そのまま*</code>"),
        ("これは*太字*ではない", "これは*太字*ではない"),
        ("「*太字*」", "「<strong>太字</strong>」"),
        ("一行目\n二行目", "一行目<br>二行目"),
        ("&gt; 引用\n&gt; 続き\n後", "<blockquote>引用<br>続き</blockquote>後"),
        ("• ひとつ\n• ふたつ", '<span class="bullet">• ひとつ</span><span class="bullet">• ふたつ</span>'),
        ("前\n```\n*a*\n&lt;b&gt;\n```\n後", "前<br><pre>*a*\n&lt;b&gt;</pre>後"),
        ("*<@U0STAFF01>さん*", '<strong><span class="mention">@佐藤</span>さん</strong>'),
        ("<#C0DXSOUDAN> <@U0UNKNOWN>", '<span class="mention">#dx相談</span> <span class="mention">@U0UNKNOWN</span>'),
        ("<!here> <!subteam^S1|@dx班>", '<span class="mention">@here</span> <span class="mention">@dx班</span>'),
        ("<!date^1782864000^{date_num} {time}|いつか>", "<time>2026-07-01 09:00</time>"),
        ("<!date^いつ^{date}|いつか>", "<time>いつか</time>"),
        (":tada: &amp;amp;", ":tada: &amp;amp;"),
        ("\ue0000\ue001", "0"),
    ],
)
def test_mrkdwn(text: str, html: str) -> None:
    assert mrkdwn(text, NAMES) == html
