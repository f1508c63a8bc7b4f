"""Slips of the pen in a command word: もとる for もどる, さいしよから, へるぷぷ, ありがう.

Accepted are voicing and small kana, a letter typed twice, two letters swapped, and one left out of a long word. One
letter for another is not: やめない is no やめたい.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from bot.keys import key

SHORTEST = 3
LONG = 5
"""Letters of a word in which one may be missing, though not the last: it often says yes or no."""
LONGEST = 20
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_MARKS = re.compile("[\u3099\u309a]")
_TWICE = re.compile(r"(.)\1+")


class Slips:
    """The command words (by key), found by what a slip made of them. A slip that leads to two commands counts not."""

    def __init__(self, commands: Mapping[str, str]) -> None:
        self._meant: dict[str, set[str]] = {}
        for word, command in commands.items():
            if len(loose := _loose(word)) >= SHORTEST:
                self._meant.setdefault(loose, set()).add(command)
        self._long: dict[int, list[str]] = {}
        for loose in self._meant:
            if len(loose) >= LONG:
                self._long.setdefault(len(loose), []).append(loose)

    def find(self, text: str) -> str | None:
        """The command that ``text`` was meant to be, or None."""
        if len(text) > LONGEST:
            return None
        meant = set().union(*(self._meant.get(word, ()) for word in self._before(_loose(key(text)))))
        return meant.pop() if len(meant) == 1 else None

    def _before(self, typed: str) -> Iterator[str]:
        """The words that may have become ``typed``, and others that are no command's."""
        yield typed
        yield from (typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in range(len(typed) - 1))
        yield from (word for word in self._long.get(len(typed) + 1, ()) if _lacks_a_letter(word, typed))


def _loose(word: str) -> str:
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word)))
    return _TWICE.sub(r"\1", bare.translate(_SMALL).replace("ー", ""))


def _lacks_a_letter(word: str, typed: str) -> bool:
    """Whether ``typed`` is ``word`` with one letter left out, though not the last."""
    at = next((i for i, letter in enumerate(typed) if letter != word[i]), len(typed))
    return at < len(word) - 1 and word[at + 1 :] == typed[at:]
