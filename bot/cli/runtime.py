"""What ``serve`` and ``socket`` share: content, store, Slack's client and the app, built once, ended in order."""

import asyncio
import gc
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from random import Random

import aiohttp
from pydantic import SecretStr
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import compiled, crash, logs
from bot.archive import Archive
from bot.background import Background, Days
from bot.cli import SetupError, for_good
from bot.cli.text import say
from bot.compiled import Compiled
from bot.config import Settings, ephemeral_disk
from bot.content import DIALOGS, Content
from bot.conversation import Conversation
from bot.crash import Reached, nowhere
from bot.documents.render import Documents
from bot.health import Health
from bot.problem import Problem
from bot.slack.app import build_app
from bot.slack.clock import Clock
from bot.slack.delivery import TIMEOUT, Delivery
from bot.slack.gate import Workspace
from bot.slack.outbox import Outbox
from bot.slack.pace import Pace
from bot.slack.surfaces import Surfaces
from bot.store import free, is_postgres, open_store
from bot.store.base import Store, StoreError
from bot.wording import Wording

DRAIN_SECONDS = 10.0
CALL_SECONDS = 5
MOST_PORT = 65535
YOUNG_OBJECTS = 10_000
"""How many objects may be new before the garbage collector looks at them; Python's own 700 are a few requests."""
SEARCH_AFTER = 0.5
"""Seconds after the start; unpacking the search takes a tenth of one, in which nothing else is answered."""
PASSING = ("fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable")
"""Slack's codes for troubles of its own, whatever the token (common errors of every method's page)."""


@dataclass(frozen=True)
class Runtime:
    """A bot that is ready to take requests.

    ``web`` makes a Web API client without a token and without the pool: after a network that swallowed everything,
    the connections in the pool are as dead as those that are to be rebuilt.
    """

    app: AsyncApp
    store: Store
    delivery: Delivery
    health: Health
    background: Background
    web: Callable[[], AsyncWebClient]


def required(settings: Settings, *names: str) -> list[str]:
    """The values of settings that a command cannot do without. Raises ``SetupError`` naming all that are missing."""
    values: list[SecretStr | None] = [getattr(settings, name.lower()) for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if value is None]
    if missing:
        raise SetupError(
            *(Problem("settings.missing", at=name, args={"where": say(f"where_{name.lower()}")}) for name in missing)
        )
    return [value.get_secret_value() for value in values if value is not None]


@asynccontextmanager
async def running(settings: Settings, bot_token: str) -> AsyncIterator[Runtime]:
    """Build everything, and on leaving finish what is under way: outgoing calls for 10 seconds, then the store.

    What was built lives as long as the process: the garbage collector, which held up requests for some 50 ms at a time
    on its walks through it, passes it over, and comes seldom: next to nothing that a request leaves is a cycle.
    """
    logs.configure(settings.log_level, settings.log_format, settings.secrets)
    known = compiled.load()
    if warning := disk_vanishes(settings):
        print(warning, file=sys.stderr, flush=True)
    store = await opened_store(settings.database_url, crash.at(settings.crash_at))
    clock = Clock(time.time)
    async with (
        aiohttp.ClientSession(timeout=TIMEOUT, trace_configs=[clock.trace()]) as calls,
        aiohttp.ClientSession(timeout=TIMEOUT) as answers,
    ):
        try:
            client = web_client(settings, calls, bot_token)
            delivery = Delivery(client, answers, clock, settings.proxy_for(settings.slack_api_url))
            bot = await _wired(settings, known, store, clock, client, delivery)
            gc.freeze()
            gc.set_threshold(YOUNG_OBJECTS)
            bot.background.start()
            waking = asyncio.get_running_loop().call_later(SEARCH_AFTER, _wake, known.content)
            yield bot
            waking.cancel()
            await bot.background.close()
            await bot.delivery.drain(DRAIN_SECONDS)
        finally:
            await store.close()


def _wake(content: Content) -> None:
    """Unpack what understands texts, before somebody writes the first one and waits for it."""
    with for_good():
        _ = content.search


async def _wired(
    settings: Settings, known: Compiled, store: Store, clock: Clock, client: AsyncWebClient, delivery: Delivery
) -> Runtime:
    """Every part with those it needs, once the token was found good."""
    workspace = await authenticated(client)
    content, wording = known.content, _wording(settings, known)
    surfaces = Surfaces.of(wording)
    outbox = Outbox(
        client,
        store,
        delivery,
        now=time.time,
        chance=Random(),  # noqa: S311 (jitter)
        again=wording.posts,
        undelivered=surfaces.screens.post,
        reached=crash.at(settings.crash_at),
    )
    conversation = _conversation(settings, content, store)
    documents = Documents(DIALOGS, content, wording.phrase)
    archive = Archive(content, store, time.time, settings.admins)
    pace = Pace(settings.actions_per_minute, time.monotonic)
    app = build_app(conversation, archive, surfaces, delivery, outbox, documents, workspace, pace)
    health = Health(store, outbox, clock, lambda: free(settings.database_url))
    background = Background(store, outbox, days(settings), time.time)
    return Runtime(app, store, delivery, health, background, lambda: web_client(settings, None))


