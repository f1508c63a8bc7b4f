"""Posts named after their work (委託管理責任者, 進行管理員): the bot's own view of a title."""

import re

from bot.search.finding import Finding, Kind
from bot.search.plan import matched, plan
from bot.search.reading import Reading
from bot.search.works import Named
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_WITHIN = "のしりけげめ"
"""Hiragana that a noun may hold: 見直し支援員, 取りまとめ担当."""


class Posts:
    """A noun made of a work and of a rank behind it, which stands alone or is asked about."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._rank = vocabulary.pattern("post_rank")
        self._alone = re.compile(f"{vocabulary.either('post_alone')}$")
        self._behind = vocabulary.pattern("post_behind")
        self._which_role = vocabulary.pattern("which_role")

    def find(self, reading: Reading) -> Finding | None:
        """The roles whose duties the first such noun names."""
        wished = reading.cue("wish") and not reading.cue("which")
        if not reading.named or wished or reading.cue("experience") or _otherwise(reading):
            return None
        for found in self._rank.finditer(reading.text):
            named = self._inside(reading, found)
            if named and self._asked(reading, found.end()):
                return self._viewed(reading, named)
        return None

    @staticmethod
    def _inside(reading: Reading, rank: re.Match[str]) -> tuple[Named, ...]:
        """The works in the noun whose end ``rank`` is; none where a longer noun goes on."""
        words, end = reading.words, rank.end()
        if words.goes_on(end, "jka"):
            return ()
        start = rank.start()
        while start > 0 and (words.script[start - 1] in ("j", "k", "a", "9") or words.text[start - 1] in _WITHIN):
            start -= 1
        return tuple(n for n in reading.named if start < n.end and n.start < rank.start() and n.end <= end)

    def _asked(self, reading: Reading, end: int) -> bool:
        """Whether the text ends with the post, or asks which role the post is."""
        if self._alone.match(reading.text, end) or bracketed(reading, end):
            return True
        asked = self._which_role.search(reading.text) or reading.cue("title")
        return bool(asked) and self._behind.match(reading.text, end) is not None

    def _viewed(self, reading: Reading, named: tuple[Named, ...]) -> Finding | None:
        found = plan(named, self._standard)
        if found.open:
            return None
        typed = reading.words.keyed.typed
        matches = tuple(matched(one, typed(one.start, one.end), self._standard) for one in found.named)
        return Finding(Kind.TITLE, matches, self._standard.ordered(found.roles))


def bracketed(reading: Reading, end: int) -> bool:
    """Whether all that stands behind ``end`` is in brackets: 工程管理アドバイザー（週1日）."""
    source, starts = reading.words.keyed.source.strip(), reading.words.keyed.starts
    return end < len(starts) and source[starts[end] - 1] in "(（" and source.endswith((")", "）"))


def _otherwise(reading: Reading) -> bool:
    """Whether a title or a certificate is named, which says more than a work."""
    facts = [fact for span in reading.spans for fact in span.facts if fact.roles]
    return any(fact.kind in (Kind.TITLE, Kind.QUALIFICATION) for fact in facts)
