"""Every printed name in every way of asking: the right answer is the set of roles that print it; none is listed here.

The frames are ways to ask that real texts showed; a frame that fails as such, or a name that no frame finds, takes away
more than ``LEAST`` allows.
"""

from collections.abc import Iterable, Iterator
from itertools import permutations, product

import pytest

from bot.content import load
from bot.search import Kind
from bot.search.facts import column
from bot.standard import Role
from bot.vocabulary import key

CONTENT = load()
STANDARD, SEARCH = CONTENT.standard, CONTENT.search
LEAST = 0.99
"""Share of the composed texts that are answered rightly."""
Case = tuple[str, Kind, tuple[str, ...]]

TITLE = (
    "{}はどの役割ですか",
    "「{}」という職を置きたいのですが、標準ではどの人材像に当たりますか。",
    "来年度から{}を置く予定です。外部人材スキル標準のどの役割に該当するでしょうか。",
    "名刺に{}とありました。どれでしょう",
    "{}さんって四つのうちどれになるんですか",
    "市長が{}を迎えたいと言っています。役割としてはどれですか",
)
QUALIFICATION = (
    "{}の資格って標準に載ってます？",
    "{}持ってる人が応募してきました。どの役割の資格欄にありますか",
    "資格は{}しかないのですが、どの役割に該当しますか",
    "応募者が{}に合格しています。標準ではどの役割の資格？",
    "{}の資格は要る？",
    "望ましい資格の欄に{}と書いてあるのは",
)
FIELD = (
    "{}の分野でレベル3相当と書いてあるのはどの役割",
    "ITSSの{}分野はどの役割",
    "スキルレベルの欄に{}の分野とあるのはどれ",
)
SKILL = (
    "{}はどの役割のスキル？",
    "{}が必要な役割はどれとどれ",
    "スキル要件に{}がある役割を全部教えて",
    "{}はプロデューサーのスキルですか",
    "要項のスキル欄に{}と書くなら、どの役割？",
)
APART = (
    "{b}ではなく{a}が載っている役割は",
    "{a}はどの役割に載っていますか。{b}との混同を避けたい。",
    "{a}が載っているのはどの役割ですか。{b}とは違う？",
    "{b}の話ではなくて、{a}が載っている役割を知りたい",
    "{b}は除いて、{a}の役割は",
    "「{a}」のほうです。{b}ではありません。どの役割のスキル？",
    "{b}と{a}は別の項目ですよね。{a}が載っているのはどこですか",
)
ABSENT = ("{}が載っていない役割は", "{}のスキルが要らないのはどの役割ですか", "{}を求めていない人材像はどれ")
TWO = ("{a}と{b}が載っている役割を教えてください", "{a}、{b}はどの役割に載っていますか", "{a}／{b}　役割")
BOTH = ("{a}と{b}の両方が載っている役割は", "{a}も{b}もスキル要件にある役割", "{a}と{b}が全て揃っている人材像はどれ？")
COLUMN = {
    "qualification": (
        "{}の資格は？",
        "{}を募集するとき資格欄に何と書けばいい？",
        "要項の「望ましい資格」欄を{}用に埋めたいのですが何を書けば…",
        "{}は何の試験に受かっていればいいですか",
    ),
    "skill": (
        "{}に必要なスキルを全部",
        "{}に備えることが望ましいスキルを要項へ転記したい",
        "資格ではなく、{}のスキルを知りたい",
        "{}はどんな能力が求められる？",
    ),
    "experience": (
        "{}の望ましい経験欄",
        "{}は資格欄が空だと聞いたので。望ましい経験はどう書かれていますか。",
        "{}のスキルではなく、望ましい経験を教えてください",
        "{}に求める職歴は",
    ),
}
ROLE = ("{}って何をする人？", "そもそも{}って何してくれる人なん", "{}という役割を庁内に説明したい", "{}　役割　全文")
ROLES = (
    "{a}と{b}の違い",
    "{a}／{b}　差異",
    "{a}と{b}、どこで線を引くんですか",
    "{a}と{b}の区別がわかりにくいです。違いは？",
)
BEFORE = (
    "お世話になっております。人事課の者です。",
    "DX推進計画を作り終えたところです。",
    "窓口の混雑に困っていて外部の人を検討中です。",
)
BEHIND = ("よろしくお願いします。", "根拠も教えてください。", "課長に説明する必要があります。")
QUOTE = (
    "「{0}」と書いてある{1}はどの役割",
    "{1}の欄に「{0}」とあるのはどの役割ですか",
    "「{0}」という文言がある望ましい{1}は",
)
LEVEL = (
    "レベル{}の記載があるのはエンジニアだけですか",
    "ITSSのレベル{}だけの人はプロデューサーでは足りませんか。レベル{}と書いてあるのはどの役割ですか。",
    "レベル{}と書いてあるのはどの役割",
    "ITSSレベル{}はどの役割",
    "スキルレベルが{}なのはどれ",
    "Lv.{} どの役割？",
)
YEARS = ("部長{}年。どの役割の経験を満たす？", "民間の情シスで課長を{}年やった人はどの役割に当てはまりますか")


