"""The reviewed words of ``data/vocabulary.toml``: names, works, topics, commands, outside words, with reasons.

Words are compared by their ``key``. ``{group}`` inside a word stands for every word of that group, so one line covers a
whole family of titles; ``…`` in a work joins parts that stand near each other in any order (``業者…選ぶ``).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.raw import Loc, tables, text, texts

_LOOKALIKES = str.maketrans("二一口力卜工夕才", "ニーロカトエタオ")
_GROUP = re.compile(r"\{(\w+)\}")
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

    Every string has a key: NUL, lone surrogates, emoji and direction marks are dropped.
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


def pieces(word: str) -> tuple[str, ...]:
    """``word`` cut at its groups: ``全庁{field}{rank}`` is 全庁, ``{field}``, ``{rank}``; ``*`` is a piece too."""
    return tuple(piece for piece in re.split(r"(\{\w+\}|\*)", word) if piece)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Frozen):
    """Words that mean the same, and the reason why they may. ``why`` is for reviewers and never shown.

    ``also``: those of the words that another entry of the same kind means otherwise, on purpose.
    """

    words: tuple[str, ...] = Field(min_length=1)
    why: str = ""
    also: tuple[str, ...] = ()


class Name(Entry):
    """A name of something in the standard (``means``: clause ids), or a title it does not print (role ids).

    ``same = false``: the standard does not list it, and ``means`` are the nearest listed names. A title with empty
    ``means`` says nothing about the work. ``name`` is shown; the first word when it is empty. ``everyday`` words count
    only when the text asks for a skill or an experience.
    """

    kind: Literal["title", "qualification", "skill", "experience", "role"]
    means: tuple[str, ...] = ()
    same: bool = True
    name: str = ""
    detail: str = ""
    everyday: bool = False


class Work(Entry):
    """A work in everyday words and the duty clauses it stands for. ``name`` is shown.

    ``firm``: stays a work of digital government beside words of another field (道路 …). ``weak``: counts only when no
    other work is named. ``noun``: names a thing, and counts only when something is to be done about it. ``trouble``:
    only tells what is wrong, and counts only before a wish to act on it. ``listed``: a bare noun (開発) that is a work
    only in a list with others.
    """

    means: tuple[str, ...] = Field(min_length=1)
    name: str = Field(min_length=1)
    firm: bool = False
    weak: bool = False
    noun: bool = False
    trouble: bool = False
    listed: bool = False


class Topic(Entry):
    """What a text is about; it names no role."""

    weak: bool = False


class Command(Entry):
    """A typed command word of a dialog."""

    command: str = Field(min_length=1)


class Outside(Entry):
    """Words that are no need, title or credential: greetings, what the standard does not fix, other fields.

    ``whole``: only when nothing else of weight stands in the text.
    """

    kind: str = Field(min_length=1)
    detail: str = ""
    whole: bool = False


class Appointment(Entry):
    """Names that ask for a form of employment or a route when nothing else is typed. ``asks``: its id, or ``all``."""

    asks: str = Field(min_length=1)


class Vocabulary(_Frozen):
    """All reviewed words. ``groups`` are families of words that others use, ``cues`` the wording of questions.

    ``patterns`` are the words around others, as alternatives of a regular expression over a key;
    ``readings`` the kana of words that are also typed without kanji; ``spoken`` turns spoken forms (patterns over a
    key) into written ones of the same length.
    """

    groups: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    readings: Mapping[str, str] = Field(default_factory=dict)
    spoken: Mapping[str, str] = Field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    names: tuple[Name, ...] = ()
    works: tuple[Work, ...] = ()
    topics: tuple[Topic, ...] = ()
    commands: tuple[Command, ...] = ()
    outside: tuple[Outside, ...] = ()
    appointments: tuple[Appointment, ...] = ()

    def expand(self, word: str) -> tuple[str, ...]:
        """Every spelling of ``word``: ``{group}`` replaced by each word of the group; unknown groups stay."""
        parts = _GROUP.split(word)
        choices: list[Sequence[str]] = []
        for place, part in enumerate(parts):
            choices.append(self.groups.get(part, (f"{{{part}}}",)) if place % 2 else (part,))
        return tuple("".join(chosen) for chosen in product(*choices))

    def either(self, name: str) -> str:
        """The pattern ``name`` as one group of a regular expression."""
        return f"(?:{'|'.join(self.patterns[name])})"

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern ``name`` by itself."""
        return re.compile(self.either(name))

    @cached_property
    def entries(self) -> Mapping[str, Sequence[Entry]]:
        """The entries by the name of their table in the file."""
        return {
            "names": self.names,
            "works": self.works,
            "topics": self.topics,
            "commands": self.commands,
            "outside": self.outside,
            "appointments": self.appointments,
        }


TABLES = ("names", "works", "topics", "commands", "outside")


def said(vocabulary: object) -> Iterator[tuple[Loc, str]]:
    """What people read of a raw vocabulary, with its place: names, details and reasons, not the words they type.

    A name that is not given is the first word.
    """
    for table in TABLES:
        for index, entry in tables(vocabulary, table):
            for name in ("name", "detail", "why"):
                yield (table, index, name), text(entry, name)
            if table == "names" and not text(entry, "name"):
                yield from (((table, index, "words", k), word) for k, word in list(texts(entry, "words"))[:1])
