"""What a dialog step costs beside Bolt and the network: mean processor time of each of our parts, in microseconds.

The same people walk the same ways twice. At first most screens are new; ``again`` tells what is kept for everybody.
"""

import asyncio
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import mean
from typing import TypeVar

from slack_sdk.signature import SignatureVerifier

from benchmarks.people import SECRET, Person, signed
from bot.consultation import Consultation
from bot.content import DIALOGS, load
from bot.moves import Give, apply, stand
from bot.replies import Ref, Reply
from bot.results import Results
from bot.slack.http import for_bolt, parsed
from bot.slack.payloads import owner, press
from bot.slack.surfaces import Surfaces
from bot.store.base import Change, Owner, Session
from bot.store.sqlite import SqliteStore
from bot.wording import Wording

T = TypeVar("T")
PEOPLE, MOST_STEPS, AT_ONCE = 500, 6, 20
FORM = "application/x-www-form-urlencoded"


def parts() -> dict[str, dict[str, float]]:
    """``first`` and ``again``: part -> mean microseconds; ``store``: a commit among ``AT_ONCE``, thread included."""
    walks = _Walks()
    found = {}
    for turn in ("first", "again"):
        walks.micros.clear()
        for number in range(PEOPLE):
            walks.walk(number)
        found[turn] = {part: mean(each) for part, each in walks.micros.items()}
    return {**found, "store": {"commit": asyncio.run(_commits())}}


class _Walks:
    """Consultations without a store: what is timed are pure functions."""

    def __init__(self) -> None:
        content = load()
        self.micros: dict[str, list[float]] = defaultdict(list)
        self._consult: Consultation = content.consult
        self._results = Results(content.consult, content.standard, content.appointments)
        self._printer = Surfaces.of(Wording(DIALOGS, content.standard, keep_days=30)).printer
        self._verifier = SignatureVerifier(SECRET)

    def walk(self, number: int) -> None:
        """From 相談 to the result, or ``MOST_STEPS``."""
        person = Person(number, "", Random(number))
        session = Session(f"{number:032x}", Owner("T0BENCH", f"U{number:08}"), "consult", 0.0, 0.0)
        person.screen = json.loads(self._printer.message(self._shown(session)))
        for _ in range(MOST_STEPS):
            request = signed(person.click(), "localhost")
            head, _, body = request.partition(b"\r\n\r\n")
            lines = (line.partition(": ") for line in head.decode().split("\r\n")[1:])
            headers = {name: value for name, _, value in lines}
            stamp, mark = headers["x-slack-request-timestamp"], headers["x-slack-signature"]
            self._timed("signature", self._verifier.is_valid, body, stamp, mark)
            form = self._timed("parse, check the shape", parsed, FORM, body.decode())
            bolt = self._timed("Bolt's request", for_bolt, form)
            assert bolt is not None
            click = self._timed("read the click", press, bolt.body, owner(bolt.context))
            assert click.button is not None
            if click.button.verb == "fresh":
                return
            give = Give(click.button.question, click.chosen)
            moved = self._timed("move", apply, self._consult, session, give, 0.0)
            assert isinstance(moved, Session)
            session = moved
            reply = self._timed("make the reply", self._shown, session)
            printed = self._timed("render", self._printer.message, reply)
            person.screen = json.loads(printed)

    def _shown(self, session: Session) -> Reply:
        position, ref = stand(self._consult, session), Ref(session.id, session.revision)
        if position.question is None:
            return self._results.concluded(ref, position)
        return self._results.asked(ref, position, position.question)

    def _timed(self, part: str, work: Callable[..., T], *args: object) -> T:
        begun = time.perf_counter()
        done = work(*args)
        self.micros[part].append((time.perf_counter() - begun) * 1e6)
        return done


async def _commits() -> float:
    """Processor time of a commit, all threads: people whose clicks arrive together share a transaction."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(str(Path(folder) / "bench.db"))
        await store.open()
        answers = {"wish": ("run",), "first_organisation": ("policy",)}
        people = [Session(f"{n:032x}", Owner("T", f"U{n}"), "consult", 0.0, 0.0, answers) for n in range(PEOPLE)]
        await asyncio.gather(*(store.commit(Change(0.0, one)) for one in people))
        begun = time.process_time()
        for revision in range(MOST_STEPS):
            moved = [replace(one, revision=revision + 1, updated=revision + 1.0) for one in people]
            for n in range(0, PEOPLE, AT_ONCE):
                changes = [Change(revision + 1.0, one, revision) for one in moved[n : n + AT_ONCE]]
                await asyncio.gather(*map(store.commit, changes))
        taken = time.process_time() - begun
        await store.close()
    return taken / (PEOPLE * MOST_STEPS) * 1e6
