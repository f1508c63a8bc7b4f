"""Whose consultation it is: the one check that every button and form passes before it shows or changes anything."""

from bot.replies import Ref, Said, Topic
from bot.store.base import Owner, Session, Status, Store


async def owned(store: Store, owner: Owner, ref: Ref) -> Session | Said:
    """The owner's consultation behind ``ref`` that was not replaced, else what to tell. Raises ``StoreError``."""
    session = await store.get(ref.session)
    if session is None:
        return Said(Topic.EXPIRED)
    if session.owner != owner:
        return Said(Topic.REFUSED)
    return Said(Topic.CLOSED) if session.status is Status.CLOSED else session
