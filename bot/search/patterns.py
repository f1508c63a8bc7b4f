"""Entries whose words stand apart in the text: ``業者…選ぶ`` is 業者 and 選ぶ near each other in one sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.search.lexicon import Hit, Lexicon, Words
from bot.vocabulary import Vocabulary

AHEAD = 18
"""Characters that may stand between an object and its verb; Japanese puts the verb last."""
BEHIND = 7
"""Characters between a verb and an object that follows it (``選ぶ業者``)."""


@dataclass(frozen=True)
class _Rule:
    table: str
    index: int
    atoms: tuple[int, ...]


@dataclass
class Patterns:
    """The parts of all patterns, as words of the lexicon, and the rules that join them."""

    _atoms: dict[str, int] = field(default_factory=dict)
    _rules: dict[int, list[_Rule]] = field(default_factory=dict)

    def add(self, word: str, table: str, index: int, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Make the pattern ``word`` stand for entry ``index`` of ``table``."""
        atoms = tuple(self._atom(part.strip(), lexicon, vocabulary) for part in word.split("…"))
        self._rules.setdefault(atoms[0], []).append(_Rule(table, index, atoms))

    def _atom(self, part: str, lexicon: Lexicon, vocabulary: Vocabulary) -> int:
        if part not in self._atoms:
            self._atoms[part] = len(self._atoms)
            lexicon.add(vocabulary.expand(part), "atoms", self._atoms[part])
        return self._atoms[part]

    def hits(self, words: Words, found: Iterable[Hit]) -> list[Hit]:
        """The patterns that the atoms among ``found`` complete."""
        parts = [hit for hit in found if hit.table in ("atoms", "works")]
        atoms: dict[int, list[Hit]] = {}
        for hit in parts:
            if hit.table == "atoms" and not _headed(words, hit, parts):
                atoms.setdefault(hit.index, []).append(hit)
        return list(dict.fromkeys(self._complete(words, atoms)))

    def _complete(self, words: Words, atoms: dict[int, list[Hit]]) -> Iterator[Hit]:
        for first, rules in ((atom, self._rules.get(atom, ())) for atom in atoms):
            for rule in rules:
                if all(atom in atoms for atom in rule.atoms):
                    for start in atoms[first]:
                        span = _joined(words, start, [atoms[atom] for atom in rule.atoms[1:]])
                        if span:
                            yield Hit(*span, rule.table, rule.index, len(rule.atoms))


def _headed(words: Words, hit: Hit, parts: Iterable[Hit]) -> bool:
    """Whether ``hit`` only begins a longer noun, whose head is another word (工程 in 工程表, 導入 in 導入業者)."""
    if words.script[hit.end : hit.end + 1] not in ("j", "k"):
        return False
    return any(other.start <= hit.start and hit.end < other.end for other in parts)


def _joined(words: Words, first: Hit, others: Sequence[Sequence[Hit]]) -> tuple[int, int] | None:
    """The span from ``first`` over the nearest hit of every other part; None when one is too far off."""
    start, end = first.start, first.end
    last = first
    for hits in others:
        near = [(gap, hit) for hit in hits if (gap := _gap(words.text, last, hit)) is not None]
        if not near:
            return None
        last = min(near, key=lambda pair: (pair[0], -pair[1].length))[1]
        start, end = min(start, last.start), max(end, last.end)
    return start, end


def _gap(text: str, before: Hit, after: Hit) -> int | None:
    if before.end <= after.start:
        between = text[before.end : after.start]
        return None if len(between) > AHEAD or "。" in between else len(between)
    if after.end <= before.start:
        between = text[after.end : before.start]
        return None if len(between) > BEHIND or "。" in between or "、" in between else len(between) + AHEAD
    return None
