"""What is acknowledged is on the disk: the system calls of a bot that serves, watched by strace.

``kill -9`` cannot show it, since the machine still writes what the process had handed over.
"""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import MANIFEST
from tests.support.process import ended, started

CALLS = "fdatasync,fsync,read,recvfrom,write,sendto"
"""uvloop reads and writes where asyncio's own loop receives and sends."""

ASKED, FLUSHED, ANSWERED = "asked", "flushed", "answered"
MARKS = (
    (re.compile(r'(read|recvfrom)\(.*"POST /slack'), ASKED),
    (re.compile(r"(fdatasync|fsync)\(\d+<[^>]*-wal>\) = 0|(fdatasync|fsync) resumed>\) = 0"), FLUSHED),
    (re.compile(r'(write|sendto)\(.*"HTTP/1.1 200'), ANSWERED),
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
async def test_every_acknowledgement_leaves_after_a_flush_of_what_it_acknowledges(tmp_path: Path) -> None:
    async with Simulator(MANIFEST, retry_delays=()) as sim:
        process = await started(sim, tmp_path, "serve")
        try:
            async with _traced(process.pid, tmp_path / "calls"):
                for _ in range(4):
                    await sim.command(sim.first_person, sim.dm(sim.first_person), "/dx-consult 最初から")
        finally:
            process.terminate()
            await ended(process)
    seen = _seen((tmp_path / "calls").read_text(encoding="utf-8", errors="replace"))
    assert seen.count(ANSWERED) == 4
    for answer in (place for place, mark in enumerate(seen) if mark == ANSWERED):
        asked = max(place for place in range(answer) if seen[place] == ASKED)
        assert FLUSHED in seen[asked:answer], seen


def _seen(calls: str) -> list[str]:
    """The calls that matter, in their order."""
    marks = (next((mark for pattern, mark in MARKS if pattern.search(line)), "") for line in calls.splitlines())
    return list(filter(None, marks))


@asynccontextmanager
async def _traced(pid: int, file: Path) -> AsyncIterator[None]:
    """Watch a process and its threads; skips where the machine does not let anybody."""
    command = ("strace", "-f", "-y", "-s", "40", "-e", f"trace={CALLS}", "-o", str(file), "-p", str(pid))
    tracer = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert tracer.stderr is not None
    line = (await asyncio.wait_for(tracer.stderr.readline(), 10)).decode()
    if "attached" not in line:
        await ended(tracer)
        pytest.skip(f"strace may not watch here: {line.strip()}")
    try:
        yield
    finally:
        tracer.terminate()
        await tracer.communicate()
