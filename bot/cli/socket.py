"""``socket``: answer Slack over Socket Mode, by outgoing connections alone."""

import argparse
import asyncio
from random import Random

from bot.cli import SetupError
from bot.cli.runtime import Runtime, asking_slack, required, running, told_to_stop
from bot.cli.text import say
from bot.config import Settings
from bot.slack.socket import Connections


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""
    del parser


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Stay connected until SIGTERM."""
    del given
    asyncio.run(_connect(settings))
    return 0


async def _connect(settings: Settings) -> None:
    bot_token, app_token = required(settings, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    async with running(settings, bot_token) as bot:
        await _check(bot, app_token)
        proxy = settings.proxy_for(settings.slack_api_url)
        connections = Connections(bot.app, app_token, bot.web, proxy, Random())  # noqa: S311 (jitter)
        connections.start()
        print(say("connecting"), flush=True)
        await told_to_stop().wait()
        await connections.close()


async def _check(bot: Runtime, app_token: str) -> None:
    """A wrong app token would make the SDK wait for ever: ask once. A Slack that does not answer is asked again."""
    try:
        with asking_slack("SLACK_APP_TOKEN"):
            await bot.web().apps_connections_open(app_token=app_token)
    except SetupError as error:
        if error.problems[0].code != "settings.unreachable":
            raise
