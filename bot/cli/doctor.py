"""``doctor``: is everything in place? One line each, with the remedy where it is not."""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator
from datetime import date

import aiohttp

from bot import compiled
from bot.appointments import Appointments
from bot.cli import SetupError
from bot.cli.manifest import read
from bot.cli.runtime import asking_slack, disk_vanishes, opened_store, required, web_client
from bot.cli.text import problem_lines, say
from bot.config import Settings
from bot.content import APPOINTMENTS, shown
from bot.dates import japan_day
from bot.problem import ContentError, Problem
from bot.slack.delivery import TIMEOUT

Line = str | Problem
"""A sentence for what is in place or not needed, a problem for what has to be mended."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""
    del parser


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Exit 0 when nothing has to be mended (✗); what only has to be looked at again (△) is told."""
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


async def _findings(settings: Settings) -> AsyncIterator[Line]:
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        for line in (*await _bot_token(settings, session), *await _transports(settings, session)):
            yield line
    yield await _database(settings.database_url)
    if warning := disk_vanishes(settings):
        yield warning
    for line in (*_content(), _manifest()):
        yield line


async def _bot_token(settings: Settings, session: aiohttp.ClientSession) -> list[Line]:
    try:
        (token,) = required(settings, "SLACK_BOT_TOKEN")
        with asking_slack("SLACK_BOT_TOKEN"):
            answer = await web_client(settings, session, token).auth_test()
    except SetupError as error:
        return list(error.problems)
    return [say("doctor_bot_token", team=answer.get("team")), *_scopes(answer.headers.get("x-oauth-scopes", ""))]


def _scopes(granted: str) -> list[Line]:
    """Granted against declared; nothing where the manifest cannot be read, which has a line of its own."""
    try:
        declared = read()["oauth_config"]["scopes"]["bot"]
    except SetupError:
        return []
    missing = sorted(set(declared) - {scope.strip() for scope in granted.split(",")})
    if missing:
        return [Problem("settings.scopes", args={"detail": ", ".join(missing)})]
    return [say("doctor_scopes", scopes=", ".join(declared))]


async def _transports(settings: Settings, session: aiohttp.ClientSession) -> list[Line]:
    """Socket Mode needs the app token, HTTP the signing secret: one is enough, and the other is noted."""
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        places = {"socket": say("where_slack_app_token"), "http": say("where_slack_signing_secret")}
        return [Problem("settings.no_transport", args=places)]
    secret = settings.slack_signing_secret is not None
    return [
        await _app_token(settings, session),
        say("doctor_signing_secret") if secret else say("doctor_no_signing_secret"),
    ]


async def _app_token(settings: Settings, session: aiohttp.ClientSession) -> Line:
    if settings.slack_app_token is None:
        return say("doctor_no_app_token")
    try:
        with asking_slack("SLACK_APP_TOKEN"):
            token = settings.slack_app_token.get_secret_value()
            await web_client(settings, session).apps_connections_open(app_token=token)
    except SetupError as error:
        return error.problems[0]
    return say("doctor_app_token")


async def _database(url: str) -> Line:
    try:
        await (await opened_store(url)).close()
    except SetupError as error:
        return error.problems[0]
    return say("doctor_database", scheme=url.partition(":")[0])


def _content() -> list[Line]:
    try:
        content = compiled.load().content
    except ContentError as error:
        return list(error.problems)
    return [say("doctor_content"), *overdue(content.appointments, japan_day(time.time()))]


def overdue(appointments: Appointments, today: date) -> list[str]:
    """A line for each form of employment or route whose review is overdue."""
    file = shown(APPOINTMENTS)
    return [say("doctor_review", file=file, name=e.name, review=e.review.isoformat()) for e in appointments.late(today)]


def _manifest() -> Line:
    try:
        read()
    except SetupError as error:
        return error.problems[0]
    return say("doctor_manifest")
