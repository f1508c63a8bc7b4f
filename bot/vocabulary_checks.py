"""What is wrong with a vocabulary: dead ids, missing reasons, repeated, unsafe or contradicting words, bad patterns."""

import re
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import product

from bot.raw import Fault, Loc, tables, texts
from bot.standard import role_of
from bot.vocabulary import Entry, Name, Outside, Vocabulary, Work, key

PATTERNS = frozenset(
    (
        *(
            "refused",
            "done",
            "past",
            "mentioned",
            "acted",
            "before",
            "then",
            "first",
            "first_inside",
            "first_after",
            "later",
        ),
        *(
            "later_after",
            "wished",
            "break",
            "describes",
            "denied",
            "certificate",
            "no_certificate",
            "certificate_code",
            "certified",
            "credited",
            "holder",
            "subject",
            "people",
            "as_certificate",
            "asked_of",
            "absent",
            *("held_against", "certificate_noun", "subject_end", "count_unit", "count_name"),
            *(
                "issuer",
                "issued",
                *(
                    "alike",
                    "career",
                    "career_end",
                    "experienced",
                    "has_column",
                    "has_group",
                    "not_issued",
                    "experience_said",
                    "skill_said",
                ),
                *("is_not", "level_guess", "measured", "held_by", "holds"),
                "issued_else",
                "listed_instead",
                "year_loose",
                "column_aside",
                "most",
                "fewest",
                "figure_printed",
                "each",
                "field_named",
                "no_years",
                "lookalike",
            ),
            "aided",
            "aside",
            "belongs",
            "column_head",
            "described",
            "directly",
            "compare",
            "called",
            "confused",
            "level_from",
            "level_least",
            "level_short",
            "level_stated",
            "listing",
            "no_rank",
            "open_post",
            "plea",
            "role_guess",
            "role_place",
            "same_title",
            "role_topic",
            "speaking",
            "title_asked",
        ),
        *("post_alone", "post_behind", "post_rank"),
        *("examined", "plain_prefix", "level_word", "level_to", "level_printed", "level_fits", "framework"),
        *(
            "year",
            "year_about",
            "year_experience",
            "uiss",
            "itss",
            "framed",
            "choice_before",
            "choice_unit",
            "choice_join",
        ),
        *("choice_after", "command_before", "polite", "what_is"),
        *("aim_again", "aim_number", "aim_before", "aim_instead", "aim_look"),
        *("aside", "column_head", "confused", "listing", "role_place", "role_itself", "role_topic", "title_asked"),
        *("argument", "engaging", "likened", "question", "told_of"),
        *("able", "asks_end", "may", "office", "pronoun", "suffered", "summons"),
        *("idle_asked", "idle_behind", "idle_field", "idle_guess", "idle_more", "idle_rank", "idle_unit"),
        *("unfixed_days", "unfixed_duty", "unfixed_form", "unfixed_order", "unfixed_source", "unfixed_term"),
        *("attribute", "engaged", "permission", "resident", "told"),
        *("act", "cry", "hired", "lament", "sought", "gone", "not_asked", "unmoved", "versed", "which_role", "whom"),
        *(
            "order",
            "stated",
            "both",
            "contrast",
            "by_us",
            "asks",
            "equal",
            "in_order",
            "item_end",
            "acting",
            "happened",
            "focus",
            "coming",
            "former",
            "referred",
            "experience_asked",
            "heard",
            "experience_joint",
            "experience_word",
            "no_experience",
            "no_skill",
            "skill_joint",
            "skill_word",
            "skill_asked",
            "only",
        ),
        *("order_of", "recorded", "at_a_loss", "speaks", "fits_us", "young", "part_of", "outdated", "helpless"),
    )
)
"""The patterns that the search reads; others are dead."""

_GROUP = re.compile(r"\{(\w+)\}")
_SHORT = 2
_WHOLE = ("commands", "appointments")
"""Tables whose words must be all of what is typed, so that short ones are safe."""


def dead_ids(vocabulary: object, known: Container[str]) -> Iterator[Fault]:
    """What the entries of a raw vocabulary mean that is not among ``known``, the ids of all clauses and roles."""
    for table in ("names", "works"):
        for index, entry in tables(vocabulary, table):
            for k, meant in texts(entry, "means"):
                if meant not in known:
                    yield Fault((table, index, "means", k), "vocabulary.dead_id", {"words": meant})


def faults(vocabulary: Vocabulary) -> Iterator[Fault]:
    """Everything in the vocabulary that it cannot be served with, but for dead ids."""
    yield from _of_entries(vocabulary)
    yield from _of_groups(vocabulary)
    yield from _of_patterns(vocabulary)
    yield from _contradictions(vocabulary)


