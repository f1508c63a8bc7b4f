"""Words that the bot never says (``data/never_say.toml``), and where content uses one of them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.problem import Problem
from bot.raw import Fault, Loc

_COMMENT = re.compile(r"\{#.*?#\}")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Frozen):
    """Words, or a pattern, with the reason shown to whoever wrote them."""

    words: tuple[str, ...] = ()
    pattern: str = ""
    why: str

    @model_validator(mode="after")
    def _either(self) -> "Rule":
        if bool(self.words) == bool(self.pattern):
            raise PydanticCustomError("never_say.either", "a rule has either words or a pattern")
        try:
            re.compile(self.pattern)
        except (re.error, RecursionError, OverflowError):
            raise PydanticCustomError("never_say.pattern", "{words}", {"words": self.pattern}) from None
        return self

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """What to look for."""
        return re.compile(self.pattern or "|".join(map(re.escape, self.words)))


class NeverSay(_Frozen):
    """All rules; ``allowed`` sentences are passed over."""

    allowed: tuple[str, ...]
    rules: tuple[Rule, ...] = Field(alias="rule")

    @classmethod
    def read(cls, path: Path) -> "NeverSay":
        """The rules in a file that is known to be sound."""
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    def in_text(self, text: str) -> Iterator[tuple[str, str]]:
        """Each offending piece of ``text`` with its reason."""
        for sentence in self.allowed:
            text = text.replace(sentence, "")
        for rule in self.rules:
            yield from ((found.group(), rule.why) for found in rule.expression.finditer(text))

    def in_values(self, said: Iterable[tuple[Loc, str]]) -> Iterator[Fault]:
        """Faults in texts that are given with their places."""
        for loc, text in said:
            for words, why in self.in_text(text):
                yield Fault(loc, "content.never_said", {"words": words, "why": why})

    def in_lines(self, text: str, file: str) -> Iterator[Problem]:
        """Problems in the lines of a file; comments are for reviewers and passed over."""
        for number, line in enumerate(text.split("\n"), 1):
            said = "" if line.startswith("#") else _COMMENT.sub("", line)
            for words, why in self.in_text(said):
                yield Problem("content.never_said", file, f"line {number}", {"words": words, "why": why})