def _printing(kind: str, name: str) -> tuple[str, ...]:
    """The roles whose text prints the name in that column."""
    return tuple(role.id for role in STANDARD.roles if name in _names(kind, role))


def _names(kind: str, role: Role) -> tuple[str, ...]:
    if kind == "field":
        return tuple(field for level in role.levels for field in level.fields)
    clauses = role.qualifications if kind == "qualification" else column(role, kind)
    return tuple(clause.name or clause.text for clause in clauses)


def _all(kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for role in STANDARD.roles for name in _names(kind, role)))


def _single(kind: str, frames: Iterable[str], asked: Kind) -> Iterator[Case]:
    for frame, name in product(frames, _all(kind)):
        yield frame.format(name), asked, _printing(kind, name)


def _pairs(frames: Iterable[str], wanted: str) -> Iterator[Case]:
    """Two skills in one text: the first alone, all roles of either, or those of both."""
    for frame, (a, b) in product(frames, permutations(_all("skill"), 2)):
        one, other = _printing("skill", a), _printing("skill", b)
        kept = {"first": set(one), "either": {*one, *other}, "both": set(one) & set(other)}[wanted]
        yield frame.format(a=a, b=b), Kind.SKILL, STANDARD.ordered(kept)


def _absent() -> Iterator[Case]:
    """The roles that do not list a skill; one that all list is no such question."""
    for frame, name in product(ABSENT, _all("skill")):
        roles = tuple(role.id for role in STANDARD.roles if role.id not in _printing("skill", name))
        if roles:
            yield frame.format(name), Kind.SKILL, roles


def _columns() -> Iterator[Case]:
    for asked, frames in COLUMN.items():
        for frame, role in product(frames, STANDARD.roles):
            yield frame.format(role.name), Kind(asked), (role.id,)


def _roles() -> Iterator[Case]:
    for frame, role in product(ROLE, STANDARD.roles):
        yield frame.format(role.name), Kind.ROLE, (role.id,)
    for frame, (a, b) in product(ROLES, permutations(STANDARD.roles, 2)):
        yield frame.format(a=a.name, b=b.name), Kind.ROLE, STANDARD.ordered((a.id, b.id))


def _figures() -> Iterator[Case]:
    levels = [(role.id, level.lowest or 0, level.highest or 0) for role in STANDARD.roles for level in role.levels]
    for frame, figure in product(LEVEL, range(1, 8)):
        listed = STANDARD.ordered(role for role, low, high in levels if low <= figure <= high)
        yield frame.replace("{}", str(figure)), Kind.QUALIFICATION, listed
    years = [(clause.role, clause.years) for clause in STANDARD if clause.years is not None]
    for frame, figure in product(YEARS, range(1, 13)):
        yield frame.format(figure), Kind.EXPERIENCE, STANDARD.ordered(role for role, least in years if least <= figure)


def _quotes() -> Iterator[Case]:
    """The ends of all skills and experiences, short and long, where only that column prints them."""
    clauses = [clause for clause in STANDARD if clause.kind.value in ("skill", "experience")]
    for frame, clause, length in product(QUOTE, clauses, (6, 12, 20)):
        words = clause.plain.rstrip("。")[-length:]
        printing = [other for other in STANDARD if key(words) in key(other.text)]
        if {other.kind for other in printing} == {clause.kind}:
            heading = "スキル" if clause.kind.value == "skill" else "経験"
            roles = STANDARD.ordered(other.role for other in printing)
            yield frame.format(words, heading), Kind(clause.kind.value), roles


def _surrounded() -> Iterator[Case]:
    """A plain question between sentences that tell who asks and why."""
    for before, behind in product(BEFORE, BEHIND):
        for text, kind, roles in (
            *_single("title", ("{}はどの役割に当たりますか。",), Kind.TITLE),
            *_single("qualification", ("{}の資格はどの役割に載っていますか。",), Kind.QUALIFICATION),
            *_single("skill", ("{}が載っている役割を教えてください。",), Kind.SKILL),
        ):
            yield before + text + behind, kind, roles


COMPOSED = {
    "titles": _single("title", TITLE, Kind.TITLE),
    "qualifications": _single("qualification", QUALIFICATION, Kind.QUALIFICATION),
    "fields": _single("field", FIELD, Kind.QUALIFICATION),
    "skills": _single("skill", SKILL, Kind.SKILL),
    "names set apart": _pairs(APART, "first"),
    "two names": _pairs(TWO, "either"),
    "both of two": _pairs(BOTH, "both"),
    "not listed": _absent(),
    "columns": _columns(),
    "roles": _roles(),
    "levels and years": _figures(),
    "quotations": _quotes(),
    "surrounded": _surrounded(),
}


@pytest.mark.parametrize("what", COMPOSED)
def test_every_printed_name_is_found_in_every_way_of_asking(what: str) -> None:
    cases = list(COMPOSED[what])
    found = [(text, kind, roles, SEARCH.understand(text)) for text, kind, roles in cases]
    wrong = [(t, f.kind, f.roles) for t, kind, roles, f in found if (f.kind, f.roles) != (kind, roles) or f.clarify]
    assert len(wrong) <= (1 - LEAST) * len(cases), wrong[:20]
