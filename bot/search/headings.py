"""Where a text names a column of the standard (スキル, 資格, 経験)."""

from collections.abc import Iterable, Iterator, Sequence

from bot.search.lexicon import Hit
from bot.vocabulary import Outside, Vocabulary

Heading = tuple[int, str]
"""The place, and which column: ``skill``, ``qualification``, ``experience`` …"""


class Headings:
    """Finds the columns by the cues that begin with ``column_``."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._cues = tuple(vocabulary.cues)
        self._heads = {i for i, cue in enumerate(self._cues) if cue.startswith(("column_", "placed"))}
        self._denied, self._aside = vocabulary.pattern("denied"), vocabulary.pattern("column_aside")

    def find(self, text: str, found: Iterable[Hit], outside: Iterable[tuple[Hit, Outside]]) -> tuple[Heading, ...]:
        """The columns in the order of the text: not those that are denied, set aside or part of another word."""
        columns = tuple(self._named(text, found))
        columns = tuple(place for place in columns if not self._set_aside(text, place, columns))
        return tuple(place for place in columns if not _of_selection(place[0], outside)) or columns

    def _named(self, text: str, found: Iterable[Hit]) -> Iterator[Heading]:
        """The columns that are not denied; of two at one place the longer (スキルレベル is no スキル)."""
        hits = [hit for hit in found if hit.table == "cues" and hit.index in self._heads]
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            if any(hit.within(other) for other in hits) or self._cues[hit.index] == "placed":
                continue
            if not self._denied.match(text, hit.end):
                yield hit.start, self._cues[hit.index].removeprefix("column_")

    def _set_aside(self, text: str, place: Heading, columns: Sequence[Heading]) -> bool:
        """Whether another column follows the one at ``place``, only set aside (「資格は不要だが、経験は」)."""
        start, name = place
        behind = [at for at, other in columns if at > start and other != name]
        return bool(behind) and self._aside.match(text, start + 2, behind[0]) is not None


def _of_selection(place: int, outside: Iterable[tuple[Hit, Outside]]) -> bool:
    """Whether a column is only the end of what the standard does not fix (資格 in 応募資格)."""
    return any(entry.kind == "not_fixed" and hit.start < place < hit.end for hit, entry in outside)
