"""What is wrong with a vocabulary: dead ids, missing reasons, repeated, unsafe or contradicting words, bad patterns."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.problem import Problem
from bot.standard import Standard
from bot.vocabulary import Entry, Name, Outside, Vocabulary, Work, key

PATTERNS = frozenset(
    (
        *("refused", "done", "mentioned", "acted", "before", "then", "first", "first_inside", "first_after", "later"),
        *(
            "later_after",
            "wished",
            "break",
            "describes",
            "denied",
            "certificate",
            "no_certificate",
            "people",
            "asked_of",
        ),
        *("examined", "plain_prefix", "post", "level_word", "level_to", "level_printed", "level_fits", "framework"),
        *("year", "year_experience", "uiss", "itss", "framed", "choice_before", "choice_unit", "choice_join"),
        *("choice_after", "command_before", "polite", "what_is"),
        *("aim_again", "aim_number", "aim_before", "aim_instead", "aim_look"),
        *("order", "stated", "both", "contrast"),
    )
)
"""The patterns that the search reads; others are dead."""

_GROUP = re.compile(r"\{(\w+)\}")
_SHORT = 2
_WHOLE = ("commands", "appointments")
"""Tables whose words must be all of what is typed, so that short ones are safe."""


def problems(vocabulary: Vocabulary, standard: Standard, file: str = "vocabulary.toml") -> tuple[Problem, ...]:
    """Everything in the vocabulary that cannot be served with this standard."""
    return (
        *_of_entries(vocabulary, standard, file),
        *_of_groups(vocabulary, file),
        *_of_patterns(vocabulary, file),
        *_contradictions(vocabulary, standard, file),
    )


def _of_entries(vocabulary: Vocabulary, standard: Standard, file: str) -> Iterator[Problem]:
    known = {*standard.clauses, *standard.by_id}
    for table, entries in vocabulary.entries.items():
        for number, entry in enumerate(entries, 1):
            at, words = f"{table}.{number}", entry.words[0]
            for dead in (meant for meant in getattr(entry, "means", ()) if meant not in known):
                yield Problem("vocabulary.dead_id", file, f"{at}.means", {"words": words, "id": dead})
            if not entry.why:
                yield Problem("vocabulary.no_reason", file, f"{at}.why", {"words": words})
            yield from _twice(entry.words, file, f"{at}.words")
            if table not in _WHOLE:
                yield from _unsafe(entry.words, file, f"{at}.words")


def _of_groups(vocabulary: Vocabulary, file: str) -> Iterator[Problem]:
    used: set[str] = set()
    for at, words in _all_words(vocabulary):
        named = {group: word for word in words for group in _GROUP.findall(word)}
        used |= named.keys()
        for group in named.keys() - vocabulary.groups.keys():
            yield Problem("vocabulary.no_group", file, at, {"words": named[group], "group": group})
    for group, words in vocabulary.groups.items():
        yield from _twice(words, file, f"groups.{group}")
        if group not in used:
            yield Problem("vocabulary.dead_group", file, f"groups.{group}", {"group": group})
    for cue, words in vocabulary.cues.items():
        yield from _twice(words, file, f"cues.{cue}")


def _all_words(vocabulary: Vocabulary) -> Iterator[tuple[str, Iterable[str]]]:
    for table, entries in vocabulary.entries.items():
        yield from ((f"{table}.{number}.words", entry.words) for number, entry in enumerate(entries, 1))
    yield from ((f"cues.{cue}", words) for cue, words in vocabulary.cues.items())


def _of_patterns(vocabulary: Vocabulary, file: str) -> Iterator[Problem]:
    for name in sorted(PATTERNS ^ vocabulary.patterns.keys()):
        code = "vocabulary.no_pattern" if name in PATTERNS else "vocabulary.dead_pattern"
        yield Problem(code, file, f"patterns.{name}", {"name": name})
    for name, words in vocabulary.patterns.items():
        for word in words:
            try:
                re.compile(word)
            except re.error as error:
                yield Problem("vocabulary.bad_pattern", file, f"patterns.{name}", {"words": word, "detail": error.msg})


def _twice(words: Iterable[str], file: str, at: str) -> Iterator[Problem]:
    """Words that are compared as one; a short katakana word is another than its hiragana."""
    seen: set[tuple[str, bool]] = set()
    for word in words:
        same = (_compared(word), _only_katakana(word))
        if same in seen:
            yield Problem("vocabulary.twice", file, at, {"words": word})
        seen.add(same)


def _unsafe(words: Iterable[str], file: str, at: str) -> Iterator[Problem]:
    """Words that stand inside many others: nothing, one letter, one or two hiragana."""
    for word in words:
        if not all(word.split("…")):
            yield Problem("vocabulary.too_short", file, at, {"words": word})
        if _marked(word) or _only_katakana(word):
            continue
        plain = key(word)
        kana = all("ぁ" <= char <= "ん" for char in plain)
        if not plain or (len(plain) <= _SHORT and kana) or (len(plain) == 1 and not "一" <= plain <= "龥"):
            yield Problem("vocabulary.too_short", file, at, {"words": word})


def _compared(word: str) -> str:
    return word if _marked(word) else key(word)


def _marked(word: str) -> bool:
    return any(mark in word for mark in "{*…")


def _only_katakana(word: str) -> bool:
    return 0 < len(word) <= _SHORT + 1 and all("ァ" <= char <= "ー" for char in word)


def _contradictions(vocabulary: Vocabulary, standard: Standard, file: str) -> Iterator[Problem]:
    """The same word with two meanings of one table; words in ``also`` mean both on purpose."""
    for table, entries in vocabulary.entries.items():
        first: dict[tuple[str, str], tuple[object, str]] = {}
        for number, entry in enumerate(entries, 1):
            for word in entry.words:
                for kind, meaning in _meanings(entry, standard).items():
                    for spelling in vocabulary.expand(word) if table in _WHOLE else (word,):
                        place = f"{table}.{number}.words"
                        other, where = first.setdefault((kind, _compared(spelling)), (meaning, place))
                        if other != meaning and word not in entry.also:
                            yield Problem("vocabulary.contradiction", file, place, {"words": spelling, "other": where})


def _meanings(entry: Entry, standard: Standard) -> Mapping[str, object]:
    """What the words stand for, by what they are compared with: a title is no rival of a qualification."""
    if isinstance(entry, Name):
        return {entry.kind: (entry.same, frozenset(entry.means), entry.detail)}
    if isinstance(entry, Work):
        return {"work": frozenset(standard.clauses[c].role if c in standard.clauses else c for c in entry.means)}
    if isinstance(entry, Outside):
        return {"outside": (entry.kind, entry.detail)}
    return {"": getattr(entry, "command", "")}
