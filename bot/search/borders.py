"""Where words and sentences end in a text: particles that take a place, letters that only look like a name's end."""

from bot.search.lexicon import Hit, Words

_ABBREVIATED = 3
"""Letters of the abbreviations (SD, PM, SE) that a blind stroke ends in as well."""
_FOCUS = ("も", "は", "すら", "さえ", "まで", "だけは", "だけでも", "くらいは", "ぐらいは", "なども")
"""Particles that take the place of を."""
_PARTICLES = "のはをがにでともやかうなば"


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences begin and end that hold the stretch from ``start`` to ``end``."""
    behind = text.find("。", end)
    return text.rfind("。", 0, start) + 1, behind if behind >= 0 else len(text)


def struck(words: Words, hit: Hit, cues: frozenset[str]) -> bool:
    """Whether a Latin abbreviation only ends keys struck blindly (「ｋｊｈｇふぁｓｄ」), where nothing asks."""
    short = hit.length <= _ABBREVIATED and set(words.script[hit.start : hit.end]) == {"a"}
    before = words.text[hit.start - 1 : hit.start] if words.adjacent(hit.start) else ""
    return short and not cues and "ぁ" <= before <= "ん" and before not in _PARTICLES


def governed(word: str) -> tuple[str, ...]:
    """The words of a work with every particle that may stand in place of を (「方針まで立てたい」)."""
    thing, governs, verb = word.partition("を")
    if not (thing and governs and verb):
        return (word,)
    return word, *(thing + particle + verb for particle in _FOCUS)


def ragged(words: Words, hit: Hit) -> bool:
    """Whether the last letter of a katakana name is hiragana that goes on: no プログラムマー in 「プログラムまで」."""
    return words.script[hit.end - 2 : hit.end + 1] == "khh"


def runs_out(hit: Hit, name: Hit) -> bool:
    """Whether ``hit`` begins with the end of a name: no とは in 「アーキテクトは」."""
    return name.start < hit.start < name.end < hit.end
