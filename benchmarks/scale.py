"""``python -m benchmarks.scale``: one PostgreSQL, 1 to 4 bots, 1,000 to 1,000,000 stored consultations.

People, bots and database share this machine: the figures are a lower bound, and only their ratios travel.
"""

import argparse
import asyncio
import json
import sys
from statistics import median
from typing import Any

from tests.soak.fleet import spread
from tests.support.postgres import Cluster, running_cluster

PROCESSES = (1, 2, 4)
STORED = (1_000, 10_000, 100_000, 1_000_000)


def main() -> int:
    """Measure, and print two tables as Markdown (or all figures with ``--json``)."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--consultations", type=int, default=1000, help="in each run")
    parser.add_argument("--stored", type=int, nargs="*", default=STORED)
    given = parser.parse_args()
    with running_cluster() as cluster:
        report = {
            "processes": {n: _rounds(cluster, given, n, 0) for n in PROCESSES},
            "stored": {n: _rounds(cluster, given, 2, n) for n in given.stored},
        }
    print(json.dumps(report, indent=2) if given.json else "\n".join(_table(report)))
    return 1 if any(found["faults"] for part in report.values() for found in part.values()) else 0


def _rounds(cluster: Cluster, given: argparse.Namespace, processes: int, stored: int) -> dict[str, Any]:
    """The medians of some runs, and every promise that was broken."""
    runs = [asyncio.run(spread(cluster, processes, given.consultations, stored=stored)) for _ in range(given.rounds)]
    middle = {name: median(run[name] for run in runs) for name in ("rate", "p50", "p99")}
    print(f"{processes} processes, {stored:,} stored: {middle}", file=sys.stderr, flush=True)
    return {**middle, "faults": [fault for run in runs for fault in run["faults"]]}


def _table(report: dict[str, dict[int, dict[str, Any]]]) -> list[str]:
    lines = []
    for what, found in report.items():
        first = next(iter(found.values()))["rate"]
        lines += [f"| {what} | steps a second | beside the first | p50 | p99 |", "|---|---|---|---|---|"]
        for number, run in found.items():
            ratio, p50, p99 = run["rate"] / first, run["p50"] * 1000, run["p99"] * 1000
            lines.append(f"| {number:,} | {run['rate']:.0f} | {ratio:.2f} × | {p50:.0f} ms | {p99:.0f} ms |")
        lines.append("")
    return lines


if __name__ == "__main__":
    sys.exit(main())
