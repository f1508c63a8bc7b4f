"""What a person has asked for so far: listed, newest first, a page at a time. Nobody sees another's."""

import asyncio
import hashlib
from collections.abc import Callable

from bot.advisor import Incoming
from bot.content import Content
from bot.dates import japan_day
from bot.moves import stand
from bot.ownership import owned
from bot.replies import Concluded, Consent, Home, Kept, Posted, Ref, Said, Tallied, Topic
from bot.results import Results
from bot.store.base import Act, Change, Noted, Owner, SentIn, Session, Status, Store
from bot.tally import tally

PAGE = 5
LONGEST = 1000
"""Characters kept of a text that is sent in."""

MONTHS = 12
"""Months that the figures are told of."""


class Archive:
    """A person's consultations. All methods that are awaited raise ``StoreError``.

    ``admins`` are the ids of those who may know how many consultations there were.
    """

    def __init__(
        self, content: Content, store: Store, now: Callable[[], float], admins: frozenset[str] = frozenset()
    ) -> None:
        self._consult = content.consult
        self._standard = content.standard
        self._results = Results(content.consult, content.standard, content.appointments)
        self._store = store
        self._now = now
        self._admins = admins

    async def home(self, owner: Owner, page: int = 0) -> Home:
        """The owner's Home with the given page of consultations; a page behind the last one is empty."""
        found = await self._store.consultations(owner, self._consult.dialog.id, PAGE + 1, page * PAGE)
        kept = tuple(self._kept(session) for session in found[:PAGE])
        return Home(self._standard.roles, kept, page, older=len(found) > PAGE)

    def administers(self, owner: Owner) -> bool:
        """Whether the person may know the figures."""
        return owner.user in self._admins

    async def figures(self) -> tuple[Tallied, ...]:
        """The counts of the newest months in which there were any. Takes seconds where there are a great many."""
        found = await self._store.tally(self._consult.dialog.id)
        lines = await asyncio.to_thread(tally, self._consult, self._standard, found)
        newest = sorted({line.month for line in lines})[-MONTHS:]
        return tuple(line for line in lines if line.month in newest)

    async def forget(self, owner: Owner, ref: Ref | None) -> Said:
        """Delete one consultation, or without ``ref`` everything of the owner's, and say what came of it."""
        if ref is None:
            await self._store.forget(owner, self._now())
            return Said(Topic.FORGOTTEN)
        session = await owned(self._store, owner, ref)
        if isinstance(session, Said):
            return session
        await self._store.forget(owner, self._now(), ref.session)
        return Said(Topic.DELETED)

    async def send_in(self, owner: Owner, consent: Consent) -> Said:
        """Keep a text that was not understood, once for each author; see ``Consent``."""
        text, now = consent.text[:LONGEST], self._now()
        name = hashlib.sha256(f"{owner.org}|{owner.user}|{text}".encode(errors="replace")).hexdigest()
        await self._store.commit(Change(now, sent_in=SentIn(name, owner, text, consent.kind, now)))
        return Said(Topic.SENT_IN)

    async def result(self, owner: Owner, ref: Ref) -> Concluded | Said:
        """A result of the owner's that can be shared: one that names a role, as it stands on the screen ``ref``."""
        session = await owned(self._store, owner, ref)
        if isinstance(session, Said):
            return session
        result = self._results.concluded(ref, stand(self._consult, session))
        shown = session.revision == ref.revision and session.status is Status.CONCLUDED
        return result if shown and result.lead is not None else Said(Topic.OLD_SCREEN)

    async def share(self, owner: Owner, ref: Ref, line: str, incoming: Incoming) -> Said:
        """Owe the post of a result; a delivery that was dealt with before owes none."""
        result = await self.result(owner, ref)
        if isinstance(result, Said):
            return result
        now, post = self._now(), incoming.outgoing(Posted(result, owner.user, line))
        noted = Noted(now, owner, Act.SHARED, ref.session)
        await self._store.commit(Change(now, key=incoming.key, outgoing=post, noted=noted))
        return Said(Topic.SHARED)

    def _kept(self, session: Session) -> Kept:
        position = stand(self._consult, session)
        ref = Ref(session.id, session.revision)
        ended = session.status is Status.CONCLUDED
        result = self._results.concluded(ref, position) if ended else None
        return Kept(ref, japan_day(session.updated), result, len(position.shown), session.rating)
