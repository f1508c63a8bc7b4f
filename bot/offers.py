"""The options that an answer in the DM ends with, so that a number typed next chooses one.

They are kept as a session of a dialog of its own, one for each person, so that whichever process gets the number knows
them. They hold ids of roles or works and nothing that was typed, and stand until the next words.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.replies import Begin, Needed, Unclear
from bot.store.base import Change, Owner, Session, Store

DIALOG = "offered"
_ROLES, _WORKS = "roles", "works"


class Offers:
    """``now`` and ``new_id`` as for the advisor. What is awaited raises ``StoreError``."""

    def __init__(self, store: Store, now: Callable[[], float], new_id: Callable[[], str]) -> None:
        self._store, self._now, self._new_id = store, now, new_id

    async def standing(self, owner: Owner) -> Session | None:
        """What was offered last, taken back or not."""
        return await self._store.load(owner, DIALOG)

    def made(self, owner: Owner, standing: Session | None, reply: Unclear | Needed) -> Change:
        """Keeps the options of ``reply`` in place of what is ``standing``; a conflict when others were kept since."""
        if isinstance(reply, Unclear):
            return self._change(owner, standing, {_ROLES: tuple(role.id for role, _ in reply.ways)})
        return self._change(owner, standing, {_WORKS: tuple(work.id for work in reply.works)})

    async def end(self, standing: Session | None) -> None:
        """Take back what is ``standing``, if anything. Another process may have done so already."""
        if standing is not None and standing.answers:
            await self._store.commit(self._change(standing.owner, standing, {}))

    def _change(self, owner: Owner, standing: Session | None, offered: dict[str, tuple[str, ...]]) -> Change:
        now = self._now()
        if standing is None:
            return Change(now, Session(self._new_id(), owner, DIALOG, now, now, offered))
        revision = standing.revision
        return Change(now, replace(standing, answers=offered, updated=now, revision=revision + 1), revision)


def taken(standing: Session | None, numbers: Sequence[int]) -> Begin | None:
    """What the option of the one number begins with: a role whose works are shown, or all works, that one first."""
    offered = standing.answers if standing is not None else {}
    ids = offered.get(_ROLES) or offered.get(_WORKS) or ()
    if len(numbers) != 1 or not 1 <= numbers[0] <= len(ids):
        return None
    chosen = ids[numbers[0] - 1]
    if _ROLES in offered:
        return Begin(focus=chosen)
    return Begin(works=(chosen, *(work for work in ids if work != chosen)))
