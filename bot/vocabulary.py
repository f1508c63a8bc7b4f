"""The reviewed words of ``data/vocabulary.toml``: names, works, topics, commands, outside words, with reasons.

Words are compared by their ``keys.key``. ``{group}`` in a word stands for every word of that group, so one line covers
a whole family of titles; ``…`` in a work joins parts that stand near each other in any order (``業者…選ぶ``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.raw import Loc, tables, text, texts

_GROUP = re.compile(r"\{(\w+)\}")


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
