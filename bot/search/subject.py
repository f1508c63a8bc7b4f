"""Which of several names in a text are the subject, and which only stand beside it."""

import re

from bot.search.facts import Fact
from bot.search.finding import Kind
from bot.search.reading import Reading, Span
from bot.search.vague import Picked
from bot.search.works import Named

_ENDING = re.compile("[すしるてた]*")
"""The verb's ending that a work has beyond the name it is part of (デジタルツールを実装して)."""


def without_heads(picked: Picked) -> Picked:
    """Without the names that only begin a title (プロジェクト管理 in プロジェクト管理担当)."""
    heads = {span.start for span, fact in picked if fact.kind is Kind.TITLE}
    return [(span, fact) for span, fact in picked if fact.kind is Kind.TITLE or span.end not in heads]


def of_one_subject(reading: Reading, picked: Picked) -> Picked:
    """Without the weaker kinds beside a stronger one: experiences beside a title, fields beside a certificate."""
    last = picked[-1][1].kind if picked else None
    if last is Kind.TITLE and any(fact.kind is Kind.TITLE and (fact.listed or fact.vague) for _, fact in picked):
        picked = [pair for pair in picked if pair[1].kind is not Kind.EXPERIENCE]
    certified = any(fact.kind is Kind.QUALIFICATION for _, fact in picked)
    if certified and reading.cue("column_qualification", "exam") and not reading.cue("column_experience"):
        picked = [pair for pair in picked if pair[1].kind is not Kind.EXPERIENCE]
    if reading.cue("column_experience") and any(fact.kind is Kind.EXPERIENCE for _, fact in picked):
        picked = [pair for pair in picked if pair[1].kind is not Kind.TITLE or pair[1].printed]
    if any(fact.kind is Kind.QUALIFICATION and not fact.listed for _, fact in picked) and not reading.cue("field"):
        picked = [pair for pair in picked if not pair[1].field]
    same = {(fact.name, fact.clauses): fact for _, fact in picked}.values()
    picked = [pair for pair in picked if not any(_narrower(other, pair[1]) for other in same)]
    leading = Kind.SKILL if picked and picked[0][1].kind is Kind.SKILL else Kind.QUALIFICATION
    if any(fact.kind in (leading, Kind.QUALIFICATION) for _, fact in picked):
        picked = [pair for pair in picked if pair[1].kind is not Kind.TITLE or pair[1].printed]
    return picked


def _narrower(one: Fact, other: Fact) -> bool:
    """Whether ``one`` says which of the clauses of the same name are meant."""
    return one.name == other.name and set(one.clauses) < set(other.clauses)


def covers(reading: Reading, span: Span, work: Named) -> bool:
    """Whether the work lies in the name but for its verb's ending; an experience may begin within it."""
    begins = span.start <= work.start or span.facts[0].kind is Kind.EXPERIENCE
    overlaps = begins and work.start < span.end and span.start < work.end
    return overlaps and _ENDING.fullmatch(reading.text[span.end : work.end]) is not None
