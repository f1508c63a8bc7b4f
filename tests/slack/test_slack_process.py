"""``python -m bot socket`` as a process: SIGTERM, and kill -9 in the middle of a consultation."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot.simulator import Simulator
from tests.support.bot import MANIFEST, Walker, all_connected
from tests.support.proxy import ConnectProxy, listening


async def started(sim: Simulator, folder: Path, **more: str) -> asyncio.subprocess.Process:
    tokens = {"SLACK_BOT_TOKEN": sim.bot_token, "SLACK_APP_TOKEN": sim.app_token, "SLACK_API_URL": sim.api_url}
    environment = {
        **os.environ,
        **tokens,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "LOG_LEVEL": "ERROR",
        **more,
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "socket", env=environment)
    await all_connected(sim)
    return process


async def test_killed_bot_goes_on_where_it_was_and_sigterm_ends_it(
    sim: Simulator, tmp_path: Path, staff: Walker
) -> None:
    process = await started(sim, tmp_path)
    try:
        await staff.command("/dx-consult")
        await staff.choose_and_next("run")
        process.kill()
        await process.wait()
        await sim.until(staff.person, lambda _: sim.connections == 0)
        process = await started(sim, tmp_path)
        assert (await staff.choose_and_next("manage")).startswith("質問3")
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10.0) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
@pytest.mark.parametrize("value", ["", "xoxb-wrong"])
async def test_wrong_or_missing_token_ends_at_once_and_names_the_variable(
    sim: Simulator, tmp_path: Path, name: str, value: str
) -> None:
    tokens = {"SLACK_BOT_TOKEN": sim.bot_token, "SLACK_APP_TOKEN": sim.app_token, "SLACK_API_URL": sim.api_url}
    environment = {**os.environ, **tokens, "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}", name: value}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "socket", env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 20.0)
    assert process.returncode == 1
    assert f"✗ {name}" in errors.decode()
    assert "→" in errors.decode()


async def test_behind_a_proxy_everything_goes_through_it_and_no_port_is_open(tmp_path: Path) -> None:
    """The name of Slack is known to the proxy alone: what does not go through it goes nowhere."""
    async with Simulator(MANIFEST) as sim, listening(ConnectProxy(int(sim.base_url.rpartition(":")[2]))) as proxy:
        sim._core.base_url = f"http://slack.invalid:{proxy.port}"
        process = await started(sim, tmp_path, HTTP_PROXY=f"http://127.0.0.1:{proxy.port}", NO_PROXY="")
        try:
            staff = Walker(sim, "U0STAFF01")
            await staff.command("/dx-consult")
            await staff.choose_and_next("run")
            await sim.say(staff.person, staff.place, "ヘルプ")
            await sim.until(staff.person, lambda _: sim.ledger.calls("chat.postMessage"))
            assert _listening_ports(process.pid) == set()
        finally:
            process.terminate()
            await process.wait()
        assert all("slack.invalid" in target for target in proxy.asked)
        assert any(target.startswith("slack.invalid") or "/link" in target for target in proxy.asked)


def _listening_ports(pid: int) -> set[str]:
    """The inodes of sockets that the process listens on."""
    own = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir() if entry.is_symlink()}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"} & own


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
async def test_without_a_secret_nothing_is_served(sim: Simulator, tmp_path: Path, name: str) -> None:
    given = {"SLACK_BOT_TOKEN": sim.bot_token, "SLACK_SIGNING_SECRET": sim.signing_secret, "SLACK_API_URL": sim.api_url}
    environment = {**os.environ, **given, "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}", name: "", "PORT": "0"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await asyncio.wait_for(process.communicate(), 20.0)
    assert process.returncode == 1
    assert f"✗ {name}" in errors.decode()


async def test_told_to_stop_under_load_it_ends_in_time_and_nothing_acknowledged_is_lost(
    sim: Simulator, tmp_path: Path
) -> None:
    process = await started(sim, tmp_path)
    people = [Walker(sim, person) for person in ("U0STAFF01", "U0HR00001")]
    for walker in people:
        await walker.command("/dx-consult")
        sim.choose(walker.person, walker.ts, value="run")
    sent = [sim.press(walker.person, walker.ts, label="次へ") for walker in people]
    said = [sim.say(walker.person, walker.place, "ヘルプ") for walker in people]
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 15.0) == 0
    clicks, words = await asyncio.gather(*sent), await asyncio.gather(*said)
    process = await started(sim, tmp_path)
    try:
        for walker, click, word in zip(people, clicks, words, strict=True):
            if click.acknowledged:
                assert (await walker.command("/dx-consult 再開")).startswith("質問2")
            if word.acknowledged:
                await sim.until(walker.person, lambda _, w=walker: _posted(sim, w) == 1, timeout=20)
    finally:
        process.terminate()
        await process.wait()


def _posted(sim: Simulator, walker: Walker) -> int:
    return sum(1 for call in sim.ledger.calls("chat.postMessage") if call.detail["args"]["channel"] == walker.place)
