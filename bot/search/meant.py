"""Which of the names in a text are asked about: not those that are denied, only compared, or told before."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from bot.search.finding import Finding, Kind
from bot.search.reading import Reading, Span
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_POSTS = frozenset({Kind.TITLE, Kind.ROLE, Kind.QUALIFICATION})
_JOINED = re.compile("(?:と|や|、|および|及び|も)?")
"""What joins two roles that are excepted together."""


class Meant:
    """Tells the names that are asked about from those that only stand beside them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._denied = vocabulary.pattern("denied")
        self._acting = vocabulary.pattern("acting")
        self._referred = vocabulary.pattern("referred")
        self._former = re.compile(f"{vocabulary.either('former')}$")
        self._coming = vocabulary.pattern("coming")
        self._measured, self._listing = vocabulary.pattern("measured"), vocabulary.pattern("listing")
        self._heard = re.compile(f"{vocabulary.either('heard')}$")
        self._asks_role = vocabulary.pattern("which_role")
        self._examined = vocabulary.pattern("its_examination")
        self._each = vocabulary.pattern("each")
        self._its_role = vocabulary.pattern("its_role")
        self._not_had = vocabulary.pattern("not_had")
        self._aside, self._confused = vocabulary.pattern("aside"), vocabulary.pattern("confused")
        self._compare = vocabulary.pattern("compare")
        self._excepted, self._besides = vocabulary.pattern("excepted"), vocabulary.pattern("besides")
        self._only_held = vocabulary.pattern("only_held")
        self._pointing = vocabulary.pattern("pointing")
        self._this_one = vocabulary.pattern("this_one")

    def names(self, reading: Reading) -> tuple[Span, ...]:
        """The names that are asked about; all of them where none is and nothing else is named."""
        apart = tuple(s for s in reading.spans if not self._set_apart(reading, s))
        apart = reading.spans if self.compares(reading, apart) else apart
        kept = self._pointed(reading, self._repeated(reading, self._unheard(reading, apart)))
        return reading.spans if not kept and not reading.named else kept

    def compares(self, reading: Reading, apart: tuple[Span, ...]) -> bool:
        """Whether roles are told apart of which one is said not to be wanted (「AがいるならBは要らない」)."""
        roles, left = _role_names(reading.spans), _role_names(apart)
        return len(left) < 2 <= len(roles) and self._compare.search(reading.text) is not None

    def excepted(self, reading: Reading) -> tuple[Span, ...]:
        """The roles beside which others are asked for: 「エンジニア以外でレベル3が書いてある役割は」."""
        return followed(reading.text, _roles(reading), self._excepted, _JOINED)

    def besides(self, reading: Reading) -> tuple[Span, ...]:
        """The roles beside which it is asked whether there are more: 「エンジニア以外にも載っていますか」."""
        return followed(reading.text, _roles(reading), self._besides, _JOINED)

    def _origin(self, text: str, span: Span) -> bool:
        """Whether the title only tells where somebody comes from (「SE出身のCIO補佐官」)."""
        if not span.kinds <= _POSTS:
            return False
        if Kind.TITLE not in span.kinds:
            return False
        return self._former.search(text[: span.start]) is not None or self._coming.match(text, span.end) is not None

    def _measure(self, reading: Reading, span: Span) -> bool:
        """Whether the title only measures another, or holds the certificate that is asked about.

        「ITアーキテクトはSEの偉い人？」, 「プロジェクトマネージャ試験に合格したSEがいます。その資格は」.
        """
        if Kind.TITLE not in span.kinds or not span.kinds <= _POSTS:
            return False
        others = [other for other in reading.spans if other is not span]
        if any(Kind.TITLE in other.kinds for other in others) and self._measured.match(reading.text, span.end):
            return True
        return Kind.QUALIFICATION not in span.kinds and self._beside_certificate(reading, span)

    def _by_the_way(self, reading: Reading, span: Span) -> bool:
        """Whether the certificate is only told of somebody whose title is asked about (「PMP持ちのSEはどの役割」)."""
        if Kind.QUALIFICATION not in span.kinds or not self._only_held.match(reading.text, span.end):
            return False
        titles = [one for one in reading.spans if Kind.TITLE in one.kinds and Kind.QUALIFICATION not in one.kinds]
        asked = any(self._its_role.match(reading.text, title.end) for title in titles)
        return asked and not reading.cue("column_qualification") and not self._each.search(reading.text)

    def _beside_certificate(self, reading: Reading, span: Span) -> bool:
        """Whether a certificate is asked about, and the title is no item of one list with it (「PMPとSEは」)."""
        if self._asked_itself(reading, span):
            return False
        asked = reading.cue("column_qualification", "exam", "field")
        other_than = {Kind.ROLE} if asked else {Kind.ROLE, Kind.TITLE}
        certificates = [
            other
            for other in reading.spans
            if any(fact.kind is Kind.QUALIFICATION and fact.listed for fact in other.facts)
            and not self._denied.match(reading.text, other.end)
            and ((asked and self._examined.match(reading.text, other.end)) or other_than.isdisjoint(other.kinds))
        ]
        return bool(certificates) and not any(self._in_list(reading.text, span, other) for other in certificates)

    def _asked_itself(self, reading: Reading, span: Span) -> bool:
        """Whether the role of the title is asked right behind it, or in its sentence, which names nothing else.

        So it is where the role of each name is asked.
        """
        if self._each.search(reading.text) or self._its_role.match(reading.text, span.end):
            return True
        begin, end = reading.sentence(span.start, span.end)
        alone = not any(begin <= other.start < end for other in reading.spans if other is not span)
        return alone and self._asks_role.search(reading.text, begin, end) is not None

    def _in_list(self, text: str, span: Span, other: Span) -> bool:
        before, after = sorted((span, other), key=lambda one: one.start)
        return self._listing.fullmatch(text, before.end, after.start) is not None

    def _unheard(self, reading: Reading, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Only the names of the last sentence, which asks, where those before are known already (「Xは聞いた」)."""
        border = _last_sentence(reading.text)
        last = tuple(span for span in spans if span.start > border)
        held = any(span.kinds & {Kind.SKILL, Kind.QUALIFICATION} for span in last)
        before = [reading.text.find("。", span.end) for span in spans if span.start < border]
        heard = before and all(self._heard.search(reading.text, 0, end) for end in before)
        return last if held and heard and self._asks_role.search(reading.text, border + 1) else spans

    def _repeated(self, reading: Reading, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Only the names that are said again: 「AとBは別ですね。Aが載っているのは」, 「AとB、Aのほうは」."""
        if any(Kind.ROLE in span.kinds for span in spans):
            return spans
        border = _last_sentence(reading.text)
        last = tuple(span for span in spans if span.start > border)
        names = [{fact.name for fact in span.facts} for span in spans if span.start < border]
        if last and all(any({fact.name for fact in span.facts} & one for one in names) for span in last):
            return last
        again = tuple(span for span in last if self._this_one.match(reading.text, span.end))
        before = [s for s in spans if again and s.end <= again[0].start]
        said = {reading.text[span.start : span.end] for span in before}
        return again if again and said.issuperset(reading.text[s.start : s.end] for s in again) else spans

    def _pointed(self, reading: Reading, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The one of two that is pointed at: 「AとBは別物？前者が載っているのは」; 「前者のほうが」 compares both."""
        pointed = {bool(found["first"]): found.start() for found in self._pointing.finditer(reading.text)}
        if len(pointed) != 1:
            return spans
        first, place = pointed.popitem()
        before = tuple(span for span in spans if span.end <= place)
        if len(before) < 2:
            return spans
        return before[:1] if first else before[-1:]

    def _set_apart(self, reading: Reading, span: Span) -> bool:
        """Whether the name is denied, or only kept apart from the one asked about: 「データ活用との混同を避けたい」.

        Beside a work, so is somebody who does another one already: 「方針はCIO補佐官が作ってくれています」.
        """
        text = reading.text
        titled = bool(reading.named) and span.kinds <= {Kind.TITLE, Kind.ROLE}
        ends = (span.end, reading.words.noun_end(span.end))
        acting = titled and self._acting.match(text, span.end) and not self._referred.search(text, span.end)
        if (
            acting
            or self._origin(text, span)
            or self._measure(reading, span)
            or any(self._denied.match(text, end) for end in ends)
            or (span.kinds == {Kind.EXPERIENCE} and self._not_had.match(text, span.end))
            or self._by_the_way(reading, span)
        ):
            return True
        if Kind.ROLE in span.kinds:
            return False
        own = text[max(span.start - 1, 0) : span.start] in ("。", "、")
        return (self._aside if own else self._confused).match(text, span.end) is not None


def only(reading: Reading, spans: tuple[Span, ...]) -> Reading:
    """The reading with only ``spans``, and without the works that begin in the others."""
    gone = [span for span in reading.spans if span not in spans]
    named = tuple(n for n in reading.named if not any(s.start <= n.start < s.end for s in gone))
    return replace(reading, spans=spans, named=named)


def without_roles(found: Finding, roles: Set[str], standard: Standard) -> Finding:
    """The finding without ``roles`` and their clauses."""
    matches = tuple(
        replace(
            match,
            roles=tuple(role for role in match.roles if role not in roles),
            clauses=tuple(clause for clause in match.clauses if standard.clauses[clause].role not in roles),
        )
        for match in found.matches
    )
    left = tuple(role for role in found.roles if role not in roles)
    return replace(found, matches=matches, roles=left, excepted=tuple(role for role in found.roles if role in roles))


def followed(text: str, spans: Sequence[Span], pattern: re.Pattern[str], joined: re.Pattern[str]) -> tuple[Span, ...]:
    """Those of ``spans`` that ``pattern`` follows, with those that are ``joined`` to one of them in one list."""
    found: list[Span] = []
    for span in reversed(spans):
        if (found and joined.fullmatch(text, span.end, found[-1].start)) or pattern.match(text, span.end):
            found.append(span)
    return tuple(reversed(found))


def _roles(reading: Reading) -> list[Span]:
    return [span for span in reading.spans if Kind.ROLE in span.kinds]


def _role_names(spans: tuple[Span, ...]) -> set[str]:
    return {fact.name for span in spans for fact in span.facts if fact.kind is Kind.ROLE}


def _last_sentence(text: str) -> int:
    """Where the sentence before the last one ends; -1 where there is only one."""
    return text.rstrip("。").rfind("。")
