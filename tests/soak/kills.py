"""Kill -9 at random instants while people are at work, over HTTP and Socket Mode.

Some type in their DM, some click. The judge is what the simulated Slack sent, saw acknowledged and shows, held against
the database: nothing acknowledged is lost, nothing is there twice, nothing half.
"""

import asyncio
import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bot.simulator import Simulator
from bot.simulator.delivery import Delivery
from bot.simulator.people import Person
from tests.support.bot import MANIFEST
from tests.support.process import half_a_minute_later, started

Json = dict[str, Any]
TYPISTS = tuple(f"U0TYPIST{number}" for number in range(3))
CLICKERS = tuple(f"U0CLICK0{number}" for number in range(3))
PEOPLE = [Person(name, name, "職員", name.lower()) for name in (*TYPISTS, *CLICKERS)]
SCRIPT = ("最初から", "1", "2", "1")
"""What a typist writes again and again: begin anew, and answer three questions."""
ANEW = "/dx-consult 最初から"
RETRIES = (0.0, 0.3, 1.0, 2.0)
REPEATED = 0.2
"""The share of accepted events that come once more."""
LONGEST_LIFE = 0.6
PATIENCE = 1.0
"""Seconds that people wait for an answer before they go on."""
STARTS = 3
AT_ONCE = 4
"""Bots that are besieged side by side: two over HTTP, two over Socket Mode."""


@dataclass(frozen=True)
class Click:
    """次へ with an answer, as the button and the screen under it told.

    ``late``: its consultation had been replaced by another one, whose screen was not shown before the bot was killed.
    """

    session: str
    revision: int
    question: str
    chosen: str
    acknowledged: bool
    late: bool

    @classmethod
    def of(cls, sent: Delivery, *, late: bool) -> "Click":
        """The click in a payload."""
        session, revision, _, question, _ = sent.payload["actions"][0]["value"].split("|")
        entry = next(iter(sent.payload["state"]["values"][f"{question}@{revision}"].values()))
        ticked = entry.get("selected_options") or [entry["selected_option"]]
        return cls(session, int(revision), question, ticked[0]["value"], sent.acknowledged, late)


