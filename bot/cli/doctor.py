"""``doctor``: is everything in place? One line each, with the remedy where it is not."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli import SetupError
from bot.cli.manifest import read
from bot.cli.runtime import opened_store, refused, required, web_client
from bot.cli.text import problem_lines, say
from bot.config import Settings
from bot.content import load
from bot.problem import ContentError, Problem
from bot.slack.delivery import TIMEOUT


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""
    del parser


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Exit 0 when every line begins with ✓."""
    del given
    return asyncio.run(_examine(settings))


async def _examine(settings: Settings) -> int:
    good = True
    async for line in _findings(settings):
        for text in [line] if isinstance(line, str) else problem_lines([line]):
            print(text)
        good = good and isinstance(line, str)
    print(say("doctor_good" if good else "doctor_bad"))
    return 0 if good else 1


async def _findings(settings: Settings) -> AsyncIterator[str | Problem]:
    """A sentence for each thing that is in place, a problem for each that is not."""
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        async for line in _bot_token(settings, session):
            yield line
        yield await _app_token(settings, session)
    yield _signing_secret(settings)
    yield await _database(settings.database_url)
    for problem_or_line in _content():
        yield problem_or_line
    yield _manifest()


async def _bot_token(settings: Settings, session: aiohttp.ClientSession) -> AsyncIterator[str | Problem]:
    try:
        (token,) = required(settings, "SLACK_BOT_TOKEN")
        answer = await web_client(settings, session, token).auth_test()
    except SetupError as error:
        yield error.problems[0]
    except SlackApiError as error:
        yield refused("SLACK_BOT_TOKEN", error)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        yield Problem("settings.unreachable", args={"detail": type(error).__name__})
    else:
        yield say("doctor_bot_token", team=answer.get("team"))
        yield _scopes(answer.headers.get("x-oauth-scopes", ""))


def _scopes(header: str) -> str | Problem:
    wanted = read()["oauth_config"]["scopes"]["bot"]
    missing = sorted(set(wanted) - {scope.strip() for scope in header.split(",")})
    if missing:
        return Problem("settings.scopes", args={"detail": ", ".join(missing)})
    return say("doctor_scopes", scopes=", ".join(wanted))


async def _app_token(settings: Settings, session: aiohttp.ClientSession) -> str | Problem:
    try:
        (token,) = required(settings, "SLACK_APP_TOKEN")
        client: AsyncWebClient = web_client(settings, session)
        await client.apps_connections_open(app_token=token)
    except SetupError as error:
        return error.problems[0]
    except SlackApiError as error:
        return refused("SLACK_APP_TOKEN", error)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Problem("settings.unreachable", args={"detail": type(error).__name__})
    return say("doctor_app_token")


def _signing_secret(settings: Settings) -> str | Problem:
    try:
        required(settings, "SLACK_SIGNING_SECRET")
    except SetupError as error:
        return error.problems[0]
    return say("doctor_signing_secret")


async def _database(url: str) -> str | Problem:
    try:
        await (await opened_store(url)).close()
    except SetupError as error:
        return error.problems[0]
    return say("doctor_database", scheme=url.partition(":")[0])


def _content() -> list[str | Problem]:
    try:
        load()
    except ContentError as error:
        return list(error.problems)
    return [say("doctor_content")]


def _manifest() -> str | Problem:
    try:
        read()
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        return Problem("settings.manifest", args={"detail": type(error).__name__})
    return say("doctor_manifest")
