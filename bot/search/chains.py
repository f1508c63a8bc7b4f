"""Words made of families: ``{field}{rank}`` is any word of the one directly followed by any word of the other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.search.lexicon import Hit, Lexicon, Words
from bot.vocabulary import Vocabulary, key, pieces


@dataclass(frozen=True)
class _Chain:
    """``links`` are pairs of a link's number and whether it may be left out."""

    table: str
    index: int
    links: tuple[tuple[int, bool], ...]


@dataclass
class Chains:
    """All words with groups, matched link by link, so that a family of a million titles costs a few hundred words."""

    _links: dict[str, int] = field(default_factory=dict)
    _chains: dict[int, list[_Chain]] = field(default_factory=dict)

    def add(self, word: str, table: str, index: int, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Make ``word``, which names groups, stand for entry ``index`` of ``table``."""
        links = tuple(self._link(piece, lexicon, vocabulary) for piece in pieces(word))
        chain = _Chain(table, index, links)
        for link, optional in links:
            self._chains.setdefault(link, []).append(chain)
            if not optional:
                break

    def _link(self, piece: str, lexicon: Lexicon, vocabulary: Vocabulary) -> tuple[int, bool]:
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
        return list(dict.fromkeys(self._complete(words.text, ends)))

    def _complete(self, text: str, ends: Mapping[int, Mapping[int, list[int]]]) -> Iterator[Hit]:
        for link, starts in ends.items():
            for chain in self._chains.get(link, ()):
                if all(optional or number in ends for number, optional in chain.links):
                    for start in starts:
                        reached = _follow(text, chain, start, ends)
                        if reached:
                            yield Hit(start, max(reached), chain.table, chain.index)


def _follow(text: str, chain: _Chain, start: int, ends: Mapping[int, Mapping[int, list[int]]]) -> set[int]:
    """Where the chain can end when it begins at ``start``; a ー that a word keeps before katakana may stand between."""
    reached = {start}
    for link, optional in chain.links:
        after = ends.get(link, {})
        stepped = {end for place in reached for end in after.get(_joint(text, place), ())}
        reached = stepped | reached if optional else stepped
        if not reached:
            return reached
    return reached - {start}


def _joint(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == "ー" else place
