"""The use cases: begin, answer, go back, look up. Each takes what a person did and returns what to say.

By buttons and forms, that is; words that are typed come through ``conversation``. Every change is one transaction of
the store; the caller acknowledges and delivers only after it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.applicants import Applicants
from bot.consultation import Consultation
from bot.content import Content
from bot.dates import japan_day
from bot.dialog.engine import Position
from bot.lookup import Lookup
from bot.moves import RESULT, Move, Present, apply, made, stand
from bot.ownership import Recent, owned
from bot.replies import (
    FROM_THE_START,
    Aside,
    Asked,
    Begin,
    Concluded,
    Notice,
    Paused,
    Ref,
    Reply,
    Resumable,
    Said,
    Topic,
)
from bot.results import Days, Results
from bot.store.base import Change, Committed, Outgoing, Owner, Rated, Rating, Session, Status, Store

DAY = 86_400.0
Screen = Asked | Concluded
"""What a consultation shows where it stands."""


@dataclass(frozen=True)
class Incoming:
    """A delivery that is accepted once, by its ``key``. ``outgoing`` makes the post that answers it out of the reply.

    The post is stored in the transaction that accepts the delivery, so that neither can exist without the other.
    """

    key: str
    outgoing: Callable[[Reply], Outgoing]


class Advisor:
    """Answers people. ``now`` gives seconds since the epoch, ``new_id`` an unguessable session id.

    Methods that take an ``incoming`` return None when that delivery was dealt with before. All raise ``StoreError``
    when the store fails; nothing has then happened.
    """

    def __init__(
        self, content: Content, store: Store, *, now: Callable[[], float], new_id: Callable[[], str], keep_days: int
    ) -> None:
        self.lookup = Lookup(content, self.today)
        self.applicants = Applicants(content.standard)
        self._consult: Consultation = content.consult
        self._results = Results(content.consult, content.standard, content.appointments)
        self._store = store
        self._now = now
        self._new_id = new_id
        self._keep_days = keep_days
        self.recent = Recent()

    # ------------------------------------------------------------ beginning

    async def start(
        self, owner: Owner, begin: Begin = FROM_THE_START, incoming: Incoming | None = None
    ) -> Reply | None:
        """Begin a consultation; where one is open with answers in it, offer to go on instead."""
        session = await self.current(owner)
        if session is None or session.status is not Status.OPEN:
            return await self.fresh(owner, begin, incoming)
        if session.answers:
            offer = Resumable(ref_of(session), len(stand(self._consult, session).shown), begin)
            return await self.once(incoming, offer)
        return await self.once(incoming, self.screen(session, Notice.WELCOME))

    async def fresh(
        self,
        owner: Owner,
        begin: Begin = FROM_THE_START,
        incoming: Incoming | None = None,
        *,
        by_text: bool = False,
        ref: Ref | None = None,
    ) -> Reply | None:
        """Begin anew, in text where the last one was; an open consultation is closed in the same transaction.

        ``ref`` is the screen that it is asked on: what this process wrote of that is not read again. Another process
        may have begun one since, which is a conflict, and then it is read.
        """
        remembered = self._by_buttons(owner, ref)
        last = remembered or await self._store.load(owner, self._consult.dialog.id)
        closes = last.id if last is not None and last.status is Status.OPEN else None
        now = self._now()
        answers = self._consult.begin(begin.focus, begin.works)
        manner = by_text or (last is not None and last.by_text)
        session = Session(self._new_id(), owner, self._consult.dialog.id, now, now, answers, by_text=manner)
        screen = self.screen(session, Notice.WELCOME)
        committed = await self.commit(Change(now, session, closes=closes), screen, incoming)
        if committed is Committed.CONFLICT and remembered is not None:
            return await self.fresh(owner, begin, incoming, by_text=by_text)
        if committed is Committed.CONFLICT:
            return await self.start(owner, begin, incoming)
        return screen if committed is Committed.DONE else None

    def _by_buttons(self, owner: Owner, ref: Ref | None) -> Session | None:
        """The session of ``ref`` where it is remembered; one held in text is somebody's setting, and read again."""
        session = self.recent.at(owner, ref) if ref is not None else None
        return None if session is None or session.by_text else session

    async def resume(self, owner: Owner, incoming: Incoming | None = None) -> Reply | None:
        """The open consultation where it stands, else the last result."""
        session = await self.current(owner)
        if session is None:
            return await self.once(incoming, Said(Topic.NOTHING_OPEN))
        return await self.once(incoming, self.screen(session, Notice.RESUMED))

    async def greet(self, owner: Owner, incoming: Incoming) -> Reply | None:
        """The greeting, once for a person and never again, however many deliveries ask for it at once."""
        if await self._store.met(owner):
            return None
        greeting = Said(Topic.FIRST_MET)
        committed = await self.commit(Change(self._now(), meets=owner), greeting, incoming)
        return greeting if committed is Committed.DONE else None

    # ------------------------------------------------------------ buttons

    async def act(self, owner: Owner, ref: Ref, move: Move) -> Reply:
        """Apply ``move`` to the screen it was made on. An old screen changes nothing and shows the present one."""
        session = await owned(self._store, owner, ref, self.recent)
        if not isinstance(session, Session):
            return session
        if session.revision != ref.revision:
            return self._late(session, move)
        reply = await self.apply(session, move)
        return reply if reply is not None else self.screen(session)

    async def show(self, owner: Owner, ref: Ref, what: str) -> Reply:
        """Something to look at beside a consultation: ``review``, ``pause``, ``screen``, or a ``Results.look``."""
        session = await owned(self._store, owner, ref)
        if not isinstance(session, Session):
            return session
        if session.revision != ref.revision:
            return self.screen(session, Notice.STALE)
        position = stand(self._consult, session)
        if what == "pause":
            return Paused(ref_of(session))
        return self._results.look(what, ref_of(session), position, self._days(session)) or self.screen(session)

    async def beside(self, owner: Owner, ref: Ref, said: Said) -> Reply:
        """``said``, and after it the owner's consultation where it stands by now, if it does."""
        session = await owned(self._store, owner, ref)
        return Aside(said, self.screen(session)) if isinstance(session, Session) else said

    async def position(self, owner: Owner, ref: Ref) -> Position | Said:
        """Where the owner's consultation stood at ``ref``, for what is made of its answers; else why it is not so."""
        session = await owned(self._store, owner, ref)
        if not isinstance(session, Session):
            return session
        return stand(self._consult, session) if session.revision == ref.revision else Said(Topic.CHANGED)

    async def sent(self, owner: Owner, ref: Ref, incoming: Incoming) -> tuple[Reply, bool]:
        """Send the screen to the owner's DM: what stands in place of the one that was pressed, and whether it goes."""
        reply = await self.show(owner, ref, "screen")
        goes = await self.once(incoming, reply) is not None
        return replace(reply, notice=Notice.SENT) if isinstance(reply, Asked | Concluded) else reply, goes

    async def rate(self, owner: Owner, ref: Ref, rating: Rating) -> Reply:
        """Keep what the owner thinks of a result, in place of what was kept before; nothing on an old screen."""
        screen = await self.show(owner, ref, "screen")
        if not isinstance(screen, Concluded) or screen.notice is Notice.STALE:
            return screen
        committed = await self._store.commit(Change(self._now(), rated=Rated(owner, ref.session, ref.revision, rating)))
        if committed is not Committed.DONE:
            return await self.show(owner, ref, "screen")
        return replace(screen, notice=Notice(rating))

    # ------------------------------------------------------------ parts of all of them

    def today(self) -> date:
        """The day in Japan."""
        return japan_day(self._now())

    def _days(self, session: Session) -> Days:
        return Days(self.today(), japan_day(session.updated))

    async def current(self, owner: Owner) -> Session | None:
        """The owner's open or last consultation, unless an open one is older than its answers are kept."""
        session = await self._store.load(owner, self._consult.dialog.id)
        if session is None or session.status is not Status.OPEN:
            return session
        return session if session.updated >= self._now() - self._keep_days * DAY else None

    async def apply(
        self, session: Session, move: Move, incoming: Incoming | None = None, notice: Notice | None = None
    ) -> Reply | None:
        """Make ``move`` and show where it leads, with ``notice``; whoever moved in the meantime keeps the word."""
        moved = apply(self._consult, session, move, self._now())
        if isinstance(moved, Notice):
            return await self.once(incoming, await self._still(session, moved))
        if isinstance(move, Present):
            notice = Notice.BY_TEXT if move.by_text else Notice.BY_BUTTONS
        screen = self.screen(moved, notice)
        committed = await self.commit(Change(self._now(), moved, session.revision), screen, incoming)
        if committed is Committed.DONE:
            return screen
        if committed is Committed.DUPLICATE:
            return None
        present = await owned(self._store, session.owner, ref_of(session))
        return await self.once(incoming, self._late(present, move) if isinstance(present, Session) else present)

    async def _still(self, session: Session, notice: Notice) -> Reply:
        """``notice`` on the screen of ``session``: read again, for what is remembered of it may be gone by now."""
        present = await owned(self._store, session.owner, ref_of(session))
        if not isinstance(present, Session):
            return present
        return self.screen(present, notice if present.revision == session.revision else Notice.STALE)

    def _late(self, session: Session, move: Move) -> Reply:
        """The present screen for a move made on an old one; without a word when it was made already."""
        return self.screen(session, None if made(self._consult, session, move) else Notice.STALE)

    async def once(self, incoming: Incoming | None, reply: Reply) -> Reply | None:
        """``reply``, unless the delivery was dealt with before; without one, always."""
        if incoming is None:
            return reply
        committed = await self.commit(Change(self._now()), reply, incoming)
        return reply if committed is Committed.DONE else None

    async def commit(self, change: Change, reply: Reply, incoming: Incoming | None) -> Committed:
        """Write ``change`` together with the delivery that asked for it and the post of the ``reply``."""
        if incoming is not None:
            change = replace(change, key=incoming.key, outgoing=incoming.outgoing(reply))
        committed = await self._store.commit(change)
        session = change.session
        if committed is Committed.DONE and session is not None and session.dialog == self._consult.dialog.id:
            self.recent.wrote(session)
        return committed

    def screen(self, session: Session, notice: Notice | None = None) -> Screen:
        """What ``session`` shows where it stands."""
        position = stand(self._consult, session)
        if session.at == RESULT or position.question is None:
            return self._results.concluded(ref_of(session), position, notice)
        return self._results.asked(ref_of(session), position, position.question, notice)


def ref_of(session: Session) -> Ref:
    """The screen of ``session`` as it is."""
    return Ref(session.id, session.revision, session.by_text)
