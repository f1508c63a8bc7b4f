"""Marks that people put on the items of a list: ○×, ◎△, ☑□, and what parts items (／・)."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from bot.search.lexicon import Hit, Words

_REFUSED, _CHOSEN, _MOST, _LESS, _EMPTY = "×✕✖☓❌✗✘", "○◯〇⭕", "◎★☆", "△▲", "□☐"
_TICKED = "☑✅■✓✔"
_MARK = re.compile(f"[{_REFUSED}{_CHOSEN}{_MOST}{_LESS}{_EMPTY}{_TICKED}]")
_DESCENDING = re.compile("(?<![-=<a-z])[>＞≫]")
_PARTS = re.compile("[・･/／|｜+＋&＆;；*＊●■◆―－–→>＞≫]")


class Marks:
    """The marks of one text: each stands before its item where the text begins with one, else behind it."""

    def __init__(self, words: Words, hits: Sequence[Hit]) -> None:
        source, starts = words.keyed.source, words.keyed.starts
        self._places = [(found.start(), found[0]) for found in _MARK.finditer(source)] if hits else []
        self._all = {mark for _, mark in self._places}
        between = (starts[hits[0].end - 1], starts[hits[-1].start]) if len(hits) > 1 else (0, 0)
        self.descending = _DESCENDING.search(source, *between) is not None
        """Whether the items stand in the order of their weight (「進捗管理＞画面の設計」)."""
        self._starts, self._text = starts, words.text
        self._before = bool(self._places) and self._places[0][0] < starts[min(hit.start for hit in hits)]

    def _of(self, hit: Hit) -> str:
        """The mark of the item that ``hit`` stands in; "" for none."""
        start, end = self._starts[hit.start], self._starts[hit.end - 1]
        if self._before:
            place, mark = next((one for one in reversed(self._places) if one[0] < start), (start, ""))
            return "" if "。" in self._text[bisect_left(self._starts, place) : hit.start] else mark
        return next((mark for place, mark in self._places if place > end), "")

    def refused(self, hit: Hit) -> bool:
        """Whether the item is crossed out, or left empty beside one that is ticked."""
        mark = self._of(hit) if self._all else ""
        return bool(mark) and (mark in _REFUSED or (mark in _EMPTY and not self._all.isdisjoint(_TICKED)))

    def rank(self, hit: Hit, otherwise: int) -> int:
        """0 for ◎, 2 for △, and ○ for whichever of both is missing; ``otherwise`` where nothing is graded."""
        mark = self._of(hit) if self._all else ""
        graded = not self._all.isdisjoint(_MOST), not self._all.isdisjoint(_LESS)
        if not mark or not any(graded):
            return otherwise
        if mark in _CHOSEN:
            return 1 if all(graded) else 2 if graded[0] else 0
        return 0 if mark in _MOST else 2 if mark in _LESS else otherwise


def item_end(words: Words, begin: int, stop: int) -> int:
    """Where the next item of a list begins behind ``begin``; ``stop`` where none does before it."""
    return next((place for place in range(begin, min(stop, len(words.text))) if parted(words, place)), stop)


def parted(words: Words, place: int) -> bool:
    """Whether a mark that parts items, dropped by the key, stands right before ``place``."""
    starts, source = words.keyed.starts, words.keyed.source
    begin = starts[place - 1] + 1 if place > 0 else 0
    return _PARTS.search(source, begin, starts[place] if place < len(starts) else len(source)) is not None
