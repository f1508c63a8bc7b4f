"""What a person has asked for so far: listed, newest first, a page at a time. Nobody sees another's."""

from collections.abc import Callable

from bot.content import Content
from bot.dates import japan_day
from bot.moves import stand
from bot.ownership import owned
from bot.replies import Home, Kept, Ref, Said, Topic
from bot.results import Results
from bot.store.base import Owner, Session, Status, Store

PAGE = 5


class Archive:
    """A person's consultations. All methods raise ``StoreError``."""

    def __init__(self, content: Content, store: Store, now: Callable[[], float]) -> None:
        self._consult = content.consult
        self._standard = content.standard
        self._results = Results(content.consult, content.standard, content.appointments)
        self._store = store
        self._now = now

    async def home(self, owner: Owner, page: int = 0) -> Home:
        """The owner's Home with the given page of consultations; a page behind the last one is empty."""
        found = await self._store.consultations(owner, self._consult.dialog.id, PAGE + 1, page * PAGE)
        kept = tuple(self._kept(session) for session in found[:PAGE])
        return Home(self._standard.roles, kept, page, older=len(found) > PAGE)

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

    def _kept(self, session: Session) -> Kept:
        position = stand(self._consult, session)
        ref = Ref(session.id, session.revision)
        ended = session.status is Status.CONCLUDED
        result = self._results.concluded(ref, position) if ended else None
        return Kept(ref, japan_day(session.updated), result, len(position.shown))
