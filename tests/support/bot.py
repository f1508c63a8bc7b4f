"""The real bot in this process against a simulated Slack: over signed HTTP, or over Socket Mode."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp

from bot.archive import Archive
from bot.cli.runtime import authenticated, web_client
from bot.config import Settings
from bot.content import DIALOGS, Content, load
from bot.conversation import Conversation
from bot.crash import nowhere
from bot.documents.render import Documents
from bot.simulator import Simulator
from bot.simulator.people import DEFAULT_PEOPLE, UnseenError
from bot.slack.app import build_app
from bot.slack.clock import Clock
from bot.slack.delivery import TIMEOUT, Delivery
from bot.slack.http import PATH, bot_routes, listen
from bot.slack.outbox import Outbox
from bot.slack.pace import Pace
from bot.slack.socket import CONNECTIONS, Connections
from bot.slack.surfaces import Surfaces
from bot.store.base import Alike, Change, Committed, Owner, SentIn, Session, Store, StoreError
from bot.store.sqlite import SqliteStore
from bot.wording import Wording

Json = dict[str, Any]

CONTENT = load()
MANIFEST: Json = json.loads(Path("manifest.json").read_text(encoding="ascii"))
KEEP_DAYS = 30
PREVIOUS_SECRET = "secret-before-the-rotation"
WORDING = Wording(DIALOGS, CONTENT.standard, keep_days=KEEP_DAYS, result_days=365, sent_in_days=90)


class FragileStore:
    """A store that raises ``StoreError`` with the code in ``broken`` as long as there is one.

    It counts only while ``counts`` is set.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.broken = ""
        self.counts = asyncio.Event()
        self.counts.set()

    def _check(self) -> None:
        if self.broken:
            raise StoreError(self.broken)

    async def open(self) -> None:
        await self._store.open()

    async def load(self, owner: Owner, dialog: str) -> Session | None:
        self._check()
        return await self._store.load(owner, dialog)

    async def get(self, session_id: str) -> Session | None:
        self._check()
        return await self._store.get(session_id)

    async def consultations(self, owner: Owner, dialog: str, limit: int, offset: int) -> tuple[Session, ...]:
        self._check()
        return await self._store.consultations(owner, dialog, limit, offset)

    async def met(self, owner: Owner) -> bool:
        self._check()
        return await self._store.met(owner)

    async def sent_in(self) -> tuple[SentIn, ...]:
        self._check()
        return await self._store.sent_in()

    async def tally(self, dialog: str) -> tuple[Alike, ...]:
        await self.counts.wait()
        self._check()
        return await self._store.tally(dialog)

    def __getattr__(self, name: str) -> Any:
        """What the outbox asks for: not refused, so that a test can break a request alone."""
        return getattr(self._store, name)

    async def commit(self, change: Change) -> Committed:
        self._check()
        return await self._store.commit(change)

    async def close(self) -> None:
        await self._store.close()


@dataclass(frozen=True)
class Bot:
    """A bot that is connected. ``url`` is its HTTP address without a path, empty over Socket Mode."""

    app: AsyncApp
    store: FragileStore
    delivery: Delivery
    url: str
    connections: Connections | None


@asynccontextmanager
async def running_bot(
    sim: Simulator,
    database: Path,
    transport: str,
    *,
    met: bool = True,
    per_minute: int = 10**9,
    away: float = 60.0,
    admins: frozenset[str] = frozenset(),
    content: Content = CONTENT,
) -> AsyncIterator[Bot]:
    """The bot as ``serve`` ("http") or ``socket`` wire it, but with strict screens: a text over a limit raises.

    ``away`` is the pause in seconds after Slack has turned a connection away. ``met``: the staff were greeted before,
    so that each message is answered by one.
    """
    store = FragileStore(SqliteStore(str(database)))
    await store.open()
    settings = Settings(slack_api_url=sim.api_url)
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        client = web_client(settings, session, sim.bot_token)
        delivery = Delivery(client, session, Clock(time.time))
        surfaces = Surfaces.of(WORDING, strict=True)
        again = WORDING.posts
        outbox = Outbox(
            client,
            store,
            delivery,
            now=time.time,
            chance=Random(1),
            again=again,
            undelivered=surfaces.screens.post,
            reached=nowhere,
        )
        workspace = await authenticated(client)
        for person in DEFAULT_PEOPLE if met else ():
            await store.commit(Change(0.0, meets=Owner(workspace.enterprise_id or workspace.team_id, person.id)))
        documents = Documents(DIALOGS, content, WORDING.phrase)
        archive, pace = Archive(content, store, time.time, admins), Pace(per_minute, time.monotonic)
        app = build_app(_conversation(store, content), archive, surfaces, delivery, outbox, documents, workspace, pace)
        web = lambda: web_client(settings, None)  # noqa: E731
        connect = _over_http(sim, app, store) if transport == "http" else _over_socket(sim, app, web, away)
        try:
            async with connect as (url, connections):
                yield Bot(app, store, delivery, url, connections)
            await delivery.drain(5.0)
        finally:
            await store.close()


