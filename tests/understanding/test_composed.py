"""Works put together by the words that rank, refuse and join them: every frame with works of every two roles."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from bot.content import load
from bot.search import Kind

SEARCH = load().search
WORKS = {
    "producer": ("全体方針の策定", "全庁の推進体制づくり", "職員の意識改革", "セキュリティポリシーの改定"),
    "project_manager": ("業者選定", "移行作業の進捗管理", "予算と日程の管理", "調達の仕様書づくり"),
    "service_designer": ("業務プロセスの見直し", "使いやすい画面の設計", "検針データの活用", "原課への助言"),
    "engineer": ("プログラムの開発", "要件定義", "システムの運用管理", "RPAの構築"),
}
FIRST_THEN = (
    "まずは{a}をお願いしたいです。その次に{b}も頼みたいです。",
    "メインは{a}で、サブで{b}もお願いします。",
    "主担当が{a}、副担当が{b}という募集です。",
    "{a}を最優先で。余裕があれば{b}も見てほしい。",
    "軸は{a}です。手が空いたら{b}もお願いします。",
    "{b}より先に、{a}をお願いしたい。",
    "{b}もいずれは必要ですが、当面は{a}をお願いしたい。",
    "{a}をお願いします。それが片付いたら{b}も。",
    "{a}に力を入れたい。{b}は片手間で。",
    "第一に{a}、第二に{b}。",
    "主たる業務：{a}\n従たる業務：{b}",
    "優先順位\n１位　{a}\n２位　{b}",
    "(1)【最重要】{a} (2){b}",
    "①{a}（必須）②{b}（あれば尚可）",
    "◎{a}　△{b}",
    "第一優先は{a}、第二優先は{b}です",
    "まんず{a}だ。{b}も頼みてえけど、それは後回しでいい",
    "何をおいても{a}。あとは{b}もやってもらえると助かる",
    "今期は{a}、来期は{b}をお願いする予定です",
    "{a}、{b}の順でお願いしたい",
    "いちばん困っているのは{a}です。ついでに{b}もお願いできれば",
    "{a}を軸に、時間が許せば{b}も",
    "急ぎは{a}。{b}は来年度でいい",
    "本務は{a}、兼務として{b}を担当してもらいます",
    "仕事の8割は{a}、残り2割で{b}",
    "必須：{a}　歓迎：{b}",
    "{b}は将来的にお願いするとして、まずは{a}をお願いします",
    "優先順位1：{a}　2：{b}",
    "優先度１　{a}\n優先度２　{b}",
    "主な仕事は{a}、従として{b}をお願いします",
    "{a}（主）、{b}（従）",
    "①{a}（主）②{b}（従）",
    "{a}に七割、{b}に三割くらいの配分でお願いします",
    "最初に取りかかってほしいのは{a}です。それが固まってから、{b}もお願いするつもりでいます。",
    "{a}を先に頼み、{b}はそれからにしたい",
    "今いちばん要るのは{a}です。{b}は後々で構いません。",
    "{a}が最重要。{b}は余った時間で。",
    "一に{a}、二に{b}",
    "主に{a}、ときどき{b}",
    "{a}をやってもらい、目処が立ったら{b}に移ってもらいます",
    "{a}がまず第一で、{b}はその次です",
    "{b}は二年目から。初年度は{a}に集中してもらう",
    "基本は{a}、{b}は応相談",
    "当座は{a}を頼みたい。ゆくゆくは{b}にも加わってほしい。",
    "{a}を優先し、{b}は状況を見ながらお願いします",
    "何よりも{a}なんです。{b}はその後でも間に合います。",
    "{a}＞{b}",
    "{a}が八割、{b}が二割の仕事です",
    "まずもって{a}、しかる後に{b}",
    "{b}も捨てがたいのですが、先にやるべきは{a}です",
    "先に{a}を片付けてから{b}に入ってほしい",
)
ONE_ALONE = (
    "{b}ではなく、{a}をお願いしたい。",
    "{b}はもう終わりました。次は{a}をやってくれる人がほしい。",
    "{b}は職員でやります。{a}だけお願いしたいです。",
    "{b}は間に合っている。足りないのは{a}ができる人だ。",
    "{b}まではしなくてよいので、{a}をお願いします。",
    "{b}をする人は既におります。求めているのは{a}です。",
    "{b}は県が手伝ってくれるので不要です。{a}をしてくれる人を探しております。",
    "{b}の話はさておき、{a}をやってほしい。",
    "{b}は求めません。{a}ができればよいです。",
    "{b}は発注済なので不要、欲しいのは{a}です",
    "{b}は別の会社が済ませてくれました。足りないのは{a}をやれる人です。",
    "{b}をやってほしいわけちゃうねん。{a}をやってほしいねん",
    "{b}はベンダーさん任せでええねん。{a}をしてくれる人がおらへん",
    "×{b}　○{a}",
    "{b}はCIO補佐官が担ってくれています。それとは別に、{a}ができる人を入れたい",
    "{b}ができる人は情報課におります。欠けているのは{a}ができる人です",
    "{b}は自前で終わらせました。あとは{a}だけお願いしたい",
    "{b}の段階は過ぎました。いま欲しいのは{a}ができる人です",
    "{b}：不要／{a}：必要",
    "{b}はメーカーの仕事。うちが頼みたいのは{a}",
    "{b}は係長が担当しています。{a}を頼める人はどの役割ですか",
    "{b}は外部に委託しました。{a}を担ってくれる人を探しています。",
    "{b}はもうええから、{a}ばしてくれる人がほしか",
    "{b}はいらない{a}だけ",
    "{b}は要らん、{a}だけでええ",
    "{b}は係長がしてるからいい。{a}を外から",
    "{b}は主査が見てるから大丈夫。{a}をする人を外部から入れたい",
    "{b}は今回の話には入っておりません。{a}をする人を迎えたいと考えております",
    "{b}まで求めてない。{a}をしてくれればそれでよし",
    "{b}は既に業者にやってもらった。{a}を頼みたい",
    "{b}は業者にお願いしてあります。{a}をできる人がいません",
    "{b}はもう十分。{a}をしてくれる人を頼む",
    "{b}は来年以降、別の人に任せる。頼みたいのは{a}だ",
    "{b}は済みました。次に要るのは{a}ができる方です",
    "{b}ができる方は足りています。求めるのは{a}ができる方です",
    "{b}のことはベンダーに聞けばわかる。わからないのは{a}で、そこを見てくれる人がほしい",
    "{b}は私がやります。{a}だけは手が出ないので、外の方にお願いしたいです",
    "{b}は含みません。{a}のみです",
    "{b}については県の支援があるので除きます。{a}を担う人材はどの役割でしょうか",
    "{b}は専門の会社と契約済みですので、{a}をしていただける方を",
    "お願いしたいのは{b}じゃなくて{a}のほうです",
    "{b}をやれとは言いません。{a}をやってほしい",
    "{b}は職員が覚えたので手は足りとる。{a}がでけへん",
    "{b}は頼まない。{a}は頼む。",
    "{b}抜きで、{a}だけ頼めますか",
    "{b}は去年やった。今年は{a}",
    "{b}の担当は別にいます。{a}の担当がいません",
    "うちが外に出したいのは{a}であって、{b}ではない",
    "{b}は本業の人がいるんで結構です。{a}の人をください",
)
EQUAL = (
    "{a}と{b}の両方をお願いしたい。",
    "{a}、{b}、どっちも人がおらん",
    "{a}及び{b}",
    "{a}に加えて{b}もお願いしたい",
    "{a}ならびに{b}を任せたい",
    "{a}もしてほしいですし、{b}もしてほしいと部長が申しております",
    "{a}・{b}　外部人材　どれ",
    "{a}／{b}　この二つを職務とする要項です",
    "・{a}\n・{b}\n上記を担う人材の役割は",
    "①{a}　②{b}　どちらも同じくらい大事です",
    "{a}も{b}もやってもらう人を公募するのだが",
    "{a}と{b}、両方なんですけど、一人で足りますかね",
    "{a}、{b}。二つとも頼みたい言うたら欲張りでっか",
    "{a}と{b}、優先順位はつけられません",
    "{a}ができて、{b}もできる人材を希望します",
    "{a}をしてもらう、{b}もしてもらう。両方とも村長の公約です",
    "{a}をする人と、{b}をする人を求めています。どの役割でしょうか",
    "{a}＋{b}でお願いします",
    "{a}すること、{b}すること、の二点。重みは同じ",
    "{a}をする傍ら{b}も同時並行でお願いしたい",
    "{a}と{b}を並行してお願いします",
    "{a}をし、{b}もしていただける方はいないでしょうか",
    "{a}をしつつ、{b}もする人",
    "{a}、あるいは{b}、どちらもできる方",
    "{a}と{b}に優劣はつけていません",
    "{a}と{b}は車の両輪だと思っています",
    "職務内容：{a}、{b}",
    "{a}をお願いします。{b}もお願いします。",
    "{a}をやって{b}もやる、そういう人材を求めています",
    "{a}だけでなく{b}もお願いしたい",
    "{a}のみならず{b}まで頼みたい",
    "{a}はもちろん、{b}もお願いしたいです",
    "{a}と{b}を兼ねる人はどの役割になりますか",
    "{a}が半分、{b}が半分です",
    "{a}と{b}、優先度は同じです",
    "業務は{a}及び{b}とし、比重は等しいものとする",
    "{a}ができる人、{b}ができる人、どちらも足りません",
)
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
