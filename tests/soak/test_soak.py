"""The short forms of ``make soak``: that each part runs, judges, and finds what is broken."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bot.simulator import Simulator
from tests.soak import kills
from tests.soak.bits import bits
from tests.soak.load import Samples
from tests.soak.mutants import MUTANTS, ROOT, Mutant, edited, noticed
from tests.support.bodies import CANARY, Receiver, bad
from tests.support.bot import MANIFEST


async def test_kills_under_load_break_nothing_and_the_judge_finds_what_is_lost_and_half(tmp_path: Path) -> None:
    async with Simulator(MANIFEST, people=kills.PEOPLE, retry_delays=kills.RETRIES) as sim:
        siege = kills.Siege(sim, tmp_path, "serve", Random(1))
        assert await siege.run(3) == []
        with closing(sqlite3.connect(tmp_path / "bot.db")) as raw:
            raw.execute("update sessions set answers = '{}'")
            raw.execute("delete from audit where act = 'changed'")
            raw.commit()
        siege.said["Ev-lost"] = kills.TYPISTS[0], "1"
        kinds = {fault.partition(":")[0] for fault in [*kills.posts(siege), *kills.stored(siege)]}
    assert kinds == {"lost", "half", "lost or doubled"}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.guard)
def test_every_edit_fits_and_every_guard_is_listed(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert edited(mutant, text) != text
    name = mutant.test.rpartition("::")[2]
    assert name in (ROOT / mutant.test.partition("::")[0]).read_text(encoding="utf-8") or "::" not in mutant.test
    assert f"| {mutant.guard} |" in (ROOT / "docs/reliability.md").read_text(encoding="utf-8")


async def test_a_guard_that_is_taken_out_is_noticed_and_one_that_nobody_tests_is_told(tmp_path: Path) -> None:
    formulas = next(mutant for mutant in MUTANTS if mutant.guard == "formulas")
    idle = Mutant("nothing", formulas.file, '"""Cells', '"""Fields', formulas.test)
    told, survived = await noticed([formulas, idle], tmp_path)
    assert (told, survived) == ("2 guards taken out, 1 not noticed ['nothing']", 1)


def test_bad_requests_are_the_same_for_a_seed_and_of_every_kind() -> None:
    made = list(bad(7, 2000, Receiver("T", "secret", "http://x")))
    again = list(bad(7, 2000, Receiver("T", "secret", "http://x")))
    assert [len(one.raw) for one in made] == [len(one.raw) for one in again]
    assert {(one.signed, one.framed) for one in made} == {(True, True), (True, False), (False, True), (False, False)}
    assert sum(CANARY.encode() in one.raw for one in made) > 1800


async def test_bits_that_are_turned_over_are_counted_by_their_fate(tmp_path: Path) -> None:
    told, broken = await bits(0.05, tmp_path)
    assert broken == 0
    assert "refused at the start" in told
    assert "served unseen" in told


def test_growth_is_found_in_the_last_third() -> None:
    flat, leaking = Samples(1.0), Samples(1.0)
    flat.memory, flat.descriptors = [50.0, 80.0, 100.0, 101.0, 100.0, 100.0], [9, 9, 20, 21, 20, 20]
    leaking.memory, leaking.descriptors = [50.0, 80.0, 100.0, 120.0, 140.0, 160.0], [9, 20, 30, 40, 50, 60]
    assert flat.growth() == (100.0 / 100.5, -1)
    assert leaking.growth() == (150.0 / 110.0, 20)
