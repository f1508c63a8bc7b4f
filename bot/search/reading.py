"""Everything that was recognised in one text, before it is decided what the text asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.search.around import Around
from bot.search.borders import governed, ragged, sentence, struck
from bot.search.chains import Chains
from bot.search.cues import Cues
from bot.search.facts import Fact
from bot.search.finding import Kind
from bot.search.headings import Heading, Headings
from bot.search.lexicon import Hit, Lexicon, Words, nearby
from bot.search.patterns import FAR, Patterns
from bot.search.troubles import Troubles
from bot.search.typos import Typos
from bot.search.works import Named, named_works
from bot.vocabulary import Entry, Outside, Topic, Vocabulary

_CREDENTIAL = frozenset({"exam", "column_qualification", "holding", "printed", "useful"})
"""Cues of a text that speaks of certificates."""
_OWN = ("procedure", "personnel")
"""Subjects of other questions which an office also has to organise: a work on them counts, the second where wished."""
_BLOCKING = (Kind.TITLE, Kind.QUALIFICATION, Kind.ROLE)


@dataclass(frozen=True)
class Span:
    """Words that stand for one or more facts (プロジェクトマネージャー: a role, a title and a qualification)."""

    start: int
    end: int
    facts: tuple[Fact, ...]

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of its facts."""
        return frozenset(fact.kind for fact in self.facts)


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
    known: frozenset[int]
    """The places of words for works and topics, whether they decide anything or not."""
    columns: tuple[Heading, ...] = ()
    """Where a column of the standard is named, in the order of the text."""
    troubled: bool = False
    """Whether the text tells what is wrong in an office, whatever it wants done about it."""

    @cached_property
    def text(self) -> str:
        """The key, with 。 and 、."""
        return self.words.text

    def cue(self, *names: str) -> bool:
        """Whether any of the cues occurs."""
        return not self.cues.isdisjoint(names)

    def of(self, *kinds: str) -> list[Outside]:
        """The outside entries of these kinds, in the order of the text."""
        return [entry for _, entry in self.outside if entry.kind in kinds]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentences begin and end that hold the stretch from ``start`` to ``end``."""
        return sentence(self.text, start, end)

    def left_behind(self, end: int) -> bool:
        """Whether work is sought in a sentence behind ``end``, the last name (「SEはいます。業者を選んで」)."""
        behind = any("。" in self.text[end : named.start] for named in self.named)
        return behind and self.cue("wish", "helper", "hired") and not self.cue("title", "post")

    @cached_property
    def digital(self) -> bool:
        """Whether a topic of digital government occurs."""
        return any(not topic.weak for topic in self.topics)


class Reader:
    """Reads a text with all listed words. ``facts`` are those of the standard and the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, facts: Sequence[Fact]) -> None:
        self._vocabulary, self._facts = vocabulary, facts
        self._lexicon, self._patterns, self._chains = Lexicon(), Patterns(vocabulary), Chains()
        self._typos, self._around = Typos(facts, vocabulary.patterns["lookalike"]), Around(vocabulary)
        self._cues, self._troubles = Cues(vocabulary), Troubles(vocabulary, self._around)
        self._recorded, self._at_a_loss = vocabulary.pattern("recorded"), vocabulary.pattern("at_a_loss")
        self._pronoun = vocabulary.pattern("pronoun")
        self._headings = Headings(vocabulary)
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
                self._lexicon.add(governed(word) if table == "works" else (word,), table, index)

    def read(self, words: Words) -> Reading:
        """The reading of a text."""
        found = self._lexicon.scan(words)
        found += [*self._patterns.hits(words, found), *self._chains.hits(words, found)]
        printed = [hit for hit in found if hit.table == "facts" and self._facts[hit.index].printed]
        cues = self._cues.read(words, found, self._blocking(printed))
        facts, outside = self._read_facts(words, found, cues)
        found = self._apart(found, facts)
        foreign = [hit for hit, entry in outside if entry.kind in ("outside", "help", "about")]
        topics = tuple(
            self._vocabulary.topics[hit.index]
            for hit in found
            if hit.table == "topics" and not any(_inside(hit, other) for other in nearby(foreign, hit.start, hit.end))
        )
        subjects = self._subjects(words.text, outside, _OWN if cues & {"wish", "person"} else _OWN[:1])
        suffered = self._troubles.of_office(words.text, cues)
        alien = subjects and all(topic.weak for topic in topics) and not suffered
        blocking = [*self._blocking(facts), *(hit for hit, entry in outside if entry.kind != "not_fixed")]
        blocking = sorted(blocking, key=lambda hit: hit.start)
        named = self._named(words, self._works(found, blocking), alien=alien)
        if not named and self._seeks_far(words.text, cues):
            far = self._works(self._patterns.hits(words, found, FAR), blocking)
            named = self._named(words, far, alien=alien)
        known = frozenset(p for hit in found if hit.table in ("works", "topics") for p in range(hit.start, hit.end))
        columns = self._headings.find(words.text, found, outside)
        troubled = suffered or self._troubles.told(words.text, cues, found)
        return Reading(words, self._spans(facts), named, topics, outside, cues, alien, known, columns, troubled)

    def _subjects(self, text: str, outside: Iterable[tuple[Hit, Outside]], own: Sequence[str]) -> bool:
        """Whether the text has a subject of another field; what is only recorded is none (「道路の通報の記録」)."""
        others = (hit for hit, entry in outside if entry.kind == "outside" and entry.detail not in own)
        return any(not self._recorded.match(text, hit.end) for hit in others)

    def _seeks_far(self, text: str, cues: frozenset[str]) -> bool:
        """Whether a work may stand further apart: something is wished for, and nobody says that he knows not what."""
        wished = "wish" in cues and ("person" not in cues or self._pronoun.search(text) is not None)
        return wished and not self._at_a_loss.search(text)

    def _apart(self, found: list[Hit], facts: Iterable[Hit]) -> list[Hit]:
        """Without the parts of works that stand inside a longer name: サービス in サービスデザイナー."""
        names = [hit for hit in facts if self._firm(hit)]
        if not names:
            return found
        named = {place for name in names for place in range(name.start, name.end)}
        return [
            hit
            for hit in found
            if hit.table not in ("works", "atoms")
            or not (hit.start in named or hit.end - 1 in named)
            or not any(self._cuts(hit, name) for name in names)
        ]

    def _firm(self, hit: Hit) -> bool:
        """Whether the name of a role or of any title but the CIO's stands there."""
        fact = self._facts[hit.index]
        return (fact.listed or fact.vague) and fact.kind in (Kind.ROLE, Kind.TITLE)

    def _cuts(self, hit: Hit, name: Hit) -> bool:
        """Whether ``hit`` begins or ends inside a printed name, or is a part of a pattern inside any name."""
        if not self._facts[name.index].printed:
            return hit.table == "atoms" and hit.within(name)
        return name.start <= hit.start < name.end or name.start < hit.end <= name.end

    def _named(self, words: Words, works: Iterable[Hit], *, alien: bool) -> tuple[Named, ...]:
        return named_works(words, works, self._vocabulary.works, self._around, alien=alien)

    def _read_facts(
        self, words: Words, found: Sequence[Hit], cues: frozenset[str]
    ) -> tuple[list[Hit], tuple[tuple[Hit, Outside], ...]]:
        """The names and the words of other subjects that stand apart from each other, in the order of the text."""
        named = [hit for hit in found if hit.table in ("cues", "facts")]
        starts, ends = {hit.start for hit in named}, {hit.end for hit in named}
        facts = [
            hit
            for hit in found
            if hit.table == "facts"
            and (self._counts(hit, cues) or self._is_all(words, hit))
            and not (struck(words, hit, cues) or ragged(words, hit))
            and (_free(words, hit.end) or hit.end in starts)
            and (_free(words, hit.start) or hit.start in ends or hit.parts > 1)
        ]
        told = "column_experience" in cues
        loose = [hit for hit in facts if hit.parts > 1]
        facts = [hit for hit in facts if not any(self._narrows(other, hit, told=told) for other in loose)]
        kept = _resolve([*facts, *(hit for hit in found if hit.table == "outside")])
        facts = [hit for hit in kept if hit.table == "facts"]
        if all(self._facts[hit.index].vague for hit in facts):
            slips = [slip for slip in self._typos.find(words, found) if not ragged(words, slip)]
            kept = [*slips, *(hit for hit in kept if not any(hit.within(slip) for slip in slips))]
            facts = [hit for hit in kept if hit.table == "facts"]
        outside = ((hit, self._vocabulary.outside[hit.index]) for hit in kept if hit.table == "outside")
        return facts, tuple(sorted(outside, key=lambda pair: pair[0].start))

    def _narrows(self, hit: Hit, other: Hit, *, told: bool) -> bool:
        """Whether words apart say which clauses of a name in them are meant (首長…意思疎通), or what a rank did.

        ``told``: experiences are asked about, and a title only says as what somebody had one of its role's.
        """
        mine, its = self._facts[hit.index], self._facts[other.index]
        if mine.kind is Kind.EXPERIENCE and (
            its.vague or (told and its.kind is Kind.TITLE and its.roles == mine.roles)
        ):
            return hit.overlaps(other)
        return other.within(hit) and mine.name == its.name and set(mine.clauses) < set(its.clauses)

    def _counts(self, hit: Hit, cues: frozenset[str]) -> bool:
        """Whether the text asks for what the name stands for: everyday words and experiences need a cue."""
        fact = self._facts[hit.index]
        if fact.kind is Kind.EXPERIENCE and "experience" not in cues:
            return False
        if not fact.everyday:
            return True
        if fact.kind is Kind.QUALIFICATION:
            return not cues.isdisjoint(_CREDENTIAL)
        if fact.kind is Kind.SKILL and cues & {"column_experience", "person", "career"} and "column_skill" not in cues:
            return False
        if fact.kind is Kind.SKILL and "post" in cues and cues.isdisjoint({"skill", "printed"}):
            return False
        return not cues.isdisjoint({"skill", "experience", "printed"})

    def _is_all(self, words: Words, hit: Hit) -> bool:
        """Whether an everyday skill that the standard does not list is all of the text (「ロジカルシンキング」)."""
        fact = self._facts[hit.index]
        return fact.kind is Kind.SKILL and not fact.listed and hit.length == len(words.text.rstrip("。"))

    def _blocking(self, hits: Iterable[Hit]) -> list[Hit]:
        return [hit for hit in hits if self._facts[hit.index].kind in _BLOCKING]

    def _works(self, found: Iterable[Hit], blocking: Sequence[Hit]) -> list[Hit]:
        works = [hit for hit in found if hit.table == "works"]
        return [hit for hit in works if not any(_inside(hit, block) for block in nearby(blocking, hit.start, hit.end))]

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
    taken: dict[int, tuple[int, int]] = {}
    for hit in sorted(hits, key=lambda hit: (_loose(hit), -hit.length, hit.start)):
        place = hit.start, hit.end
        if {taken[at] for at in range(*place) if at in taken} <= {place}:
            kept.append(hit)
            taken |= dict.fromkeys(range(*place), place)
    return kept


def _loose(hit: Hit) -> int:
    """0 for words as listed, 1 for a word with ``*``, 2 for words that stand apart."""
    return 1 if hit.parts == 0 else 2 * min(hit.parts - 1, 1)
