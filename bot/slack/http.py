"""The HTTP server: a front check of every request, then Bolt, and ``/healthz``.

The check stands before Bolt because Bolt parses and logs bodies whose signature nobody has looked at yet.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
HEALTH = "/healthz"
MAX_BODY = 1024 * 1024
READ_SECONDS = 5.0
Json = dict[str, Any]

COMMAND = {"command", "channel_id", "user_id", "trigger_id"}
"""The fields of a slash command that are always there."""


Reasons = Callable[[], Awaitable[Sequence[str]]]
Answer = Callable[[web.BaseRequest], Awaitable[web.Response]]
Routes = Mapping[tuple[str, str], Answer]
"""What answers, by method and path."""


def bot_routes(app: AsyncApp, signing_secrets: Sequence[str], unwell: Reasons) -> Routes:
    """Slack's requests, which are signed with any of the secrets, and ``health_routes``."""
    receiver = _receiver(app, [SignatureVerifier(secret) for secret in signing_secrets])
    return {("POST", PATH): receiver, **health_routes(unwell)}


def health_routes(unwell: Reasons) -> Routes:
    """``/healthz`` alone. ``unwell`` tells what is wrong, in words without anybody's data; nothing when all is well."""
    health = _health(unwell)
    return {("GET", HEALTH): health, ("HEAD", HEALTH): health}


def _receiver(app: AsyncApp, verifiers: Sequence[SignatureVerifier]) -> Answer:
    async def receive(request: web.BaseRequest) -> web.Response:
        if (request.content_length or 0) > MAX_BODY:
            return web.Response(status=413)
        try:
            body = await _body(request)
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


async def _body(request: web.BaseRequest) -> bytes:
    """The body, which most often came with the head. Raises ``TimeoutError`` for one that does not come."""
    if request.content.is_eof():
        return await request.read()
    async with asyncio.timeout(READ_SECONDS):
        return await request.read()


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


def _signed(verifiers: Sequence[SignatureVerifier], request: web.BaseRequest, body: bytes) -> bool:
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


def _health(unwell: Reasons) -> Answer:
    async def health(_: web.BaseRequest) -> web.Response:
        reasons = list(await unwell())
        body = {"status": "degraded" if reasons else "ready", "reasons": reasons}
        return web.json_response(body, status=503 if reasons else 200)

    return health


async def listen(routes: Routes, host: str, port: int) -> web.ServerRunner:
    """Start listening; ``runner.addresses`` then names the port. ``runner.cleanup()`` finishes what is under way.

    On aiohttp's server without its router, which looks at every request more closely than two paths are worth.
    """
    server_log.addFilter(_by_kind)
    server = web.Server(_answering(routes), request_factory=_request, access_log=None, logger=server_log)
    runner = web.ServerRunner(server, shutdown_timeout=10.0)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """A request as the server makes it, whose body is read no further than ``MAX_BODY``."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY)


def _answering(routes: Routes) -> Answer:
    methods: dict[str, list[str]] = {}
    for method, path in routes:
        methods.setdefault(path, []).append(method)

    async def answer(request: web.BaseRequest) -> web.Response:
        if (route := routes.get((request.method, request.path))) is not None:
            return await route(request)
        if allowed := methods.get(request.path):
            return web.Response(status=405, headers={"Allow": ", ".join(allowed)})
        return web.Response(status=404)

    return answer


def _by_kind(record: logging.LogRecord) -> bool:
    """What is no HTTP is anybody's: aiohttp answers it with 400, and its kind is all that is worth a line."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError | web.RequestPayloadError):
        record.msg, record.args, record.exc_info = f"a request could not be read: {type(error).__name__}", None, None
    return True