def _conversation(store: Store, content: Content) -> Conversation:
    numbers = itertools.count(1)
    return Conversation(content, store, now=time.time, new_id=lambda: f"session-{next(numbers)}", keep_days=KEEP_DAYS)


@asynccontextmanager
async def _over_http(sim: Simulator, app: AsyncApp, store: Store) -> AsyncIterator[tuple[str, Connections | None]]:
    async def unwell() -> list[str]:
        try:
            await store.get("")
        except StoreError as error:
            return [error.code]
        return []

    runner = await listen(bot_routes(app, [sim.signing_secret, PREVIOUS_SECRET], unwell), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    sim.connect_http(url + PATH)
    try:
        yield url, None
    finally:
        sim.connect_http(None)
        await runner.cleanup()


@asynccontextmanager
async def _over_socket(
    sim: Simulator, app: AsyncApp, web: Callable[[], Any], away: float
) -> AsyncIterator[tuple[str, Connections | None]]:
    connections = Connections(app, sim.app_token, web, None, Random(1), (away, away))
    connections.start()
    try:
        await all_connected(sim)
        yield "", connections
    finally:
        await connections.close()


async def all_connected(sim: Simulator, seconds: float = 15.0) -> None:
    """Wait until every Socket Mode connection is up; TimeoutError after ``seconds``."""
    async with asyncio.timeout(seconds):
        while sim.connections < CONNECTIONS:
            await sim.changed(sim.version, seconds)


@dataclass(frozen=True)
class Walker:
    """One person who clicks through the newest message of the bot in ``channel`` (default: that person's DM)."""

    sim: Simulator
    person: str
    channel: str = ""

    @property
    def place(self) -> str:
        return self.channel or self.sim.dm(self.person)

    @property
    def ts(self) -> str:
        return str(self.sim.latest(self.person, self.place)["ts"])

    @property
    def text(self) -> str:
        return self.sim.visible_text(self.person, self.ts)

    async def command(self, line: str) -> str:
        """Send a slash command; the text of its answer, in the acknowledgement or after it."""
        before = self._newest
        delivery = await self.sim.command(self.person, self.place, line)
        assert delivery.status == 200, delivery.attempts
        await self.sim.until(self.person, lambda _: self._newest != before)
        return self.text

    @property
    def _newest(self) -> str:
        with suppress(UnseenError):
            return self.ts
        return ""

    async def press(self, label: str) -> str:
        """Press a button and wait until the message has been redrawn in place; its text then."""
        ts, before = self.ts, self.text
        delivery = await self.sim.press(self.person, ts, label=label)
        assert delivery.status == 200, delivery.attempts
        await self.sim.until(self.person, lambda _: self.sim.visible_text(self.person, ts) != before)
        assert self.ts == ts, "redrawn in place, not posted anew"
        return self.text

    async def choose_and_next(self, *values: str) -> str:
        """Tick options by their values and press 次へ."""
        for value in values:
            self.sim.choose(self.person, self.ts, value=value)
        return await self.press("次へ")

    async def say(self, text: str) -> str:
        """Type words in the DM and wait for the message that answers them; its text."""
        mark = self.sim.ledger.mark()
        await self.sim.say(self.person, self.place, text)
        await self.sim.until(self.person, lambda _: self.sim.ledger.calls("chat.postMessage", since=mark))
        return self.text

    async def walk(self, *steps: str | tuple[str, ...]) -> str:
        """A tuple of values is an answer, a string is the label of a button."""
        for step in steps:
            await (self.press(step) if isinstance(step, str) else self.choose_and_next(*step))
        return self.text


@dataclass(frozen=True)
class FormWalker:
    """One person who goes through the modal on top."""

    sim: Simulator
    person: str

    @property
    def view(self) -> Json:
        views: list[Json] = self.sim.see(self.person)["views"]
        assert views, "no modal is open"
        return views[-1]

    @property
    def text(self) -> str:
        return self.sim.visible_text(self.person, self.view["id"])

    async def opened(self) -> str:
        """Wait until a modal is open; its text."""
        await self.sim.until(self.person, lambda seen: seen["views"])
        return self.text

    async def next(self, *values: str) -> str:
        """Tick options by their values and send the form; its text then."""
        for value in values:
            self.sim.choose(self.person, self.view["id"], value=value)
        delivery = await self.sim.submit(self.person, self.view["id"])
        assert delivery.status == 200, delivery.attempts
        return self.text

    async def press(self, label: str) -> str:
        """Press a button in the modal and wait until it has changed; its text then."""
        before = self.text
        await self.sim.press(self.person, self.view["id"], label=label)
        await self.sim.until(self.person, lambda _: self.text != before)
        return self.text
