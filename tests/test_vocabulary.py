"""What is wrong with a vocabulary is found with its place; the shipped one has nothing wrong."""

from bot.content import VOCABULARY, load
from bot.vocabulary import Name, Vocabulary, Work, problems

STANDARD = load().standard


def found(vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    return [(p.code, p.at, p.args["words"]) for p in problems(vocabulary, STANDARD, VOCABULARY.name)]


def test_the_shipped_vocabulary_is_sound() -> None:
    assert found(load().vocabulary) == []


def test_dead_ids_missing_reasons_and_repeated_words_are_found_all_at_once() -> None:
    names = (Name(words=("PMP",), kind="qualification", means=("project_manager.qualification.pmpp",), why="略称"),)
    works = (Work(words=("選ぶ", "選ぶ"), means=("project_manager.duty.2",), name="事業者を選ぶ"),)
    assert found(Vocabulary(names=names, works=works)) == [
        ("vocabulary.dead_id", "names.1.means", "PMP"),
        ("vocabulary.no_reason", "works.1.why", "選ぶ"),
        ("vocabulary.twice", "works.1.words", "選ぶ"),
    ]
