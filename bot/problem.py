"""Errors in content and settings as values; the sentences for them stand in ``dialogs/_shared/problems.toml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing to mend: ``code`` names the sentence and its remedy, ``args`` fills it.

    ``file`` is the file's name as the user gave it, ``at`` the key path inside it (``question[wish].option[2].cites``:
    an id in brackets, or the position counted from 1; see ``bot.raw.place``) or ``line 12`` where the text itself is
    at fault; both are empty where they mean nothing.
    """

    code: str
    file: str = ""
    at: str = ""
    args: Mapping[str, str] = field(default_factory=dict)


def once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each of ``problems`` the first time it comes; their ``args`` make them no members of a set."""
    found: list[Problem] = []
    for problem in problems:
        if problem not in found:
            found.append(problem)
    return tuple(found)


class ContentError(Exception):
    """Content that must not be served. ``problems`` lists every one that was found, never only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problem(s), first: {problems[0]}")
        self.problems = problems
