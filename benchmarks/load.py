"""The load, a process of its own: people who each keep one request in flight, over HTTP or Socket Mode.

Run by ``benchmarks.__main__``: prints the sink's address, waits for the app to answer, loads it, prints one JSON line.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.lines import HttpLine, Line, Sockets
from benchmarks.people import Person
from benchmarks.slack import IDENTITY, Inbound

Json = dict[str, Any]
READY_SECONDS = 30.0


class Load:
    """``people`` clicks or commands in flight at ``target``; what the app posts comes back to the one it is for."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.calls: Counter[str] = Counter()
        self.waiting: dict[str, asyncio.Future[bytes]] = {}
        self.sockets = Sockets()
        self.acks: list[float] = []
        self.steps = 0
        self.failed = 0
        self.stop = False

    async def run(self) -> Json:
        """Serve the sink, wait for the app, warm up, load, and give the figures."""
        loop = asyncio.get_running_loop()
        runner = await self.sockets.listen()
        answers = {"auth.test": IDENTITY, "apps.connections.open": {"ok": True, "url": self.sockets.url}}
        server = await loop.create_server(lambda: Inbound(self._posted, self.calls, answers), "127.0.0.1", 0)
        sink = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        print(sink, flush=True)
        host, port, pid = (await loop.run_in_executor(None, sys.stdin.readline)).split()
        self.host, self.port = host, int(port)
        ready = await self._ready(sink)
        people = [Person(n, sink, Random(n)) for n in range(self.given.people)]
        workers = [asyncio.create_task(self._work(person)) for person in people]
        await self._wait(self.given.warm_up)
        self.acks.clear()
        self.steps, begun, calls, cpu = 0, time.perf_counter(), Counter(self.calls), _cpu_seconds(pid)
        await self._wait(self.given.seconds)
        elapsed = time.perf_counter() - begun
        steps, acks, cpu = self.steps, sorted(self.acks), _cpu_seconds(pid) - cpu
        self.stop = True
        await asyncio.wait(workers, timeout=5)
        server.close()
        await runner.cleanup()
        return {
            "ready": ready,
            "rate": steps / elapsed,
            "steps": steps,
            "failed": self.failed,
            "cpu_ms": cpu / max(1, steps) * 1000,
            "p50": quantile(acks, 0.5),
            "p99": quantile(acks, 0.99),
            "max": acks[-1] if acks else 0.0,
            "calls": dict(self.calls - calls),
        }

    async def _wait(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and not (  # noqa: ASYNC110 (an event set by every step would be load too)
            self.given.steps and self.steps >= self.given.steps
        ):
            await asyncio.sleep(0.05)

    async def _ready(self, sink: str) -> float:
        """Seconds since the epoch at the first answered request."""
        person = Person(10**6, sink, Random(0))
        until = time.time() + READY_SECONDS
        while time.time() < until:
            try:
                line = await self._line()
                well, _ = await line.ask(person.command("/dx-help", ""))
                line.close()
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.005)
                continue
            if well:
                return time.time()
        raise TimeoutError("the app did not answer")

    async def _line(self) -> Line:
        if self.given.transport == "socket":
            async with asyncio.timeout(READY_SECONDS):
                await self.sockets.connected.wait()
            return self.sockets
        return HttpLine(*await asyncio.open_connection(self.host, self.port), self.host)

    def _posted(self, name: str, body: bytes) -> None:
        if waiting := self.waiting.pop(name, None):
            waiting.set_result(body)

    async def _work(self, person: Person) -> None:
        line = await self._line()
        due = time.perf_counter()
        while not self.stop:
            if self.given.rate:
                due += person.chance.expovariate(self.given.rate / self.given.people)
                await asyncio.sleep(due - time.perf_counter())
            else:
                due = time.perf_counter()
            try:
                async with asyncio.timeout(10):
                    await self._step(person, line, due)
            except TimeoutError:
                self.failed += 1
                line.close()
                line, person.screen = await self._line(), None
                continue
            self.steps += 1
        line.close()

    async def _step(self, person: Person, line: Line, due: float) -> None:
        """One click or command that was ``due`` then; the acknowledgement is timed from there, waiting included."""
        if self.given.kind == "command":
            await self._ask(line, person.command("/dx-role", "PMP"), due)
            return
        if person.screen is None and self.given.kind == "step":
            person.screen = json.loads(await self._ask(line, person.command("/dx-consult", ""), due))
            return
        posted = asyncio.get_running_loop().create_future()
        if self.given.kind != "ack":
            self.waiting[str(person.number)] = posted
        await self._ask(line, person.click(), due)
        if self.given.kind != "ack":
            body = await posted
            if self.given.kind == "step":
                person.screen = json.loads(body)

    async def _ask(self, line: Line, form: Json, due: float) -> bytes:
        well, body = await line.ask(form)
        self.acks.append(time.perf_counter() - due)
        self.failed += not well
        return body


def _cpu_seconds(pid: str) -> float:
    """Processor time that a process has used, all threads; 0 where there is no ``/proc``."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def quantile(ordered: list[float], share: float) -> float:
    """The value below which a ``share`` of them lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def main() -> None:
    """Run one load."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", choices=["ack", "post", "step", "command"], required=True)
    parser.add_argument("--transport", choices=["http", "socket"], default="http")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--warm-up", type=float, default=1.0)
    parser.add_argument("--steps", type=int, default=0, help="end after that many")
    parser.add_argument("--rate", type=float, default=0.0, help="steps a second instead of as many as go")
    print(json.dumps(asyncio.run(Load(parser.parse_args()).run())), flush=True)


if __name__ == "__main__":
    main()
