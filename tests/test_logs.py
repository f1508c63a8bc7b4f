"""The log: one line a record, no secret, nobody's words; and the real bot at DEBUG, over both transports."""

import asyncio
import json
import logging
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.logs import JsonLines, TextLines
from bot.simulator import Simulator
from bot.slack.http import PATH
from tests.support.bot import MANIFEST, Walker, all_connected
from tests.support.process import environment

STAFF = "U0STAFF01"
CANARY = "CANARY住民太郎7f3a"
KNOWN = "a-signing-secret"
FORGED = (
    "a\nERROR forged",
    "a\r\n\x1b[31mred",
    "nul\x00",
    "bell\x07",
    "\u2028line",
    "\u202eturned",
    "\x85next",
    "\ud800",
)
SECRETS = (
    "xoxb-1234-5678-abcDEF",
    "xapp-1-A0-123-abc",
    "xoxe.xoxp-1-abc",
    "wss://wss-primary.example/link/?ticket=abc&app_id=1",
    "https://hooks.example/actions/T0/1/abc",
    "http://127.0.0.1:1/commands/T0/abc",
    "Bearer abc.def",
    "ticket=abc",
    KNOWN,
)


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot.test", logging.ERROR, "x.py", 1, "told: %s", (message,), info)


@pytest.mark.parametrize("form", [JsonLines, TextLines])
@pytest.mark.parametrize("words", FORGED)
def test_no_message_makes_a_second_line_or_moves_the_cursor(form: type[logging.Formatter], words: str) -> None:
    line = form().format(record(words))
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", line)


@pytest.mark.parametrize("form", [JsonLines, TextLines])
@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_masked(form: type[JsonLines] | type[TextLines], secret: str) -> None:
    line = form([KNOWN, ""]).format(record(f"before {secret} after"))
    assert secret not in line
    assert "abc" not in line
    assert "before *** after" in line


def test_of_an_exception_its_kind_and_place_are_written_and_never_its_words() -> None:
    try:
        {}[CANARY]
    except KeyError as error:
        told = json.loads(JsonLines().format(record("failed", error)))
    assert told["error"] == "KeyError"
    assert "test_logs.py" in told["trace"]
    assert CANARY not in str(told)


@asynccontextmanager
async def process(sim: Simulator, command: str, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as people start it, at DEBUG; ended by SIGTERM."""
    told = environment(sim, folder, LOG_LEVEL="DEBUG")
    pipes = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
    started = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", command, env=told, **pipes)
    try:
        assert started.stdout is not None
        line = (await asyncio.wait_for(started.stdout.readline(), 30)).decode()
        if command == "serve":
            found = re.search(r"\d{4,5}", line)
            assert found, line
            sim.connect_http(f"http://127.0.0.1:{found.group()}{PATH}")
        else:
            await all_connected(sim)
        yield started
    finally:
        if started.returncode is None:
            started.terminate()


async def use_everything(sim: Simulator, staff: Walker) -> None:
    """Words and clicks on every surface, and the failures that libraries like to write about."""
    await staff.say(CANARY)
    await staff.say(f"業者を選びたい {CANARY}")
    await staff.command(f"/dx-role {CANARY}")
    sim.fail("response_url", how="500")
    await staff.command("/dx-consult")
    sim.choose(staff.person, staff.ts, value="run")
    await sim.press(staff.person, staff.ts, label="次へ")
    await sim.until(staff.person, lambda _: sim.ledger.calls("chat.postMessage"))
    sim.fail("chat.postMessage", how="html")
    await sim.say(staff.person, staff.place, f"ヘルプ {CANARY}")
    await sim.say(staff.person, "C0DXSOUDAN", f"<@BOT> {CANARY}\nERROR forged")
    await sim.deliver("interactive", {"type": "block_actions", "actions": [{"type": "button", "action_id": CANARY}]})
    await sim.shortcut(staff.person, "dx_consult")
    await sim.until(staff.person, lambda seen: seen["views"])


@pytest.mark.parametrize("command", ["serve", "socket"])
async def test_at_debug_no_line_holds_a_secret_or_words_and_every_line_is_json(tmp_path: Path, command: str) -> None:
    async with Simulator(MANIFEST, retry_delays=()) as sim:
        async with process(sim, command, tmp_path) as running:
            await use_everything(sim, Walker(sim, STAFF))
            if command == "serve":
                async with aiohttp.ClientSession() as session:
                    url = str(sim._courier.request_url)
                    await session.post(url, data=CANARY.encode(), headers={"X-Slack-Signature": f"v0={KNOWN}\u00e9"})
            running.terminate()
            _, written = await asyncio.wait_for(running.communicate(), 20)
        log = written.decode()
        lines = [json.loads(line) for line in log.splitlines()]
        assert lines
        assert {"at", "level", "logger", "message"} <= set(lines[0])
        text = log + "".join(line["message"] for line in lines)
        for canary in (CANARY, "CANARY", sim.bot_token, sim.app_token, sim.signing_secret, "/actions/", "ticket="):
            assert canary not in text, (canary, log)
        assert "wss://" not in text.replace("ws://", "wss://")
        assert "佐藤" not in text


def test_a_library_says_nothing_below_the_level_that_was_asked_for() -> None:
    said = "logging.getLogger('psycopg.pool').warning('the connection is lost')"
    program = f"import logging; from bot.logs import configure; configure('CRITICAL', 'json'); import psycopg; {said}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == ""