def _wording(settings: Settings, known: Compiled) -> Wording:
    kept, results = settings.keep_open_days, settings.keep_consultations_days
    return known.wording(keep_days=kept, result_days=results, sent_in_days=settings.keep_sent_in_days)


def _conversation(settings: Settings, content: Content, store: Store) -> Conversation:
    kept = settings.keep_open_days
    return Conversation(content, store, now=time.time, new_id=lambda: secrets.token_hex(16), keep_days=kept)


def days(settings: Settings) -> Days:
    """How long what is stored stays."""
    return Days(
        consultations=settings.keep_consultations_days,
        open=settings.keep_open_days,
        sent_in=settings.keep_sent_in_days,
        deliveries=settings.keep_deliveries_days,
        audit=settings.keep_audit_days,
    )


def disk_vanishes(settings: Settings) -> str:
    """A warning where the database is a file on a disk that is emptied at every start; else empty."""
    platform = ephemeral_disk()
    return say("disk_vanishes", platform=platform) if platform and not is_postgres(settings.database_url) else ""


async def opened_store(url: str, reached: Reached = nowhere) -> Store:
    """The store, migrated. Raises ``SetupError`` when it cannot be opened."""
    with telling_store("DATABASE_URL"):
        store = open_store(url, reached)
        try:
            await store.open()
        except StoreError:
            await store.close()
            raise
    return store


@contextmanager
def telling_store(at: str) -> Iterator[None]:
    """What the store refuses, as ``SetupError``."""
    try:
        yield
    except StoreError as error:
        raise SetupError(Problem(f"store.{error.code}", at=at, args={"detail": error.detail})) from error


def web_client(settings: Settings, session: aiohttp.ClientSession | None, token: str | None = None) -> AsyncWebClient:
    """A client over the pooled session, or without one.

    It never repeats a call: whether a message was posted would be unknown.
    """
    client = AsyncWebClient(
        token=token, base_url=settings.slack_api_url, session=session, timeout=CALL_SECONDS, retry_handlers=[]
    )
    client.proxy = settings.proxy_for(settings.slack_api_url)
    return client


async def authenticated(client: AsyncWebClient) -> Workspace:
    """Whose token it is. Raises ``SetupError`` when Slack refuses it or cannot be reached."""
    with asking_slack("SLACK_BOT_TOKEN"):
        answer = await client.auth_test()
    return Workspace(answer["team_id"], answer.get("enterprise_id"), answer["bot_id"], answer["user_id"])


@contextmanager
def asking_slack(name: str) -> Iterator[None]:
    """What goes wrong in a call with the token ``name``, as ``SetupError``.

    ``settings.refused`` is Slack's word on the token, ``settings.unreachable`` no word at all: that may pass.
    """
    try:
        yield
    except SlackApiError as error:
        raise SetupError(_said(name, error)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SetupError(Problem("settings.unreachable", args={"detail": type(error).__name__})) from error


def _said(name: str, error: SlackApiError) -> Problem:
    code, status = error.response.get("error"), error.response.status_code
    if code is None or code in PASSING or status != HTTPStatus.OK:
        return Problem("settings.unreachable", args={"detail": code or f"HTTP {status}"})
    return Problem("settings.refused", at=name, args={"detail": code, "where": say(f"where_{name.lower()}")})


def port_number(given: str) -> int:
    """A port on the command line. Raises ``ValueError``, which argparse takes for a wrong usage."""
    port = int(given)
    if not 0 <= port <= MOST_PORT:
        raise ValueError(given)
    return port


@contextmanager
def opening_port(name: str, port: int) -> Iterator[None]:
    """A port that cannot be opened, as ``SetupError`` naming the variable ``name`` that gives another."""
    try:
        yield
    except OSError as error:
        raise SetupError(Problem("settings.port", at=name, args={"port": str(port)})) from error


def run_to_end(main: Coroutine[None, None, None]) -> None:
    """Run ``main`` on uvloop, which spends a tenth less on a step; on asyncio's own loop where there is none."""
    try:
        from uvloop import run  # noqa: PLC0415 (it is not there for every system)
    except ImportError:
        asyncio.run(main)
    else:
        run(main)


def told_to_stop() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
