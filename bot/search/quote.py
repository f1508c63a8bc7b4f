"""Words of the standard itself inside a text: 「『所管課の職員やサービス利用者と』とあるのは？」."""

import re
from collections.abc import Container
from dataclasses import dataclass

from bot.keys import Keyed, key
from bot.standard import Kind, Standard

BRACKETED = re.compile(r"[「『“\"]([^「」『』“”\"]{4,60})[」』”\"]")
"""Words that the writer marks as a quotation; fewer than ``SHORTEST`` may be one."""
SAID = re.compile(
    r"[「『]?([^\s、。はがをにで「」『』]{2,20}?)[」』]?(?:って|という)(?:言葉|単語|語|文字|表現|文言|記述|用語)"
)
"""Words that the writer calls words: 「消費者って言葉」."""
SHORTEST = 9
"""Characters of the key that must stand in a clause word for word."""


@dataclass(frozen=True)
class Quote:
    """The longest run of a text that stands in the standard, and every clause that prints it."""

    start: int
    end: int
    clauses: tuple[str, ...]

    def covers(self, text: str) -> bool:
        """Whether the quote is most of the text and long enough to be no mere topic."""
        return self.end - self.start > SHORTEST + 2 and (self.end - self.start) * 10 >= len(text) * 7


class Quotes:
    """An index of all runs of ``SHORTEST`` characters of the standard."""

    def __init__(self, standard: Standard) -> None:
        self._keys = {clause.id: key(clause.text) for clause in standard}
        self._kinds = {clause.id: clause.kind for clause in standard}
        self._seeds: dict[str, list[str]] = {}
        for clause, text in self._keys.items():
            for start in range(len(text) - SHORTEST + 1):
                self._seeds.setdefault(text[start : start + SHORTEST], []).append(clause)

    def find(self, text: str) -> Quote | None:
        """The longest quotation in the key ``text``; the first of equal ones."""
        plain = [(place, char) for place, char in enumerate(text) if char not in "。、"]
        joined = "".join(char for _, char in plain)
        best: tuple[int, int] = (0, 0)
        for start in range(len(joined) - SHORTEST + 1):
            if start + best[1] - best[0] < len(joined) and joined[start : start + SHORTEST] in self._seeds:
                stop = self._extend(joined, start)
                best = max(best, (start, stop), key=lambda span: span[1] - span[0])
        if best[1] == 0:
            return None
        run = joined[best[0] : best[1]]
        clauses = tuple(clause for clause, whole in self._keys.items() if run in whole)
        return Quote(plain[best[0]][0], plain[best[1] - 1][0] + 1, clauses)

    def marked(self, source: str, kinds: Container[Kind]) -> Quote | None:
        """The first words that the text as typed marks as a quotation, and the clauses of ``kinds`` that print them."""
        for found in (*BRACKETED.finditer(source), *SAID.finditer(source)):
            run = key(found[1])
            printing = tuple(clause for clause, whole in self._keys.items() if run and run in whole)
            clauses = tuple(clause for clause in printing if self._kinds[clause] in kinds)
            if clauses:
                return Quote(found.start(1), found.end(1), clauses)
        return None

    @staticmethod
    def in_marks(keyed: Keyed, quote: Quote) -> bool:
        """Whether the writer put quotation marks around exactly these words, whatever name they are or hold."""
        start = keyed.starts[quote.start]
        stop = start + len(keyed.typed(quote.start, quote.end))
        marked = (found.span(1) for found in BRACKETED.finditer(keyed.source))
        return any(begin == start and end - 1 <= stop <= end for begin, end in marked)

    def _extend(self, text: str, start: int) -> int:
        """The furthest end so that ``text[start:end]`` stands in one clause."""
        clauses = set(self._seeds[text[start : start + SHORTEST]])
        stop = start + SHORTEST
        while stop < len(text) and any(text[start : stop + 1] in self._keys[clause] for clause in clauses):
            stop += 1
        return stop
