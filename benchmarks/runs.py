"""One run: start an app, put a load on it, read what it used, end it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.people import SECRET

ROOT = Path(__file__).parents[1]
Json = dict[str, Any]


@dataclass(frozen=True)
class App:
    """What is measured: its command line (``{port}`` is filled in), and the load that fits it."""

    name: str
    command: tuple[str, ...]
    load: str
    cwd: Path = ROOT
    transport: str = "http"


def run(
    app: App,
    database: Path | None,
    *options: str,
    log: Path | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> Json:
    """Load ``app`` and give the figures of ``benchmarks.load``, with ``start`` (seconds) and ``rss`` (MiB).

    ``log`` as in ``serving``; ``watch`` is told the process before the load begins.
    """
    load = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load", "--kind", app.load, "--transport", app.transport, *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with load:
        assert load.stdin is not None
        assert load.stdout is not None
        sink = load.stdout.readline().strip()
        begun = time.time()
        with serving(app.command, sink, database, cwd=app.cwd, log=log) as (port, process):
            watch(process.pid)
            load.stdin.write(f"127.0.0.1 {port} {process.pid}\n")
            load.stdin.flush()
            figures: Json = json.loads(load.stdout.readline())
            return {**figures, "start": figures["ready"] - begun, "rss": rss(process.pid)}


@contextmanager
def serving(
    command: Sequence[str], sink: str, database: Path | None, *, cwd: Path = ROOT, log: Path | None = None
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The port and the process of an app whose Slack is at ``sink``; with ``log``, it writes there at DEBUG."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder, (log or Path(os.devnull)).open("wb") as errors:
        settings = environment(sink, port, f"sqlite:///{database or Path(folder) / 'bench.db'}")
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=cwd,
            env={**settings, **({"LOG_LEVEL": "DEBUG"} if log else {})},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            yield port, process
        finally:
            process.terminate()
            process.wait(20)


def environment(sink: str, port: int, url: str) -> Mapping[str, str]:
    """What a bot is told that talks to the Slack at ``sink``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "SLACK_API_URL": f"{sink}/api/",
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_APP_TOKEN": "xapp-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "DATABASE_URL": url,
        "LOG_LEVEL": "WARNING",
        "ACTIONS_PER_MINUTE": "1000000000",
        "PORT": str(port),
    }


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def rss(pid: int) -> float:
    """Resident memory in MiB; 0 where there is no ``/proc``."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def node_peer(cache: Path) -> App | None:
    """Bolt for JavaScript, installed into ``cache`` with npm; None where there is no Node."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return None
    source = Path(__file__).parent / "bolt_js"
    cache.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "app.js"):
        shutil.copy(source / name, cache / name)
    if not (cache / "node_modules/@slack/bolt").exists():
        npm: Sequence[str] = ("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
        subprocess.run(npm, cwd=cache, check=True)
    return App("Bolt for JavaScript, respond", ("node", "app.js"), "post", cache)
