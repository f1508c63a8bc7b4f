"""Everything that was recognised in one text, before it is decided what the text asks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.search.around import Around
from bot.search.chains import Chains
from bot.search.facts import Fact
from bot.search.finding import Kind
from bot.search.lexicon import Hit, Lexicon, Words
from bot.search.patterns import Patterns
from bot.search.typos import Typos
from bot.search.works import Named, named_works
from bot.standard import Standard
from bot.vocabulary import Entry, Outside, Topic, Vocabulary

_BLOCKING = (Kind.TITLE, Kind.QUALIFICATION, Kind.ROLE)


@dataclass(frozen=True)
class Span:
    """Words that stand for one or more facts (プロジェクトマネージャー: a role, a title and a qualification)."""

    start: int
    end: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Reading:
    """The listed words of a text. ``cues`` are the names of the cues that occur in it."""

    words: Words
    spans: tuple[Span, ...]
    named: tuple[Named, ...]
    topics: tuple[Topic, ...]
    outside: tuple[tuple[Hit, Outside], ...]
    cues: frozenset[str]
    alien: bool

    @property
    def text(self) -> str:
        """The key, with 。 and 、."""
        return self.words.text

    def cue(self, *names: str) -> bool:
        """Whether any of the cues occurs."""
        return not self.cues.isdisjoint(names)

    def of(self, *kinds: str) -> list[Outside]:
        """The outside entries of these kinds, in the order of the text."""
        return [entry for _, entry in self.outside if entry.kind in kinds]

    @cached_property
    def digital(self) -> bool:
        """Whether a topic of digital government occurs."""
        return any(not topic.weak for topic in self.topics)


class Reader:
    """Reads a text with all listed words. ``facts`` are those of the standard and the vocabulary."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary, facts: Sequence[Fact]) -> None:
        self._standard, self._vocabulary, self._facts = standard, vocabulary, facts
        self._lexicon, self._patterns, self._chains = Lexicon(), Patterns(vocabulary), Chains()
        self._cues, self._typos, self._around = tuple(vocabulary.cues), Typos(facts), Around(vocabulary)
        self._order = re.compile(rf"{vocabulary.either('order')}。?$")
        tables: Mapping[str, Sequence[Entry | Fact]] = {
            "facts": facts,
            "works": vocabulary.works,
            "topics": vocabulary.topics,
            "outside": vocabulary.outside,
        }
        for table, entries in tables.items():
            for index, entry in enumerate(entries):
                self._add(entry.words, table, index)
        for index, words in enumerate(vocabulary.cues.values()):
            self._add(words, "cues", index)

    def _add(self, words: Iterable[str], table: str, index: int) -> None:
        for word in words:
            if "…" in word:
                self._patterns.add(word, table, index, self._lexicon)
            elif "{" in word or "*" in word:
                self._chains.add(word, table, index, self._lexicon, self._vocabulary)
            else:
                self._lexicon.add((word,), table, index)

    def read(self, words: Words) -> Reading:
        """The reading of a text."""
        found = self._lexicon.scan(words)
        found += [*self._patterns.hits(words, found), *self._chains.hits(words, found)]
        cues = frozenset(self._cues[hit.index] for hit in found if hit.table == "cues")
        if self._order.search(words.text, max(len(words.text) - 12, 0)):
            cues |= {"wish"}
        facts = [hit for hit in found if hit.table == "facts" and self._counts(words, hit, found, cues)]
        kept = _resolve([*facts, *(hit for hit in found if hit.table == "outside")])
        facts = [hit for hit in kept if hit.table == "facts"]
        if not facts and (slip := self._typos.find(words, found)):
            facts = [slip]
        outside = tuple((hit, self._vocabulary.outside[hit.index]) for hit in kept if hit.table == "outside")
        foreign = [hit for hit, entry in outside if entry.kind == "outside"]
        topics = tuple(
            self._vocabulary.topics[hit.index]
            for hit in found
            if hit.table == "topics" and not any(_inside(hit, other) for other in foreign)
        )
        alien = any(entry.kind == "outside" and entry.detail != "procedure" for _, entry in outside) and all(
            topic.weak for topic in topics
        )
        works = self._works(
            found, [*self._blocking(facts), *(hit for hit, entry in outside if entry.kind != "not_fixed")]
        )
        named = named_works(words, works, self._vocabulary.works, self._around, alien=alien)
        return Reading(words, self._spans(facts), named, topics, outside, cues, alien)

    def _counts(self, words: Words, hit: Hit, found: Sequence[Hit], cues: frozenset[str]) -> bool:
        fact = self._facts[hit.index]
        if fact.everyday and cues.isdisjoint({"skill", "experience", "printed"}):
            return False
        if fact.everyday and fact.kind is Kind.SKILL and "column_experience" in cues and "column_skill" not in cues:
            return False
        if fact.kind is Kind.EXPERIENCE and "experience" not in cues:
            return False
        named = [other for other in found if other.table in ("cues", "facts")]
        ends = _free(words, hit.end) or any(other.start == hit.end for other in named)
        return ends and (_free(words, hit.start) or any(other.end == hit.start for other in named))

    def _blocking(self, hits: Iterable[Hit]) -> list[Hit]:
        return [hit for hit in hits if self._facts[hit.index].kind in _BLOCKING]

    def _works(self, found: Iterable[Hit], blocking: Sequence[Hit]) -> list[Hit]:
        works = [hit for hit in found if hit.table == "works"]
        return [hit for hit in works if not any(_inside(hit, block) for block in blocking)]

    def _spans(self, hits: Iterable[Hit]) -> tuple[Span, ...]:
        spans: dict[tuple[int, int], list[Fact]] = {}
        for hit in sorted(hits, key=lambda hit: hit.start):
            spans.setdefault((hit.start, hit.end), []).append(self._facts[hit.index])
        return tuple(Span(*place, tuple(facts)) for place, facts in spans.items())


def _inside(hit: Hit, block: Hit) -> bool:
    return block.start <= hit.start and hit.end <= block.end


def _free(words: Words, place: int) -> bool:
    """Whether no katakana run goes on there."""
    return not (words.joined(place) and words.script[place] == "k")


def _resolve(hits: Sequence[Hit]) -> list[Hit]:
    """The longest ones that do not overlap; of equal spans all. A word with ``*`` comes after other literal ones."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (_loose(hit), -hit.length, hit.start)):
        if all(_apart(hit, other) or (hit.start, hit.end) == (other.start, other.end) for other in kept):
            kept.append(hit)
    return kept


def _loose(hit: Hit) -> int:
    """0 for words as listed, 1 for a word with ``*``, 2 for words that stand apart."""
    return 1 if hit.parts == 0 else 2 * min(hit.parts - 1, 1)


def _apart(one: Hit, other: Hit) -> bool:
    return one.end <= other.start or other.end <= one.start
