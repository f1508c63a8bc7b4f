"""The works a text hands over: without what is refused, done, only mentioned or only describes another work."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.search.around import Around
from bot.search.lexicon import FURTHEST, Hit, Words, nearby
from bot.search.marks import Marks, parted
from bot.vocabulary import Work

_JOINT = re.compile("[、。とやも+]")
"""Between two items of a list, behind the first."""
_SOON = 5
"""Characters from the end of what a work is for to the end of its verb (「…に生かして」)."""


@dataclass(frozen=True)
class Named:
    """A work that stands in a text. ``rank``: 0 put first, 1 unmarked, 2 put later."""

    start: int
    end: int
    work: Work
    index: int
    wished: bool
    rank: int

    @property
    def clauses(self) -> tuple[str, ...]:
        """The duty clauses it stands for."""
        return self.work.means


def named_works(
    words: Words, hits: Iterable[Hit], works: Sequence[Work], around: Around, *, alien: bool
) -> tuple[Named, ...]:
    """The works that the text hands over, in its order; ``alien``: a text of another field, firm works only."""
    text = words.text
    counted = [hit for hit in hits if works[hit.index].firm or not alien]
    counted = [hit for hit in counted if not works[hit.index].trouble or around.acted_on(text, hit)]
    counted = [hit for hit in counted if not around.unmoved(text, hit)]
    bare = [hit for hit in counted if works[hit.index].listed]
    counted = [hit for hit in counted if not works[hit.index].listed]
    others = [hit for hit in counted if not works[hit.index].noun]
    counted = [hit for hit in counted if not works[hit.index].noun or not around.idle(words, hit, others)]
    longest = _with_bare(words, _longest(words, counted, works), bare, around)
    marks = Marks(words, longest)
    asked = _without_refused(words, longest, marks, around)
    asked = asked or [hit for hit in longest if around.ranged(text, hit)]
    focus, equal = around.focus(text), around.equal(text)
    asked = [hit for hit in asked if hit.start >= focus] or asked
    asked = [hit for hit in asked if around.only(text, hit)] or asked
    asked = [hit for hit in asked if works[hit.index].weak or not around.past(text, hit)] or asked
    asked = [hit for hit in asked if not _describes(words, hit, asked, around)]
    ranked = _ranked(words, asked, works, around, marks)
    rank = min((named.rank for named in ranked if not named.work.weak), default=2)
    strong = [named for named in ranked if not named.work.weak or named.rank in (0, rank - 1)]
    strong = strong if any(len(named.clauses) == 1 for named in strong) else ranked
    wished = [named for named in strong if equal or named.wished or named.rank != 1]
    return _unlike(wished or strong)


def _with_bare(words: Words, hits: Sequence[Hit], bare: Sequence[Hit], around: Around) -> list[Hit]:
    """``hits`` and those bare nouns that stand in a list with one of them, or are all that the list holds."""
    begun = sorted(hits, key=lambda hit: hit.start)
    swallowed = [one for one in bare if any(one.overlaps(hit) for hit in nearby(begun, one.start, one.end))]
    apart = [one for one in bare if one not in swallowed and around.item(words, one)]
    apart = [
        one
        for one in apart
        if not any(other.start <= one.end + 2 and around.listed(words, one, other) for other in swallowed)
    ]
    ordered = sorted([*hits, *apart], key=lambda hit: (hit.end, hit.start))
    sure = set(hits) or (set(apart) if len(apart) > 1 else set())
    sure |= {one for one in apart if around.able(words.text, one)}
    sure |= {one for one in apart if sure and around.rank(words, one) != 1}
    for one, other in pairwise([*ordered, *reversed(ordered)]):
        before, after = sorted((one, other), key=lambda hit: hit.end)
        if one in sure and around.listed(words, before, after):
            sure.add(other)
    return [hit for hit in ordered if hit in sure]


def _without_refused(words: Words, hits: Sequence[Hit], marks: Marks, around: Around) -> list[Hit]:
    """Without what is refused or done, and without what stands in one list with it: 「設計も開発も業者任せ」."""
    kept: list[Hit] = []
    after: Hit | None = None
    for hit in reversed(hits):
        begins = around.ranged(words.text, hit) > 0 and not (kept and kept[-1].end <= around.ranged(words.text, hit))
        gone = begins or marks.refused(hit) or around.excluded(words.text, hit)
        if gone or (after is not None and around.listed(words, hit, after)):
            after = hit
        else:
            kept.append(hit)
            after = None
    return kept[::-1]


def _longest(words: Words, hits: Sequence[Hit], works: Sequence[Work]) -> list[Hit]:
    """Without the hits that lie inside a longer one of another entry and end with it, in the order of the text."""
    ordered = sorted(hits, key=lambda hit: hit.start)
    loose = [hit for hit in ordered if hit.parts > 1 and not works[hit.index].weak]
    ordered = [hit for hit in ordered if not _purpose(words, hit, nearby(loose, hit.start, hit.end))]
    crossing = {hit for hit in loose if _crosses(words, hit, nearby(ordered, hit.start, hit.end))}
    ordered = [hit for hit in ordered if hit not in crossing]
    rivals = {hit: nearby(ordered, hit.start, hit.end) for hit in ordered}
    kept = [hit for hit in ordered if not any(_beats(other, hit) for other in rivals[hit] if other.index != hit.index)]
    return sorted(kept, key=lambda hit: (hit.end, hit.start))


def _purpose(words: Words, hit: Hit, rivals: Sequence[Hit]) -> bool:
    """Whether ``hit`` only says what the work around it is for: 「データを計画づくりに活用」 makes no plan."""
    around = any(one.start < hit.start and hit.end < one.end <= hit.end + _SOON for one in rivals)
    return around and words.text[hit.end : hit.end + 1] == "に"


def _crosses(words: Words, hit: Hit, rivals: Sequence[Hit]) -> bool:
    """Whether ``hit`` begins in one item of a list and ends in the next, both works of their own.

    「プログラムの開発、移行の進捗管理」 is no 「開発…進捗管理」.
    """
    ends = {other.end for other in rivals if other.start < hit.start < other.end < hit.end and other.index != hit.index}
    return any(end <= other.start < hit.end and _joint(words, end, other.start) for end in ends for other in rivals)


def _joint(words: Words, end: int, start: int) -> bool:
    """Whether the stretch between two works holds what parts the items of a list."""
    return parted(words, end) or not words.adjacent(end) or _JOINT.search(words.text, end, start) is not None


def _beats(one: Hit, other: Hit) -> bool:
    """Whether ``one`` takes the words of ``other`` away.

    A set phrase inside a loose one, a longer set phrase, more parts, or the nearer object of the same verb.
    """
    if one.parts == 1:
        return other.within(one) if other.parts == 1 else one.overlaps(other)
    if other.parts == 1:
        return False
    if one.parts != other.parts:
        return one.parts > other.parts and one.overlaps(other)
    return one.within(other) or (one.end == other.end and one.start > other.start)


def _describes(words: Words, hit: Hit, asked: Sequence[Hit], around: Around) -> bool:
    """Whether ``hit`` only describes the object of another of ``asked`` (in the order of their ends).

    Works that only a space or a 「・」 parts stand in a list.
    """
    begin = bisect_left(asked, hit.end, key=lambda other: other.end)
    stop = bisect_right(asked, hit.end + FURTHEST, key=lambda other: other.end)
    others = [other for other in asked[begin:stop] if other != hit]
    listed = [other for other in others if hit.end == other.start and not words.adjacent(hit.end)]
    listed += [other for other in others if hit.end < other.start and parted(words, hit.end)]
    return any(around.describes(words.text, hit, other) for other in others if other not in listed)


def _ranked(words: Words, hits: Sequence[Hit], works: Sequence[Work], around: Around, marks: Marks) -> list[Named]:
    text = words.text
    equal, in_order = around.equal(text), around.in_order(text) or marks.descending
    kept = [hit for hit in hits if len(hits) == 1 or not around.earlier(text, hit)]
    last = max((hit.start for hit in kept), default=0)
    first = {hit for hit in kept if hit.end <= last and around.then(text, hit)} | set(kept[:1] if in_order else ())

    def rank(hit: Hit) -> int:
        """In an order that the text announces, none but the first is put first: 「優先順位1：選定　2：開発」."""
        if equal or hit in first:
            return 1 if equal else 0
        return max(marks.rank(hit, around.rank(words, hit)), int(in_order))

    return [Named(hit.start, hit.end, works[hit.index], hit.index, around.wished(text, hit), rank(hit)) for hit in kept]


def _unlike(named: Sequence[Named]) -> tuple[Named, ...]:
    """One of each set of clauses and rank."""
    first: dict[tuple[str, ...], Named] = {}
    for one in named:
        if one.clauses not in first or one.rank < first[one.clauses].rank:
            first[one.clauses] = one
    return tuple(sorted(first.values(), key=lambda one: (one.start, one.end)))
