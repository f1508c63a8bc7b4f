"""Words in kana (「ぎょうしゃをえらびたい」, 「ひんしつ管理」), read again with the kanji that they spell out."""

import re

from bot.keys import Keyed, key
from bot.search.lexicon import Words
from bot.vocabulary import Vocabulary


class Kana:
    """Replaces every reading by its kanji; what was typed stays known by its place."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._kanji = {key(reading): key(word) for reading, word in vocabulary.readings.items()}
        readings = "|".join(sorted(map(re.escape, self._kanji), key=len, reverse=True)) or r"(?!)"
        self._any = re.compile(readings)
        self._alone = re.compile(rf"(?<![ぁ-ん])(?:{readings})(?=$|[^ぁ-ん]|[のをがにはでともや])")

    def convert(self, words: Words) -> Words | None:
        """The text with kanji; None when it spells no known word.

        Beside kanji, a reading has to be a run of kana, or to begin one before a particle (「ひんしつ管理」).
        """
        any_word = self._alone if "j" in words.script else self._any
        if not any_word.search(words.text):
            return None
        text, place = "", 0
        starts: list[int] = []
        for found in any_word.finditer(words.text):
            kanji = self._kanji[found[0]]
            text += words.text[place : found.start()] + kanji
            starts += words.keyed.starts[place : found.start()]
            starts += [words.keyed.starts[found.start() + i * len(found[0]) // len(kanji)] for i in range(len(kanji))]
            place = found.end()
        starts += words.keyed.starts[place:]
        return Words(Keyed(text + words.text[place:], tuple(starts), words.keyed.source))
