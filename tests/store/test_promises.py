"""The store against a model of its promises: accepted once, answered once and in order, nobody else's, one revision on.

The model knows nothing of tables. It holds what was promised: the keys that were accepted, the last state of every
session that was told to be written, and the posts that are owed, by conversation.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.store.base import Change, Committed, Outgoing, Owner, Pending, Session, Status
from bot.store.sqlite import SqliteStore

OWNERS = [Owner("T1", "U1"), Owner("T1", "U2"), Owner("T2", "U1")]
owners = st.sampled_from(OWNERS)
one_in_five = st.sampled_from([False] * 4 + [True])


class Promises(RuleBasedStateMachine):
    """Any order of beginnings, answers, repeated and late deliveries, posts, failures, deletions and restarts.

    One delivery in five is the repetition of an earlier one, one answer in five comes after a later one.
    """

    seen: ClassVar[Counter[str]] = Counter()
    """What was tried, over all histories."""

    @initialize()
    def _begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.time = 1_000.0
        self.deliveries = 0
        self.accepted: set[str] = set()
        self.sessions: dict[str, Session] = {}
        self.owed: dict[str, list[str]] = {}
        self.posted: list[str] = []
        self.seen["histories"] += 1
        self._open()

    def _open(self) -> None:
        self.store = SqliteStore(str(self.folder / "promises.db"))
        self.runner.run(self.store.open())

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.run(self.store.close())
            self.runner.close()
            shutil.rmtree(self.folder)

    def _key(self, data: st.DataObject) -> str:
        """The key of a new delivery, or of one that was accepted before."""
        self.seen["inputs"] += 1
        self.deliveries += 1
        if self.accepted and data.draw(one_in_five):
            self.seen["repeated"] += 1
            return data.draw(st.sampled_from(sorted(self.accepted)))
        return f"Ev{self.deliveries}"

    def _commit(self, change: Change, owner: Owner, name: str, *, fits: bool) -> None:
        """Commit with a key and a post; the outcome has to be the one that the promises allow."""
        post = Outgoing(name, self.time, owner, owner.org + owner.user, "post", "D", "words")
        ended = self.runner.run(self.store.commit(replace(change, key=name, outgoing=post)))
        if name in self.accepted:
            assert ended is Committed.DUPLICATE
        elif not fits:
            assert ended is Committed.CONFLICT
        else:
            assert ended is Committed.DONE
            self.accepted.add(name)
            self.owed.setdefault(post.conversation, []).append(name)
            self._written(change)

    def _written(self, change: Change) -> None:
        if change.closes in self.sessions and self.sessions[change.closes].status is Status.OPEN:
            old = self.sessions[change.closes]
            self.sessions[change.closes] = replace(old, status=Status.CLOSED, revision=old.revision + 1)
        if change.session is not None:
            self.sessions[change.session.id] = change.session

    def _opened_by(self, owner: Owner) -> Session | None:
        mine = [s for s in self.sessions.values() if s.owner == owner and s.status is Status.OPEN]
        assert len(mine) <= 1
        return mine[0] if mine else None

    @rule(owner=owners, data=st.data(), closing=st.booleans())
    def begin(self, owner: Owner, data: st.DataObject, closing: bool) -> None:
        """A second open consultation is a conflict, unless it takes the place of the first."""
        present = self._opened_by(owner)
        session = Session(f"s{len(self.sessions)}-{self.time}", owner, "consult", self.time, self.time)
        closes = present.id if present and closing else None
        self._commit(Change(self.time, session, closes=closes), owner, self._key(data), fits=present is None or closing)
        self.time += 1

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), late=one_in_five, ends=st.booleans())
    def answer(self, data: st.DataObject, late: bool, ends: bool) -> None:
        """An answer on the present revision is written, one on an older is not."""
        self.seen.update(["answers"] + ["late"] * late)
        stored = self.sessions[data.draw(st.sampled_from(sorted(self.sessions)))]
        behind = late or stored.status is Status.CLOSED
        expected = stored.revision - behind
        status = Status.CONCLUDED if ends and stored.status is not Status.CLOSED else stored.status
        answers = {**stored.answers, f"q{expected}": ("あ",)}
        moved = replace(stored, answers=answers, status=status, revision=expected + 1, updated=self.time)
        self._commit(Change(self.time, moved, expected), stored.owner, self._key(data), fits=not behind)
        self.time += 1

    @rule(data=st.data(), owner=owners)
    def look_up(self, data: st.DataObject, owner: Owner) -> None:
        """A delivery without an effect is accepted and answered once, too."""
        self._commit(Change(self.time), owner, self._key(data), fits=True)

    @rule(fails=st.booleans(), wait=st.sampled_from([1.0, 11.0, 100.0]))
    def post(self, fails: bool, wait: float) -> None:
        """Whoever claims gets the oldest post of each conversation only, and nobody else does until the lease ends."""
        self.time += wait
        held = self.runner.run(self.store.claim(self.time, self.time + 30))
        assert self.runner.run(self.store.claim(self.time, self.time + 30)) == ()
        for one in held:
            conversation = one.outgoing.conversation
            assert one.outgoing.id == self.owed[conversation][0]
            assert self.runner.run(self.store.first(conversation)) == one.outgoing.id
            self._settle(one, fails=fails)

    def _settle(self, one: Pending, *, fails: bool) -> None:
        if fails:
            self.runner.run(self.store.postpone(one, self.time + 5, one.attempts, unknown=True))
            return
        self.posted.append(self.owed[one.outgoing.conversation].pop(0))
        self.runner.run(self.store.delivered(one.outgoing.id))

    @rule(owner=owners)
    def forget(self, owner: Owner) -> None:
        """A person's own goes, whole; nobody else's."""
        mine = [s.id for s in self.sessions.values() if s.owner == owner]
        assert self.runner.run(self.store.forget(owner, self.time)) == len(mine)
        for name in mine:
            del self.sessions[name]
        self.owed[owner.org + owner.user] = []

    @rule()
    def restart(self) -> None:
        """Nothing depends on what a process remembers."""
        self.runner.run(self.store.close())
        self._open()

    @invariant()
    def what_was_told_is_there(self) -> None:
        """Each owner finds the open consultation, else the one concluded last, and never anybody else's."""
        for name, session in self.sessions.items():
            assert self.runner.run(self.store.get(name)) == session
        for owner in OWNERS if self.sessions else ():
            mine = [s for s in self.sessions.values() if s.owner == owner and s.status is not Status.CLOSED]
            best = max(mine, key=lambda s: (s.status is Status.OPEN, s.updated), default=None)
            assert self.runner.run(self.store.load(owner, "consult")) == best

    @invariant()
    def nothing_is_answered_twice(self) -> None:
        """And what is still owed is the rest."""
        self.seen["steps"] += 1
        assert len(self.posted) == len(set(self.posted)) if hasattr(self, "posted") else True


TestPromises = Promises.TestCase
TestPromises.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
