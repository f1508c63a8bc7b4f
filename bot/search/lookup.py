"""Look-ups: titles, qualifications, levels, skills, experiences and roles that are named in a text."""

import re
from dataclasses import replace

from bot.search.absent import Absent
from bot.search.asked import Asked
from bot.search.beside import Beside
from bot.search.columns import Columns
from bot.search.figures import Figures
from bot.search.finding import Finding, Kind, Match
from bot.search.held import Held
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

_FORMER, _LATTER = "前者", "後者"
NEXT = 5
"""Characters between a role and its column: 「の望ましい」."""


class Lookup:
    """Answers by exact names, printed words and figures; the order of its steps is the order of evidence."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        rules = Rules(standard, vocabulary)
        figures, unlisted = Figures(standard, vocabulary, rules), Unlisted(standard, vocabulary)
        self._standard = standard
        self._quotes = Quotes(standard)
        self._denied = vocabulary.pattern("denied")
        self._acting = vocabulary.pattern("acting")
        self._referred = vocabulary.pattern("referred")
        self._former = re.compile(f"{vocabulary.either('former')}$")
        self._coming = vocabulary.pattern("coming")
        self._measured, self._holds = vocabulary.pattern("measured"), vocabulary.pattern("holds")
        self._held_by = re.compile(f"{vocabulary.either('held_by')}$")
        self._heard = re.compile(f"{vocabulary.either('heard')}$")
        self._asks_role = vocabulary.pattern("which_role")
        self._aside = vocabulary.pattern("aside")
        self._role_topic = vocabulary.pattern("role_topic")
        self._role_itself = vocabulary.pattern("role_itself")
        self._compare = vocabulary.pattern("compare")
        self._confused = vocabulary.pattern("confused")
        self._pointing = re.compile(f"{_FORMER}|{_LATTER}")
        self._unlisted = unlisted
        self._steps = (
            Beside(vocabulary, unlisted).find,
            Held(standard, vocabulary).find,
            Absent(standard, vocabulary).find,
            figures.years,
            figures.levels,
            unlisted.certified,
            Columns(standard, vocabulary).find,
            unlisted.instead,
            Names(standard, vocabulary, rules, unlisted.near).find,
            self._bracketed,
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
        if found and any(_holds(span, found) for span in reading.spans):
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

    def _bracketed(self, reading: Reading) -> Finding | None:
        """Few words in quotation marks, where the text asks in which clause they are printed."""
        asked = reading.cue("column_skill", "column_experience") and reading.cue("printed")
        found = self._quotes.bracketed(reading.words.keyed.source) if asked and not reading.cue("wish") else None
        return self._cited(found, reading.words.keyed.source[found.start : found.end]) if found else None

    def find(self, reading: Reading) -> Finding | None:
        """The look-up in the text, if it is one."""
        if (
            reading.alien
            and not self._compares(reading, ())
            and not any(
                _only_credential(s) or self._is_topic(reading, s) or _of_column(reading, s) for s in reading.spans
            )
        ):
            return self._unlisted.instead(reading) or self._unlisted.find(reading) or self._unlisted.unknown(reading)
        apart = tuple(s for s in reading.spans if not self._set_apart(reading, s))
        apart = reading.spans if self._compares(reading, apart) else apart
        kept = self._pointed(reading, _repeated(reading, self._unheard(reading, apart)))
        if not kept and not reading.named:
            kept = reading.spans
        gone = [span for span in reading.spans if span not in kept]
        named = tuple(n for n in reading.named if not any(s.start <= n.start < s.end for s in gone))
        reading = replace(reading, spans=kept, named=named)
        return next((found for step in self._steps if (found := step(reading)) is not None), None)

    def _is_topic(self, reading: Reading, span: Span) -> bool:
        """Whether the text begins with a role and asks what it is (「サービスデザイナーって、ポスターを作る人？」)."""
        topic = self._role_topic if span.start == 0 else self._role_itself
        role = any(fact.kind is Kind.ROLE for fact in span.facts)
        return role and reading.cue("explain") and topic.match(reading.text, span.end) is not None

    def _compares(self, reading: Reading, apart: tuple[Span, ...]) -> bool:
        """Whether roles are told apart of which one is said not to be wanted (「AがいるならBは要らない」)."""
        roles, left = _role_names(reading.spans), _role_names(apart)
        return len(left) < 2 <= len(roles) and self._compare.search(reading.text) is not None

    def _origin(self, text: str, span: Span) -> bool:
        """Whether the title only tells where somebody comes from (「SE出身のCIO補佐官」)."""
        if not {fact.kind for fact in span.facts} <= {Kind.TITLE, Kind.ROLE, Kind.QUALIFICATION}:
            return False
        if not any(fact.kind is Kind.TITLE for fact in span.facts):
            return False
        return self._former.search(text[: span.start]) is not None or self._coming.match(text, span.end) is not None

    def _measure(self, reading: Reading, span: Span) -> bool:
        """Whether the title only measures another, or holds the certificate that is asked about.

        「ITアーキテクトはSEの偉い人？」, 「プロジェクトマネージャ試験に合格したSEがいます。その資格は」.
        """
        kinds = {fact.kind for fact in span.facts}
        if Kind.TITLE not in kinds or not kinds <= {Kind.TITLE, Kind.ROLE, Kind.QUALIFICATION}:
            return False
        others = [{fact.kind for fact in other.facts} for other in reading.spans if other is not span]
        if any(Kind.TITLE in other for other in others) and self._measured.match(reading.text, span.end):
            return True
        certificate = any(Kind.QUALIFICATION in other and Kind.ROLE not in other for other in others)
        if Kind.QUALIFICATION in kinds or not certificate:
            return False
        asked = reading.cue("column_qualification", "lookup") and self._held_by.search(reading.text[: span.start])
        return bool(asked) or self._holds.match(reading.text, span.end) is not None

    def _unheard(self, reading: Reading, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Only the names of the last sentence, which asks, where those before are known already (「Xは聞いた」)."""
        border = reading.text.rstrip("。").rfind("。")
        last = tuple(span for span in spans if span.start > border)
        held = any(fact.kind in (Kind.SKILL, Kind.QUALIFICATION) for span in last for fact in span.facts)
        before = [reading.text.find("。", span.end) for span in spans if span.start < border]
        heard = before and all(self._heard.search(reading.text, 0, end) for end in before)
        return last if held and heard and self._asks_role.search(reading.text, border + 1) else spans

    def _pointed(self, reading: Reading, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The one of two that is pointed at: 「AとBは別物？前者が載っているのは」."""
        pointed = {found[0]: found.start() for found in self._pointing.finditer(reading.text)}
        if len(pointed) != 1:
            return spans
        word, place = pointed.popitem()
        before = tuple(span for span in spans if span.end <= place)
        if len(before) < 2:
            return spans
        return before[:1] if word == _FORMER else before[-1:]

    def _set_apart(self, reading: Reading, span: Span) -> bool:
        """Whether the name is denied, or only kept apart from the one asked about: 「データ活用との混同を避けたい」.

        Beside a work, so is somebody who does another one already: 「方針はCIO補佐官が作ってくれています」.
        """
        text = reading.text
        titled = bool(reading.named) and {fact.kind for fact in span.facts} <= {Kind.TITLE, Kind.ROLE}
        ends = (span.end, reading.words.noun_end(span.end))
        acting = titled and self._acting.match(text, span.end) and not self._referred.search(text, span.end)
        if (
            acting
            or self._origin(text, span)
            or self._measure(reading, span)
            or any(self._denied.match(text, end) for end in ends)
        ):
            return True
        if any(fact.kind is Kind.ROLE for fact in span.facts):
            return False
        own = text[max(span.start - 1, 0) : span.start] in ("。", "、")
        return (self._aside if own else self._confused).match(text, span.end) is not None


def _role_names(spans: tuple[Span, ...]) -> set[str]:
    return {fact.name for span in spans for fact in span.facts if fact.kind is Kind.ROLE}


def _handed(reading: Reading) -> bool:
    """Whether the text hands over a work, or seeks somebody for a topic."""
    if reading.named:
        return reading.cue("person", *_HANDED)
    return reading.digital and reading.cue(*_HANDED)


def _repeated(reading: Reading, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Only the names of the last sentence where they are said again there: 「AとBは別ですね。Aが載っているのは」."""
    border = reading.text.rstrip("。").rfind("。")
    last = tuple(span for span in spans if span.start > border)
    before = [{fact.name for fact in span.facts} for span in spans if span.start < border]
    roles = any(fact.kind is Kind.ROLE for span in spans for fact in span.facts)
    again = ({fact.name for fact in span.facts} for span in last)
    return last if last and not roles and all(any(names & one for one in before) for names in again) else spans


def _holds(span: Span, quote: Quote) -> bool:
    """Whether a name holds the quoted words, goes on where they end, or begins before them."""
    if span.start <= quote.start and quote.end <= span.end:
        return True
    return span.start < quote.start < span.end or span.start < quote.end < span.end


def _of_column(reading: Reading, span: Span) -> bool:
    """Whether a column is named right behind a role (「サービスデザイナーの望ましい経験をチラシに載せたい」)."""
    role = any(fact.kind is Kind.ROLE for fact in span.facts)
    return role and any(span.end <= place <= span.end + NEXT for place, _ in reading.columns)


def _only_credential(span: Span) -> bool:
    kinds = {fact.kind for fact in span.facts}
    return Kind.QUALIFICATION in kinds and kinds.isdisjoint((Kind.TITLE, Kind.ROLE))