@dataclass
class Siege:
    """People at work with one bot that is killed again and again."""

    sim: Simulator
    folder: Path
    transport: str
    chance: Random
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    commands: list[bool] = field(default_factory=list)
    clicks: list[Click] = field(default_factory=list)
    notices: Counter[str] = field(default_factory=Counter)
    """What stood there instead of a question, by its first line."""
    under_way: int = 0
    hit: int = 0
    over: bool = False

    async def run(self, kills: int) -> list[str]:
        """Kill that often, let everything come to its end, and give the broken promises."""
        process = await self._started()
        people = [asyncio.create_task(self._types(who)) for who in TYPISTS]
        people += [asyncio.create_task(self._clicks(who)) for who in CLICKERS]
        try:
            for _ in range(kills):
                await asyncio.sleep(self.chance.uniform(0.0, LONGEST_LIFE))
                self.hit += self.under_way > 0
                process.kill()
                await process.wait()
                await self._until(lambda: self.sim.connections == 0, 10.0)
                half_a_minute_later(self.folder)
                self.sim.ledger._entries.clear()
                process = await self._started()
            self.over = True
            async with asyncio.timeout(90):
                await asyncio.gather(*people)
                await self._nothing_owed()
        finally:
            for person in people:
                person.cancel()
            if process.returncode is None:
                process.kill()
                await process.wait()
        return [*posts(self), *stored(self)]

    async def _started(self) -> asyncio.subprocess.Process:
        """A bot that ends because the busy simulation kept it waiting is started again, as a service is."""
        for _ in range(STARTS):
            with suppress(AssertionError, TimeoutError):
                return await started(self.sim, self.folder, self.transport, ACTIONS_PER_MINUTE="1000000")
        raise TimeoutError("the bot does not start")

    async def _nothing_owed(self) -> None:
        """Wait for the outbox: one post of a conversation goes at each look of the background."""
        with closing(sqlite3.connect(self.folder / "bot.db")) as raw:
            while raw.execute("select count(*) from outbox where state != 'dead'").fetchone()[0]:  # noqa: ASYNC110
                await asyncio.sleep(0.2)

    async def _types(self, who: str) -> None:
        """Go on writing; what is not acknowledged comes again, as Slack does it, and now and then what is."""
        for words in itertools.cycle(SCRIPT):
            if self.over and words == SCRIPT[0]:
                return
            sent = await self._sent(self.sim.say(who, self.sim.dm(who), words))
            self.said[sent.payload["event_id"]] = who, words
            await sent.settled()
            while not sent.acknowledged:
                sent = await self._sent(asyncio.wait_for(self.sim.redeliver(sent).settled(), 30))
            if self.chance.random() < REPEATED:
                await self.sim.redeliver(sent)
            with suppress(AssertionError):
                await self._until(lambda key=sent.payload["event_id"]: key in self._answered(who), PATIENCE)

    async def _clicks(self, who: str) -> None:
        """Begin anew, and click on as long as the screen moves."""
        while not self.over:
            self.sim.reload(who)
            begun = (await self._sent(self.sim.command(who, self.sim.dm(who), ANEW))).acknowledged
            self.commands.append(begun)
            with suppress(AssertionError):
                for _ in range(3 if begun else 0):
                    await self._click(who)
            if not begun:
                await asyncio.sleep(0.1)

    async def _click(self, who: str) -> None:
        screen = self.sim.latest(who)
        ts, before = screen["ts"], self.sim.visible_text(who, screen["ts"])
        if not _options(screen):
            self.notices[before.split("\n")[0]] += 1
            raise AssertionError(before)
        self.sim.choose(who, ts, value=_options(screen)[0])
        late = self._closed(screen)
        self.clicks.append(Click.of(await self._sent(self.sim.press(who, ts, label="次へ")), late=late))
        await self._until(lambda: self.sim.visible_text(who, ts) != before, PATIENCE)

    def _closed(self, screen: Json) -> bool:
        """Whether the consultation on the screen is over, as the database has it before the click."""
        values = [one["value"] for block in screen["blocks"] for one in block.get("elements", ()) if "value" in one]
        with closing(sqlite3.connect(self.folder / "bot.db")) as raw:
            session = [values[0].split("|")[0]]
            return bool(raw.execute("select 1 from sessions where id = ? and status = 'closed'", session).fetchone())

    async def _until(self, holds: Callable[[], bool], seconds: float) -> None:
        """As ``Simulator.until``, without a picture of the whole screen at every change."""
        await self.sim._wait(holds, seconds, lambda: "nothing came")

    def _answered(self, who: str) -> set[str]:
        """The keys of the words that the newest messages answer."""
        newest = self.sim._core.world.messages.get(self.sim.dm(who), [])[-5:]
        return {(message.metadata or {}).get("event_payload", {}).get("outbox_id", "") for message in newest}

    async def _sent(self, sending: Any) -> Delivery:
        self.under_way += 1
        try:
            sent: Delivery = await sending
        finally:
            self.under_way -= 1
        return sent


def _options(screen: Json) -> list[str]:
    return [option["value"] for block in screen["blocks"] for option in block.get("element", {}).get("options", ())]


def posts(siege: Siege) -> list[str]:
    """Every message that was taken is answered by one post, whatever became of the bot meanwhile."""
    messages = itertools.chain.from_iterable(siege.sim._core.world.messages.values())
    payloads = [(message.metadata or {}).get("event_payload", {}) for message in messages]
    answers = Counter(payload.get("outbox_id") for payload in payloads)
    lost = [f"lost: no answer to {siege.said[event]}" for event in siege.said if not answers[event]]
    return lost + [
        f"doubled: {answers[event]} answers to {siege.said[event]}" for event in siege.said if answers[event] > 1
    ]


