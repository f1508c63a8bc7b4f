"""Words that name no role are asked back with one question, each answer of which begins a consultation."""

from datetime import date

import pytest

from bot.lookup import Lookup
from bot.slack.payloads import Button, Place
from bot.slack.surfaces import Surfaces
from tests.support.bot import CONTENT, WORDING

ROLES = tuple(role.id for role in CONTENT.standard.roles)


@pytest.mark.parametrize("words", ["デジタルに強い人を紹介して", "AIについて", "DX係長"])
def test_each_way_of_working_is_a_button_that_begins_with_the_works_of_its_role(words: str) -> None:
    reply = Lookup(CONTENT, lambda: date(2026, 11, 23)).answer(words)
    blocks = Surfaces.of(WORDING, strict=True).screens.message(reply, Place.DM)["blocks"]
    ways = [block for block in blocks if "accessory" in block]
    buttons = [Button.decode(block["accessory"]["value"]) for block in ways]
    assert [(button.verb, button.option) for button in buttons if button] == [("focus", role) for role in ROLES]
    assert [block["text"]["text"] for block in ways] == [CONTENT.consult.tips[role] for role in ROLES]
    for role in ROLES:
        assert CONTENT.consult.tips[role] in WORDING.linear(reply)
