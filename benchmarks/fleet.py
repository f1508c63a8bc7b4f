"""Several ``python -m bot serve`` over one database, and people whose every payload goes to one of them at random.

A person walks through consultations one screen at a time and keeps what each screen says of itself (its session and
revision). What the people saw is then held against the database: nothing lost, doubled or out of order.
"""

import asyncio
import contextlib
import json
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.lines import answer
from benchmarks.load import quantile
from benchmarks.people import Person, signed
from benchmarks.runs import ROOT, environment
from benchmarks.slack import Inbound

Json = dict[str, Any]
HOST = "127.0.0.1"
SCREEN_SECONDS = 5.0
AGAIN_SECONDS = 0.05
READY_SECONDS = 60.0


@dataclass
class Seen:
    """One consultation as its owner saw it: the revision of each screen, in order."""

    session: str
    revisions: list[int] = field(default_factory=list)


@dataclass
class Walk:
    """What a person did. ``again`` counts what had to be repeated because an error was told or nothing came."""

    person: Person
    seen: list[Seen] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    again: int = 0


class Fleet:
    """Running processes and the Slack that they talk to."""

    def __init__(self, ports: list[int], sink: str) -> None:
        self.ports = ports
        self.sink = sink
        self.last_success = 0.0
        self.screens = 0
        self.waiting: dict[str, asyncio.Future[bytes]] = {}
        self.chance = Random(8)

    def posted(self, name: str, body: bytes) -> None:
        """What a process posted to somebody's response URL."""
        waiting = self.waiting.pop(name, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(body)

    async def walk(self, number: int, consultations: int) -> Walk:
        """One person's consultations, one after the other, from 相談 to the result."""
        walk = Walk(Person(number, self.sink, Random(number)))
        while len(walk.seen) < consultations or not _concluded(walk.person.screen):
            shown = await self._step(walk)
            if shown is None:
                walk.again += 1
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            self.last_success = time.monotonic()
            self.screens += 1
            walk.person.screen = shown
            _note(walk, shown)
        return walk

    async def _step(self, walk: Walk) -> Json | None:
        """The next screen; None when an error was told instead, or nothing came."""
        person = walk.person
        first = person.screen is None
        name = str(person.number)
        posted = asyncio.get_running_loop().create_future()
        self.waiting[name] = posted
        form = person.command("/dx-consult", "") if first else person.click()
        with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(SCREEN_SECONDS):
                body = await self._ask(walk, form)
                return _screen(body if first else await posted)
        return None

    async def _ask(self, walk: Walk, form: Json) -> bytes:
        host = f"{HOST}:{self.chance.choice(self.ports)}"
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection(HOST, int(host.rpartition(":")[2]))
        try:
            writer.write(signed(form, host))
            status, body = await answer(reader)
        finally:
            writer.close()
        walk.acks.append(time.perf_counter() - begun)
        return body if status == 200 else b""


def _screen(body: bytes) -> Json | None:
    """The message in ``body`` where it is a question or a result of a consultation."""
    try:
        shown: Json = json.loads(body)
    except ValueError:
        return None
    return shown if _values(shown, "next", "fresh") else None


def _concluded(screen: Json | None) -> bool:
    return screen is not None and not _values(screen, "next")


def _values(screen: Json, *verbs: str) -> list[list[str]]:
    """The buttons of a screen whose verb is one of ``verbs``, split into their parts."""
    blocks = [block for block in screen.get("blocks", ()) if block["type"] == "actions"]
    values = [element.get("value", "").split("|") for block in blocks for element in block["elements"]]
    return [value for value in values if len(value) > 2 and value[2] in verbs]


def _note(walk: Walk, screen: Json) -> None:
    session, revision, *_ = _values(screen, "next", "fresh")[0]
    if not walk.seen or walk.seen[-1].session != session:
        walk.seen.append(Seen(session))
    walk.seen[-1].revisions.append(int(revision))


@asynccontextmanager
async def running(processes: int, url: str) -> AsyncIterator[Fleet]:
    """That many processes, ready; they are told to stop at the end."""
    fleet = Fleet([_free_port() for _ in range(processes)], "")
    server = await asyncio.get_running_loop().create_server(lambda: Inbound(fleet.posted, Counter()), HOST, 0)
    fleet.sink = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
    bots = [await _serve(fleet.sink, port, url) for port in fleet.ports]
    try:
        await asyncio.gather(*(_ready(port) for port in fleet.ports))
        yield fleet
    finally:
        for bot in bots:
            if bot.returncode is None:
                bot.terminate()
        for bot in bots:
            await bot.wait()
        server.close()


async def _serve(sink: str, port: int, url: str) -> asyncio.subprocess.Process:
    quiet = asyncio.subprocess.DEVNULL
    command = (sys.executable, "-m", "bot", "serve", "--port", str(port))
    env = {**environment(sink, port, url), "LOG_LEVEL": "CRITICAL"}
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdout=quiet)


async def _ready(port: int) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(HOST, port)
                writer.write(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                status, _ = await answer(reader)
                writer.close()
                if status == 200:
                    return
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        return int(listening.getsockname()[1])


def faults(walks: list[Walk], audit: dict[str, list[str]], revisions: dict[str, int]) -> list[str]:
    """What the people saw and the database does not hold, or not once, or not in order.

    ``audit`` has the acts of each session in their order, ``revisions`` the stored revision of each session.
    """
    found = []
    for seen in (seen for walk in walks for seen in walk.seen):
        acts, stored = audit.get(seen.session, []), revisions.get(seen.session, -1)
        if stored < seen.revisions[-1]:
            found.append(f"lost: {seen.session} was seen at {seen.revisions[-1]} and is at {stored}")
        if seen.revisions != sorted(set(seen.revisions)):
            found.append(f"out of order: {seen.session} {seen.revisions}")
        if len([act for act in acts if act not in ("replaced", "deleted")]) != seen.revisions[-1] + 1:
            found.append(f"doubled: {seen.session} {acts}")
        if acts[:1] != ["begun"] or acts.count("concluded") != 1:
            found.append(f"half done: {seen.session} {acts}")
    return found


def figures(walks: list[Walk], seconds: float) -> Json:
    """Steps a second, and how long acknowledgements took (seconds)."""
    acks = sorted(ack for walk in walks for ack in walk.acks)
    return {
        "consultations": sum(len(walk.seen) for walk in walks),
        "steps": len(acks),
        "rate": len(acks) / seconds,
        "p50": quantile(acks, 0.5),
        "p99": quantile(acks, 0.99),
        "max": acks[-1],
        "again": sum(walk.again for walk in walks),
    }
