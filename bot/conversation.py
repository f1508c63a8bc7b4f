"""Words that people type: commands, answers to the question that is asked, everything else; in the DM or in public."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf

from bot.advisor import Advisor, Incoming, Screen, ref_of
from bot.content import Content
from bot.moves import Move, stand
from bot.offers import Offers, taken
from bot.replies import Aside, Asked, Begin, Concluded, Needed, Notice, Reply, Said, Section, Topic, Unclear
from bot.search import Finding, Kind, my_number
from bot.store.base import Committed, Owner, Session, Store
from bot.typed import TypedAnswers, commanded

BESIDE_RESULTS = (*Section, "next_steps", "handout", "arrange")
OF_RESULTS = frozenset(BESIDE_RESULTS)
"""Commands that are one on a result alone; elsewhere the same words are looked up."""

_SHOWN: Mapping[str, str] = {"stop": "pause", "change": "review", **{what: what for what in BESIDE_RESULTS}}
LATE_SECONDS = 5.0
"""A message that is older than the screen by more than this was written before it could be seen: Slack repeats what it
could not deliver after a minute and after five."""

_FACTS = (Kind.TITLE, Kind.QUALIFICATION, Kind.SKILL, Kind.EXPERIENCE, Kind.ROLE)


class Conversation:
    """What is typed, put before the ``advisor``. What is awaited raises ``StoreError``, as there."""

    def __init__(
        self, content: Content, store: Store, *, now: Callable[[], float], new_id: Callable[[], str], keep_days: int
    ) -> None:
        self.advisor = Advisor(content, store, now=now, new_id=new_id, keep_days=keep_days)
        self._consult = content.consult
        self._content = content
        self._typed = TypedAnswers(content)
        self._offers = Offers(store, now, new_id)

    def command(self, text: str) -> str | None:
        """The command word that ``text`` is (``consult``, ``resume``, ``help`` …), in any width or kana form."""
        return self._content.search.command(text)

    def in_public(self, text: str) -> Reply:
        """The answer to words in a channel; what needs a consultation is asked into the DM, with the works found."""
        command = self.command(text)
        if command is not None and command not in OF_RESULTS:
            return Said(Topic(command)) if command in ("help", "check") else Said(Topic.IN_DM)
        reply = self.advisor.lookup.answer(text)
        if isinstance(reply, Needed) and reply.lead is not None:
            return Said(Topic.IN_DM, begin=Begin(works=tuple(work.id for work in reply.works)))
        return Said(Topic.IN_DM) if isinstance(reply, Needed | Unclear) else reply

    async def say(self, owner: Owner, text: str, incoming: Incoming | None = None, at: float = inf) -> Reply | None:
        """Answer words typed in the DM, where a consultation may be under way.

        Words that were written (``at``) well before what is shown now are no answer to it.
        """
        offered = await self._offers.standing(owner)
        reply = await self._answered(owner, text, offered, incoming, at)
        if reply is not None:
            await self._offers.end(offered)
        return reply

    async def _answered(
        self, owner: Owner, text: str, offered: Session | None, incoming: Incoming | None, at: float
    ) -> Reply | None:
        if my_number(text):
            return await self.advisor.once(incoming, Said(Topic.MY_NUMBER))
        session = await self.advisor.current(owner)
        screen = self.advisor.screen(session) if session is not None else None
        if session is not None and isinstance(screen, Asked) and at < session.updated - LATE_SECONDS:
            known = self._known(self.advisor.lookup.understand(text), screen)
            return await self.advisor.once(incoming, known or replace(screen, notice=Notice.LATE))
        overtaken = session is not None and offered is not None and session.updated > offered.updated
        if (
            not overtaken
            and (begin := taken(offered, self._content.search.numbers(text)))
            and not isinstance(screen, Asked)
        ):
            return await self.advisor.start(owner, begin, incoming)
        command = self.command(text)
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
                return await self.advisor.start(owner, incoming=incoming)
            case "restart" | "by_text" if command == "restart" or session is None:
                return await self.advisor.fresh(owner, incoming=incoming, by_text=command == "by_text")
            case "resume":
                return await self.advisor.resume(owner, incoming)
        if (told := self._told(command, screen)) is not None:
            return await self.advisor.once(incoming, told)
        if session is None or screen is None:
            return await self.advisor.once(incoming, Said(Topic.NOTHING_OPEN))
        move = commanded(command, screen)
        if isinstance(move, Move):
            return await self.advisor.apply(session, move, incoming)
        shown = await self.advisor.show(owner, ref_of(session), _SHOWN[command]) if command in _SHOWN else None
        return await self.advisor.once(incoming, shown or replace(screen, notice=move))

    def _told(self, command: str, screen: Screen | None) -> Reply | None:
        """The commands answered in fixed words; the question is repeated after those that lead far from it."""
        if command == "example":
            return self.advisor.lookup.example()
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
                return await self.advisor.apply(session, move, incoming, self._typed.notice(text, move, screen))
        finding = self.advisor.lookup.understand(text)
        if isinstance(screen, Asked):
            if (known := self._known(finding, screen)) is not None:
                return await self.advisor.once(incoming, known)
            if session is not None and (meant := self._typed.meant(finding, screen)):
                return await self.advisor.apply(session, meant, incoming)
        if (isinstance(screen, Asked) or finding.outside == "outside") and (near := self._near(text, screen)):
            return await self._command(owner, session, screen, near, incoming)
        misread = replace(screen, notice=Notice.NOT_A_CHOICE) if isinstance(screen, Asked) else None
        reply = self.advisor.lookup.sendable(misread or self.advisor.lookup.reply(finding), text)
        if isinstance(reply, Unclear) or (isinstance(reply, Needed) and reply.lead is None):
            return await self._offer(owner, reply, incoming)
        return await self.advisor.once(incoming, reply)

    def _known(self, finding: Finding, screen: Asked) -> Aside | None:
        """A look-up beside the question that stands; None for words that ask for none."""
        if finding.kind in _FACTS or finding.outside in ("not_fixed", "about", "appointment"):
            return Aside(self.advisor.lookup.reply(finding), screen)
        return None

    async def _offer(self, owner: Owner, reply: Unclear | Needed, incoming: Incoming | None) -> Reply | None:
        """``reply`` with its options kept, so that their numbers can be typed; without them where others got ahead."""
        offered = replace(reply, by_number=True)
        change = self._offers.made(owner, await self._offers.standing(owner), reply)
        committed = await self.advisor.commit(change, offered, incoming)
        if committed is Committed.CONFLICT:
            return await self.advisor.once(incoming, reply)
        return offered if committed is Committed.DONE else None

    def _near(self, text: str, screen: Screen | None) -> str | None:
        command = self._content.search.near_command(text)
        return None if command in OF_RESULTS and not isinstance(screen, Concluded) else command
