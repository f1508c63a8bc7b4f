"""Texts as they are compared: in NFKC and casefold, katakana as hiragana, without what no meaning depends on."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_LOOKALIKES = str.maketrans("二一口力卜工夕才", "ニーロカトエタオ")
_DASHES = "-‐‑‒–—―−ー─━"
_TILDES = "~〜∼-‐‑–−"
_NUMERALS = "一二三四五六七八九十"
_MARKS = "\u3099\u309a\uff9e\uff9f"
_ENDS = "。!?\n\r⏎"
_COMMAS = "、,"
_ASKED = ("ですか", "ますか", "せんか", "しょうか")
"""What makes a sentence of what a comma ends: 「どうなっていますか、経験は」."""
_BRACKETS = "()[]{}「」『』【】〈〉《》〔〕\"'"
_KEPT = "+#~ー"
_TRADE = "™℠Ⓡⓡ"
_NUMBERED = re.compile(
    r"(?<!^)(?<![\n\r。])(?:[(（【〔\[][0-9０-９一二三四五主従副ア-オa-eA-E][)）】〕\]]|[①-⑨](?=.)|(?<=[\s。、）)])(?:[2-9][)）.．](?=\s*[^\d\s])|・(?=\S)))"
    r"|(?<=[\s/／・、])[^\s。、：:()（）\d]{1,6}[：:](?=.)"
)
"""The number of an item, or its label (「主：設計　副：開発」): it begins a sentence of its own."""


@dataclass(frozen=True)
class Keyed:
    """A text as it is matched. ``starts[i]`` is the index in the given text of the i-th character of ``text``.

    ``text`` keeps 。 and 、 as the borders of sentences and clauses; ``key`` does not.
    """

    text: str
    starts: tuple[int, ...]
    source: str

    def typed(self, start: int, end: int) -> str:
        """The words from ``start`` to ``end`` of the key, as they were typed."""
        if start >= end:
            return ""
        stop = self.starts[end] if end < len(self.starts) else len(self.source)
        typed = self.source[self.starts[start] : stop].rstrip(" \t\r\n\u3000。、,.!?！？")
        return typed.rstrip("」』）)") if not re.search("[「『（(]", typed) else typed


@lru_cache(maxsize=16384)
def _fold(cluster: str) -> str:
    """One character with its voicing marks, folded; "" for what no match may depend on, " " for spaces."""
    if cluster in _TRADE:
        return ""
    kept = []
    for char in unicodedata.normalize("NFKC", cluster).casefold():
        if char in _ENDS:
            kept.append("。")
        elif char in _COMMAS:
            kept.append("、")
        elif char in _BRACKETS:
            kept.append(" ")
        elif char.isalnum() or char in _KEPT or char in _DASHES or char in _TILDES or char.isspace():
            kept.append(" " if char.isspace() else char)
    return "".join(kept)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    index = 0
    while index < len(text):
        stop = index + 1
        while stop < len(text) and text[stop] in _MARKS:
            stop += 1
        yield index, text[index:stop]
        index = stop


def _katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ"


def _figure(char: str) -> bool:
    return char.isdigit() or (char != "" and char in _NUMERALS)


def _long_or_range(before: str, char: str, after: str) -> str:
    """A dash between kana is ー (dropped at the end of a word), between figures ``~``, elsewhere nothing."""
    if _figure(before) and _figure(after) and char in _TILDES:
        return "~"
    if char not in _DASHES or not (_katakana(before) or "ぁ" <= before <= "ゖ"):
        return ""
    return "ー" if _katakana(after) else ""


def _following(folded: Sequence[tuple[int, str]], place: int) -> str:
    """The character right after ``place``; a mark that is dropped parts words (サービスデザイナー／エンジニア)."""
    return folded[place + 1][1] if place + 1 < len(folded) and folded[place + 1][0] <= folded[place][0] + 1 else ""


def _katakana_for_kanji(folded: Sequence[tuple[int, str]], place: int) -> tuple[int, str]:
    """The character at ``place``; 二 between katakana is the ニ it was meant to be (エンジ二ア)."""
    index, char = folded[place]
    if char not in "二一口力卜工夕才" or not 0 < place < len(folded) - 1:
        return index, char
    between = _katakana(folded[place - 1][1]) and _katakana(folded[place + 1][1])
    return (index, char.translate(_LOOKALIKES)) if between else (index, char)


def keyed(text: str) -> Keyed:
    """``text`` in NFKC and casefold, katakana as hiragana, without spaces, marks and the final ー of a word.

    A comma that ends a question (「ですか、」) ends a sentence. Every string has a key: NUL, lone surrogates, emoji and
    direction marks are dropped.
    """
    items = {found.start() for found in _NUMBERED.finditer(text)}
    folded = [
        (index, char)
        for index, cluster in _clusters(text)
        for char in (("。" if index in items else "") + _fold(cluster))
    ]
    folded = [_katakana_for_kanji(folded, place) for place in range(len(folded))]
    out: list[str] = []
    starts: list[int] = []
    before = ""
    for place, (index, char) in enumerate(folded):
        kept = char
        if char in _DASHES or char in _TILDES:
            kept = _long_or_range(before, char, _following(folded, place))
        before = char if char not in _DASHES else before
        if kept == "、" and "".join(out[-4:]).endswith(_ASKED):
            kept = "。"
        if kept and kept != " ":
            out.append(chr(ord(kept) - 0x60) if _katakana(kept) and kept <= "ヶ" else kept)
            starts.append(index)
    return Keyed("".join(out), tuple(starts), text)


def key(text: str) -> str:
    """``text`` as it is compared: see ``keyed``; without the borders of sentences, too."""
    if _PLAIN.fullmatch(text) and not _BY_NEIGHBOURS.search(text):
        return _UNHEARD.sub("", text).translate(_HIRAGANA).lower()
    return keyed(text).text.replace("。", "").replace("、", "")


_PLAIN = re.compile("[ぁ-ゖァ-ヶー一-龥々A-Za-z0-9]*")
_BY_NEIGHBOURS = re.compile("ーー|[ァ-ヶ][二一口力卜工夕才][ァ-ヶ]")
_UNHEARD = re.compile("(?<![ァ-ヶぁ-ゖ])ー|ー(?![ァ-ヶ])")
_HIRAGANA = str.maketrans(
    "ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ",
    "ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ",
)
"""Most words are typed plainly, and thousands are keyed at the start: these have the key that ``keyed`` gives them."""


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the ``words`` in a key, the longest first."""
    return f"(?:{'|'.join(sorted(map(key, words), key=len, reverse=True))})"
