"""``demo``: the simulated Slack with its page, and the bot as a child process that is started again when it dies."""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

from bot.cli.manifest import read
from bot.cli.runtime import opening_port, port_number, told_to_stop
from bot.cli.text import say
from bot.config import Settings
from bot.simulator import Simulator
from bot.simulator.page import add_page

HOST = "127.0.0.1"
RESTART_SECONDS = 1.0
STOP_SECONDS = 15.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--port`` comes before ``DEMO_PORT``."""
    parser.add_argument("--port", type=port_number, help=say("help_demo_port"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Run until SIGTERM or Ctrl+C; the database lives as long as the demo."""
    port = settings.demo_port if given.port is None else given.port
    with tempfile.TemporaryDirectory(prefix="dx-jinzai-demo-") as folder:
        asyncio.run(_demo(port, Path(folder)))
    return 0


async def _demo(port: int, folder: Path) -> None:
    simulator = Simulator(read())
    child = Child(folder)
    add_page(simulator.app, simulator, child.status)
    with opening_port("DEMO_PORT", port):
        await simulator.start(HOST, port)
    stop = told_to_stop()
    keeper = asyncio.create_task(child.keep(simulator))
    print(say("demo_ready", url=simulator.api_url.removesuffix("api/")), say("demo_note"), sep="\n", flush=True)
    await stop.wait()
    keeper.cancel()
    await child.end()
    await simulator.stop()


class Child:
    """The bot's process, as a real installation runs it: settings in the environment, Socket Mode."""

    def __init__(self, folder: Path) -> None:
        self._database = f"sqlite:///{folder / 'demo.db'}"
        self._process: asyncio.subprocess.Process | None = None
        self._restarts = -1

    def status(self) -> dict[str, object]:
        """The process id, how it is, and how often it was started again; shown on the page."""
        alive = self._process is not None and self._process.returncode is None
        pid = self._process.pid if self._process is not None and alive else None
        return {"pid": pid, "state": say("demo_runs" if alive else "demo_restarts"), "restarts": max(0, self._restarts)}

    async def keep(self, simulator: Simulator) -> None:
        """Start the process, and start it again whenever it ends."""
        environment = {
            **os.environ,
            "SLACK_API_URL": simulator.api_url,
            "SLACK_BOT_TOKEN": simulator.bot_token,
            "SLACK_APP_TOKEN": simulator.app_token,
            "DATABASE_URL": self._database,
            "LOG_LEVEL": "WARNING",
            "LOG_FORMAT": "text",
        }
        while True:
            self._restarts += 1
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "socket", env=environment, stdout=asyncio.subprocess.DEVNULL
            )
            await self._process.wait()
            await asyncio.sleep(RESTART_SECONDS)

    async def end(self) -> None:
        """Ask the process to stop; end it when it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
