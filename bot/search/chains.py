"""Words made of families: ``{field}{rank}`` is any word of the one directly followed by any word of the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.keys import key
from bot.search.lexicon import Hit, Lexicon, Words
from bot.vocabulary import Vocabulary, pieces

ANYTHING = -1
"""The link ``*``: up to ``LOOSE`` characters without hiragana."""
LOOSE = 8


@dataclass(frozen=True)
class _Chain:
    """``links`` are pairs of a link's number and whether it may be left out; number -1 is ``*``.

    ``back``: the word begins with ``*``, so it takes in the katakana or Latin run before it.
    """

    table: str
    index: int
    links: tuple[tuple[int, bool], ...]
    back: bool = False
    loose: bool = False


@dataclass
class Chains:
    """All words with groups, matched link by link, so that a family of a million titles costs a few hundred words."""

    _links: dict[str, int] = field(default_factory=dict)
    _chains: dict[int, list[_Chain]] = field(default_factory=dict)

    def add(self, word: str, table: str, index: int, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Make ``word``, which names groups, stand for entry ``index`` of ``table``."""
        cut = pieces(word)
        back = cut[0] == "*"
        links = tuple(self._link(piece, lexicon, vocabulary) for piece in cut[back:])
        chain = _Chain(table, index, links, back, "*" in cut)
        for link, optional in links:
            self._chains.setdefault(link, []).append(chain)
            if not optional:
                break

    def _link(self, piece: str, lexicon: Lexicon, vocabulary: Vocabulary) -> tuple[int, bool]:
        if piece == "*":
            return ANYTHING, True
        spellings = vocabulary.expand(piece)
        if piece not in self._links:
            self._links[piece] = len(self._links)
            lexicon.add((spelling for spelling in spellings if key(spelling)), "links", self._links[piece])
        return self._links[piece], any(not key(spelling) for spelling in spellings)

    def hits(self, words: Words, found: Iterable[Hit]) -> list[Hit]:
        """The chains that stand in the text, the longest of each beginning."""
        ends: dict[int, dict[int, list[int]]] = {}
        for hit in found:
            if hit.table == "links":
                ends.setdefault(hit.index, {}).setdefault(hit.start, []).append(hit.end)
        return list(dict.fromkeys(self._complete(words, ends)))

    def _complete(self, words: Words, ends: Mapping[int, Mapping[int, list[int]]]) -> Iterator[Hit]:
        for link, starts in ends.items():
            for chain in self._chains.get(link, ()):
                if all(optional or number in ends for number, optional in chain.links):
                    for start in starts:
                        reached = _follow(words, chain, start, ends)
                        if reached:
                            begin = _run_start(words, start) if chain.back else start
                            yield Hit(begin, max(reached), chain.table, chain.index, 0 if chain.loose else 1)


def _run_start(words: Words, place: int) -> int:
    """Where the katakana or Latin run that ends before ``place`` begins."""
    while place > 0 and words.script[place - 1] in "ka" and words.adjacent(place):
        place -= 1
    return place


def _loosely(words: Words, place: int) -> set[int]:
    """Every place that ``*`` can reach from ``place``."""
    reached = {place}
    while len(reached) <= LOOSE and words.script[place : place + 1] in ("k", "j", "a", "9") and words.adjacent(place):
        place += 1
        reached.add(place)
    return reached


def _follow(words: Words, chain: _Chain, start: int, ends: Mapping[int, Mapping[int, list[int]]]) -> set[int]:
    """Where the chain can end when it begins at ``start``; a ー that a word keeps before katakana may stand between."""
    reached = {start}
    for link, optional in chain.links:
        if link == ANYTHING:
            reached = set().union(*(_loosely(words, place) for place in reached))
            continue
        after = ends.get(link, {})
        stepped = {end for place in reached for end in after.get(_joint(words.text, place), ())}
        reached = stepped | reached if optional else stepped
        if not reached:
            return reached
    return reached - {start}


def _joint(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == "ー" else place
