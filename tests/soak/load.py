"""200 interactions a second by 300 people for five minutes, and what the process holds meanwhile.

The load is that of ``make bench``, in a process of its own; the bot is one as people start it, at DEBUG.
"""

import asyncio
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.people import SECRET
from benchmarks.runs import App, rss, run

PEOPLE, RATE, SECONDS = 300, 200, 300
P99, LONGEST = 0.250, 1.5
FLAT_RSS, FLAT_DESCRIPTORS = 1.15, 10
"""How much more memory, and how many more descriptors, there may be in the last third than in the middle one."""
BOT = App("the bot", (sys.executable, "-m", "bot", "serve", "--port", "{port}"), "step")
CANARIES = ("xoxb-bench", SECRET, "/respond/", "Traceback", '"trace"')


@dataclass
class Samples:
    """Memory (MiB) and open descriptors of a process, looked at again and again."""

    every: float
    memory: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self, pid: int) -> None:
        """Begin, in a thread of its own, until ``over``."""
        threading.Thread(target=self._look, args=(pid,), daemon=True).start()

    def _look(self, pid: int) -> None:
        while not self.over.wait(self.every):
            if not Path(f"/proc/{pid}/fd").exists():
                return
            self.memory.append(rss(pid))
            self.descriptors.append(len(list(Path(f"/proc/{pid}/fd").iterdir())))

    def last(self) -> tuple[float, int]:
        """Memory and descriptors in the last third."""
        third = max(1, len(self.memory) // 3)
        return median(self.memory[-third:]), max(self.descriptors[-third:])

    def growth(self) -> tuple[float, int]:
        """The last third beside the middle one: how many times the memory, how many descriptors more."""
        third = max(1, len(self.memory) // 3)
        more = max(self.descriptors[-third:]) - max(self.descriptors[third : 2 * third])
        return median(self.memory[-third:]) / median(self.memory[third : 2 * third]), more


async def load(scale: float, folder: Path) -> tuple[str, int]:
    """The figures, and how many limits were not held. ``scale`` shortens the time, never the load."""
    seconds, log = max(6.0, SECONDS * scale), folder / "log"
    samples = Samples(seconds / 60)
    options = ("--people", str(PEOPLE), "--rate", str(RATE), "--seconds", str(seconds), "--warm-up", "3")
    figures = await asyncio.to_thread(run, BOT, folder / "bot.db", *options, log=log, watch=samples.watch)
    samples.over.set()
    (memory, descriptors), (held, opened) = samples.growth(), samples.last()
    text = log.read_text(encoding="utf-8")
    found = [canary for canary in CANARIES if canary in text]
    limits = {
        "p99": figures["p99"] < P99,
        "longest": figures["max"] < LONGEST,
        "unacknowledged": not figures["failed"],
        "rate": figures["rate"] > 0.95 * RATE,
        "memory": memory < FLAT_RSS,
        "descriptors": descriptors <= FLAT_DESCRIPTORS,
        "log": not found,
    }
    broken = [name for name, held in limits.items() if not held]
    p99, longest = figures["p99"] * 1000, figures["max"] * 1000
    told = (
        f"{figures['rate']:.0f} interactions/s by {PEOPLE} people for {seconds:.0f} s: p99 {p99:.0f} ms, "
        f"longest {longest:.0f} ms, {figures['failed']} unacknowledged; memory {held:.0f} MiB, "
        f"{memory:.2f} × the middle third, descriptors {opened} ({descriptors:+d}), "
        f"{len(text.splitlines())} log lines at DEBUG, canaries {found or 0}"
    )
    return f"{told} {broken or ''}", len(broken)
