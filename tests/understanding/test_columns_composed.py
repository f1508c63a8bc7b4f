"""What the columns hold, and whatever is held against a printed name: the right answer is computed from the standard.

The frames are ways to ask that real texts showed, as in ``test_names_composed``.
"""

from collections.abc import Iterator
from itertools import permutations, product

import pytest

from bot.keys import key
from bot.search import Kind
from bot.search.facts import column
from tests.understanding.test_names_composed import (
    SEARCH,
    STANDARD,
    Case,
    all_names,
    answered,
    pairs,
    printing,
)

UNLISTED = (
    *(
        "CAPM",
        "CISSP",
        "ITパスポート",
        "ITコーディネータ",
        "スクラムマスター認定",
        "Cloud Architect認定",
        "ITIL4",
        "中小企業診断士",
    ),
    *(
        "情報セキュリティマネジメント試験",
        "統計検定",
        "公認内部監査人",
        "基本情報技術者",
        "PRINCE2",
        "ネットワークスペシャリスト",
    ),
    *(
        "G検定",
        "AWS認定",
        "技術士",
        "クラウド監査検定",
        "全国ノーコード検定",
        "DXプランナー検定",
        "Salesforce認定管理者",
    ),
)
AGAINST = (
    "{x}は{y}と同じ扱いですか",
    "{x}は{y}の仲間？どの役割？",
    "{x}は{y}と同じとみてよいか。",
    "{x}って{y}の代わりになりますか。どの役割の資格ですか",
    "{x}を持っています。{y}と同等とみなしてよいでしょうか。",
    "{x}は{y}に相当しますか。標準ではどの役割でしょう",
    "{x}、{y}の一種？どの役割の資格欄に入る？",
)
COUNTS = (
    "{noun}が{n}つ並んでいる役割は",
    "{noun}が{n}つしか載っていない役割はどれですか",
    "{n}つの{noun}が載っている役割を教えてください",
)
NOUNS = {"資格": Kind.QUALIFICATION, "スキル": Kind.SKILL, "経験": Kind.EXPERIENCE}
COLUMN_OF = {
    "qualification": (
        "{}はITSSで何レベル",
        "{}はレベルいくつと書いてありますか",
        "{}の望ましいレベルは",
        "{}の資格をチラシに載せたい",
    ),
    "experience": (
        "{}は管理職を何年と書いてある？",
        "{}は課長を何年やっていればよいですか",
        "{}の望ましい経験をチラシに載せたい",
        "{}は資格が無い代わりに経験は何を見るんですか",
        "{}は資格不要だそうですが、経験は何が望ましいですか",
        "{}の経験を募集案内に書き写したい",
        "{}の管理職の年数は",
    ),
    "skill": (
        "{}のスキルをチラシに載せたい",
        "{}は資格がいらないとのことですが、スキルは何ですか",
        "{}は資格が無い代わりにスキルは何を見るんですか",
    ),
}
OF_BOTH = ("{a}と{b}、管理職の年数はそれぞれ", "{a}と{b}は管理職を何年？", "{a}と{b}の望ましい経験を並べて見たい")
EACH = (
    "{a}と{b}の両方を載せている役割はないと思うので、それぞれどの役割のスキルか教えてください",
    "{a}と{b}の両方が載っている役割はないですよね。それぞれどの役割ですか",
)
INSTEAD = (
    "{}が書かれていない役割もあると聞きました。では書かれているのはどれですか",
    "{}が載っていない役割もある。では載っているのは",
)
PRINTED_YEARS = ("{}年ぐらいの管理職経験を望むと明記してあるのは", "{}年くらいの管理職と書いてあるのはどの役割")
HELD_YEARS = ("情シス部長 通算{}年", "システム部門の課長を通算{}年", "管理職歴が{}年ちょうどの方です。届いている役割は")


def _against() -> Iterator[Case]:
    """A certificate that nobody lists is no listed one, whichever it is held against."""
    for frame, x, y in product(AGAINST, UNLISTED, all_names("qualification")):
        yield frame.format(x=x, y=y), Kind.QUALIFICATION, ()


