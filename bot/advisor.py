"""The use cases: begin, answer, go back, look up. Each takes what a person did and returns what to say.

Every change is one transaction of the store; the caller acknowledges and delivers only after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.applicants import Applicants
from bot.consultation import Consultation
from bot.content import Content
from bot.dates import japan_day
from bot.dialog.engine import Position
from bot.lookup import Lookup
from bot.moves import RESULT, Move, Present, apply, made, stand
from bot.offers import Offers, taken
from bot.ownership import Recent, owned
from bot.replies import (
    FROM_THE_START,
    Aside,
    Asked,
    Begin,
    Concluded,
    Needed,
    Notice,
    Paused,
    Ref,
    Reply,
    Resumable,
    Said,
    Section,
    Topic,
    Unclear,
)
from bot.results import Days, Results
from bot.search import Kind, my_number
from bot.store.base import Change, Committed, Outgoing, Owner, Rated, Rating, Session, Status, Store
from bot.typed import TypedAnswers, commanded

DAY = 86_400.0
Screen = Asked | Concluded
"""What a consultation shows where it stands."""

BESIDE_RESULTS = (*Section, "next_steps", "handout", "arrange")
OF_RESULTS = frozenset(BESIDE_RESULTS)
"""Commands that are one on a result alone; elsewhere the same words are looked up."""

_SHOWN: Mapping[str, str] = {"stop": "pause", "change": "review", **{what: what for what in BESIDE_RESULTS}}
_FACTS = (Kind.TITLE, Kind.QUALIFICATION, Kind.SKILL, Kind.EXPERIENCE, Kind.ROLE)


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
        self._content = content
        self._consult: Consultation = content.consult
        self._results = Results(content.consult, content.standard, content.appointments)
        self._typed = TypedAnswers(content)
        self._offers = Offers(store, now, new_id)
        self._store = store
        self._now = now
        self._new_id = new_id
        self._keep_days = keep_days
        self._recent = Recent()

    # ------------------------------------------------------------ beginning

    async def start(
        self, owner: Owner, begin: Begin = FROM_THE_START, incoming: Incoming | None = None
    ) -> Reply | None:
        """Begin a consultation; where one is open with answers in it, offer to go on instead."""
        session = await self._current(owner)
        if session is None or session.status is not Status.OPEN:
            return await self.fresh(owner, begin, incoming)
        if session.answers:
            offer = Resumable(_ref(session), len(stand(self._consult, session).shown), begin)
            return await self.once(incoming, offer)
        return await self.once(incoming, self._screen(session, Notice.WELCOME))

    async def fresh(
        self,
        owner: Owner,
        begin: Begin = FROM_THE_START,
        incoming: Incoming | None = None,
        *,
        by_text: bool = False,
    ) -> Reply | None:
        """Begin anew, in text where the last one was; an open consultation is closed in the same transaction."""
        open_one = await self._store.load(owner, self._consult.dialog.id)
        closes = open_one.id if open_one is not None and open_one.status is Status.OPEN else None
        now = self._now()
        answers = self._consult.begin(begin.focus, begin.works)
        manner = by_text or (open_one is not None and open_one.by_text)
        session = Session(self._new_id(), owner, self._consult.dialog.id, now, now, answers, by_text=manner)
        screen = self._screen(session, Notice.WELCOME)
        committed = await self._commit(Change(now, session, closes=closes), screen, incoming)
        if committed is Committed.CONFLICT:
            return await self.start(owner, begin, incoming)
        return screen if committed is Committed.DONE else None

    async def resume(self, owner: Owner, incoming: Incoming | None = None) -> Reply | None:
        """The open consultation where it stands, else the last result."""
        session = await self._current(owner)
        if session is None:
            return await self.once(incoming, Said(Topic.NOTHING_OPEN))
        return await self.once(incoming, self._screen(session, Notice.RESUMED))

    async def greet(self, owner: Owner, incoming: Incoming) -> Reply | None:
        """The greeting, once for a person and never again, however many deliveries ask for it at once."""
        if await self._store.met(owner):
            return None
        greeting = Said(Topic.FIRST_MET)
        committed = await self._commit(Change(self._now(), meets=owner), greeting, incoming)
        return greeting if committed is Committed.DONE else None

    # ------------------------------------------------------------ buttons

    async def act(self, owner: Owner, ref: Ref, move: Move) -> Reply:
        """Apply ``move`` to the screen it was made on. An old screen changes nothing and shows the present one."""
        session = await owned(self._store, owner, ref, self._recent)
        if not isinstance(session, Session):
            return session
        if session.revision != ref.revision:
            return self._late(session, move)
        reply = await self._apply(session, move)
        return reply if reply is not None else self._screen(session)

    async def show(self, owner: Owner, ref: Ref, what: str) -> Reply:
        """Something to look at beside a consultation: ``review``, ``pause``, ``screen``, or a ``Results.look``."""
        session = await owned(self._store, owner, ref)
        if not isinstance(session, Session):
            return session
        if session.revision != ref.revision:
            return self._screen(session, Notice.STALE)
        position = stand(self._consult, session)
        if what == "pause":
            return Paused(_ref(session))
        return self._results.look(what, _ref(session), position, self._days(session)) or self._screen(session)

    async def beside(self, owner: Owner, ref: Ref, said: Said) -> Reply:
        """``said``, and after it the owner's consultation where it stands by now, if it does."""
        session = await owned(self._store, owner, ref)
        return Aside(said, self._screen(session)) if isinstance(session, Session) else said

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

    # ------------------------------------------------------------ typed words

    def typed_command(self, text: str) -> str | None:
        """The command word that ``text`` is (``consult``, ``resume``, ``help`` …), in any width or kana form."""
        return self._content.search.command(text)

    def asked_in_public(self, text: str) -> Reply:
        """The answer to words in a channel; what needs a consultation is asked into the DM, with the works found."""
        command = self.typed_command(text)
        if command is not None and command not in OF_RESULTS:
            return Said(Topic(command)) if command in ("help", "check") else Said(Topic.IN_DM)
        reply = self.lookup.answer(text)
        if isinstance(reply, Needed) and reply.lead is not None:
            return Said(Topic.IN_DM, begin=Begin(works=tuple(work.id for work in reply.works)))
        return Said(Topic.IN_DM) if isinstance(reply, Needed | Unclear) else reply

    async def say(self, owner: Owner, text: str, incoming: Incoming | None = None) -> Reply | None:
        """Answer words typed in the DM, where a consultation may be under way."""
        if my_number(text):
            return await self.once(incoming, Said(Topic.MY_NUMBER))
        session = await self._current(owner)
        screen = self._screen(session) if session is not None else None
        offered = await self._offers.standing(owner)
        begin = None if isinstance(screen, Asked) else taken(offered, self._content.search.numbers(text))
        reply = await self.start(owner, begin, incoming) if begin else None
        await self._offers.end(offered)
        if begin:
            return reply
        command = self.typed_command(text)
        if command in OF_RESULTS and not isinstance(screen, Concluded):
            command = None
        if command is not None:
            return await self._command(owner, session, screen, command, incoming)
        return await self._words(owner, session, screen, text, incoming)

    async def _command(
        self, owner: Owner, session: Session | None, screen: Screen | None, command: str, incoming: Incoming | None
    ) -> Reply | None:
        match command:
            case "consult":
                return await self.start(owner, incoming=incoming)
            case "restart" | "by_text" if command == "restart" or session is None:
                return await self.fresh(owner, incoming=incoming, by_text=command == "by_text")
            case "resume":
                return await self.resume(owner, incoming)
        if (told := self._told(command, screen)) is not None:
            return await self.once(incoming, told)
        if session is None or screen is None:
            return await self.once(incoming, Said(Topic.NOTHING_OPEN))
        move = commanded(command, screen)
        if isinstance(move, Move):
            return await self._apply(session, move, incoming)
        shown = await self.show(owner, _ref(session), _SHOWN[command]) if command in _SHOWN else None
        return await self.once(incoming, shown or replace(screen, notice=move))

    def _told(self, command: str, screen: Screen | None) -> Reply | None:
        """The commands answered in fixed words; the question is repeated after those that lead far from it."""
        if command == "example":
            return self.lookup.example()
        if command == "thanks":
            return Said(Topic.THANKS, "asked" if isinstance(screen, Asked) else "")
        if command not in ("help", "greeting", "form", "check"):
            return None
        said = Said(Topic(command))
        return Aside(said, screen) if isinstance(screen, Asked) and command in ("help", "greeting") else said

    async def _words(
        self, owner: Owner, session: Session | None, screen: Screen | None, text: str, incoming: Incoming | None
    ) -> Reply | None:
        """Words that are no command: an answer, else a look-up, else a command with a slip in it."""
        if session is not None and screen is not None:
            move = self._typed.move(text, screen, stand(self._consult, session).shown)
            if move is not None:
                return await self._apply(session, move, incoming, self._typed.notice(text, move, screen))
        finding = self.lookup.understand(text)
        if isinstance(screen, Asked):
            if finding.kind in _FACTS or finding.outside in ("not_fixed", "about", "appointment"):
                return await self.once(incoming, Aside(self.lookup.reply(finding), screen))
            if session is not None and (meant := self._typed.meant(finding, screen)):
                return await self._apply(session, meant, incoming)
        if (isinstance(screen, Asked) or finding.outside == "outside") and (near := self._near(text, screen)):
            return await self._command(owner, session, screen, near, incoming)
        misread = replace(screen, notice=Notice.NOT_A_CHOICE) if isinstance(screen, Asked) else None
        reply = self.lookup.sendable(misread or self.lookup.reply(finding), text)
        if isinstance(reply, Unclear) or (isinstance(reply, Needed) and reply.lead is None):
            return await self._offer(owner, reply, incoming)
        return await self.once(incoming, reply)

    async def _offer(self, owner: Owner, reply: Unclear | Needed, incoming: Incoming | None) -> Reply | None:
        """``reply`` with its options kept, so that their numbers can be typed; without them where others got ahead."""
        offered = replace(reply, by_number=True)
        change = self._offers.made(owner, await self._offers.standing(owner), reply)
        committed = await self._commit(change, offered, incoming)
        if committed is Committed.CONFLICT:
            return await self.once(incoming, reply)
        return offered if committed is Committed.DONE else None

    def _near(self, text: str, screen: Screen | None) -> str | None:
        command = self._content.search.near_command(text)
        return None if command in OF_RESULTS and not isinstance(screen, Concluded) else command

    # ------------------------------------------------------------ parts of all of them

    def today(self) -> date:
        """The day in Japan."""
        return japan_day(self._now())

    def _days(self, session: Session) -> Days:
        return Days(self.today(), japan_day(session.updated))

    async def _current(self, owner: Owner) -> Session | None:
        """The owner's open or last consultation, unless an open one is older than its answers are kept."""
        session = await self._store.load(owner, self._consult.dialog.id)
        if session is None or session.status is not Status.OPEN:
            return session
        return session if session.updated >= self._now() - self._keep_days * DAY else None

    async def _apply(
        self, session: Session, move: Move, incoming: Incoming | None = None, notice: Notice | None = None
    ) -> Reply | None:
        moved = apply(self._consult, session, move, self._now())
        if isinstance(moved, Notice):
            return await self.once(incoming, self._screen(session, moved))
        if isinstance(move, Present):
            notice = Notice.BY_TEXT if move.by_text else Notice.BY_BUTTONS
        screen = self._screen(moved, notice)
        committed = await self._commit(Change(self._now(), moved, session.revision), screen, incoming)
        if committed is Committed.DONE:
            return screen
        if committed is Committed.DUPLICATE:
            return None
        present = await owned(self._store, session.owner, _ref(session))
        return await self.once(incoming, self._late(present, move) if isinstance(present, Session) else present)

    def _late(self, session: Session, move: Move) -> Reply:
        """The present screen for a move made on an old one; without a word when it was made already."""
        return self._screen(session, None if made(self._consult, session, move) else Notice.STALE)

    async def once(self, incoming: Incoming | None, reply: Reply) -> Reply | None:
        """``reply``, unless the delivery was dealt with before; without one, always."""
        if incoming is None:
            return reply
        committed = await self._commit(Change(self._now()), reply, incoming)
        return reply if committed is Committed.DONE else None

    async def _commit(self, change: Change, reply: Reply, incoming: Incoming | None) -> Committed:
        if incoming is not None:
            change = replace(change, key=incoming.key, outgoing=incoming.outgoing(reply))
        committed = await self._store.commit(change)
        if committed is Committed.DONE and change.session is not None:
            self._recent.wrote(change.session)
        return committed

    def _screen(self, session: Session, notice: Notice | None = None) -> Screen:
        position = stand(self._consult, session)
        if session.at == RESULT or position.question is None:
            return self._results.concluded(_ref(session), position, notice)
        return self._results.asked(_ref(session), position, position.question, notice)


def _ref(session: Session) -> Ref:
    return Ref(session.id, session.revision, session.by_text)
