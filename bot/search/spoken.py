"""Spoken and dialect forms (「業者ば選ぶ」, 「頼みてえ」), read as the written ones."""

import re
from dataclasses import replace

from bot.search.lexicon import Words
from bot.vocabulary import Vocabulary

_SPOKEN = frozenset("hj.")
"""Scripts of what is spoken: 「…しててえらい」, not 「…していてエンジニア」."""


class Spoken:
    """Replaces each form by the written one of the same length, so that every place of the text stays where it is."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._forms = [(re.compile(form), written) for form, written in vocabulary.spoken.items()]

    def written(self, words: Words) -> Words:
        """The text in written forms."""
        text = words.text
        for form, written in self._forms:
            for found in form.finditer(text):
                if len(written) == len(found[0]) and _SPOKEN.issuperset(words.script[slice(*found.span())]):
                    text = text[: found.start()] + written + text[found.end() :]
        return words if text == words.text else Words(replace(words.keyed, text=text))
