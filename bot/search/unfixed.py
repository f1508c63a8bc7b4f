"""What the standard does not fix, or the standard itself, asked beside names: 「エンジニアは公募で選ぶの」."""

import re

from bot.search.finding import Finding, Kind
from bot.search.reading import Reading, Span
from bot.vocabulary import Vocabulary

_DETAILS = (
    ("about", "made_by", "unfixed_source"),
    ("about", "basis", "unfixed_order"),
    ("not_fixed", "採用方法", "unfixed_form"),
    ("not_fixed", "法的な可否", "unfixed_duty"),
    ("not_fixed", "勤務日数", "unfixed_days"),
    ("not_fixed", "任期", "unfixed_term"),
)
"""The subject, its detail, and the pattern that asks about it."""


_POSTS = (Kind.ROLE, Kind.TITLE)


class Unfixed:
    """Whole ways of asking, told by their form, so that it does not matter which names stand in them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._forms = [(kind, detail, vocabulary.pattern(name)) for kind, detail, name in _DETAILS]
        self._may = vocabulary.pattern("may")
        self._engaging, self._question = (vocabulary.pattern(name) for name in ("engaging", "question"))
        self._argument = vocabulary.pattern("argument")
        self._likened, self._is_not = vocabulary.pattern("likened"), vocabulary.pattern("is_not")
        self._told_of = vocabulary.pattern("told_of")
        self._which_role = vocabulary.pattern("which_role")
        self._asks = re.compile(f"{vocabulary.either('asks')}|{vocabulary.either('asks_end')}")

    def find(self, reading: Reading) -> Finding | None:
        """Nothing where the text asks which role it is, or hands over a work in another sentence."""
        if reading.alien or self._which_role.search(reading.text):
            return None
        for kind, detail, form in self._forms:
            found = form.search(reading.text)
            if found and self._asked(reading, found):
                return Finding(Kind.NONE, outside=kind, detail=detail)
        if not self._only_posts(reading):
            return None
        allowed = not reading.cue("explain")
        engaged = self._told_of.search(reading.text) is None
        if any(
            (allowed and self._allowed(span, reading)) or (engaged and self._engages(span, reading))
            for span in reading.spans
        ):
            return Finding(Kind.NONE, outside="not_fixed", detail="法的な可否")
        return None

    @staticmethod
    def _only_posts(reading: Reading) -> bool:
        """Whether roles and titles are all that is named, and neither a column, a work nor their role is asked."""
        posts = all(any(fact.roles and fact.kind in _POSTS for fact in span.facts) for span in reading.spans)
        return posts and not (reading.named or reading.columns or reading.cue("which"))

    def _allowed(self, span: Span, reading: Reading) -> bool:
        """Whether the sentence of a post asks what may be done with it (「エンジニアを随意契約で決めていいの」)."""
        found = self._may.search(_rest(span, reading))
        return found is not None and found.start() > 0

    def _engages(self, span: Span, reading: Reading) -> bool:
        """Whether the sentence of a post asks about engaging somebody (「プロデューサーに辞令は出すのか」)."""
        rest = _rest(span, reading)
        asks = self._question.search(rest) is not None or _question_mark(span.end + len(rest), reading)
        explained = reading.cue("explain", "lookup") or self._likened.search(reading.text) is not None
        likened = explained or any(self._is_not.match(reading.text, other.end) for other in reading.spans)
        plain = self._argument.match(rest) and not likened
        return asks and bool(plain or self._engaging.search(rest))

    def _asked(self, reading: Reading, found: re.Match[str]) -> bool:
        begin, end = reading.sentence(found.start(), found.end())
        others = any(named.end <= begin or end <= named.start for named in reading.named)
        return not others and self._asks.search(reading.text[begin:end]) is not None


def _rest(span: Span, reading: Reading) -> str:
    """What stands behind a name in its sentence."""
    return reading.text[span.end :].partition("。")[0]


def _question_mark(place: int, reading: Reading) -> bool:
    """Whether the sentence that ends at ``place`` ends with a question mark, which the key writes as 。."""
    keyed = reading.words.keyed
    return place < len(keyed.starts) and keyed.source[keyed.starts[place]] in "?？"
