"""From replies to sentences: nothing unescaped, nothing undefined, nothing of the user's that formats."""

from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from bot.content import DIALOGS
from bot.lookup import Lookup
from bot.replies import Failed, Found, Said, Topic
from bot.search import Finding, Kind, Match
from bot.wording import ECHO_LIMIT, Prose, Wording
from tests.support.flow import CONTENT, WORDING


def unlisted(words: str) -> Found:
    """A look-up of ``words``, which the standard does not list."""
    match = Match(words, (), (), printed=False, name=words)
    return Found(Finding(Kind.QUALIFICATION, (match,), unlisted=words), (), (), ())


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The shipped templates, copied to be changed."""
    for file in DIALOGS.rglob("*.*"):
        copy = tmp_path / file.relative_to(DIALOGS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return tmp_path


def failing(folder: Path, template: str) -> Wording:
    (folder / "_shared" / "failed.j2").write_text(f"{{% block text %}}{template}{{% endblock %}}", encoding="utf-8")
    return Wording(folder, CONTENT.standard, keep_days=30)


def test_the_users_words_are_escaped_and_quotes_stay_quotes() -> None:
    prose = WORDING.render(unlisted("<!channel> & \"試験\" 'A'"))
    assert "&lt;!channel&gt; &amp; \"試験\" 'A'" in prose.lead
    assert "<!channel> & \"試験\" 'A'" in prose.linear()


def test_formatting_marks_of_the_users_words_are_neutralised() -> None:
    lead = WORDING.render(unlisted("*太* _斜_ ~消~ `字`\n改行")).lead
    assert "＊太＊ ＿斜＿ ～消～ ｀字｀ 改行" in lead
    assert not set("*_~`") & set(lead)


def test_long_words_of_the_user_are_cut() -> None:
    lead = WORDING.render(unlisted("あ" * 100)).lead
    assert "あ" * (ECHO_LIMIT - 1) + "…" in lead
    assert "あ" * ECHO_LIMIT not in lead


def test_what_a_person_typed_comes_back_escaped_through_the_look_up() -> None:
    prose = WORDING.render(Lookup(CONTENT, lambda: date(2026, 11, 23)).answer("<b>ワイン検定</b> の資格"))
    assert not any("<" in getattr(prose, part) for part in ("text", "title", "lead", "body", "note"))


def test_an_undefined_name_raises(written: Path) -> None:
    with pytest.raises(UndefinedError):
        failing(written, "{{ r.no_such_thing }}").render(Failed("x"))


def test_none_raises_instead_of_being_printed(written: Path) -> None:
    with pytest.raises(ValueError, match="None"):
        failing(written, "{{ clauses.get('no such clause') }}").render(Failed("x"))


def test_every_topic_has_a_title_and_sentences() -> None:
    for topic in Topic:
        prose = WORDING.render(Said(topic))
        assert prose.title
        assert prose.lead
        assert prose.text == prose.title


def test_plain_undoes_escapes_and_bold_marks_alone() -> None:
    prose = Prose("t", body="*太字* 2 &lt; 3 * 4 &amp; 「*」")
    assert prose.plain("body") == "太字 2 < 3 * 4 & 「*」"
    assert prose.linear() == prose.plain("body")
