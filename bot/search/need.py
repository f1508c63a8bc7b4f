"""Needs in everyday words: the works named, else what the words are nearest to, else a question back."""

from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading
from bot.search.works import Named, plan
from bot.standard import Standard
from bot.vocabulary import Vocabulary


class Needs:
    """Works decide; topics and the wish for somebody only lead to a question back."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._vocabulary = vocabulary

    def find(self, reading: Reading) -> Finding | None:
        """The roles whose duties the text names."""
        if not reading.named:
            return None
        found = plan(reading.named, self._standard)
        matches = tuple(self._match(reading, named) for named in found.named)
        if reading.cue("title") and not reading.cue("wish") and not found.open:
            return Finding(Kind.TITLE, matches, self._standard.ordered(found.roles))
        return Finding(Kind.NEED, matches, found.roles, clarify=found.open)

    def _match(self, reading: Reading, named: Named) -> Match:
        clauses = tuple(clause.id for clause in self._standard if clause.id in named.clauses)
        roles = self._standard.ordered(self._standard.clauses[clause].role for clause in clauses)
        typed = reading.words.keyed.typed(named.start, named.end)
        return Match(typed, clauses, roles, printed=False, name=named.work.name)

    def general(self, reading: Reading) -> Finding | None:
        """A need that names no work: a topic of digital government, or the wish for somebody who knows it."""
        if reading.alien or (reading.of("outside") and not reading.digital):
            return None
        if reading.cue("title") and reading.cue("lookup"):
            return Finding(Kind.TITLE, clarify=True)
        if reading.cue("howto") and not reading.cue("person"):
            return None
        if reading.topics and len(reading.text) <= 6:
            return Finding(Kind.NEED, clarify=True)
        wished = reading.cue("person") or (bool(reading.topics) and reading.cue("wish", "person"))
        return Finding(Kind.NEED, clarify=True) if reading.digital or wished else None
