"""One slip of the pen in a long name (カスタマーエンシニア), accepted as that name when no other is as near."""

from collections.abc import Container, Iterable, Sequence

from bot.search.facts import Fact
from bot.search.finding import Kind
from bot.search.lexicon import Hit, Words
from bot.vocabulary import key

SHORTEST = 6
"""Characters of the key of a name; shorter ones are too near to other words."""
FURTHEST = 120
"""Characters of a text that are looked at."""

_SMALL = frozenset(
    pair for a, b in zip("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ", strict=True) for pair in (a + b, b + a)
)


class Typos:
    """The listed names that are long enough, with the fact each belongs to."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._names: dict[str, list[int]] = {}
        for index, fact in enumerate(facts):
            for word in fact.words if fact.clauses and not fact.everyday else ():
                if "{" not in word and "…" not in word and len(name := key(word)) >= SHORTEST:
                    self._names.setdefault(name, []).append(index)
        self._meaning = {index: (fact.kind, fact.clauses) for index, fact in enumerate(facts)}

    def find(self, words: Words, known: Iterable[Hit]) -> list[Hit]:
        """Where a name stands with one slip, once for each fact of that name.

        Nothing when words of ``known`` stand there or names of another meaning are equally near.
        """
        text = words.text[:FURTHEST]
        taken = {(hit.start, hit.end) for hit in known}
        found: dict[frozenset[tuple[Kind, tuple[str, ...]]], list[Hit]] = {}
        for name, indexes in self._names.items():
            half = len(name) // 2
            near = name[:half] in text or name[half:] in text
            if near and (place := self._slipped(words, text, name, taken)):
                meaning = frozenset(self._meaning[index] for index in indexes)
                found.setdefault(meaning, [Hit(*place, "facts", index) for index in indexes])
        widest = max(found, key=len, default=frozenset())
        return found[widest] if found and all(meaning <= widest for meaning in found) else []

    @staticmethod
    def _slipped(words: Words, text: str, name: str, taken: Container[tuple[int, int]]) -> tuple[int, int] | None:
        for start, end in _windows(text, name, len(name) // 2):
            whole = not (_within_katakana(words, start) or _within_katakana(words, end))
            if whole and (start, end) not in taken and one_slip(text[start:end], name):
                return start, end
        return None


def _within_katakana(words: Words, place: int) -> bool:
    """Whether a katakana word goes on there: アコンサルタント in キャリアコンサルタント is no slip."""
    return words.joined(place) and words.script[place] == "k"


def _windows(text: str, name: str, half: int) -> Iterable[tuple[int, int]]:
    """The stretches of the text that may be the name: they share its first or its second half."""
    head, tail = text.find(name[:half]), text.find(name[half:])
    for longer in (0, 1, -1):
        if head >= 0:
            yield head, min(head + len(name) + longer, len(text))
        if tail >= 0:
            yield max(tail - half - longer, 0), tail + len(name) - half


def one_slip(typed: str, name: str) -> bool:
    """Whether one character was replaced, left out, added or swapped with the next; never a Latin letter or figure.

    Letters may change places in a name that is not Latin alone (BRPアドバイザー).
    A kana at the very end must be right: デザイン is no デザイナ.
    """
    if typed == name or abs(len(typed) - len(name)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), min(len(typed), len(name)))
    changed = typed[start : start + 1] + name[start : start + 1]
    if changed in _SMALL and typed[start + 1 :] == name[start + 1 :]:
        return True
    rest, wanted = typed[start:], name[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    if swapped == wanted and not name.isascii():
        return True
    if changed.isascii() or (start == len(name) - 1 and "ぁ" <= name[-1] <= "ん"):
        return False
    return rest[1:] == wanted[1:] or rest == wanted[1:] or rest[1:] == wanted or swapped == wanted
