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
    """The command words (by key), and what they become by each slip. A slip that leads to two commands counts not."""

    def __init__(self, commands: Mapping[str, str]) -> None:
        found: dict[str, set[str]] = {}
        for word, command in commands.items():
            for slip in _slips(_loose(word)):
                found.setdefault(slip, set()).add(command)
        self._commands = {slip: next(iter(meant)) for slip, meant in found.items() if len(meant) == 1}

    def find(self, text: str) -> str | None:
        """The command that ``text`` was meant to be, or None."""
        return self._commands.get(_loose(key(text))) if len(text) <= LONGEST else None


def _loose(word: str) -> str:
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word)))
    return _TWICE.sub(r"\1", bare.translate(_SMALL).replace("ー", ""))


def _slips(word: str) -> Iterator[str]:
    if len(word) < SHORTEST:
        return
    yield word
    yield from (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
    if len(word) >= LONG:
        yield from (word[:i] + word[i + 1 :] for i in range(len(word) - 1))
