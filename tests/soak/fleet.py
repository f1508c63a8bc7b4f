"""Several processes over one PostgreSQL that is killed under load: ``python -m tests.soak.fleet --help``.

The judge is what people saw, held against the audit table and the stored revisions.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict
from typing import Any

import psycopg

from benchmarks.fleet import Fleet, Walk, faults, figures, running
from tests.support.postgres import Cluster, running_cluster

PEOPLE = 50
FIRST_SUCCESS_SECONDS = 2.0
FEWEST_SCREENS = 4
"""Of a consultation: so the kills are spread over the run, and the last one comes before its end."""


async def spread(
    cluster: Cluster, processes: int, consultations: int, *, kills: int = 0, people: int = PEOPLE, stored: int = 0
) -> dict[str, Any]:
    """Let ``people`` hold that many consultations in all over as many processes, and kill the database meanwhile.

    ``stored`` consultations of other people are there before. Gives the figures and, in ``faults``, broken promises.
    """
    url = cluster.url()
    async with running(processes, url) as fleet:
        _fill(url, stored)
        begun = time.monotonic()
        walking = [asyncio.create_task(fleet.walk(n, consultations // people)) for n in range(people)]
        share = consultations * FEWEST_SCREENS / (kills + 1)
        first = [await _killed(cluster, fleet, round(share * number)) for number in range(1, kills + 1)]
        walks = list(await asyncio.gather(*walking))
        taken = time.monotonic() - begun
    late = [f"first success after {seconds:.2f} s" for seconds in first if seconds > FIRST_SUCCESS_SECONDS]
    found = {"kills": len(first), "longest_to_first_success": max(first, default=0.0)}
    return {**figures(walks, taken), **found, "faults": [*_judged(url, walks), *late]}


async def _killed(cluster: Cluster, fleet: Fleet, screens: int) -> float:
    """Kill the database when so many screens were seen, and start it again.

    Gives the seconds from when it was up to the first screen that anybody saw.
    """
    while fleet.screens < screens:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await asyncio.to_thread(cluster.kill)
    await asyncio.to_thread(cluster.start)
    up = time.monotonic()
    async with asyncio.timeout(30):
        while fleet.last_success <= up:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return fleet.last_success - up


def _fill(url: str, stored: int) -> None:
    """Concluded consultations of as many people, with their lines of the audit table."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "with filled as (insert into sessions"
            " (id, owner_org, owner_user, dialog, answers, status, revision, created, updated)"
            " select md5(n::text), 'T0BENCH', 'W' || n, 'consult', '{}', 'concluded', 5, now, now"
            " from (select n, extract(epoch from now()) - n as now from generate_series(1, %s) n) made"
            " returning id, owner_org, owner_user, updated)"
            " insert into audit (at, owner_org, owner_user, act, subject)"
            " select updated, owner_org, owner_user, 'concluded', id from filled",
            (stored,),
        )
        connection.execute("vacuum analyze")


def _judged(url: str, walks: list[Walk]) -> list[str]:
    audit: dict[str, list[str]] = defaultdict(list)
    with psycopg.connect(url) as connection:
        for subject, act in connection.execute("select subject, act from audit order by id"):
            audit[subject].append(act)
        revisions = dict(connection.execute("select id, revision from sessions").fetchall())
    return faults(walks, audit, revisions)


def main() -> int:
    """Print the figures as JSON; 1 for a broken promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--consultations", type=int, default=40_000, help="in all, by 50 people")
    parser.add_argument("--kills", type=int, default=50)
    given = parser.parse_args()
    with running_cluster() as cluster:
        found = asyncio.run(spread(cluster, given.processes, given.consultations, kills=given.kills))
    print(json.dumps(found, indent=2))
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
