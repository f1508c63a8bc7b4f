"""``serve``: answer Slack over HTTP."""

import argparse

from bot.cli.runtime import opening_port, port_number, required, run_to_end, running, told_to_stop
from bot.cli.text import say
from bot.config import Settings
from bot.slack.http import bot_routes, listen


def arguments(parser: argparse.ArgumentParser) -> None:
    """``--port`` comes before ``PORT``."""
    parser.add_argument("--port", type=port_number, help=say("help_port"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGTERM."""
    port = settings.port if given.port is None else given.port
    run_to_end(_serve(settings, port))
    return 0


async def _serve(settings: Settings, port: int) -> None:
    bot_token, _ = required(settings, "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")
    async with running(settings, bot_token) as bot:
        with opening_port("PORT", port):
            runner = await listen(
                bot_routes(bot.app, settings.signing_secrets, bot.health.reasons), settings.host, port
            )
        print(say("serving", port=runner.addresses[0][1]), flush=True)
        await told_to_stop().wait()
        await runner.cleanup()
