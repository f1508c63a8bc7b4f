"""What was sent to released versions, and to one that never was, is taken by this one, answered, and never an error."""

import copy
import json
import logging
import re
import time
from pathlib import Path
from typing import Any

import pytest

from bot.simulator import Simulator
from tests.slack.test_slack_faults import dump
from tests.support.bot import Bot, running_bot
from tests.support.recording import ADDRESS, FOLDER, answers, recorded

Json = dict[str, Any]
RELEASED = sorted(FOLDER.glob("*.json"))
OTHER_VALUES = (
    "",
    "next",
    "v2:session-1:3",
    "session-1|0|teleport|wish|",
    "session-1|x|next|wish|",
    '{"verb": "next"}',
)
OLD = re.compile("この画面は古い版です|この相談は残っていません")


def recording(file: Path, sim: Simulator) -> Json:
    read: Json = json.loads(file.read_text(encoding="utf-8").replace(ADDRESS, sim.base_url))
    return read


def _written_now(payload: Json) -> Json:
    """``payload``, with words in the DM as young as they were then: old ones would be told that they come late."""
    event = payload.get("event", {})
    return {**payload, "event": {**event, "ts": f"{time.time():.6f}"}} if event.get("channel_type") == "im" else payload


@pytest.mark.parametrize("file", RELEASED, ids=lambda file: file.stem)
async def test_everything_that_a_released_version_was_sent_leads_to_the_same_answers(
    sim: Simulator, tmp_path: Path, caplog: pytest.LogCaptureFixture, file: Path
) -> None:
    told = recording(file, sim)
    async with running_bot(sim, tmp_path / "bot.db", "http", met=False) as bot:
        for kind, payload in told["deliveries"]:
            assert (await sim.deliver(kind, _written_now(payload))).status == 200, payload
            await bot.delivery.drain(5.0)
        assert await answers(bot) == told["answers"]
    assert "E-5" not in caplog.text


async def test_present_version_is_recorded_as_it_was(sim: Simulator) -> None:
    """The recording is of everything that is used: when this fails, a new version has to be recorded beside it."""
    kinds = [(kind, payload.get("type"), payload.get("command")) for kind, payload in (await recorded())["deliveries"]]
    told = recording(RELEASED[-1], sim)["deliveries"]
    assert {(kind, payload.get("type"), payload.get("command")) for kind, payload in told} == set(kinds)


@pytest.mark.parametrize("value", OTHER_VALUES)
async def test_screens_of_another_version_are_told_to_be_old_and_change_nothing(
    sim: Simulator, served: Bot, tmp_path: Path, caplog: pytest.LogCaptureFixture, value: str
) -> None:
    caplog.set_level(logging.INFO)
    before = dump(tmp_path)
    for kind, payload in recording(RELEASED[-1], sim)["deliveries"]:
        if kind != "interactive" or payload["type"] in ("shortcut", "message_action"):
            continue
        sent = await sim.deliver(kind, _of_another(payload, value))
        await served.delivery.drain(5.0)
        assert sent.status == 200, payload
        assert dump(tmp_path) == before, payload
    told = [str(entry.detail) for kind in ("api", "acknowledged") for entry in sim.ledger.of(kind)]
    assert sum(bool(OLD.search(text)) for text in told) > 3
    assert "E-5" not in caplog.text


def _of_another(payload: Json, value: str) -> Json:
    """The payload as a version would have made it that names its steps otherwise."""
    changed = copy.deepcopy(payload)
    for action in changed.get("actions", ()):
        action |= {"value": value, "action_id": "step9", "block_id": "acts9"}
    if view := changed.get("view"):
        view |= {"private_metadata": value, "callback_id": view["callback_id"] if "consult" in value else "consult_v9"}
    return changed
