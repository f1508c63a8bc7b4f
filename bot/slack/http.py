"""The HTTP server: a front check of every request, then Bolt, and ``/healthz``.

The check stands before Bolt because Bolt parses and logs bodies whose signature nobody has looked at yet.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from yarl import query_to_pairs

from bot.slack.shapes import sound

server_log = logging.getLogger(f"{__name__}.server")

PATH = "/slack/events"
MAX_BODY = 1024 * 1024
READ_SECONDS = 5.0
Json = dict[str, Any]

COMMAND = {"command", "channel_id", "user_id", "trigger_id"}
"""The fields of a slash command that are always there."""


Reasons = Callable[[], Awaitable[Sequence[str]]]


def build_server(app: AsyncApp, signing_secrets: Sequence[str], unwell: Reasons) -> web.Application:
    """The web application: a request signed with any of the secrets is Slack's. ``unwell`` as in ``health_server``."""
    server = health_server(unwell)
    receiver = _receiver(app, [SignatureVerifier(secret) for secret in signing_secrets])
    server.router.add_post(PATH, receiver, expect_handler=_expects_nothing)
    return server


def health_server(unwell: Reasons) -> web.Application:
    """``/healthz`` alone. ``unwell`` tells what is wrong, in words without anybody's data; nothing when all is well."""
    server = web.Application(client_max_size=MAX_BODY)
    server.router.add_get("/healthz", _health(unwell), expect_handler=_expects_nothing)
    return server


async def _expects_nothing(_: web.Request) -> None:
    """Pass over an ``Expect`` header: Slack sends none, and aiohttp fails over odd ones before anything of ours."""


def _receiver(
    app: AsyncApp, verifiers: Sequence[SignatureVerifier]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        if (request.content_length or 0) > MAX_BODY:
            return web.Response(status=413)
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await request.read()
            text = body.decode("utf-8")
        except TimeoutError:
            return web.Response(status=408)
        except (web.RequestPayloadError, UnicodeDecodeError):
            return web.Response(status=400)
        if not _signed(verifiers, request, body):
            return web.Response(status=200 if _ssl_check(body) else 401)
        bolt = for_bolt(parsed(request.content_type, text))
        if bolt is None:
            return web.Response(status=400)
        return await to_aiohttp_response(await app.async_dispatch(bolt))

    return receive


def for_bolt(body: Json | None) -> AsyncBoltRequest | None:
    """The request as Bolt takes it; None where Bolt stumbles over a part of the body that only Bolt reads.

    Bolt calls a body that was parsed before it ``socket_mode``; there is no other difference. It gets no headers: those
    that it reads itself are for requests to functions of its own, and no listener here reads any.
    """
    if body is None:
        return None
    try:
        return AsyncBoltRequest(body=body, mode="socket_mode")
    except (AttributeError, KeyError, TypeError):
        return None


def _signed(verifiers: Sequence[SignatureVerifier], request: web.Request, body: bytes) -> bool:
    """Whether Slack made the request in the last five minutes. Odd headers are a wrong signature, not an error."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
        return False
    return any(verifier.is_valid(body, timestamp, signature) for verifier in verifiers)


def _ssl_check(body: bytes) -> bool:
    """Slack's certificate check carries no signature and gets an empty answer."""
    return len(body) < 1000 and parse_qs(body.decode("ascii", "replace")).get("ssl_check") == ["1"]


def parsed(content_type: str, text: str) -> Json | None:
    """The body when it is JSON of a known shape, or a form that is a command or carries such JSON; else None."""
    try:
        if content_type == "application/json":
            return _sound(json.loads(text))
        form = dict(query_to_pairs(text))
        if "payload" in form:
            return _sound(json.loads(form["payload"]))
    except (ValueError, RecursionError):
        return None
    return form if form.keys() >= COMMAND else None


def _sound(body: Any) -> Json | None:
    return body if sound(body) else None


def _health(unwell: Reasons) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def health(_: web.Request) -> web.Response:
        reasons = list(await unwell())
        body = {"status": "degraded" if reasons else "ready", "reasons": reasons}
        return web.json_response(body, status=503 if reasons else 200)

    return health


async def listen(server: web.Application, host: str, port: int) -> web.AppRunner:
    """Start listening; ``runner.addresses`` then names the port. ``runner.cleanup()`` finishes what is under way."""
    server_log.addFilter(_by_kind)
    runner = web.AppRunner(server, access_log=None, logger=server_log, shutdown_timeout=10.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


def _by_kind(record: logging.LogRecord) -> bool:
    """What is no HTTP is anybody's: aiohttp answers it with 400, and its kind is all that is worth a line."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError | web.RequestPayloadError):
        record.msg, record.args, record.exc_info = f"a request could not be read: {type(error).__name__}", None, None
    return True
