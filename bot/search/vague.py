"""Titles that say nothing about the work: which role it is must be asked back."""

import re
from collections.abc import Sequence

from bot.search.facts import Fact
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading, Span
from bot.vocabulary import Vocabulary

Picked = Sequence[tuple[Span, Fact]]


class Vague:
    """Tells a title that is asked about from words for somebody who writes, or who is wished for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._people = vocabulary.patterns["people"]
        self._asked = re.compile(f"[^。、は]{{1,4}}{vocabulary.either('title_asked')}")
        self._called = re.compile(f"{vocabulary.either('called')}。?")
        self._speaking = vocabulary.pattern("speaking")
        self._summons = vocabulary.pattern("summons")
        self._gone = vocabulary.pattern("gone")
        self._no_rank = vocabulary.pattern("no_rank")
        self._sought = vocabulary.pattern("sought")

    def find(self, reading: Reading, picked: Picked) -> Finding | None:
        """A question back; nothing where the words only say who writes, or who is wished for."""
        span, fact = picked[-1]
        people = reading.text[: span.end].endswith(self._people)
        asked_about = self._asked.match(reading.text, span.end)
        called = asked_about or self._called.fullmatch(reading.text)
        if people and not reading.cue("post", "title") and not called:
            return None
        seeks = reading.cue("person") or self._summons.search(reading.text)
        told = seeks and self._speaking.match(reading.text, span.end)
        gone = self._gone.match(reading.text, span.end) and not reading.cue("title", "which")
        if told or gone or self._no_rank.search(reading.text[: span.end]):
            return None
        if reading.cue("person", "hired") and not (
            reading.cue("title", "post") or self._sought.match(reading.text, span.end)
        ):
            return None
        asked = reading.cue("title", "which") or (reading.cue("lookup") and not reading.cue("person"))
        length = sum(span.end - span.start for span, _ in picked)
        forms = sum(hit.length for hit, entry in reading.outside if entry.kind == "form")
        if not asked and (reading.cue("wish") or length * 2 < len(reading.text) - forms):
            return None
        typed = reading.words.keyed.typed(span.start, span.end)
        return Finding(
            Kind.TITLE, (Match(typed, (), (), printed=False, name=fact.name),), clarify=True, detail=fact.detail
        )
