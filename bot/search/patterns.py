"""Entries whose words stand apart in the text: ``業者…選ぶ`` is 業者 and 選ぶ near each other in one sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.search.lexicon import Hit, Lexicon, Words, nearby
from bot.vocabulary import Vocabulary

AHEAD = 22
"""Characters that may stand between an object and its verb; Japanese puts the verb last."""
FAR = 60
"""Characters, sentences included, where nothing nearer was found: trouble in one sentence, the wish in the next."""
BEHIND = 7
"""Characters between a verb and an object that follows it (``選ぶ業者``)."""

_STATE = re.compile("(?:し|され)た")
"""Between a verb and the thing behind it: the thing is there already (「導入したRPA」, 「入れたRPA」)."""
_JOINING = re.compile(".*(?:[てで]|の[はがをもに]|いし|すし|るし)")
"""Between a verb and what it does not govern: 「大学と組んで課題を…」, 「…に答えるのは職員」."""
_OF = re.compile("[しりきえめい]?(?:の|(?:と(?!き)|や|も|は|[+]).*)")
"""Between a verb's noun and what it does not govern: 「見直しの作業」, 「見直しと移行作業」."""


@dataclass(frozen=True)
class _Rule:
    table: str
    index: int
    atoms: tuple[int, ...]


class Patterns:
    """The parts of all patterns, as words of the lexicon, and the rules that join them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._contrast = vocabulary.pattern("contrast")
        self._atoms: dict[str, int] = {}
        self._rules: dict[int, list[_Rule]] = {}

    def add(self, word: str, table: str, index: int, lexicon: Lexicon) -> None:
        """Make the pattern ``word`` stand for entry ``index`` of ``table``."""
        atoms = tuple(self._atom(part.strip(), lexicon) for part in word.split("…"))
        self._rules.setdefault(atoms[0], []).append(_Rule(table, index, atoms))

    def _atom(self, part: str, lexicon: Lexicon) -> int:
        if part not in self._atoms:
            self._atoms[part] = len(self._atoms)
            lexicon.add(self._vocabulary.expand(part), "atoms", self._atoms[part])
        return self._atoms[part]

    def hits(self, words: Words, found: Iterable[Hit], ahead: int = AHEAD) -> list[Hit]:
        """The patterns that the atoms among ``found``, in the order of the text, complete."""
        parts = [hit for hit in found if hit.table in ("atoms", "works")]
        furthest = list(accumulate((hit.end for hit in parts), max))
        reach = {hit.start: end for hit, end in zip(parts, furthest, strict=True)}
        atoms: dict[int, list[Hit]] = {}
        for hit in parts:
            if hit.table == "atoms" and not (hit.end < reach[hit.start] and words.goes_on(hit.end, "jk")):
                atoms.setdefault(hit.index, []).append(hit)
        return list(dict.fromkeys(self._complete(words, atoms, ahead)))

    def _complete(self, words: Words, atoms: Mapping[int, Sequence[Hit]], ahead: int) -> Iterator[Hit]:
        for first in atoms:
            for rule in self._rules.get(first, ()):
                if all(atom in atoms for atom in rule.atoms):
                    others = [atoms[atom] for atom in rule.atoms[1:]]
                    for start in atoms[first]:
                        if span := self._joined(words, start, others, ahead):
                            yield Hit(*span, rule.table, rule.index, len(rule.atoms))

    def _joined(self, words: Words, first: Hit, others: Sequence[Sequence[Hit]], ahead: int) -> tuple[int, int] | None:
        """The span from ``first`` over the nearest hit of every other part; None when one is too far off."""
        start, end = first.start, first.end
        last = first
        for hits in others:
            near = [
                (gap, hit)
                for hit in nearby(hits, last.start, last.end + ahead)
                if (gap := self._gap(words, last, hit, ahead)) is not None
            ]
            if not near:
                return None
            last = min(near, key=lambda pair: (pair[0], -pair[1].length))[1]
            start, end = min(start, last.start), max(end, last.end)
        return start, end

    def _gap(self, words: Words, before: Hit, after: Hit, ahead: int) -> int | None:
        text = words.text
        if before.end <= after.start:
            between = text[before.end : after.start]
            other = ahead == AHEAD and "。" in between[:-1]
            apart = other or len(between) > ahead or self._contrast.search(between) is not None
            return None if apart else len(between)
        if after.end <= before.start:
            between = text[after.end : before.start]
            if _STATE.fullmatch(between) or (not between and text[after.end - 1] == "た"):
                return None
            own = (
                not words.adjacent(before.start)
                or _OF.fullmatch(between) is not None
                or text[after.start - 1 : after.start] == "を"
            )
            listed = between.endswith(("と", "や", "も"))
            parted = own or listed or _JOINING.fullmatch(between) or self._contrast.search(between)
            apart = bool(parted) or len(between) > BEHIND or "。" in between or "、" in between
            return None if apart else len(between) + ahead
        return None
