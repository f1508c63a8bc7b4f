"""``socket``: answer Slack over Socket Mode, by outgoing connections alone."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random

from bot.cli import SetupError
from bot.cli.runtime import Runtime, asking_slack, opening_port, required, run_to_end, running, told_to_stop
from bot.cli.text import say
from bot.config import Settings
from bot.health import Health
from bot.slack.http import health_routes, listen
from bot.slack.socket import Connections


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""
    del parser


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Stay connected until SIGTERM."""
    del given
    run_to_end(_connect(settings))
    return 0


async def _connect(settings: Settings) -> None:
    bot_token, app_token = required(settings, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    async with running(settings, bot_token) as bot:
        await _check(bot, app_token)
        proxy = settings.proxy_for(settings.slack_api_url)
        connections = Connections(bot.app, app_token, bot.web, proxy, Random())  # noqa: S311 (jitter)
        connections.start()
        async with _watched(settings, replace(bot.health, up=connections.up)):
            print(say("connecting"), flush=True)
            await told_to_stop().wait()
            await connections.close()


@asynccontextmanager
async def _watched(settings: Settings, health: Health) -> AsyncIterator[None]:
    """``/healthz`` on ``HEALTH_PORT``. Socket Mode needs no open port: without the setting there is none."""
    if not settings.health_port:
        yield
        return
    with opening_port("HEALTH_PORT", settings.health_port):
        runner = await listen(health_routes(health.reasons), settings.host, settings.health_port)
    try:
        yield
    finally:
        await runner.cleanup()


async def _check(bot: Runtime, app_token: str) -> None:
    """A wrong app token would make the SDK wait for ever: ask once. A Slack that does not answer is asked again."""
    try:
        with asking_slack("SLACK_APP_TOKEN"):
            await bot.web().apps_connections_open(app_token=app_token)
    except SetupError as error:
        if error.problems[0].code != "settings.unreachable":
            raise
