"""What is wrong with a vocabulary is found with its place; the shipped one has nothing wrong."""

import re
from collections.abc import Mapping
from random import Random

import pytest

from bot.content import load
from bot.keys import key, keyed
from bot.search import Search
from bot.vocabulary import Command, Name, Outside, Topic, Vocabulary, Work
from bot.vocabulary_checks import PATTERNS, dead_ids, faults

CONTENT = load()
KNOWN = {*CONTENT.standard.clauses, *CONTENT.standard.by_id}
WHY = "試し"


def vocabulary(**parts: object) -> Vocabulary:
    """A vocabulary of a few entries with the shipped patterns."""
    return Vocabulary.model_validate({"patterns": CONTENT.search.vocabulary.patterns} | parts)


def found(given: Vocabulary) -> list[tuple[str, str]]:
    all_faults = (*dead_ids(given.model_dump(), KNOWN), *faults(given))
    return [(fault.code.removeprefix("vocabulary."), ".".join(map(str, fault.loc))) for fault in all_faults]


def test_the_shipped_vocabulary_is_sound() -> None:
    assert found(CONTENT.search.vocabulary) == []


def test_all_faults_are_found_at_once() -> None:
    names = (Name(words=("PMP",), kind="qualification", means=("project_manager.qualification.pmpp",), why="略称"),)
    works = (Work(words=("選ぶ", "選ぶ"), means=("project_manager.duty.2",), name="事業者を選ぶ"),)
    assert found(vocabulary(names=names, works=works)) == [
        ("dead_id", "names.0.means.0"),
        ("no_reason", "works.0.why"),
        ("twice", "works.0.words"),
    ]


def test_a_plain_word_has_the_key_that_any_word_has() -> None:
    words = [
        word for entries in CONTENT.search.vocabulary.entries.values() for entry in entries for word in entry.words
    ]
    chance = Random(5)
    letters = "アイカガーーヶ二口工かんゔ窓口々AzZ09"
    words += ["".join(chance.choices(letters, k=chance.randint(0, 7))) for _ in range(20_000)]
    for word in words:
        assert key(word) == keyed(word).text.replace("。", "").replace("、", ""), word


@pytest.mark.parametrize("other", ["ﾍﾞﾝﾀﾞｰ選び", "べんだー選び", "ベンダ 選び"])
def test_spellings_that_are_read_as_one_are_repeated_words(other: str) -> None:
    work = Work(words=("ベンダー選び", other), means=("project_manager.duty.2",), name="選ぶ", why=WHY)
    assert found(vocabulary(works=(work,))) == [("twice", "works.0.words")]


@pytest.mark.parametrize("word", ["な", "ない", "x", "！", "ﾅｲ"])
def test_a_word_that_stands_inside_many_others_is_too_short(word: str) -> None:
    assert found(vocabulary(topics=(Topic(words=(word,), why=WHY),))) == [("too_short", "topics.0.words")]


@pytest.mark.parametrize("word", ["紙", "カレー", "PM", "ない…{group}"])
def test_a_kanji_a_katakana_word_and_words_with_others_are_long_enough(word: str) -> None:
    topic = Topic(words=(word, "{group}"), why=WHY)
    assert found(vocabulary(topics=(topic,), groups={"group": ("事",)})) == []


def test_a_command_is_typed_alone_and_may_be_short() -> None:
    assert found(vocabulary(commands=(Command(words=("前",), command="back", why=WHY),))) == []


def test_unknown_and_unused_groups_are_found() -> None:
    topic = Topic(words=("{vender}選び",), why=WHY)
    assert found(vocabulary(topics=(topic,), groups={"vendor": ("業者",)})) == [
        ("no_group", "topics.0.words"),
        ("dead_group", "groups.vendor"),
    ]


def test_one_word_with_two_meanings_is_a_contradiction_unless_both_are_intended() -> None:
    means = "service_designer.skill.data_use", "producer.skill.technology_and_data"
    entries = [Name(words=("データの活用",), kind="skill", means=(clause,), why=WHY) for clause in means]
    assert found(vocabulary(names=entries)) == [("contradiction", "names.1.words")]
    intended = entries[1].model_copy(update={"also": ("データの活用",)})
    assert found(vocabulary(names=[entries[0], intended])) == []


def test_a_title_that_is_also_a_qualification_is_no_contradiction() -> None:
    title = Name(words=("PM",), kind="title", means=("project_manager.title.project_manager",), why=WHY)
    exam = Name(words=("PM",), kind="qualification", means=("project_manager.qualification.pmp",), why=WHY)
    assert found(vocabulary(names=(title, exam))) == []


@pytest.mark.parametrize(
    ("table", "entries"),
    [
        (
            "works",
            [
                Work(words=("運用",), means=("engineer.duty.4",), name="運用する", why=WHY),
                Work(words=("運用",), means=("project_manager.duty.1",), name="管理する", why=WHY),
            ],
        ),
        (
            "outside",
            [
                Outside(words=("任期",), kind="not_fixed", detail="任期", why=WHY),
                Outside(words=("任期",), kind="greeting", why=WHY),
            ],
        ),
        (
            "commands",
            [
                Command(words=("{of}から",), command="restart", why=WHY),
                Command(words=("最初から",), command="back", why=WHY),
            ],
        ),
    ],
)
def test_contradictions_are_found_in_every_table(table: str, entries: list[object]) -> None:
    groups = {"of": ("最初",)} if table == "commands" else {}
    assert found(vocabulary(groups=groups, **{table: entries})) == [("contradiction", f"{table}.1.words")]


def test_missing_unused_and_broken_patterns_are_found() -> None:
    patterns = {name: words for name, words in CONTENT.search.vocabulary.patterns.items() if name != "refused"}
    broken = vocabulary(patterns=patterns | {"refuse": ("不要",), "done": ("済み(", "[[い]")})
    assert found(broken) == [
        ("dead_pattern", "patterns.refuse"),
        ("no_pattern", "patterns.refused"),
        ("bad_pattern", "patterns.done.0"),
        ("bad_pattern", "patterns.done.1"),
    ]


class _Asked(dict[str, tuple[str, ...]]):
    """The patterns of a vocabulary, which keeps the names it was asked for."""

    def __init__(self, patterns: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(patterns)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        self.asked.add(name)
        return super().__getitem__(name)


def test_the_patterns_that_must_be_there_are_those_that_the_search_reads() -> None:
    patterns = _Asked(CONTENT.search.vocabulary.patterns)
    Search(CONTENT.standard, CONTENT.search.vocabulary.model_copy(update={"patterns": patterns}))
    assert sorted(patterns.asked) == PATTERNS.split()


def test_patterns_over_keys_hold_no_katakana_which_no_key_has() -> None:
    raw = {"aim_again", "aim_number", "aim_before", "aim_instead", "aim_look"}
    over_keys = {name: words for name, words in CONTENT.search.vocabulary.patterns.items() if name not in raw}
    katakana = [(name, word) for name, words in over_keys.items() for word in words if re.search("[ァ-ヶ]", word)]
    assert katakana == []
