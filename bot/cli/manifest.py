"""``manifest``: the app manifest to paste into Slack, for Socket Mode or for HTTP."""

import argparse
import json
import sys
from typing import Any
from urllib.parse import urlsplit

from bot.cli import SetupError
from bot.cli.text import say
from bot.config import Settings
from bot.content import ROOT
from bot.problem import Problem

FILE = ROOT / "manifest.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--url`` asks for the HTTP form."""
    parser.add_argument("--url", help=say("help_url"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Print the manifest as ASCII JSON."""
    del settings
    if given.url is not None and urlsplit(given.url).scheme != "https":
        print(say("manifest_url"), file=sys.stderr)
        return 2
    made = read() if given.url is None else over_http(read(), given.url)
    print(json.dumps(made, indent=2))
    return 0


def read() -> dict[str, Any]:
    """The manifest in the repository: the Socket Mode form. Raises ``SetupError`` when it cannot be read."""
    try:
        made: dict[str, Any] = json.loads(FILE.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise SetupError(Problem("settings.manifest", args={"detail": type(error).__name__})) from error
    return made


def over_http(manifest: dict[str, Any], url: str) -> dict[str, Any]:
    """The same app with requests to ``url`` (its path may be left out: ``/slack/events`` is added)."""
    target = url if urlsplit(url).path.strip("/") else url.rstrip("/") + "/slack/events"
    made: dict[str, Any] = json.loads(json.dumps(manifest))
    made["settings"]["socket_mode_enabled"] = False
    made["settings"]["interactivity"]["request_url"] = target
    made["settings"]["event_subscriptions"]["request_url"] = target
    for command in made["features"]["slash_commands"]:
        command["url"] = target
    return made
