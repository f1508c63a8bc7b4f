"""Look-ups: titles, qualifications, levels, skills, experiences and roles that are named in a text."""

from collections.abc import Sequence

from bot.keys import key
from bot.search.absent import Absent
from bot.search.asked import Asked
from bot.search.beside import Beside
from bot.search.columns import Columns
from bot.search.facts import Fact, column, columns_of
from bot.search.figures import Figures
from bot.search.finding import LISTED, Finding, Kind, Match
from bot.search.held import Held
from bot.search.meant import Meant, only, without_roles
from bot.search.names import Names
from bot.search.quote import Quote, Quotes
from bot.search.reading import Reading, Span
from bot.search.rules import Rules
from bot.search.unlisted import Unlisted
from bot.standard import Kind as ClauseKind
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_QUOTED = {ClauseKind.SKILL: Kind.SKILL, ClauseKind.EXPERIENCE: Kind.EXPERIENCE}

_HANDED = ("wish", "helper", "hired", "duties", "complaint")
"""Cues of a text that seeks work or somebody, whatever words it shares with the standard."""
LEAST = 16
"""Characters of a quotation in a text that hands over a work; a shorter one is as often the writer's own words."""

NEXT = 5
"""Characters between a role and its column: 「の望ましい」."""


class Lookup:
    """Answers by exact names, printed words and figures; the order of its steps is the order of evidence."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary, facts: Sequence[Fact]) -> None:
        rules = Rules(standard, vocabulary)
        figures, unlisted = Figures(standard, vocabulary, rules), Unlisted(standard, vocabulary)
        self._standard = standard
        self._quotes = Quotes(standard)
        self._meant = Meant(vocabulary)
        self._asks_role = vocabulary.pattern("which_role")
        self._role_topic = vocabulary.pattern("role_topic")
        self._role_itself = vocabulary.pattern("role_itself")
        self._unlisted = unlisted
        self._steps = (
            Beside(vocabulary, unlisted).find,
            Held(standard, vocabulary, facts).find,
            Absent(standard, vocabulary).find,
            figures.years,
            figures.levels,
            unlisted.certified,
            Columns(standard, vocabulary).find,
            unlisted.instead,
            Names(standard, vocabulary, rules, unlisted.near).find,
            self._marked,
            unlisted.find,
            Asked(standard, vocabulary).find,
            unlisted.unknown,
            figures.columns,
        )

    def quoted(self, reading: Reading) -> Finding | None:
        """Words of the standard itself: the clauses that print them, when the text asks where they stand."""
        if reading.alien or (reading.named and reading.cue("helper") and not reading.cue("column_skill")):
            return None
        found = self._quotes.find(reading.text)
        marked = found is not None and self._quotes.in_marks(reading.words.keyed, found)
        if found and any(_holds(span, found) and not (marked and _otherwise(reading, span)) for span in reading.spans):
            return None
        if found and found.end - found.start < LEAST and reading.named and reading.cue("wish"):
            return None
        if found is None or (_handed(reading) and not found.covers(reading.text)):
            return None
        if not (reading.cue("printed", "skill", "experience") or found.covers(reading.text)):
            return None
        return self._cited(found, reading.words.keyed.typed(found.start, found.end))

    def _cited(self, found: Quote, typed: str) -> Finding | None:
        """The skills or the experiences that print the words."""
        clauses = [self._standard.clauses[clause] for clause in found.clauses]
        kind = _QUOTED.get(clauses[0].kind)
        if kind is None or len({clause.kind for clause in clauses}) > 1:
            return None
        roles = self._standard.ordered(clause.role for clause in clauses)
        name = clauses[0].name or clauses[0].plain
        return Finding(kind, (Match(typed, found.clauses, roles, printed=True, name=name),), roles)

    def _marked(self, reading: Reading) -> Finding | None:
        """Few words, marked as a quotation, where the text asks in which clause they are printed."""
        if reading.cue("wish") or not reading.cue("printed"):
            return None
        kinds = [kind for kind in _QUOTED if reading.cue(f"column_{kind.value}")]
        found = self._quotes.marked(reading.words.keyed.source, kinds) if kinds else None
        return self._cited(found, reading.words.keyed.source[found.start : found.end]) if found else None

    def administered(self, reading: Reading) -> Finding | None:
        """How somebody comes by a certificate (its date, fee, books), which no line of the standard tells."""
        told = [hit.start for hit, entry in reading.outside if entry.kind == "examination"]
        held = [span for span in reading.spans if Kind.QUALIFICATION in span.kinds]
        if not any(span.end <= place for span in held for place in told):
            return None
        columns = [place for place, _ in reading.columns if place > max(told)]
        posts = any(span.kinds & {Kind.ROLE, Kind.TITLE} for span in reading.spans)
        if reading.named or columns or reading.cue("printed", "title") or (posts and reading.cue("explain")):
            return None
        return None if self._asks_role.search(reading.text) else Finding(Kind.NONE, outside="outside")

    def find(self, reading: Reading) -> Finding | None:
        """The look-up in the text, if it is one."""
        if (
            reading.alien
            and not self._meant.compares(reading, ())
            and not any(
                _only_credential(s) or self._is_topic(reading, s) or _of_column(reading, s) for s in reading.spans
            )
        ):
            steps = (self._marked, self._unlisted.instead, self._unlisted.find, self._unlisted.unknown)
            return next((found for step in steps if (found := step(reading)) is not None), None)
        return self._except(reading) or self._more(reading) or self._found(only(reading, self._meant.names(reading)))

    def _found(self, reading: Reading) -> Finding | None:
        return next((found for step in self._steps if (found := step(reading)) is not None), None)

    def _except(self, reading: Reading) -> Finding | None:
        """What all roles but some list: 「エンジニア以外でレベル3とある役割は」."""
        excepted = self._meant.excepted(reading)
        if not excepted:
            return None
        roles = {role for span in excepted for fact in span.facts for role in fact.roles}
        kept = tuple(span for span in reading.spans if span not in excepted)
        asked = next((name for _, name in reading.columns), "")
        if not kept and asked in LISTED and not reading.cue("manager"):
            others = (role for role in self._standard.roles if role.id not in roles and column(role, asked))
            return columns_of(others, Kind(asked), reading.words.keyed.typed(excepted[0].start, excepted[-1].end))
        rest = only(reading, kept)
        found = self._found(only(rest, self._meant.names(rest)))
        if found is None or found.kind not in LISTED:
            return None
        return without_roles(found, roles, self._standard)

    def _more(self, reading: Reading) -> Finding | None:
        """All that list it, where more roles than those named are asked for: 「エンジニア以外にもありますか」."""
        besides = self._meant.besides(reading)
        kept = tuple(span for span in reading.spans if span not in besides)
        return self._found(only(reading, kept)) if besides else None

    def _is_topic(self, reading: Reading, span: Span) -> bool:
        """Whether the text begins with a role and asks what it is (「サービスデザイナーって、ポスターを作る人？」)."""
        topic = self._role_topic if span.start == 0 else self._role_itself
        role = any(fact.kind is Kind.ROLE for fact in span.facts)
        return role and reading.cue("explain") and topic.match(reading.text, span.end) is not None


def _handed(reading: Reading) -> bool:
    """Whether the text hands over a work, or seeks somebody for a topic."""
    if reading.named:
        return reading.cue("person", *_HANDED)
    return reading.digital and reading.cue(*_HANDED)


def _holds(span: Span, quote: Quote) -> bool:
    """Whether a name holds the quoted words, goes on where they end, or begins before them."""
    if span.start <= quote.start and quote.end <= span.end:
        return True
    return span.start < quote.start < span.end or span.start < quote.end < span.end


def _otherwise(reading: Reading, span: Span) -> bool:
    """Whether a name is only meant by other words than its own (「外部の関係者を結びつける」: コーディネート)."""
    return reading.text[span.start : span.end] not in {key(fact.name) for fact in span.facts}


def _of_column(reading: Reading, span: Span) -> bool:
    """Whether a column is named right behind a role (「サービスデザイナーの望ましい経験をチラシに載せたい」)."""
    role = any(fact.kind is Kind.ROLE for fact in span.facts)
    return role and any(span.end <= place <= span.end + NEXT for place, _ in reading.columns)


def _only_credential(span: Span) -> bool:
    kinds = {fact.kind for fact in span.facts}
    return Kind.QUALIFICATION in kinds and kinds.isdisjoint((Kind.TITLE, Kind.ROLE))
