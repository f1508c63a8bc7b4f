"""The cues of a text: what its wording asks or tells, whatever the names in it are."""

import re
from collections.abc import Iterable, Sequence

from bot.search.borders import runs_out
from bot.search.lexicon import Hit, Words
from bot.vocabulary import Vocabulary

_END = 12
"""Characters in which a text ends that gives an order or is a line of a career."""


class Cues:
    """Those that are listed, and those that only a pattern tells."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._names = tuple(vocabulary.cues)
        self._order = re.compile(rf"{vocabulary.either('order')}。?$")
        self._alike = vocabulary.pattern("alike")
        self._lament, self._hired = vocabulary.pattern("lament"), vocabulary.pattern("hired")
        self._resident = vocabulary.pattern("resident")
        self._cv_line, self._cv_end = vocabulary.pattern("cv_line"), vocabulary.pattern("cv_end")

    def read(self, words: Words, found: Iterable[Hit], names: Sequence[Hit]) -> frozenset[str]:
        """The cues among ``found``, but for parts of printed ``names``; an order at the end (「…して」) is a wish.

        ``hired``: who is sought is told.
        """
        text = words.text
        heard = (hit for hit in found if hit.table == "cues" and not any(runs_out(hit, name) for name in names))
        alike = likeness.start() if (likeness := self._alike.search(text)) else -1
        cues = {self._names[hit.index] for hit in heard if hit.start != alike}
        if self._order.search(text, max(len(text) - _END, 0)):
            cues.add("wish")
        if self._lament.search(text):
            cues.add("lament")
        if self._is_cv_line(text):
            cues |= {"career", "experience", "column_experience"}
        if self._resident.search(text):
            cues.add("howto")
        if self._hired.search(text):
            cues.add("hired")
        return frozenset(cues)

    def _is_cv_line(self, text: str) -> bool:
        """Whether the text is a line of somebody's career; most texts do not end like one."""
        ends = self._cv_end.search(text, max(len(text) - _END, 0))
        return ends is not None and self._cv_line.search(text) is not None
