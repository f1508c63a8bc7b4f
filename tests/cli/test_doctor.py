"""``doctor`` as a program of its own, against the simulated Slack: what is in place, what is not, what to do."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.simulator import Simulator
from tests.support.postgres import Cluster

MANIFEST: dict[str, Any] = json.loads((Path(__file__).parents[2] / "manifest.json").read_text(encoding="ascii"))
TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


@pytest.fixture
async def slack() -> AsyncIterator[Simulator]:
    async with Simulator(MANIFEST) as simulator:
        yield simulator


def settings(slack: Simulator, folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in TOKENS},
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "DATABASE_URL": f"sqlite:///{folder / 'dx.db'}",
    }


def without(environment: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in names}


async def doctor(environment: dict[str, str]) -> tuple[int | None, list[str]]:
    """The exit code and the lines; nothing may be said as an error, and no token in any line."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(child.communicate(), 30)
    assert err.decode() == ""
    for name in TOKENS:
        assert name not in environment or environment[name] not in out.decode()
    return child.returncode, out.decode().splitlines()


async def test_all_is_well(slack: Simulator, tmp_path: Path) -> None:
    code, lines = await doctor(settings(slack, tmp_path))
    assert lines[-1] == "すべて整っています。"
    assert [line[0] for line in lines[:-1]] == ["✓"] * 7
    assert code == 0


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_wrong_token_is_told_with_the_place_of_the_right_one(slack: Simulator, tmp_path: Path, name: str) -> None:
    code, lines = await doctor({**settings(slack, tmp_path), name: "wrong-for-sure"})
    _told(
        code, lines, f"✗ {name}：Slackが受け付けませんでした（invalid_auth）", f"環境変数 {name} に入れ直してください"
    )


async def test_missing_bot_token_is_told(slack: Simulator, tmp_path: Path) -> None:
    environment = without(settings(slack, tmp_path), "SLACK_BOT_TOKEN")
    _told(
        *await doctor(environment), "✗ SLACK_BOT_TOKEN：設定されていません", "環境変数 SLACK_BOT_TOKEN に入れてください"
    )


@pytest.mark.parametrize(("name", "use"), [("SLACK_APP_TOKEN", "socket"), ("SLACK_SIGNING_SECRET", "serve")])
async def test_one_way_to_connect_is_enough_and_the_other_is_noted(
    slack: Simulator, tmp_path: Path, name: str, use: str
) -> None:
    code, lines = await doctor(without(settings(slack, tmp_path), name))
    assert (code, lines[-1]) == (0, "すべて整っています。")
    (note,) = (line for line in lines[:-1] if not line.startswith("✓"))
    assert note.startswith(f"－ {name}：設定されていません。{use}")


async def test_no_way_to_connect_is_told_with_both(slack: Simulator, tmp_path: Path) -> None:
    code, lines = await doctor(without(settings(slack, tmp_path), "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"))
    _told(code, lines, "✗ SLACK_APP_TOKEN も SLACK_SIGNING_SECRET も設定されていません", "App-Level Tokens")
    assert "Signing Secret を SLACK_SIGNING_SECRET に" in "".join(lines)


@pytest.mark.parametrize("how", ["429", "500", "html"])
async def test_trouble_of_slack_is_not_taken_for_a_wrong_token(slack: Simulator, tmp_path: Path, how: str) -> None:
    slack.fail("apps.connections.open", how=how)
    _told(*await doctor(settings(slack, tmp_path)), "✗ Slackにつながりません（", "しばらくしてから")


async def test_missing_scope_is_told(tmp_path: Path) -> None:
    scopes = {"bot": [scope for scope in MANIFEST["oauth_config"]["scopes"]["bot"] if scope != "im:history"]}
    async with Simulator({**MANIFEST, "oauth_config": {"scopes": scopes}}) as slack:
        code, lines = await doctor(settings(slack, tmp_path))
    _told(code, lines, "権限が足りません（im:history）", "manifest.json をアプリに反映し")


async def test_database_that_cannot_be_opened_is_told(slack: Simulator, tmp_path: Path) -> None:
    environment = {**settings(slack, tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'missing' / 'dx.db'}"}
    _told(*await doctor(environment), "✗ DATABASE_URL：データベースを置くフォルダがありません", "フォルダを作るか")


async def test_slack_out_of_reach_is_told(slack: Simulator, tmp_path: Path) -> None:
    environment = settings(slack, tmp_path)
    await slack.stop()
    code, lines = await doctor(environment)
    assert code == 1
    assert sum("Slackにつながりません" in line for line in lines) == 2
    assert sum("NO_PROXY" in line for line in lines) == 2


def _told(code: int | None, lines: list[str], says: str, remedy: str) -> None:
    """One ✗ line with its remedy below it; everything else stays ✓ and is still told."""
    assert code == 1
    (place,) = (number for number, line in enumerate(lines[:-1]) if line.startswith("✗"))
    assert says in lines[place]
    assert lines[place + 1].startswith("  → ")
    assert remedy in lines[place + 1]
    assert lines[-1] == "✗ があります。上から順に直してください。"
    assert sum(line.startswith("✓") for line in lines) >= 5


async def test_disk_that_vanishes_is_warned_of_unless_the_database_is_elsewhere(
    slack: Simulator, cluster: Cluster, tmp_path: Path
) -> None:
    platform = {**settings(slack, tmp_path), "DYNO": "web.1"}
    code, lines = await doctor(platform)
    assert code == 0
    assert [line for line in lines if line.startswith("△") and "DYNO" in line and "PostgreSQL" in line]
    code, lines = await doctor({**platform, "DATABASE_URL": cluster.url()})
    assert code == 0
    assert "✓ データベース：postgresql を開けます。" in lines
    assert not [line for line in lines if "DYNO" in line]
