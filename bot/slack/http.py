"""The HTTP server: a front check of every request, then Bolt, and ``/healthz``.

The check stands before Bolt because Bolt parses and logs bodies whose signature nobody has looked at yet.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

log = logging.getLogger(__name__)

PATH = "/slack/events"
MAX_BODY = 1024 * 1024
READ_SECONDS = 5.0


def build_server(app: AsyncApp, signing_secret: str, healthy: Callable[[], Awaitable[bool]]) -> web.Application:
    """The web application. ``healthy`` tells whether the store answers."""
    server = web.Application(client_max_size=MAX_BODY)
    server.router.add_post(PATH, _receiver(app, SignatureVerifier(signing_secret)))
    server.router.add_get("/healthz", _health(healthy))
    return server


def _receiver(app: AsyncApp, verifier: SignatureVerifier) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        try:
            body = await asyncio.wait_for(request.read(), READ_SECONDS)
        except TimeoutError:
            return web.Response(status=408)
        if not _is_utf8(body):
            return web.Response(status=400)
        if not _signed(verifier, request, body):
            return web.Response(status=200 if _ssl_check(body) else 401)
        text = _text(request.content_type, body)
        if text is None:
            return web.Response(status=400)
        bolt = AsyncBoltRequest(body=text, query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await app.async_dispatch(bolt))

    return receive


def _is_utf8(body: bytes) -> bool:
    """Asked before the signature, because the SDK's verifier raises on any other bytes."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _signed(verifier: SignatureVerifier, request: web.Request, body: bytes) -> bool:
    """Whether Slack made the request in the last five minutes. Odd headers are a wrong signature, not an error."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
        return False
    return verifier.is_valid(body, timestamp, signature)


def _ssl_check(body: bytes) -> bool:
    """Slack's certificate check carries no signature and gets an empty answer."""
    return len(body) < 1000 and parse_qs(body.decode("ascii", "replace")).get("ssl_check") == ["1"]


def _text(content_type: str, body: bytes) -> str | None:
    """The body as text when it is a JSON object, or a form that is a command or carries one; None otherwise."""
    try:
        text = body.decode("utf-8")
        if content_type == "application/json":
            return text if isinstance(json.loads(text), dict) else None
        form = parse_qs(text)
        if "payload" in form:
            return text if isinstance(json.loads(form["payload"][0]), dict) else None
    except (ValueError, RecursionError):
        return None
    return text if "command" in form else None


def _health(healthy: Callable[[], Awaitable[bool]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def health(_: web.Request) -> web.Response:
        ready = await healthy()
        return web.json_response({"status": "ready" if ready else "degraded"}, status=200 if ready else 503)

    return health


async def listen(server: web.Application, host: str, port: int) -> web.AppRunner:
    """Start listening; ``runner.addresses`` then names the port. ``runner.cleanup()`` finishes what is under way."""
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=10.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
