"""Messages as JSON in UTF-8. What looks the same to everybody is made once: but for the session in the buttons.

A step of a consultation is mostly the making of its next screen; printed before, it is two replacements.
"""

import json
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.replies import Asked, Concluded, Ref, Reply
from bot.slack.blocks import Screens
from bot.slack.limits import BLOCKS_TEXT
from bot.slack.payloads import Place

KEPT = 4096
"""Screens that are kept: each wording of a question, with the options it offers and what is ticked, and of a result."""

_SESSION, _REVISION = "session-of-nobody", 909_090_909


class Printer:
    """Prints messages, and keeps the questions and results it has printed.

    Of a result the words alone: they are seldom seen again, while the buttons below them are of a few kinds.
    """

    def __init__(self, screens: Screens) -> None:
        self._screens = screens
        self._kept: dict[Hashable, bytes] = {}
        self._below: dict[Hashable, bytes] = {}

    def message(self, reply: Reply, place: Place = Place.ASIDE) -> bytes:
        """``Screens.best`` as a JSON object; what holds somebody's own words is not kept."""
        if not isinstance(reply, Asked | Concluded) or (isinstance(reply, Asked) and reply.missed):
            return compact(self._screens.best(reply, place))
        printed = self._result(reply, place) if isinstance(reply, Concluded) else self._question(reply, place)
        session, revision = reply.ref.session.encode(), b"%d" % reply.ref.revision
        return printed.replace(_SESSION.encode(), session).replace(b"%d" % _REVISION, revision)

    def _question(self, reply: Asked, place: Place) -> bytes:
        key = (_likeness(reply), place)
        return self._kept.get(key) or self._keep(key, self._screens.best(_of_nobody(reply), place))

    def _result(self, reply: Concluded, place: Place) -> bytes:
        """Both halves have passed the guard, and together they are too short to break any limit of the whole.

        Should they be longer one day, the guard looks at the whole.
        """
        key, below = _likeness(reply), self._buttons(reply, place)
        above = self._kept.get(key) or self._keep(key, self._screens.above(reply))
        if len(above) + len(below) > BLOCKS_TEXT:
            return compact(self._screens.best(_of_nobody(reply), place))
        return b"%s,%s" % (above[:-2], below)

    def _buttons(self, reply: Concluded, place: Place) -> bytes:
        """The end of a result's message, behind its words."""
        kind = (reply.lead is not None, bool(reply.assessment.shares), reply.more, place)
        if (below := self._below.get(kind)) is None:
            printed = compact(self._screens.below(_of_nobody(reply), place))
            below = self._below[kind] = printed.partition(b'"blocks":[')[2]
        return below

    def _keep(self, key: Hashable, made: Mapping[str, object]) -> bytes:
        if len(self._kept) >= KEPT:
            self._kept.clear()
        printed = self._kept[key] = compact(made)
        return printed


Alike = TypeVar("Alike", Asked, Concluded)


def _of_nobody(reply: Alike) -> Alike:
    return replace(reply, ref=Ref(_SESSION, _REVISION, reply.ref.by_text))


def _likeness(reply: Asked | Concluded) -> Hashable:
    """All that a screen shows but its ``ref``; what stands in the content is told by its ids.

    The rest of a result follows from its assessment.
    """
    if isinstance(reply, Asked):
        options = tuple(option.id for option in reply.options)
        shown = (reply.question.id, options, reply.selected, reply.number, reply.remaining)
        return (*shown, reply.can_conclude, reply.notice, reply.ref.by_text)
    assessed = reply.assessment
    works = tuple((share.work.id, share.roles) for share in assessed.shares)
    beside = (tuple(work.id for work in reply.staying), tuple(role.id for role in reply.leaning))
    found = (assessed.outcome, assessed.lead, works, assessed.possible, reply.first_chosen, *beside)
    return (*found, reply.more, reply.notice, reply.ref.by_text)


def compact(made: Mapping[str, object]) -> bytes:
    """A JSON object in UTF-8."""
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def extended(printed: bytes, more: bytes) -> bytes:
    """A printed object with the members of another."""
    return b"%s,%s" % (printed[:-1], more[1:])


_TO_ASKER = b'{"response_type":"ephemeral"}'


def acknowledgement(printed: bytes) -> str:
    """The body of the acknowledgement of a slash command that shows a printed message to the asker alone."""
    return extended(printed, _TO_ASKER).decode()