def _held() -> Iterator[Case]:
    """How many lines a role has in a column."""
    for frame, (noun, kind), (count, figure) in product(COUNTS, NOUNS.items(), enumerate("一二三四五六七八", 1)):
        lines = {r.id: r.qualifications if noun == "資格" else column(r, kind.value) for r in STANDARD.roles}
        roles = tuple(role for role, clauses in lines.items() if len(clauses) == count)
        yield frame.format(noun=noun, n=figure), kind, roles


def _most() -> Iterator[Case]:
    """The role with the most or the fewest lines, or years as a manager."""
    for word, end in (("多い", max), ("少ない", min)):
        for noun, kind in NOUNS.items():
            lines = {r.id: r.qualifications if noun == "資格" else column(r, kind.value) for r in STANDARD.roles}
            roles = tuple(role for role, held in lines.items() if len(held) == end(map(len, lines.values())))
            yield f"{noun}の数が一番{word}役割は", kind, roles
    years = {clause.role: clause.years for clause in STANDARD if clause.years is not None}
    for word, end in (("長い", max), ("短い", min)):
        roles = tuple(role for role, count in years.items() if count == end(years.values()))
        yield f"管理職の年数が最も{word}のはどの役割", Kind.EXPERIENCE, roles


def _columns_of() -> Iterator[Case]:
    for asked, frames in COLUMN_OF.items():
        for frame, role in product(frames, STANDARD.roles):
            yield frame.format(role.name), Kind(asked), (role.id,)
    for frame, (a, b) in product(OF_BOTH, permutations(STANDARD.roles, 2)):
        yield frame.format(a=a.name, b=b.name), Kind.EXPERIENCE, STANDARD.ordered((a.id, b.id))


def _instead() -> Iterator[Case]:
    for frame, name in product(INSTEAD, all_names("skill")):
        yield frame.format(name), Kind.SKILL, printing("skill", name)


def _years() -> Iterator[Case]:
    years = [(clause.role, clause.years) for clause in STANDARD if clause.years is not None]
    for frame, figure in product(PRINTED_YEARS, (3, 5)):
        yield frame.format(figure), Kind.EXPERIENCE, STANDARD.ordered(role for role, n in years if n == figure)
    for frame, figure in product(HELD_YEARS, range(1, 13)):
        yield frame.format(figure), Kind.EXPERIENCE, STANDARD.ordered(role for role, least in years if least <= figure)


def _alike(pair: str) -> bool:
    """Whether both are Latin, katakana or kanji; a ー or a small kana belongs to the character before it."""
    scripts = {"a" if char.isascii() else "k" if "ァ" <= char <= "ヶ" else "j" for char in pair}
    return len(scripts) == 1 and not set(pair) & set("ーァィゥェォッャュョ")


def _slipped() -> Iterator[Case]:
    """Two neighbouring characters that changed places in a long name: the kind and the roles of the exact name."""
    for kind, asked in (("title", Kind.TITLE), ("qualification", Kind.QUALIFICATION), ("skill", Kind.SKILL)):
        for name in all_names(kind):
            exact = SEARCH.understand(name)
            if len(key(name)) >= 7 and exact.kind is asked:
                for place in range(1, len(name) - 2):
                    typed = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
                    swapped = name[place : place + 2]
                    if typed != name and _alike(swapped):
                        yield typed, asked, exact.roles


COMPOSED = {
    "certificates held against listed ones": _against(),
    "numbers of lines": _held(),
    "most and fewest lines": _most(),
    "columns of roles": _columns_of(),
    "each of two": pairs(EACH, "either"),
    "listed after all": _instead(),
    "years in other words": _years(),
    "slips": _slipped(),
}


@pytest.mark.parametrize("what", COMPOSED)
def test_what_the_columns_hold_is_told_in_every_way_of_asking(what: str) -> None:
    answered(COMPOSED[what])
