"""Every text has an answer: bad input of any kind, texts made of the vocabulary's own words, one JSON object a line."""

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.ask import Answering
from bot.content import DIALOGS, load
from bot.lookup import Lookup
from bot.search import Kind
from bot.wording import Wording
from tests.understanding.evaluate import cases
from tests.understanding.test_understanding import check

CONTENT = load()
LOOKUP = Lookup(CONTENT, lambda: date(2026, 11, 23))
WORDING = Wording(DIALOGS, CONTENT.standard, keep_days=30)
ANSWERING = Answering(LOOKUP, WORDING)
NAMES = {role.name for role in CONTENT.standard.roles}

ANY = st.text(st.characters(codec=None), max_size=120)
"""All characters, lone surrogates and NUL among them."""
LISTED = [
    word
    for entries in CONTENT.search.vocabulary.entries.values()
    for entry in entries
    for word in entry.words
    if not any(mark in word for mark in "{…*")
]
MADE = st.lists(st.sampled_from([*LISTED, "、", "。", "たい", "ではなく", "と", "まず", "の", " "]), max_size=9).map(
    "".join
)
MARKED = st.tuples(st.sampled_from(["<!channel>", "<@U1>", "*太*", "&lt;", "\u202e", "\u200f", "\0", "\ud800"]), MADE)
QUICKLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICKLY
@given(st.one_of(ANY, MADE, MARKED.map("".join)))
def test_every_text_has_an_answer_that_keeps_the_promises(text: str) -> None:
    finding = LOOKUP.understand(text)
    check(finding)
    prose = WORDING.render(LOOKUP.reply(finding))
    assert prose.title
    for part in (prose.text, prose.title, prose.lead, prose.body, prose.note):
        assert "<" not in part
        assert ">" not in part
        assert not {unicodedata.category(char) for char in part.replace("\n", "")} & {"Cc", "Cf", "Cs"}


@QUICKLY
@given(st.lists(st.one_of(ANY, MADE).filter(lambda text: "\n" not in text and "\r" not in text), max_size=4))
def test_every_line_is_one_object_of_the_same_shape(texts: list[str]) -> None:
    rows = list(ANSWERING.rows(f"{text}\n" for text in texts))
    assert not any(len(row.splitlines()) != 1 for row in rows)
    for text, row in zip(texts, map(json.loads, rows), strict=True):
        assert list(row) == ["text", "kind", "roles", "clarify", "clauses", "reply"]
        assert row["text"] == text
        assert row["kind"] in set(Kind)
        assert set(row["roles"]) <= NAMES
        assert set(row["clauses"]) <= CONTENT.standard.clauses.keys()
        assert row["reply"].strip()


def test_the_contract_holds_for_the_whole_set() -> None:
    own = cases("development")
    for case, row in zip(own, map(json.loads, ANSWERING.rows(case.text for case in own)), strict=True):
        assert row["text"] == case.text
        if row["kind"] == "none":
            assert (row["roles"], row["clarify"]) == ([], False)
        if row["clarify"]:
            assert len(row["roles"]) != 1


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 50,
        "\ud800\udfff\ud83d",
        "\u202eエンジニア\u202c",
        "𠮷野家の業者を選びたい",
        "   \u3000\t",
        "😀" * 300,
        "業者を選びたい" * 3000,
    ],
)
def test_bad_input_is_answered(text: str) -> None:
    assert ANSWERING.reply(text).strip()
