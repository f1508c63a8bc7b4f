"""The shipped words on buttons and in questions fit where Slack and phones show them."""

import unicodedata

from tests.support.flow import CONTENT, WORDING


def width(text: str) -> float:
    """In full-width characters; a Latin letter counts half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def test_words_on_buttons_are_at_most_eight_full_width_characters() -> None:
    beside = ("home_", "_title", "_text")
    labels = {n: label for n, label in WORDING.labels.items() if not (n.startswith(beside) or n.endswith(beside))}
    long = {name for name, label in labels.items() if width(label) > 8}
    assert long == {"this_need", "none_or_unknown"}, "the one says what goes along, the other is an option"


def test_options_are_short_and_told_apart_by_their_words() -> None:
    for question, options in CONTENT.consult.dialog.options.items():
        texts = [option.text for option in options]
        assert len(set(texts)) == len(texts), question
        assert all(width(text) <= 25 for text in texts), question


def test_works_have_short_names_of_their_own() -> None:
    shorts = [option.short for option in CONTENT.consult.dialog.works.values()]
    assert None not in shorts
    assert len(set(shorts)) == len(shorts)
