"""Words that the bot never says (``data/never_say.toml``), and where content uses one of them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from bot.problem import Problem

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
            raise ValueError("a rule has either words or a pattern")
        return self

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """What to look for."""
        return re.compile(self.pattern or "|".join(map(re.escape, self.words)))


class NeverSay(_Frozen):
    """All rules; ``allowed`` sentences are passed over."""

    allowed: tuple[str, ...]
    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, path: Path) -> "NeverSay":
        """The rules in a file."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(allowed=data["allowed"], rules=data["rule"])

    def in_text(self, text: str) -> Iterator[tuple[str, str]]:
        """Each offending piece of ``text`` with its reason."""
        for sentence in self.allowed:
            text = text.replace(sentence, "")
        for rule in self.rules:
            yield from ((found.group(), rule.why) for found in rule.expression.finditer(text))

    def in_files(self, files: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
        """Problems in files given with the name to show; comments are for reviewers and passed over."""
        for path, shown in files:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                said = "" if line.startswith("#") else _COMMENT.sub("", line)
                for words, why in self.in_text(said):
                    yield Problem("content.never_said", shown, f"line {number}", {"words": words, "why": why})
