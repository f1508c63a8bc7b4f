"""Certificates that no list knows, and the printed names nearest to them: never as a fact."""

import re
from collections import Counter
from math import log

from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading
from bot.standard import Kind as ClauseKind
from bot.standard import Standard
from bot.vocabulary import Vocabulary, key

NEAREST = 2
"""Names shown at most."""
LEAST = 0.38
"""Share of a perfect score that a name must reach to be shown; see docs/decisions/0004-understanding.md."""


class Near:
    """BM25 over character bigrams, Latin runs kept whole, of the printed names of one column."""

    def __init__(self, standard: Standard, kind: ClauseKind) -> None:
        names = {clause.id: _grams(clause.name or clause.text) for clause in standard if clause.kind is kind}
        self._names = {clause: Counter(grams) for clause, grams in names.items()}
        self._length = sum(map(len, names.values())) / max(len(names), 1)
        held = Counter(gram for grams in self._names.values() for gram in grams)
        self._weights = {gram: log(1 + (len(names) - n + 0.5) / (n + 0.5)) for gram, n in held.items()}

    def names(self, name: str) -> tuple[str, ...]:
        """Ids of the nearest printed names, best first; () when none is near."""
        grams = _grams(name)
        best = self._best(grams)
        scored = [(self._score(grams, clause) / best, clause) for clause in self._names] if best else []
        near = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: -pair[0])
        return tuple(clause for _, clause in near[:NEAREST])

    def _best(self, grams: list[str]) -> float:
        """What a name made of the same bigrams would score; one that stands in no name weighs as if in none."""
        return sum(self._weights.get(gram, self._unseen) for gram in set(grams))

    @property
    def _unseen(self) -> float:
        return log(1 + (len(self._names) + 0.5) / 0.5)

    def _score(self, grams: list[str], clause: str) -> float:
        held = self._names[clause]
        norm = 1.2 * (0.25 + 0.75 * held.total() / self._length)
        return sum(self._weights[gram] * held[gram] * 2.2 / (held[gram] + norm) for gram in set(grams) if gram in held)


def _grams(name: str) -> list[str]:
    """Character bigrams of the key, with Latin and digit runs as one."""
    runs = re.findall(r"[a-z0-9]+|[^a-z0-9]+", key(name))
    return [
        gram for run in runs for gram in ([run] if run[0].isascii() else [run[i : i + 2] for i in range(len(run) - 1)])
    ]


class Unlisted:
    """「ホワイトハッカーの資格は載っていますか」: a certificate that neither the standard nor the vocabulary names."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self.near = {
            Kind.QUALIFICATION: Near(standard, ClauseKind.QUALIFICATION),
            Kind.SKILL: Near(standard, ClauseKind.SKILL),
        }
        self._certificate = re.compile(vocabulary.either("certificate"))
        self._common = frozenset(vocabulary.patterns["no_certificate"])

    def find(self, reading: Reading) -> Finding | None:
        """The certificate, marked as not listed, with the nearest printed names."""
        found = self._certificate.search(reading.text)
        if found is None or reading.named or reading.of("not_fixed", "about"):
            return None
        asked = reading.cue("lookup", "printed", "placed", "holding", "useful") or found.end() == len(reading.text)
        start, end = _noun_before(reading, found.start())
        noun = reading.text[start:end]
        foreign = [hit for hit, entry in reading.outside if entry.kind == "outside" and not start <= hit.start < end]
        if not asked or foreign or len(noun) < 2 or noun in self._common:
            return None
        typed = reading.words.keyed.typed(start, found.end())
        near = self.near[Kind.QUALIFICATION].names(noun)
        return Finding(
            Kind.QUALIFICATION, (Match(typed, (), (), printed=False, name=typed),), near=near, unlisted=typed
        )


def _noun_before(reading: Reading, place: int) -> tuple[int, int]:
    """The run without hiragana that ends at ``place``, 「の」 between them left out."""
    end = place - 1 if reading.text[place - 1 : place] == "の" else place
    start, words = end, reading.words
    while start > 0 and words.script[start - 1] in "kja9" and (start == end or words.adjacent(start)):
        start -= 1
    return start, end
