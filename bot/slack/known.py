"""Answers to short look-ups, printed once: 「PMP」 gets the same message from everybody, word for word.

Only what names a fact of the standard is kept. A need, or words that were not understood, are somebody's own.
"""

from bot.lookup import Lookup
from bot.replies import Comparison, Detail, Found, Overview, Reply, RoleCard
from bot.slack.payloads import Place
from bot.slack.printed import Printer, acknowledgement

KEPT = 1024
SHORT = 24
"""Characters of a text that is kept: names, hardly ever sentences."""

_FACTS = (Overview, RoleCard, Detail, Found, Comparison)


class KnownAnswers:
    """Looks words up and prints the answer."""

    def __init__(self, lookup: Lookup, printer: Printer) -> None:
        self._lookup = lookup
        self._printer = printer
        self._kept: dict[tuple[str, Place], str | Comparison] = {}

    def kept(self, words: str, place: Place) -> str | Comparison | None:
        """What answered the same words before, if it is kept; as ``answer``."""
        return self._kept.get((words, place))

    def answer(self, words: str, place: Place) -> str | Comparison:
        """The acknowledgement that answers ``words``; without any, the four roles.

        A comparison comes as it is: its table has to go where a refusal can be seen.
        """
        reply: Reply = self._lookup.answer(words) if words else self._lookup.overview()
        answer = reply if isinstance(reply, Comparison) else acknowledgement(self._printer.message(reply, place))
        if isinstance(reply, _FACTS) and len(words) <= SHORT:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[words, place] = answer
        return answer
