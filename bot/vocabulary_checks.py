"""What is wrong with a vocabulary: dead ids, missing reasons, repeated, unsafe or contradicting words, bad patterns."""

import re
import warnings
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import product

from bot.keys import key
from bot.raw import Fault, Loc, tables, texts
from bot.standard import role_of
from bot.vocabulary import Entry, Name, Outside, Vocabulary, Work

PATTERNS = """
able absent absent_asked absent_but act acted acting aided aim_again aim_before aim_instead aim_look aim_number
alike argument as_certificate aside asked_of asks asks_end at_a_loss attribute before belongs besides both break
by_us called certificate certificate_code certificate_noun certified choice_after choice_before choice_join
choice_unit column_aside column_head coming command_before compare confused contrast count_name count_unit
credited cry cv_end cv_line denied described describes directly done each engaged engaging equal examined
excepted experience_asked experience_joint experience_said experience_word experienced fewest field_named
figure_printed first first_after first_inside fits_us focus former framed framework gone happened has_column
has_group heard held_against helpless hired holder idle_asked idle_behind idle_field idle_guess idle_more
idle_rank idle_unit in_common in_order is_not issued issued_else issuer item_end its_examination its_role itss
lament later later_after level_fits level_from level_guess level_least level_printed level_short level_stated
level_to level_word likened listed_instead listing lookalike may measured mentioned most no_certificate
no_experience no_rank no_skill no_years not_asked not_had not_issued of_person office only only_held open_post
order order_of outdated part_of past people permission plain_prefix plea pointing polite post_alone post_behind
post_rank pronoun question range_end recorded referred refused resident role_guess role_itself role_place
role_topic same_title skill_asked skill_joint skill_said skill_word sought speaking speaks stated subject
subject_end suffered summons then this_one this_one_of_two title_asked told told_of uiss unfixed_days
unfixed_duty unfixed_form unfixed_order unfixed_source unfixed_term unmoved versed what_is which_role whom
wished year year_about year_experience year_loose young
"""
"""The names of the patterns that the search reads; others are dead."""

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
    read = PATTERNS.split()
    for name in sorted(vocabulary.patterns.keys() ^ read):
        code = "vocabulary.no_pattern" if name in read else "vocabulary.dead_pattern"
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
