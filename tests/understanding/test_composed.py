"""Works put together by the words that rank, refuse and join them: every frame with works of every two roles."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from bot.content import load
from bot.search import Kind
from tests.understanding.frames import BOUGHT_ALREADY, EQUAL, FIRST_THEN, ONE_ALONE, TROUBLED

SEARCH = load().search
WORKS = {
    "producer": ("全体方針の策定", "全庁の推進体制づくり", "職員の意識改革", "セキュリティポリシーの改定"),
    "project_manager": ("業者選定", "移行作業の進捗管理", "予算と日程の管理", "調達の仕様書づくり"),
    "service_designer": ("業務プロセスの見直し", "使いやすい画面の設計", "検針データの活用", "原課への助言"),
    "engineer": ("プログラムの開発", "要件定義", "システムの運用管理", "RPAの構築"),
}
TOPICS = (
    "電子申請",
    "ガバメントクラウド",
    "生成AI",
    "RPA",
    "マイナンバーカード",
    "システム標準化",
    "庁内ネットワーク",
    "オープンデータ",
    "キャッシュレス",
    "情報セキュリティ",
    "ホームページ",
    "kintone",
)
VAGUE = (
    "{t}に詳しい人を探しています。",
    "{t}の関係で外部の人を入れたい",
    "{t}がらみで専門家ば頼みたい",
    "{t}のことで困っています",
    "{t}に明るい方を一人迎えたいのですが、どの役割ですか",
    "{t}の知識がある人がほしい",
    "{t}について外部人材を考えています",
    "{t}の件、誰に来てもらえばよいでしょう",
    "{t}と言われても、さっぱりわかりません。助けて",
    "{t}の分野で有識者を招きたい",
    "職務：{t}に関する業務全般。どの役割になりますか",
    "{t}で毎日苦情が来ます。四つの役割のうちどれがよいでしょうか",
)
NAMES = (
    "CIO補佐官",
    "プロデューサー",
    "プロジェクトマネージャー",
    "サービスデザイナー",
    "エンジニア",
    "UI/UXデザイナー",
    "外部人材",
    "プログラマー",
)
NOT_FIXED = (
    "{n}の報酬単価は",
    "{n}の報酬単価について、標準に目安は書いてありますか",
    "{n}は何人必要ですか",
    "{n}は週何日来てもらえばいいですか",
    "テレワークだけの勤務を認めてよいか（{n}）",
    "{n}は65歳の方でもいいですか",
    "{n}の任期、標準では何年とされていますか",
    "{n}を隣の町と共同で任用してもよいですか",
    "{n}を任期付職員として採用できますか",
    "{n}の選考は面接だけでよいですか",
    "{n}に守秘義務はありますか",
    "{n}を雇うといくらかかりますか",
)
GOODS = (
    *("議場のマイク", "会議室の椅子", "カーテン", "自動販売機", "作業着"),
    *("記念品", "毛布", "図書館の本棚", "エレベーター", "樹木の伐採"),
    *("給食の弁当", "街路樹の剪定", "公用車", "橋の補修", "畳の張り替え"),
    *("除雪", "式典の司会", "遊具", "街灯", "太陽光パネル"),
)
BOUGHT = ("{g}の業者を選びたい", "{g}の見積もりが妥当か見てほしい", "{g}を頼む業者の選定")
LEAST = 0.99
"""Share of the composed texts that are answered rightly; a frame that fails as such takes away more."""


def composed(frames: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Each frame with works of each two roles, the works in turn: the text and both roles."""
    for turn, frame in enumerate(frames):
        for count, (one, other) in enumerate(permutations(WORKS, 2)):
            yield frame.format(a=WORKS[one][(turn + count) % 4], b=WORKS[other][(turn + 2 * count) % 4]), one, other


@pytest.mark.parametrize(("frames", "open_"), [(FIRST_THEN, False), (ONE_ALONE, False), (EQUAL, True)])
def test_order_refusal_and_lists_are_read_around_works_of_any_two_roles(frames: tuple[str, ...], open_: bool) -> None:
    wrong = []
    for text, one, other in composed(frames):
        found = SEARCH.understand(text)
        wanted = {one} if frames is ONE_ALONE else {one, other}
        led = open_ or found.roles[:1] == (one,)
        if (found.kind, found.clarify, set(found.roles)) != (Kind.NEED, open_, wanted) or not led:
            wrong.append((text, found.roles))
    assert len(wrong) <= (1 - LEAST) * len(list(composed(frames))), wrong


def test_topics_beside_a_wish_for_somebody_are_asked_back_and_name_no_role() -> None:
    texts = [frame.format(t=topic) for frame in VAGUE for topic in TOPICS]
    found = [(text, SEARCH.understand(text)) for text in texts]
    wrong = [(text, one.roles) for text, one in found if (one.kind, one.clarify, one.roles) != (Kind.NEED, True, ())]
    assert len(wrong) <= (1 - LEAST) * len(texts), wrong


def test_what_the_standard_does_not_fix_is_declined_beside_any_name() -> None:
    texts = [frame.format(n=name) for frame in NOT_FIXED for name in NAMES]
    wrong = [text for text in texts if SEARCH.understand(text).outside != "not_fixed"]
    assert len(wrong) <= (1 - LEAST) * len(texts), wrong


def test_choosing_who_sells_ordinary_goods_is_no_digital_work() -> None:
    texts = [frame.format(g=good) for frame in BOUGHT for good in GOODS]
    wrong = [text for text in texts if SEARCH.understand(text).kind is not Kind.NONE]
    assert len(wrong) <= (1 - LEAST) * len(texts), wrong


def test_what_is_wrong_with_a_tool_is_asked_back_and_names_no_role() -> None:
    texts = [frame.format(t=tool) for frame in TROUBLED for tool in BOUGHT_ALREADY]
    found = [(text, SEARCH.understand(text)) for text in texts]
    wrong = [(text, one.roles) for text, one in found if (one.kind, one.clarify, one.roles) != (Kind.NEED, True, ())]
    assert len(wrong) <= (1 - LEAST) * len(texts), wrong
