"""Names that only stand beside the one that is asked about, in every way of asking; computed from the standard.

The frames are ways to ask that real texts showed, as in ``test_names_composed``.
"""

from collections.abc import Iterator
from itertools import permutations, product

import pytest

from bot.search import Kind
from tests.understanding.test_names_composed import SEARCH, STANDARD, Case, all_names, answered, printing

LACKING = (
    "{a}は載っているが{b}は載っていない役割は",
    "{a}が書いてあって{b}が書いてないのはどの役割",
    "{a}は挙がっているのに{b}は挙がっていない役割を知りたい",
    "{a}は載せているけど、{b}は載せていない。そういう役割はどれになりますか。",
    "{b}は載っていないけれど{a}は載っている役割は",
)
NEITHER = ("{a}も{b}も載っていない役割は", "{a}と{b}が載っていない役割はどれ")
EXCEPTED = (
    "{role}以外で{a}が載っている役割は",
    "{a}を{role}のほかに載せている役割はどれ",
    "{role}を除くと、{a}が載っているのはどの役割",
    "{a}が載っていて{role}ではない役割は",
)
HOLDERS = (
    "{a}は{title}が取る資格ですか。どの役割の欄？",
    "{a}の試験が要るのは{title}ですか、それとも別の役割ですか",
    "{a}の試験に受かった{title}がいます。どの役割の資格ですか",
    "{title}ですが、{a}の試験に合格しています。資格としてはどの役割？",
    "{title}向けの資格ですか、{a}は",
)
POINTED = {
    "{a}と{b}は別物ですよね。前者はどの役割のスキル？": 0,
    "{a}と{b}、前のほうはどの役割のスキルですか": 0,
    "{a}と{b}を混同していました。後者が載っている役割は": 1,
    "{a}と{b}。スキルとして、後のほうはどの役割？": 1,
    "{a}と{b}、{b}のほうはどの役割のスキルですか": 1,
    "{a}と{b}、{a}はどの役割のスキルですか": 0,
}
RANGES = (
    "レベル三〜四",
    "レベル3か、レベル4",
    "レベル3以上4以下",
    "レベル3+4",
    "L3〜L4相当",
    "レベル3－4",
    "レベル 3 ～ 4",
)
RANGED = ("{}はどの役割", "{}と書いてあるのは", "{}の人はどの役割に当たりますか", "{}を求めている役割は？")
ADMINISTERED = (
    "{}の合格率はどれくらいですか",
    "{}の受験料は",
    "次の{}の試験日いつ",
    "{}の参考書でおすすめは",
    "{}の勉強法を教えて",
)
LEVELS = {
    "レベル3は書いてあるけど4は書いてない役割はどれですか": (3, 4),
    "レベル4だけで、3は出てこないのはどれ": (4, 3),
    "レベル4はあるがレベル3はない役割": (4, 3),
}


def _lacking() -> Iterator[Case]:
    """Roles that list the first and not the second name."""
    for frame, (a, b) in product(LACKING, permutations(all_names("skill"), 2)):
        roles = tuple(role for role in printing("skill", a) if role not in printing("skill", b))
        if roles:
            yield frame.format(a=a, b=b), Kind.SKILL, roles


def _neither() -> Iterator[Case]:
    """Roles that list none of two names."""
    for frame, (a, b) in product(NEITHER, permutations(all_names("skill"), 2)):
        listing = {*printing("skill", a), *printing("skill", b)}
        roles = tuple(role.id for role in STANDARD.roles if role.id not in listing)
        if roles:
            yield frame.format(a=a, b=b), Kind.SKILL, roles


def _excepted() -> Iterator[Case]:
    """The other roles that list a name, where one that does is left out."""
    for frame, name, role in product(EXCEPTED, all_names("skill"), STANDARD.roles):
        listing = printing("skill", name)
        if role.id in listing:
            yield frame.format(a=name, role=role.name), Kind.SKILL, tuple(one for one in listing if one != role.id)


def _holders() -> Iterator[Case]:
    """The role of a certificate, not that of the title of whoever holds it."""
    roles = {role.name for role in STANDARD.roles}
    fields = {name for clause in STANDARD for name in clause.fields}
    titles = [title for title in all_names("title") if title not in roles | fields]
    for frame, name, title in product(HOLDERS, all_names("qualification"), titles):
        yield frame.format(a=name, title=title), Kind.QUALIFICATION, printing("qualification", name)


def _pointed() -> Iterator[Case]:
    for (frame, which), names in product(POINTED.items(), permutations(all_names("skill"), 2)):
        yield frame.format(a=names[0], b=names[1]), Kind.SKILL, printing("skill", names[which])


def _levels() -> Iterator[Case]:
    printed = [(clause.role, clause.lowest, clause.highest) for clause in STANDARD if clause.lowest is not None]
    exact = STANDARD.ordered(role for role, low, high in printed if (low, high) == (3, 4))
    for frame, words in product(RANGED, RANGES):
        yield frame.format(words), Kind.QUALIFICATION, exact
    for text, (held, lacked) in LEVELS.items():
        holding = {role for role, low, high in printed if low <= held <= (high or 0)}
        lacking = {role for role, low, high in printed if low <= lacked <= (high or 0)}
        yield text, Kind.QUALIFICATION, STANDARD.ordered(holding - lacking)


COMPOSED = {
    "listed and not listed": _lacking(),
    "none of two": _neither(),
    "all roles but one": _excepted(),
    "holders of certificates": _holders(),
    "one of two": _pointed(),
    "levels": _levels(),
}


@pytest.mark.parametrize("what", COMPOSED)
def test_only_what_is_asked_about_counts(what: str) -> None:
    answered(COMPOSED[what])


def test_how_somebody_comes_by_a_certificate_is_no_question_of_the_standard() -> None:
    texts = [frame.format(name) for frame, name in product(ADMINISTERED, all_names("qualification"))]
    answers = {text: SEARCH.understand(text) for text in texts}
    assert {text for text, found in answers.items() if found.kind is not Kind.NONE} == set()
