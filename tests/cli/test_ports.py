"""A port that another program holds, and one that is none: told in Japanese, with the variable that gives another."""

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import run
from bot.simulator import Simulator
from tests.support.bot import MANIFEST


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on this machine on which a program listens already."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def failed(folder: Path, *arguments: str, **settings: str) -> list[str]:
    """The lines of a command that ends with 1; it prints nothing but them."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}", "LOG_LEVEL": "ERROR", **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(child.communicate(), 30)
    assert (child.returncode, out.decode()) == (1, "")
    return err.decode().splitlines()


async def test_demo_names_demo_port(taken: int, tmp_path: Path) -> None:
    lines = await failed(tmp_path, "demo", DEMO_PORT=str(taken))
    assert lines[0] == f"✗ DEMO_PORT：ポート{taken}を開けません"
    assert "環境変数 DEMO_PORT で別の番号を指定してください" in lines[1]
    assert len(lines) == 2


async def test_serve_names_port(taken: int, tmp_path: Path) -> None:
    async with Simulator(MANIFEST) as sim:
        tokens = {"SLACK_BOT_TOKEN": sim.bot_token, "SLACK_SIGNING_SECRET": sim.signing_secret}
        slack = {**tokens, "SLACK_API_URL": sim.api_url, "HOST": "127.0.0.1"}
        lines = await failed(tmp_path, "serve", "--port", str(taken), **slack)
    assert lines[0] == f"✗ PORT：ポート{taken}を開けません"
    assert "環境変数 PORT で別の番号を指定してください" in lines[1]
    assert len(lines) == 2


@pytest.mark.parametrize("command", ["demo", "serve"])
@pytest.mark.parametrize("port", ["65536", "-1", "８０80x"])
def test_what_is_no_port_is_a_wrong_usage(capsys: pytest.CaptureFixture[str], command: str, port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run([command, f"--port={port}"])
    assert ended.value.code == 2
    assert "使い方の誤りです" in capsys.readouterr().err