def _of_entries(vocabulary: Vocabulary) -> Iterator[Fault]:
    for table, entries in vocabulary.entries.items():
        for index, entry in enumerate(entries):
            if not entry.why:
                yield Fault((table, index, "why"), "vocabulary.no_reason", {"words": entry.words[0]})
            yield from _twice(entry.words, (table, index, "words"))
            if table not in _WHOLE:
                yield from _unsafe(entry.words, (table, index, "words"))


def _of_groups(vocabulary: Vocabulary) -> Iterator[Fault]:
    used: set[str] = set()
    for loc, words in _all_words(vocabulary):
        named = {group: word for word in words for group in _GROUP.findall(word)}
        used |= named.keys()
        for group in sorted(named.keys() - vocabulary.groups.keys()):
            yield Fault(loc, "vocabulary.no_group", {"words": named[group], "group": group})
    for group, words in vocabulary.groups.items():
        yield from _twice(words, ("groups", group))
        if group not in used:
            yield Fault(("groups", group), "vocabulary.dead_group", {"group": group})
    for cue, words in vocabulary.cues.items():
        yield from _twice(words, ("cues", cue))


def _all_words(vocabulary: Vocabulary) -> Iterator[tuple[Loc, Iterable[str]]]:
    for table, entries in vocabulary.entries.items():
        yield from (((table, index, "words"), entry.words) for index, entry in enumerate(entries))
    yield from ((("cues", cue), words) for cue, words in vocabulary.cues.items())


def _of_patterns(vocabulary: Vocabulary) -> Iterator[Fault]:
    for name in sorted(PATTERNS ^ vocabulary.patterns.keys()):
        code = "vocabulary.no_pattern" if name in PATTERNS else "vocabulary.dead_pattern"
        yield Fault(("patterns", name), code, {"name": name})
    written = [
        (("patterns", name, index), word)
        for name, words in vocabulary.patterns.items()
        for index, word in enumerate(words)
    ]
    for loc, word in (*written, *((("spoken", form), form) for form in vocabulary.spoken)):
        if not _compiles(word):
            yield Fault(loc, "vocabulary.bad_pattern", {"words": word})


def _compiles(pattern: str) -> bool:
    """Whether it is a pattern that later versions of Python will read alike: 「[[」 may come to mean something else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            re.compile(f"(?:{pattern})")
    except (re.error, RecursionError, OverflowError, FutureWarning):
        return False
    return True


def _twice(words: Iterable[str], loc: Loc) -> Iterator[Fault]:
    """Words that are compared as one; a short katakana word is another than its hiragana."""
    seen: set[tuple[str, bool]] = set()
    for word in words:
        same = (_compared(word), _only_katakana(word))
        if same in seen:
            yield Fault(loc, "vocabulary.twice", {"words": word})
        seen.add(same)


def _unsafe(words: Iterable[str], loc: Loc) -> Iterator[Fault]:
    """Words that stand inside many others: nothing, one letter, one or two hiragana."""
    for word in words:
        if not all(word.split("…")):
            yield Fault(loc, "vocabulary.too_short", {"words": word})
        if _marked(word) or _only_katakana(word):
            continue
        plain = key(word)
        kana = all("ぁ" <= char <= "ん" for char in plain)
        if not plain or (len(plain) <= _SHORT and kana) or (len(plain) == 1 and not "一" <= plain <= "龥"):
            yield Fault(loc, "vocabulary.too_short", {"words": word})


def _compared(word: str) -> str:
    return word if _marked(word) else key(word)


def _marked(word: str) -> bool:
    return any(mark in word for mark in "{*…")


def _only_katakana(word: str) -> bool:
    return 0 < len(word) <= _SHORT + 1 and all("ァ" <= char <= "ー" for char in word)


def _contradictions(vocabulary: Vocabulary) -> Iterator[Fault]:
    """The same word with two meanings of one table; words in ``also`` mean both on purpose."""
    for table, entries in vocabulary.entries.items():
        first: dict[tuple[str, str], tuple[object, int]] = {}
        for index, entry in enumerate(entries):
            meanings = _meanings(entry)
            for word, kind in product(entry.words, meanings):
                for spelling in vocabulary.expand(word) if table in _WHOLE else (word,):
                    other, where = first.setdefault((kind, _compared(spelling)), (meanings[kind], index))
                    if other != meanings[kind] and word not in entry.also:
                        args = {"words": spelling, "number": str(where + 1)}
                        yield Fault((table, index, "words"), "vocabulary.contradiction", args)


def _meanings(entry: Entry) -> Mapping[str, object]:
    """What the words stand for, by what they are compared with: a title is no rival of a qualification."""
    if isinstance(entry, Name):
        return {entry.kind: (entry.same, frozenset(entry.means), entry.detail)}
    if isinstance(entry, Work):
        return {"work": frozenset(map(role_of, entry.means))}
    if isinstance(entry, Outside):
        return {"outside": (entry.kind, entry.detail)}
    return {"": getattr(entry, "command", "")}
