"""The app manifest: what Slack takes, what the program answers, and its two forms."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from bot.slack.app import LISTENERS

Json = dict[str, Any]

MANIFEST = Path(__file__).parents[2] / "manifest.json"
URL = "https://bot.kakuu.example"
EVENTS = {"message": "message.im", "app_mention": "app_mention", "app_home_opened": "app_home_opened"}
NEEDED = {"app_mentions:read", "chat:write", "commands", "files:write", "im:history"}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Json:
    assert run(["manifest", *arguments]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    made: Json = json.loads(out)
    return made


@pytest.fixture
def manifest(capsys: pytest.CaptureFixture[str]) -> Json:
    return printed(capsys)


def test_printed_manifest_is_the_file(manifest: Json) -> None:
    assert MANIFEST.read_bytes().isascii()
    assert manifest == json.loads(MANIFEST.read_bytes())


def test_texts_keep_slacks_lengths(manifest: Json) -> None:
    """Limits of the app manifest reference: name 35, description 140, long description 175 to 4,000."""
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
    for command in manifest["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert command["description"]
        assert len(command["description"]) <= 2000
    for shortcut in manifest["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert 0 < len(shortcut["description"]) <= 150


def test_what_is_declared_is_what_is_listened_to(manifest: Json) -> None:
    declared = {command["command"] for command in manifest["features"]["slash_commands"]}
    assert declared == {matcher for kind, matcher, _ in LISTENERS if kind == "command"}
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == {EVENTS[matcher] for kind, matcher, _ in LISTENERS if kind == "event"}
    shortcuts = {shortcut["callback_id"]: shortcut["type"] for shortcut in manifest["features"]["shortcuts"]}
    kinds = {"global_shortcut": "global", "message_shortcut": "message"}
    assert shortcuts == {matcher: kinds[kind] for kind, matcher, _ in LISTENERS if kind in kinds}
    assert manifest["settings"]["interactivity"]["is_enabled"] == any(kind == "action" for kind, _, _ in LISTENERS)


def test_scopes_are_the_least_that_is_needed(manifest: Json) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == NEEDED
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False


@pytest.mark.parametrize(
    ("given", "target"),
    [(URL, f"{URL}/slack/events"), (f"{URL}/", f"{URL}/slack/events"), (f"{URL}/own/path", f"{URL}/own/path")],
)
def test_http_form_differs_by_the_request_address_alone(
    capsys: pytest.CaptureFixture[str], manifest: Json, given: str, target: str
) -> None:
    made = printed(capsys, "--url", given)
    assert manifest["settings"].pop("socket_mode_enabled") is True
    assert made["settings"].pop("socket_mode_enabled") is False
    assert made["settings"]["interactivity"].pop("request_url") == target
    assert made["settings"]["event_subscriptions"].pop("request_url") == target
    assert {command.pop("url") for command in made["features"]["slash_commands"]} == {target}
    assert made == manifest


@pytest.mark.parametrize("url", ["http://bot.kakuu.example", "bot.kakuu.example", ""])
def test_address_that_slack_would_refuse_is_refused(capsys: pytest.CaptureFixture[str], url: str) -> None:
    assert run(["manifest", "--url", url]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "https://" in err
