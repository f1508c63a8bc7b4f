"""100,000 bad requests to the bot as it is served, many at once."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.lines import answer
from benchmarks.people import SECRET
from benchmarks.runs import serving
from benchmarks.slack import IDENTITY, Inbound
from tests.support.bodies import CANARY, Bad, Receiver, bad

AT_ONCE = 32
ALLOWED = (200, 400, 401, 413)
SIGNS = ("Traceback", '"trace"', CANARY)
"""What no log may hold after it: an exception nobody thought of, or a byte of a body."""


@dataclass
class Flood:
    """What came back: how often each status, and the requests that were answered as they may not be."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def judge(self, request: Bad, status: int) -> None:
        """Only four statuses, and never 200 for what Slack did not sign. 0: the connection ended without an answer."""
        self.statuses[status] += 1
        if status not in ALLOWED or (status == 200 and not request.signed):
            self.broken.append(f"{status} {request.raw[:3000]!r}")


async def flood(host: str, port: int, requests: Iterator[Bad], at_once: int = AT_ONCE) -> Flood:
    """Send all of ``requests``, over ``at_once`` connections, each as soon as the one before it is answered."""
    found = Flood()
    await asyncio.gather(*(_pour(host, port, requests, found) for _ in range(at_once)))
    return found


async def _pour(host: str, port: int, requests: Iterator[Bad], found: Flood) -> None:
    """Send requests over one connection, and over a new one after each that was refused or tells its length untruly."""
    more = True
    while more:
        reader, writer = await asyncio.open_connection(host, port)
        with suppress(ConnectionError):
            more = await _kept(reader, writer, requests, found)
        writer.close()


async def _kept(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Iterator[Bad], found: Flood
) -> bool:
    """Whether there may be more requests when the connection has ended."""
    for request in requests:
        status = 0
        try:
            writer.write(request.raw)
            async with asyncio.timeout(20):
                status, _ = await answer(reader)
                if status == 100:
                    status, _ = await answer(reader)
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            return True
        finally:
            found.judge(request, status)
        if not request.framed or status != 200:
            return True
    return False


async def bodies(scale: float, folder: Path) -> tuple[str, int]:
    """The flood, then the log; the bot is a process of its own at DEBUG."""
    count, loop, calls = max(100, round(100_000 * scale)), asyncio.get_running_loop(), Counter[str]()
    sink = await loop.create_server(lambda: Inbound(lambda *_: None, calls), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{sink.sockets[0].getsockname()[1]}"
    requests = bad(1, count, Receiver(IDENTITY["team_id"], SECRET, url))
    log = folder / "log"
    command = (sys.executable, "-m", "bot", "serve", "--port", "{port}")
    with serving(command, url, folder / "bot.db", log=log) as (port, process):
        await _listening(port)
        found = await flood("127.0.0.1", port, requests)
        alive = process.poll() is None
    sink.close()
    bad_lines = {line for line in log.read_text(encoding="utf-8").splitlines() if any(sign in line for sign in SIGNS)}
    broken = len(found.broken) + len(bad_lines) + (not alive)
    told = ", ".join(f"{number} × {status}" for status, number in sorted(found.statuses.items()))
    shown = [line[:1000] for line in (*found.broken[:3], *sorted(bad_lines)[:10])]
    return f"{count} bad bodies: {told}; {len(bad_lines)} bad lines in the log {shown or ''}", broken


async def _listening(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
