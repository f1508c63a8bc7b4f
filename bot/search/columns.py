"""A role and one of its columns: 「エンジニアの資格は？」."""

from collections.abc import Iterator, Sequence

from bot.search.facts import Fact, of_column
from bot.search.finding import Finding, Kind
from bot.search.reading import Reading, Span
from bot.search.works import Named
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_COLUMNS = {
    "qualification": Kind.QUALIFICATION,
    "skill": Kind.SKILL,
    "experience": Kind.EXPERIENCE,
    "title": Kind.TITLE,
}
_OWNERS = (Kind.ROLE, Kind.TITLE)


class Columns:
    """The column that is asked of a role, or of a title that stands for one role."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._asked_of = vocabulary.pattern("asked_of")
        self._certificate = vocabulary.pattern("as_certificate")
        self._title_asked = vocabulary.pattern("title_asked")
        self._asks = vocabulary.pattern("asks")
        self._head = vocabulary.pattern("column_head")

    def find(self, reading: Reading) -> Finding | None:
        """The clauses of the column, role by role."""
        asked = self._column(reading)
        owners = self._owners(reading, asked)
        if not owners or not (self._headed(reading) or self._plain(reading, asked)):
            return None
        if asked == "qualification" and len(owners) > 1 and self._examination(reading, owners):
            return None
        matches = tuple(
            of_column(self._standard.by_id[role], asked, reading.words.keyed.typed(span.start, span.end))
            for span, fact in owners
            for role in fact.roles
        )
        roles = self._standard.ordered(role for match in matches for role in match.roles)
        return Finding(_COLUMNS[asked], matches, roles)

    def _examination(self, reading: Reading, owners: Sequence[tuple[Span, Fact]]) -> bool:
        """Whether a role's name is that of an examination here (「プロジェクトマネージャはエンジニアの資格ですか」)."""
        held = (span for span, _ in owners if any(fact.kind is Kind.QUALIFICATION for fact in span.facts))
        return any(self._certificate.match(reading.text, span.end) for span in held)

    def _owners(self, reading: Reading, asked: str) -> Sequence[tuple[Span, Fact]]:
        """The roles named; without one, the titles of one role that the column is asked of (SEに望ましい経験)."""
        pairs = [(span, fact) for span in reading.spans for fact in span.facts] if asked else []
        roles = [(span, fact) for span, fact in pairs if fact.kind is Kind.ROLE]
        titles = [
            (span, fact)
            for span, fact in pairs
            if fact.kind is Kind.TITLE
            and len(fact.roles) == 1
            and asked != "title"
            and (fact.printed or asked != "qualification")
            and self._asked_of.match(reading.text, span.end)
            and not any(self._title_asked.match(reading.text, one.end) for one in reading.spans)
        ]
        return roles or titles

    def _column(self, reading: Reading) -> str:
        """The column of the only sentence that asks, else the first one behind a role, else the first one."""
        owners = [span.end for span in reading.spans if any(fact.kind in _OWNERS for fact in span.facts)]
        behind = [name for place, name in reading.columns if owners and place >= owners[0]]
        places = {reading.text.rfind("。", 0, place): name for place, name in reversed(reading.columns)}
        asking = [name for start, name in places.items() if self._asks.search(_sentence(reading.text, start + 1))]
        several = len(places) > 1 and len(asking) == 1
        return next(iter([*(asking if several else ()), *behind, *(name for _, name in reading.columns)]), "")

    def _plain(self, reading: Reading, asked: str) -> bool:
        """Whether the text neither hands over a work nor names something else."""
        handed = bool(reading.named) and reading.cue("wish") and not self._asked_apart(reading)
        return not handed and not self._otherwise(reading, asked)

    def _asked_apart(self, reading: Reading) -> bool:
        """Whether a sentence asks for a column and names no work: those stand in others."""
        for place, _ in reading.columns:
            begin = reading.text.rfind("。", 0, place) + 1
            sentence = _sentence(reading.text, begin)
            works = any(
                begin < named.end and named.start < begin + len(sentence) for named in self._told(reading, place)
            )
            if not works and (reading.cue("fills") or self._asks.search(sentence)):
                return True
        return False

    @staticmethod
    def _told(reading: Reading, place: int) -> Iterator[Named]:
        """The works of the text, but for one that only says what the column at ``place`` is for (仕様書に書く資格)."""
        return (named for named in reading.named if not (reading.cue("fills") and named.end == place))

    def _headed(self, reading: Reading) -> bool:
        """Whether a sentence names the head of a column and nothing that stands in it: a wish is for its text.

        A role that a later sentence names beside what stands in a column is a guess (「Xはエンジニアだと思っていた」).
        """
        others = [s for s in reading.spans if not any(f.kind in _OWNERS and not f.vague for f in s.facts)]
        sentences = {reading.text.count("。", 0, span.start) for span in others}

        def guess(role: Span, end: int) -> bool:
            return role.start > end and reading.text.count("。", 0, role.start) in sentences

        for found in self._head.finditer(reading.text):
            begin, end = reading.sentence(found.start(), found.end())
            if not any(begin <= span.start < end for span in others):
                return any(span.facts[0].kind is Kind.ROLE and not guess(span, end) for span in reading.spans)
        return False

    @staticmethod
    def _otherwise(reading: Reading, asked: str) -> bool:
        """Whether another name says what is meant: a skill, the examination, a printed title."""
        kinds = [{fact.kind for fact in span.facts if not fact.vague} for span in reading.spans]
        if any(kind and kind.isdisjoint((Kind.ROLE, Kind.TITLE)) for kind in kinds):
            return True
        if asked == "qualification":
            certificate = any(Kind.QUALIFICATION in kind and Kind.ROLE not in kind for kind in kinds)
            unlisted = any(
                fact.kind is Kind.QUALIFICATION and not fact.listed for s in reading.spans for fact in s.facts
            )
            return (
                certificate or unlisted or (reading.cue("exam") and any(Kind.QUALIFICATION in kind for kind in kinds))
            )
        return asked == "title" and any(Kind.TITLE in kind and Kind.ROLE not in kind for kind in kinds)


def _sentence(text: str, start: int) -> str:
    """The sentence that begins at ``start``."""
    return text[start:].partition("。")[0]
