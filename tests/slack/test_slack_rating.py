"""役に立った or 合っていない: one of them for each result, open to change, thanked for in place."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.simulator import Simulator
from bot.store.base import Act
from tests.support.bot import Bot, Walker

Ratings = Callable[[], list[str | None]]


async def concluded(staff: Walker) -> None:
    await staff.command("/dx-consult")
    await staff.walk(("run",), ("manage",), "ここで結果を見る")


@pytest.fixture
def ratings(tmp_path: Path) -> Callable[[], list[str | None]]:
    """What is stored now."""

    def read() -> list[str | None]:
        with closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
            return [rating for (rating,) in connection.execute("select rating from sessions")]

    return read


async def test_rating_is_thanked_for_in_place_and_can_be_changed(staff: Walker, bot: Bot, ratings: Ratings) -> None:
    await concluded(staff)
    assert "「役に立った」ですね。ありがとうございます" in await staff.press("役に立った")
    assert ratings() == ["useful"]
    text = await staff.press("合っていない")
    assert "「合っていない」ですね。ありがとうございます" in text
    assert "結果　プロジェクトマネージャー" in text
    assert ratings() == ["not_fitting"], "never both"
    assert [line.act for line in await bot.store.audit()].count(Act.RATED) == 2


@pytest.mark.usefixtures("served")
async def test_rating_goes_when_the_answers_change(staff: Walker, ratings: Ratings) -> None:
    await concluded(staff)
    await staff.press("役に立った")
    await staff.press("残りに答える")
    await staff.press("戻る")
    assert ratings() == ["useful"], "looking at an answer changes none"
    await staff.choose_and_next("select")
    assert ratings() == [None], "it was about another result"


@pytest.mark.usefixtures("served")
async def test_old_result_is_not_rated(sim: Simulator, staff: Walker, ratings: Ratings) -> None:
    await concluded(staff)
    old = staff.ts
    await staff.say("結果")
    await staff.say("残り")
    await staff.say("2")
    await sim.press(staff.person, old, label="役に立った")
    await sim.until(staff.person, lambda _: "前の画面のボタンでした" in sim.visible_text(staff.person, old))
    assert ratings() == [None]
