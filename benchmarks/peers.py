"""Bolt apps to compare with, each a process of its own: ``python -m benchmarks.peers KIND --port N``.

``noop`` acknowledges and does nothing; ``fixed`` also posts one fixed body over one pooled session: both with
``process_before_response``, the fastest that Bolt can be. ``respond`` is Bolt as its documentation shows it. With
``--socket`` in place of a port it connects over Socket Mode.
"""

import argparse
import asyncio
import os
import re
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.people import SECRET

FIXED: dict[str, Any] = {
    "text": "質問",
    "replace_original": True,
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "あ" * 200}}] * 4,
}


async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """The same for all, made without a call."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_id="B0BOT", bot_user_id="U0BOT")


def build(kind: str, session: aiohttp.ClientSession) -> AsyncApp:
    """The app of ``kind``."""
    app = AsyncApp(
        signing_secret=SECRET,
        client=AsyncWebClient(token="bench", base_url=os.environ["SLACK_API_URL"]),
        authorize=authorize,
        process_before_response=kind != "respond",
    )

    async def command(ack: AsyncAck) -> None:
        await ack()

    async def noop(ack: AsyncAck) -> None:
        await ack()

    tasks: set[asyncio.Task[None]] = set()

    async def post(url: str) -> None:
        async with session.post(url, json=FIXED) as response:
            await response.read()

    async def fixed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        task = asyncio.create_task(post(body["response_url"]))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def respond_(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(**FIXED)

    app.command(re.compile(""))(command)
    app.action(re.compile(""))({"noop": noop, "fixed": fixed, "respond": respond_}[kind])
    return app


async def serve(kind: str, port: int | None) -> None:
    """Serve until killed; without a port, over Socket Mode."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        app = build(kind, session)
        if port is None:
            await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()
            return

        async def receive(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

        server = web.Application()
        server.router.add_post("/slack/events", receive)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


def main() -> None:
    """Run one peer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["noop", "fixed", "respond"])
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", type=int)
    where.add_argument("--socket", action="store_true")
    given = parser.parse_args()
    asyncio.run(serve(given.kind, given.port))


if __name__ == "__main__":
    main()
