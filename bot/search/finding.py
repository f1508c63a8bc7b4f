"""What a text was found to ask, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a text asks by; NONE is everything that names no role: greetings, help, other subjects."""

    TITLE = "title"
    QUALIFICATION = "qualification"
    SKILL = "skill"
    EXPERIENCE = "experience"
    ROLE = "role"
    NEED = "need"
    NONE = "none"


LISTED = frozenset({Kind.QUALIFICATION, Kind.SKILL, Kind.EXPERIENCE})
"""What the columns of the standard list, beside titles."""


@dataclass(frozen=True)
class Match:
    """One fact that was recognised.

    ``words`` are the user's, as typed; ``clauses`` what they stand for, in printed order (none for names that are not
    listed); ``printed``: an exact printed spelling or a reviewed alias of one, False for the bot's own view and for
    works in everyday words; ``asked``: the column asked of a role that was named (qualification, skill …).
    """

    words: str
    clauses: tuple[str, ...]
    roles: tuple[str, ...]
    printed: bool
    name: str
    asked: str = ""


@dataclass(frozen=True)
class Finding:
    """The answer to a text. ``roles``: for a need best first, else in the standard's order.

    ``clarify``: the bot asks back, and ``roles`` holds the candidates, none or at least two. ``outside`` and ``detail``
    say more about a text without a role; ``unlisted`` is a name the standard does not list, as typed, and ``near`` the
    clauses of the nearest listed names, which are not the same. ``excepted``: the roles that list it as well, which the
    question leaves out (「エンジニア以外で」).
    """

    kind: Kind
    matches: tuple[Match, ...] = ()
    roles: tuple[str, ...] = ()
    clarify: bool = False
    outside: str = ""
    detail: str = ""
    near: tuple[str, ...] = ()
    unlisted: str = ""
    excepted: tuple[str, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """All clause ids of the matches, each once."""
        return tuple(dict.fromkeys(clause for match in self.matches for clause in match.clauses))
