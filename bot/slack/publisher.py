"""Who publishes the Home tab: when it has changed, and the administrators' once more when the figures are counted."""

import logging
from dataclasses import replace

from bot.archive import Archive
from bot.replies import Home, Tallied
from bot.slack.delivery import Delivery
from bot.slack.home import HomeTab
from bot.store.base import Owner, StoreError

log = logging.getLogger(__name__)


class Publisher:
    """Figures take seconds where there are a great many consultations: nothing waits for them but themselves.

    An administrator's Home shows them as they were counted last, then as they are. Where a Home with unknown figures
    stands already, after a restart, it stays until they are counted: they would vanish and come back.
    """

    def __init__(self, tab: HomeTab, archive: Archive, delivery: Delivery) -> None:
        self._tab = tab
        self._archive = archive
        self._delivery = delivery
        self._figures: tuple[Tallied, ...] | None = None
        self._waiting: dict[str, tuple[Home, str]] = {}

    def publish(self, owner: Owner, home: Home, shown: str | None) -> str:
        """Publish the Home tab unless ``shown`` is its digest already; the digest of what stands there then."""
        if not self._archive.administers(owner):
            return self._put(owner, home, shown)
        known = replace(home, figures=self._figures)
        digest = self._put(owner, known, shown) if shown is None or self._figures is not None else shown
        self._waiting[owner.user] = home, digest
        self._delivery.start(f"{owner.user} figures", lambda: self._count(owner))
        return digest

    async def _count(self, owner: Owner) -> None:
        """Count for the newest Home that waits, unless a newer one comes meanwhile and counts for itself."""
        if (waiting := self._waiting.pop(owner.user, None)) is None:
            return
        try:
            self._figures = await self._archive.figures()
        except StoreError as error:
            log.warning("the consultations were not counted: %s", error.code)
        if owner.user not in self._waiting:
            home, digest = waiting
            self._put(owner, replace(home, figures=self._figures), digest)

    def _put(self, owner: Owner, home: Home, shown: str | None) -> str:
        view = self._tab.view(home)
        digest: str = view["private_metadata"]
        if digest != shown:
            self._delivery.publish(owner.user, view)
        return digest