def stored(siege: Siege) -> list[str]:
    """The database holds what was acknowledged, and nothing that nobody sent."""
    with closing(sqlite3.connect(siege.folder / "bot.db")) as raw:
        found = [] if raw.execute("pragma integrity_check").fetchall() == [("ok",)] else ["half: the file is damaged"]
        rows = {row[0]: row[1:] for row in raw.execute("select id, owner_user, revision, answers from sessions")}
        noted = Counter(raw.execute("select owner_user, act from audit").fetchall())
        acts = Counter(subject for (subject,) in raw.execute("select subject from audit"))
    found += [f"half: {acts[name]} acts at revision {row[1]}" for name, row in rows.items() if acts[name] != row[1] + 1]
    return [*found, *_answers(siege, rows), *_typed(siege, noted), *_clicked(siege, noted)]


def _answers(siege: Siege, rows: dict[str, Any]) -> list[str]:
    lost = []
    for click in siege.clicks:
        _, revision, answers = rows[click.session]
        kept = json.loads(answers).get(click.question, [])
        if click.acknowledged and not click.late and not (revision > click.revision and click.chosen in kept):
            lost.append(f"lost: {click.question} at revision {click.revision}, stored are {revision} and {kept}")
    return lost


def _typed(siege: Siege, noted: Counter[Any]) -> list[str]:
    """All of a typist's words were taken in the end: as many beginnings and steps as were written."""
    found = []
    for who in TYPISTS:
        begun = sum(said == (who, SCRIPT[0]) for said in siege.said.values())
        steps = sum(name == who for name, _ in siege.said.values()) - begun
        told = noted[who, "begun"], noted[who, "changed"] + noted[who, "concluded"]
        found += [] if told == (begun, steps) else [f"lost or doubled: {(begun, steps)} typed, {told} stored"]
    return found


def _clicked(siege: Siege, noted: Counter[Any]) -> list[str]:
    """Slack does not repeat clicks and commands: those without an acknowledgement may be there or not."""
    begun = sum(noted[who, "begun"] for who in CLICKERS)
    steps = sum(noted[who, "changed"] + noted[who, "concluded"] for who in CLICKERS)
    timely = [click for click in siege.clicks if not click.late]
    sent = {(click.session, click.revision) for click in timely}
    taken = {(click.session, click.revision) for click in timely if click.acknowledged}
    commands = sum(siege.commands)
    fits = commands <= begun <= len(siege.commands) and len(taken) <= steps <= len(sent)
    told = f"{begun} of {len(siege.commands)} begun, {steps} of {len(sent)} steps, taken {commands} and {len(taken)}"
    return [] if fits else [f"lost or doubled: {told}"]


async def besieged(number: int, kills: int, folder: Path) -> tuple[Siege, list[str]]:
    """One simulated Slack, one bot, one database, and as many kills: over HTTP or Socket Mode in turn."""
    place = folder / f"siege-{number}"
    place.mkdir()
    async with Simulator(MANIFEST, people=PEOPLE, retry_delays=RETRIES) as sim:
        siege = Siege(sim, place, ("serve", "socket")[number % 2], Random(number))
        try:
            return siege, await siege.run(kills)
        except (AssertionError, TimeoutError) as error:
            return siege, [f"stuck: {type(error).__name__} {str(error)[:300]}"]


async def kills(scale: float, folder: Path) -> tuple[str, int]:
    """500 kills, and what was lost, doubled or half."""
    row = max(1, round(500 * scale / AT_ONCE))
    ended = await asyncio.gather(*(besieged(number, row, folder) for number in range(AT_ONCE)))
    broken = [fault for _, faults in ended for fault in faults]
    hit, inputs = sum(s.hit for s, _ in ended), sum(len(s.said) + len(s.commands) + len(s.clicks) for s, _ in ended)
    notices = dict(sum((s.notices for s, _ in ended), Counter[str]()))
    told = f"{row * AT_ONCE} kills, {hit} with a request under way, {inputs} inputs, {notices or 'no'} notices"
    return f"{told}, {len(broken)} lost, doubled or half {broken[:3] or ''}", len(broken)
