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

from benchmarks.people import Person, signed
from benchmarks.slack import Inbound, content_length

Json = dict[str, Any]
READY_SECONDS = 30.0


class Load:
    """``people`` clicks or commands in flight at ``target``; what the app posts comes back to the one it is for."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.calls: Counter[str] = Counter()
        self.waiting: dict[str, asyncio.Future[bytes]] = {}
        self.acks: list[float] = []
        self.steps = 0
        self.failed = 0
        self.stop = False

    async def run(self) -> Json:
        """Serve the sink, wait for the app, warm up, load, and give the figures."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Inbound(self._posted, self.calls), "127.0.0.1", 0)
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
        request = signed(person.command("/dx-help", ""), self.host)
        until = time.time() + READY_SECONDS
        while time.time() < until:
            try:
                reader, writer = await asyncio.open_connection(self.host, self.port)
                writer.write(request)
                status, _ = await answer(reader)
                writer.close()
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.005)
                continue
            if status == 200:
                return time.time()
        raise TimeoutError("the app did not answer")

    def _posted(self, name: str, body: bytes) -> None:
        if waiting := self.waiting.pop(name, None):
            waiting.set_result(body)

    async def _work(self, person: Person) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        due = time.perf_counter()
        while not self.stop:
            if self.given.rate:
                due += person.chance.expovariate(self.given.rate / self.given.people)
                await asyncio.sleep(due - time.perf_counter())
            try:
                async with asyncio.timeout(10):
                    await self._step(person, reader, writer)
            except TimeoutError:
                self.failed += 1
                return
            self.steps += 1
        writer.close()

    async def _step(self, person: Person, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.given.kind == "command":
            await self._ask(reader, writer, person.command("/dx-role", "PMP"))
            return
        if person.screen is None and self.given.kind == "step":
            body = await self._ask(reader, writer, person.command("/dx-consult", ""))
            person.screen = json.loads(body)
            return
        posted = asyncio.get_running_loop().create_future()
        if self.given.kind != "ack":
            self.waiting[str(person.number)] = posted
        await self._ask(reader, writer, person.click())
        if self.given.kind != "ack":
            body = await posted
            if self.given.kind == "step":
                person.screen = json.loads(body)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, form: Json) -> bytes:
        request = signed(form, self.host)
        begun = time.perf_counter()
        writer.write(request)
        status, body = await answer(reader)
        self.acks.append(time.perf_counter() - begun)
        self.failed += status != 200
        return body


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of the next HTTP answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    if b"transfer-encoding: chunked" not in head.lower():
        return status, await reader.readexactly(content_length(head))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return status, body


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
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--warm-up", type=float, default=1.0)
    parser.add_argument("--steps", type=int, default=0, help="end after that many")
    parser.add_argument("--rate", type=float, default=0.0, help="steps a second instead of as many as go")
    print(json.dumps(asyncio.run(Load(parser.parse_args()).run())), flush=True)


if __name__ == "__main__":
    main()
