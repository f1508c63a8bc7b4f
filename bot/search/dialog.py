"""What is typed inside a dialog: command words and the choice of an option."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.keys import key, keyed
from bot.vocabulary import Vocabulary

LONGEST_COMMAND = 60
LONGEST_CHOICE = 400
"""Characters; longer texts are no command and no choice."""
_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十])"
_BETWEEN = re.compile(r"(?<=\d)[\s・･/／&＆．.]+(?=\d)")
_CIRCLED = re.compile(r"[①-⑳](?=[①-⑳])")


class Typed:
    """Reads what is typed instead of clicked."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        either = vocabulary.either
        one = rf"{_NUMBER}{either('choice_unit')}?"
        several = rf"({one}(?:{either('choice_join')}+{one})*)"
        self._choice = re.compile(rf"{either('choice_before')}*{several}{either('choice_after')}")
        self._polite = re.compile(rf"を?{either('polite')}+")
        self._opening = re.compile(rf"^{either('command_before')}+")
        self._what_is = re.compile(rf"{either('what_is')}+$")
        self._appointments = {key(word): entry.asks for entry in vocabulary.appointments for word in entry.words}
        self.commands = {
            key(spelling): entry.command
            for entry in vocabulary.commands
            for word in entry.words
            for spelling in vocabulary.expand(word)
        }
        self._longest = max(map(len, self.commands), default=0)

    def command(self, text: str) -> str | None:
        """The command that ``text`` is, whole or but for its polite opening and ending; None for anything else."""
        typed = _typed(text)
        if not typed:
            return None
        whole = (typed, self._opening.sub("", typed))
        bare = (
            form[:end]
            for form in whole
            for end in range(min(len(form) - 1, self._longest), 0, -1)
            if form[:end] in self.commands and self._polite.fullmatch(form, end)
        )
        known = next((form for form in whole if form in self.commands), None) or next(bare, None)
        return self.commands[known] if known else None

    def appointment(self, text: str) -> str | None:
        """The form of employment or route that ``text`` asks for by its name alone (任期付職員とは), or ``all``."""
        typed = _typed(text)
        return self._appointments.get(typed) or self._appointments.get(self._what_is.sub("", typed))

    def choice(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Ids of the ``options`` (id, label) chosen by number or by words; () when none is."""
        if len(text) > LONGEST_CHOICE:
            return ()
        numbers = self.numbers(text)
        if numbers:
            inside = all(1 <= number <= len(options) for number in numbers)
            return _shown(options, {options[number - 1][0] for number in numbers}) if inside else ()
        return _by_label(key(text), options)

    def numbers(self, text: str) -> tuple[int, ...]:
        """The numbers that ``text`` consists of, () for any other text.

        What stands between two figures (1 3, 1・3, ①③) parts them.
        """
        parted = _CIRCLED.sub(r"\g<0>、", _BETWEEN.sub("、", text))
        found = self._choice.fullmatch(keyed(parted).text.strip("、。"))
        return tuple(_KANJI.get(n) or int(n) for n in re.findall(_NUMBER, found[1])) if found else ()


@lru_cache(maxsize=1)
def _typed(text: str) -> str:
    """The key of a text that may be a command, kept for the second question asked of it; "" for a longer one."""
    return key(text) if len(text) <= LONGEST_COMMAND else ""


def _shown(options: Sequence[tuple[str, str]], chosen: Iterable[str]) -> tuple[str, ...]:
    wanted = set(chosen)
    return tuple(option for option, _ in options if option in wanted)


def _by_label(typed: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    labels = [(option, key(label)) for option, label in options]
    if exact := [option for option, label in labels if label == typed]:
        return tuple(exact[:1])
    whole = [option for option, label in labels if len(label) >= 4 and label in typed]
    if whole:
        return tuple(whole)
    if len(typed) < 3:
        return ()
    inside = [option for option, label in labels if typed in label]
    return tuple(inside) if len(inside) == 1 else _nearest(typed, labels)


def _nearest(typed: str, labels: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The one label that shares most character pairs with what was typed, when it is far ahead of the others."""
    pairs = _pairs(typed)
    scores = sorted(((_shared(pairs, _pairs(label)), option) for option, label in labels), reverse=True)
    if not scores or scores[0][0] < 0.6 or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.2):
        return ()
    return (scores[0][1],)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _shared(typed: frozenset[str], label: frozenset[str]) -> float:
    return 2 * len(typed & label) / (len(typed) + len(label)) if typed and label else 0.0
