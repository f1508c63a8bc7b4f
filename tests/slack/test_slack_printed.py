"""Screens that are printed once for everybody: what looks alike is the same, but for whose it is."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cli.samples import samples
from bot.content import DIALOGS, load
from bot.replies import Asked, Concluded, Ref, Reply
from bot.slack.blocks import Screens
from bot.slack.limits import LimitError
from bot.slack.payloads import Place
from bot.slack.printed import Printer
from bot.wording import Wording


def wording() -> Wording:
    return Wording(DIALOGS, load().standard, keep_days=30)


def test_every_question_and_result_is_printed_as_it_would_be_alone() -> None:
    made = Screens(wording(), strict=True)
    printer = Printer(made)
    shown = [reply for reply in samples(load()) if isinstance(reply, Asked | Concluded)][::7]
    assert {type(reply) for reply in shown} == {Asked, Concluded}
    for number, reply in enumerate(shown):
        whose = replace(reply, ref=Ref(f"{number:032x}", number, by_text=number % 2 == 1))
        other = replace(whose, more=not whose.more) if isinstance(whose, Concluded) else replace(whose, number=9)
        for place in Place:
            for one in (whose, other):
                assert json.loads(printer.message(one, place)) == made.message(one, place)


def test_result_too_long_for_the_guard_of_its_halves_is_guarded_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Screens(wording(), strict=True)
    reply = next(reply for reply in samples(load()) if isinstance(reply, Concluded))
    printed = json.loads(Printer(made).message(reply))
    monkeypatch.setattr("bot.slack.printed.BLOCKS_TEXT", 100)
    assert json.loads(Printer(made).message(reply)) == printed
    monkeypatch.setattr("bot.slack.limits.BLOCKS_TEXT", 100)
    with pytest.raises(LimitError, match="all blocks"):
        Printer(made).message(reply)


class Counted(Screens):
    """Screens that count how often one is made."""

    calls = 0

    def above(self, reply: Concluded) -> dict[str, Any]:
        self.calls += 1
        return super().above(reply)

    def best(self, reply: Reply, place: Place = Place.ASIDE) -> dict[str, Any]:
        self.calls += 1
        return super().best(reply, place)


def test_what_is_kept_is_printed_for_the_next_person_with_their_own_session() -> None:
    made = Counted(wording())
    printer = Printer(made)
    reply = next(reply for reply in samples(load()) if isinstance(reply, Concluded))
    first = printer.message(replace(reply, ref=Ref("a" * 32, 3))).decode()
    second = printer.message(replace(reply, ref=Ref("b" * 32, 7))).decode()
    assert made.calls == 1
    assert "a" * 32 in first
    assert "a" * 32 not in second
    assert f"{'b' * 32}|7|" in second


def test_what_somebody_typed_is_kept_for_nobody() -> None:
    made = Counted(wording())
    printer = Printer(made)
    reply = next(reply for reply in samples(load()) if isinstance(reply, Asked))
    for words in ("うちの課長の悩み", "別の人のことば"):
        assert words in printer.message(replace(reply, missed=words)).decode()
    assert made.calls == 2
