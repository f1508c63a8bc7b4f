"""One slip of the pen in a long name (カスタマーエンシニア), accepted as that name when no other is as near."""

from collections.abc import Iterable, Sequence
from itertools import permutations
from unicodedata import normalize

from bot.keys import key
from bot.search.facts import Fact
from bot.search.lexicon import Hit, Words

SHORTEST = 6
"""Characters of the key of a name; shorter ones are too near to other words."""
SHORT = 4
"""Characters of the key of a name in which a kanji may stand for one that looks alike (要求分折)."""
LONG = 8
"""Characters of the key of a name whose halves are still telling without those at the joint."""
FURTHEST = 120
"""Characters of a text that are looked at."""

_SMALL = frozenset(
    pair for a, b in zip("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ", strict=True) for pair in (a + b, b + a)
)


class Typos:
    """The listed names that are long enough, with the fact each belongs to."""

    def __init__(self, facts: Sequence[Fact], lookalike: Iterable[str]) -> None:
        self._names: dict[str, list[int]] = {}
        for index, fact in enumerate(facts):
            for word in fact.words if fact.clauses and not fact.everyday else ():
                if "{" not in word and "…" not in word and len(name := key(word)) >= SHORT:
                    self._names.setdefault(name, []).append(index)
        self._meaning = {
            name: frozenset((facts[index].kind, facts[index].clauses) for index in held)
            for name, held in self._names.items()
        }
        self._parts = {name: _parts(name) for name in self._names}
        self._begun: dict[str, list[str]] = {}
        for name in self._names:
            for part in self._parts[name]:
                self._begun.setdefault(part[:2], []).append(name)
        self._alike = frozenset(pair for same in lookalike for pair in permutations(same, 2))

    def find(self, words: Words, known: Iterable[Hit]) -> list[Hit]:
        """Where a name stands with one slip, as every fact of that name; none slipped that stands there itself.

        Nothing when words of ``known`` stand there, or two names of different facts are equally near.
        """
        text = words.text[:FURTHEST]
        taken = {(hit.start, hit.end) for hit in known}
        found: dict[str, tuple[int, int]] = {}
        pairs = dict.fromkeys(text[place : place + 2] for place in range(len(text) - 1))
        near = dict.fromkeys(name for pair in pairs for name in self._begun.get(pair, ()))
        for name in (name for name in near if name not in text):
            for start, end in _windows(text, name, *self._parts[name]):
                whole = not (_within_katakana(words, start) or _within_katakana(words, end))
                if whole and (start, end) not in taken and self._slipped(text[start:end], name):
                    found.setdefault(name, (start, end))
        best = max(found, key=lambda name: len(self._meaning[name]), default="")
        if any(not self._meaning[name] <= self._meaning[best] for name in found):
            return []
        return [Hit(*found[best], "facts", index) for index in self._names.get(best, ())]

    def _slipped(self, typed: str, name: str) -> bool:
        """Whether ``typed`` is ``name`` with one slip; in a short name only a kanji for one that looks alike."""
        if len(name) >= SHORTEST and one_slip(typed, name):
            return True
        pairs = [pair for pair in zip(typed, name, strict=False) if pair[0] != pair[1]]
        return len(typed) == len(name) and len(pairs) == 1 and pairs[0] in self._alike


def _within_katakana(words: Words, place: int) -> bool:
    """Whether a katakana word goes on there: アコンサルタント in キャリアコンサルタント is no slip."""
    return words.joined(place) and words.script[place] == "k"


def _parts(name: str) -> tuple[str, str]:
    """The halves of a name; of a long one without the characters at the joint, which may have changed places."""
    half, joint = len(name) // 2, int(len(name) >= LONG)
    return name[: half - joint], name[half + joint :]


def _windows(text: str, name: str, first: str, second: str) -> Sequence[tuple[int, int]]:
    """The stretches of the text that may be the name: they share its ``first`` or its ``second`` half."""
    head, tail, before = text.find(first), text.find(second), len(name) - len(second)
    if head < 0 and tail < 0:
        return ()
    found = []
    for longer in (0, 1, -1):
        if head >= 0:
            found.append((head, min(head + len(name) + longer, len(text))))
        if tail >= 0:
            found.append((max(tail - before - longer, 0), tail + len(second)))
    return found


def one_slip(typed: str, name: str) -> bool:
    """Whether one character was replaced, left out, added or swapped with the next; Latin letters only swapped.

    Letters may change places in a name that is not Latin alone (BRPアドバイザー).
    A kana at the very end must be right but for its voicing mark: デザイン is no デザイナ.
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
    if changed.isascii() or (start == len(name) - 1 and "ぁ" <= name[-1] <= "ん" and not _voiced(changed)):
        return False
    return rest[1:] == wanted[1:] or rest == wanted[1:] or rest[1:] == wanted


def _voiced(pair: str) -> bool:
    """Whether two kana differ by a voicing mark alone (ト, ド)."""
    return len(pair) == 2 and len({normalize("NFD", kana)[0] for kana in pair}) == 1
