"""Nothing that the bot can say uses a word of the never-say list; the checker itself is checked."""

from collections.abc import Iterator

import pytest

from bot import vocabulary
from bot.content import DIALOGS, NEVER_SAY, VOCABULARY
from bot.never_say import NeverSay
from bot.parsing import parse
from tests.support.flow import CONTENT, WORDING

RULES = NeverSay.read(NEVER_SAY)


def said() -> Iterator[tuple[str, str]]:
    """Words that reach people, with where they stand; quotes of the standard are its own."""
    yield from ((f"labels.{name}", label) for name, label in WORDING.labels.items())
    for clause in CONTENT.standard:
        yield from ((clause.id, text) for text in (clause.plain, clause.note) if text)
    for loc, text in vocabulary.said(parse(VOCABULARY, "vocabulary.toml")):
        yield ".".join(map(str, loc)), text


def test_labels_vocabulary_and_rewordings_never_say_it() -> None:
    assert [(where, found) for where, text in said() for found in RULES.in_text(text)] == []


def test_dialogs_never_say_it() -> None:
    files = sorted(path for suffix in ("*.toml", "*.j2") for path in DIALOGS.rglob(suffix))
    assert len(files) > 10
    assert [p for path in files for p in RULES.in_lines(path.read_text(encoding="utf-8"), path.name)] == []


@pytest.mark.parametrize(
    "words",
    ["最適", "必須", "総務省推奨", "適法", "年収は800万円", "意識が低い", "若手", "AIが判定", "あなただけが見られます"],
)
def test_a_planted_word_is_found_with_its_line_and_reason(words: str) -> None:
    (problem,) = RULES.in_lines(f"はじめに。\nこの人は{words}です。\n", "planted.j2")
    assert (problem.code, problem.file, problem.at) == ("content.never_said", "planted.j2", "line 2")
    assert problem.args["words"] in words
    assert problem.args["why"]


def test_comments_for_reviewers_and_the_fixed_denial_are_passed_over() -> None:
    text = "# 必須は使わない\n標準は「望ましい」要件を示すもので、必須条件ではありません。\n"
    assert list(RULES.in_lines(text, "fine.toml")) == []
