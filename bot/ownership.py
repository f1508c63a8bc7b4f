"""Whose consultation it is: the one check that every button and form passes before it shows or changes anything."""

from bot.replies import Ref, Said, Topic
from bot.store.base import Owner, Session, Status, Store

REMEMBERED = 4096
"""People: as many can be between two clicks before the next click has to be read for."""


class Recent:
    """The session of each person that this process wrote last, so that the next click on it needs no read.

    What a session was at a revision never changes, whoever writes the next one: so what is remembered is true, and a
    commit on top of it compares revisions. It does not tell that the session is still there: only what commits may ask.
    """

    def __init__(self) -> None:
        self._sessions: dict[Owner, Session] = {}

    def wrote(self, session: Session) -> None:
        """Remember a session that was committed; the person who has written nothing for longest is forgotten."""
        self._sessions.pop(session.owner, None)
        self._sessions[session.owner] = session
        if len(self._sessions) > REMEMBERED:
            del self._sessions[next(iter(self._sessions))]

    def forget(self, owner: Owner) -> None:
        """Drop what is remembered of a person. Other processes drop it when they need the room."""
        self._sessions.pop(owner, None)

    def at(self, owner: Owner, ref: Ref) -> Session | None:
        """The owner's session as it was at the revision of ``ref``."""
        session = self._sessions.get(owner)
        return (
            session if session is not None and (session.id, session.revision) == (ref.session, ref.revision) else None
        )


async def owned(store: Store, owner: Owner, ref: Ref, recent: Recent | None = None) -> Session | Said:
    """The owner's consultation behind ``ref`` that was not replaced, else what to tell. Raises ``StoreError``."""
    session = (recent.at(owner, ref) if recent is not None else None) or await store.get(ref.session)
    if session is None:
        return Said(Topic.EXPIRED)
    if session.owner != owner:
        return Said(Topic.REFUSED)
    return Said(Topic.CLOSED) if session.status is Status.CLOSED else session
