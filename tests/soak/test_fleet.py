"""Two processes over one PostgreSQL, every payload to one of them at random; ``tests.soak.fleet`` is the long form."""

from random import Random

import pytest

from benchmarks.fleet import Seen, Walk, faults
from benchmarks.people import Person
from tests.soak.fleet import spread
from tests.support.postgres import NO_SERVER, programs, running_cluster


@pytest.mark.skipif(programs() is None, reason=NO_SERVER)
async def test_any_process_may_get_any_payload_and_the_database_may_die() -> None:
    with running_cluster() as mortal:
        found = await spread(mortal, processes=2, consultations=200, kills=2, people=20)
    assert found["faults"] == []
    assert found["consultations"] == 200
    assert found["kills"] == 2


def test_the_judge_finds_what_is_lost_doubled_and_out_of_order() -> None:
    def judged(revisions: list[int], acts: list[str], stored: int) -> list[str]:
        walk = Walk(Person(1, "", Random(1)), [Seen("s", revisions)])
        return [fault.partition(":")[0] for fault in faults([walk], {"s": acts}, {"s": stored})]

    acts = ["begun", "changed", "concluded"]
    assert judged([0, 1, 2], acts, 2) == []
    assert judged([0, 1, 2], acts[:2], 1) == ["lost", "doubled", "half done"]
    assert judged([0, 2, 1], acts, 2) == ["out of order", "doubled"]
    assert judged([0, 1, 2], [*acts, "concluded"], 2) == ["doubled", "half done"]
