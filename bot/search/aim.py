"""Which question typed words are about: 「質問2は3」, 「さっきのは2」, 「2じゃなくて3」, 「やっぱり3」."""

import re
import unicodedata
from dataclasses import dataclass

from bot.vocabulary import Vocabulary

LONGEST = 200


@dataclass(frozen=True)
class Aim:
    """``number``: the question that was named (from 1), 0 for none; ``previous``: the one answered last was meant.

    ``again``: the person thought better of it. ``instead``: the words taken back. ``answer``: the words that answer;
    empty when the question alone was named, to be looked at again.
    """

    answer: str
    number: int = 0
    previous: bool = False
    again: bool = False
    instead: str = ""


class Aims:
    """Cuts typed words into what they are about and what they answer, by the patterns of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        either = vocabulary.either
        self._again = vocabulary.pattern("aim_again")
        self._number = vocabulary.pattern("aim_number")
        self._before = vocabulary.pattern("aim_before")
        self._instead = re.compile(rf"(.{{1,60}}?){either('aim_instead')}(.{{1,60}})")
        self._look = re.compile(rf"{either('aim_look')}?[。!\s]*")

    def find(self, text: str) -> Aim:
        """What ``text`` is about; text of any other shape is an answer as it stands."""
        rest = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
        again = self._again.match(rest)
        rest = rest[again.end() :] if again else rest
        number, before = self._number.match(rest), self._before.match(rest)
        named = number or before
        rest = rest[named.end() :] if named else rest
        instead = self._instead.fullmatch(rest)
        return Aim(
            answer="" if named and self._look.fullmatch(rest) else instead[2] if instead else rest,
            number=int(number[1]) if number else 0,
            previous=before is not None,
            again=again is not None,
            instead=instead[1] if instead else "",
        )
