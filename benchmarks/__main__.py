"""``make bench``: interleaved rounds over all apps, medians and spread, ratios taken in one run.

Absolute figures vary with the machine; only the ratios count.
"""

import argparse
import json
import sys
from statistics import median
from typing import Any

from benchmarks.inside import answers, big_store, rendering
from benchmarks.parts import parts
from benchmarks.runs import ROOT, App, node_peer, run

Json = dict[str, Any]
PYTHON = sys.executable


def peer(name: str, kind: str, load: str, transport: str = "http") -> App:
    """A Bolt app of ``benchmarks.peers``."""
    where = ("--socket",) if transport == "socket" else ("--port", "{port}")
    return App(name, (PYTHON, "-m", "benchmarks.peers", kind, *where), load, transport=transport)


OURS = (PYTHON, "-m", "bot", "serve", "--port", "{port}")
APPS = {
    "step": App("a dialog step", OURS, "step"),
    "look_up": App("a slash look-up", OURS, "command"),
    "noop": peer("no-op AsyncApp", "noop", "ack"),
    "noop_command": peer("no-op AsyncApp, command", "noop", "command"),
    "fixed": peer("no-op AsyncApp that posts a fixed body", "fixed", "post"),
    "respond": peer("stock AsyncApp, respond", "respond", "post"),
    "socket_step": App("a dialog step, Socket Mode", (PYTHON, "-m", "bot", "socket"), "step", transport="socket"),
    "socket_fixed": peer("no-op AsyncApp that posts, Socket Mode", "fixed", "post", "socket"),
}
GOALS = (
    ("step", "fixed", 0.75),
    ("step", "noop", None),
    ("step", "respond", 1.5),
    ("step", "javascript", 1.5),
    ("look_up", "noop_command", 0.80),
    ("socket_step", "socket_fixed", 0.75),
)


def main() -> int:
    """Measure and print; exit 0 whatever comes out: goals are read, not enforced."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument(
        "--quick", action="store_true", help="leave out the million sessions and the 10,000 consultations"
    )
    given = parser.parse_args()
    apps = dict(APPS)
    if (javascript := node_peer(ROOT / ".cache" / "bench_js")) is not None:
        apps["javascript"] = javascript
    rounds: dict[str, list[Json]] = {name: [] for name in apps}
    for number in range(given.rounds):
        for name, app in apps.items():
            print(f"round {number + 1}/{given.rounds}: {app.name}", file=sys.stderr, flush=True)
            rounds[name].append(run(app, None, "--seconds", str(given.seconds)))
    report = summary(rounds)
    half = report["rates"]["step"]["median"] / 2
    report["half_load"] = run(APPS["step"], None, "--seconds", str(given.seconds * 3), "--rate", str(half))
    report["answers"], report["rendering"], report["parts"] = answers(), rendering(), parts()
    if not given.quick:
        report |= long_runs()
    print(json.dumps(report, indent=2) if given.json else table(report))
    return 0


def summary(rounds: dict[str, list[Json]]) -> Json:
    """Medians with the lowest and highest round, and the ratio of every pair, taken round by round."""
    rates = {name: spread([figures["rate"] for figures in found]) for name, found in rounds.items()}
    ratios = {
        f"{ours}/{theirs}": spread(
            [a["rate"] / b["rate"] for a, b in zip(rounds[ours], rounds[theirs], strict=True)], goal
        )
        for ours, theirs, goal in GOALS
        if theirs in rounds
    }
    starts = {name: spread([figures["start"] for figures in rounds[name]]) for name in ("step", "noop")}
    failed = {name: sum(figures["failed"] for figures in found) for name, found in rounds.items()}
    calls = sum(sum(figures["calls"].values()) for figures in rounds["step"])
    cpu = {name: spread([figures["cpu_ms"] for figures in found]) for name, found in rounds.items()}
    return {
        "rates": rates,
        "cpu_ms": cpu,
        "ratios": ratios,
        "start": starts,
        "failed": failed,
        "api_calls_in_steps": calls,
    }


def spread(values: list[float], goal: float | None = None) -> Json:
    """The median with the extremes."""
    return {"median": median(values), "low": min(values), "high": max(values), **({"goal": goal} if goal else {})}


def long_runs() -> Json:
    """Memory after 10,000 consultations beside a no-op app after as many requests, and a step over a full database."""
    steps = ("--steps", "60000", "--seconds", "600", "--warm-up", "0")
    memory = {name: run(APPS[name], None, *steps)["rss"] for name in ("step", "noop")}
    stored = {}
    for count in (1_000, 1_000_000):
        with big_store(count) as database:
            stored[str(count)] = spread([run(APPS["step"], database, "--seconds", "5")["rate"] for _ in range(3)])
    return {"memory": memory, "stored": stored}


def table(report: Json) -> str:
    """The report as Markdown."""
    lines = ["| app | answered a second (median, low–high) | processor time each |", "|---|---|---|"]
    for name, rate in report["rates"].items():
        cpu = report["cpu_ms"][name]["median"]
        lines.append(f"| {name} | {rate['median']:.0f} ({rate['low']:.0f}–{rate['high']:.0f}) | {cpu:.2f} ms |")
    lines += ["", "| ratio | median (low–high) | goal |", "|---|---|---|"]
    for name, ratio in report["ratios"].items():
        goal = f"≥ {ratio['goal']}" if "goal" in ratio else "–"
        lines.append(f"| {name} | {ratio['median']:.2f} ({ratio['low']:.2f}–{ratio['high']:.2f}) | {goal} |")
    lines += ["", "| what | figure | goal |", "|---|---|---|", *_figures(report)]
    if "memory" in report:
        lines += _long_figures(report["memory"], report["stored"])
    lines += ["", "| part of a step | screens new | screens known |", "|---|---|---|", *_parts(report["parts"])]
    return "\n".join(lines)


def _parts(found: Json) -> list[str]:
    first, again = found["first"], found["again"]
    lines = [f"| {part} | {first[part]:.0f} µs | {again[part]:.0f} µs |" for part in first]
    return [*lines, f"| store, in a group | {found['store']['commit']:.0f} µs | |"]


def _figures(report: Json) -> list[str]:
    half, start, texts = report["half_load"], report["start"], report["answers"]
    slower = start["step"]["median"] / start["noop"]["median"]
    return [
        f"| ack at half the peak load, p99 | {half['p99'] * 1000:.1f} ms | ≤ 30 ms |",
        f"| the same, longest | {half['max'] * 1000:.1f} ms | ≤ 250 ms |",
        f"| start, beside the no-op AsyncApp | {start['step']['median']:.2f} s, {slower:.2f} × | ≤ 1.6 × |",
        f"| free text, p50 and p99 | {texts['p50']:.2f} and {texts['p99']:.2f} ms | ≤ 0.3 and ≤ 2 ms |",
        f"| rendering a screen, p99 | {report['rendering']['p99']:.2f} ms | ≤ 1 ms |",
        f"| Web API calls in all steps | {report['api_calls_in_steps']} | 0 |",
        f"| requests that failed | {sum(report['failed'].values())} | 0 |",
    ]


def _long_figures(memory: Json, stored: Json) -> list[str]:
    more, slower = memory["step"] / memory["noop"], stored["1000"]["median"] / stored["1000000"]["median"]
    return [
        f"| memory after 10,000 consultations, beside the no-op | {memory['step']:.0f} MiB, {more:.2f} × | ≤ 1.7 × |",
        f"| a step with 1,000,000 stored sessions, beside 1,000 | {slower:.2f} × | ≤ 1.2 × |",
    ]


if __name__ == "__main__":
    sys.exit(main())
