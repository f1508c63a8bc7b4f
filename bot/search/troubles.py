"""What an office suffers, whatever it wants done about it: 「申告の時期がしんどい」, 「予約がいまだに黒板です」."""

import re
from collections.abc import Iterable, Set

from bot.keys import any_of
from bot.search.around import Around
from bot.search.lexicon import Hit
from bot.vocabulary import Vocabulary


class Troubles:
    """Tells a text that speaks of a trouble of the office from one that only names its subject."""

    def __init__(self, vocabulary: Vocabulary, around: Around) -> None:
        self._works, self._around = vocabulary.works, around
        self._cry = vocabulary.pattern("cry")
        self._office = re.compile(rf"{vocabulary.either('office')}[^。]{{0,24}}?{vocabulary.either('suffered')}")
        self._outdated = re.compile(any_of(vocabulary.cues.get("still", ())) + vocabulary.either("outdated"))
        self._helpless = re.compile(vocabulary.either("helpless") + any_of(vocabulary.cues.get("clumsy", ())))

    def of_office(self, text: str, cues: Set[str]) -> bool:
        """Whether a field of any office suffers, or an old medium is still in use; no resident who asks the way."""
        if "howto" in cues:
            return False
        outdated = "still" in cues and self._outdated.search(text) is not None
        return outdated or self._office.search(text) is not None

    def told(self, text: str, cues: Set[str], found: Iterable[Hit]) -> bool:
        """Whether any other trouble is told: by a work among ``found``, of the staff, or by one word over and over."""
        by_work = any(self._by_work(text, hit) for hit in found if hit.table == "works")
        helpless = "clumsy" in cues and self._helpless.search(text) is not None
        return by_work or helpless or self._cry.search(text) is not None

    def _by_work(self, text: str, hit: Hit) -> bool:
        return self._works[hit.index].trouble or self._around.unmoved(text, hit)
