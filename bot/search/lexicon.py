"""Which listed words stand in a text, found in one pass over its key."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.keys import Keyed, key, keyed

FURTHEST = 80
"""Characters from the beginning of listed words to their end, at most; three parts apart are some 60."""


@dataclass(frozen=True)
class Hit:
    """Listed words found in a key, from ``start`` to ``end``. ``table`` and ``index`` say which entry they belong to.

    ``parts``: how many words apart from each other make it up; 0 for a word with ``*``, which yields to any other.
    """

    start: int
    end: int
    table: str
    index: int
    parts: int = 1

    @property
    def length(self) -> int:
        """Characters of the key."""
        return self.end - self.start

    def within(self, other: "Hit") -> bool:
        """Whether it lies in ``other`` and is shorter."""
        return other.start <= self.start and self.end <= other.end and self.length < other.length

    def overlaps(self, other: "Hit") -> bool:
        """Whether they share characters."""
        return self.start < other.end and other.start < self.end


def nearby(hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """Those of ``hits``, in the order of their starts, that can touch the stretch from ``start`` to ``end``.

    So that a long text costs no more a character than a short one; no words of the vocabulary reach over ``FURTHEST``.
    """
    begin = bisect_left(hits, start - FURTHEST, key=lambda hit: hit.start)
    return hits[begin : bisect_right(hits, end, key=lambda hit: hit.start)]


@dataclass(frozen=True)
class Words:
    """A text with the borders that its key drops: where a Latin or katakana run goes on, no listed word may end."""

    keyed: Keyed

    @cached_property
    def text(self) -> str:
        """The key, with 。 and 、."""
        return self.keyed.text

    @cached_property
    def script(self) -> str:
        """One letter a character: ``a`` Latin, ``9`` digit, ``k`` katakana, ``h`` hiragana, ``j`` kanji, else ``.``."""
        return "".join(
            _script(char, self.keyed.source[start])
            for char, start in zip(self.keyed.text, self.keyed.starts, strict=True)
        )

    def joined(self, place: int) -> bool:
        """Whether the characters before and at ``place`` stand in one run of the same script, without a space."""
        if not 0 < place < len(self.text):
            return False
        before, after = self.script[place - 1], self.script[place]
        return before == after and self.adjacent(place)

    def noun_end(self, place: int) -> int:
        """Where the noun that goes on at ``place`` ends (補助 in プロマネ補助)."""
        while self.goes_on(place, "jka9"):
            place += 1
        return place

    def goes_on(self, place: int, scripts: str) -> bool:
        """Whether a character of one of the ``scripts`` follows at once, so that what ends here may be half a word."""
        return self.adjacent(place) and self.script[place] in scripts

    def adjacent(self, place: int) -> bool:
        """Whether nothing that the key drops (a space, a bracket) stands just before the character at ``place``."""
        if not 0 < place < len(self.text):
            return False
        between = self.keyed.source[self.keyed.starts[place - 1] + 1 : self.keyed.starts[place]]
        return not between or all(char in "ー-ｰ゙゚ﾞﾟ―－" for char in between)


def _script(char: str, source: str) -> str:
    if "a" <= char <= "z":
        return "a"
    if char.isdigit():
        return "9"
    if char in "。、":
        return "."
    if "ァ" <= source <= "ー" or "ｦ" <= source <= "ﾟ":
        return "k"
    return "h" if "ぁ" <= char <= "ん" else "j"


_ALONE = (1,)
"""The lengths of words that begin with two characters no word begins with: a single one."""


@dataclass
class Lexicon:
    """All listed words by key. ``add`` fills it once, ``scan`` only reads."""

    _words: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _katakana: set[str] = field(default_factory=set)

    def add(self, spellings: Iterable[str], table: str, index: int) -> None:
        """Make every spelling stand for entry ``index`` of ``table``; long ones also without their inner ー.

        A short katakana word (カレー) must be typed in katakana, or every 「聞かれた」 would hold one.
        """
        for spelling in spellings:
            word = key(spelling)
            if len(word) <= 3 and word not in self._words and all("ァ" <= char <= "ー" for char in spelling):
                self._katakana.add(word)
            elif not all("ァ" <= char <= "ー" for char in spelling):
                self._katakana.discard(word)
            parted = {keyed(spelling).text} if "、" in spelling else set()
            for form in parted | ({word, word.replace("ー", "")} if len(word) > 4 else {word}):
                self._add(form, table, index)

    def _add(self, word: str, table: str, index: int) -> None:
        if len(word) < 2 and not ("一" <= word <= "龥" or table == "links"):
            return
        stored = self._words.setdefault(word, [])
        if (table, index) not in stored:
            stored.append((table, index))
        lengths = {*self._lengths.get(word[:2], _ALONE), len(word)}
        self._lengths[word[:2]] = tuple(sorted(lengths, reverse=True))

    def scan(self, words: Words) -> list[Hit]:
        """Every listed word in the text, overlapping ones too, that does not break a Latin or digit run."""
        text, hits = words.text, []
        for start in range(len(text)):
            for length in self._lengths.get(text[start : start + 2], _ALONE):
                found = self._words.get(text[start : start + length])
                if found and start + length <= len(text) and self._stands(words, start, start + length):
                    loose = length == 1 and not _stem(words, start)
                    hits += [Hit(start, start + length, t, index) for t, index in found if t == "links" or not loose]
        return hits

    def _stands(self, words: Words, start: int, end: int) -> bool:
        if words.text[start:end] in self._katakana and not set(words.script[start:end]) <= {"k"}:
            return False
        return _whole(words, start, end)


def _stem(words: Words, place: int) -> bool:
    """Whether a single kanji is the stem of a verb (作る), not a part of a compound (作業)."""
    return words.script[place + 1 : place + 2] == "h" and words.script[max(place - 1, 0) : place] != "j"


def _whole(words: Words, start: int, end: int) -> bool:
    script = words.script
    begins = script[start] in "a9" and words.joined(start)
    return not (begins or (end < len(script) and script[end] in "a9" and words.joined(end)))


def read(text: str) -> Words:
    """``text`` ready to be scanned."""
    return Words(keyed(text))
