"""From the works named in a text to the roles that do them: what is negated, done, put first, or only described."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.search.lexicon import Hit, Words
from bot.standard import Standard
from bot.vocabulary import Work

_ONLY = r"(?<!だけ)(?<!のみ)(?<!ばかり)"
_REFUSED = re.compile(
    r"^[^、。]{0,12}?(?:"
    r"な[くい](?:て)?も?(?:いい|よい|よく|よろし|良い|良く|大丈夫|結構|構わ|かまわ|けっこう|済|すむ)"
    r"|ないで(?:いい|よい|良い)|ずとも|なくとも|不要|無用|(?:いら|要ら)(?:な[いく]|ん|ぬ|ず)|(?:いり|要り)ません|結構です|けっこうです"
    rf"|必要(?:は|が|も|まで)?(?:な|無|あ(?:り|る)ません|ありま)|{_ONLY}(?:では|じゃ|で)なく|{_ONLY}ではな[いく]|{_ONLY}でな[いく]"
    r"|(?:では|じゃ)ありませ|じゃな[いく]|以外|より(?:も|は|むしろ|先に|、)|つもりは|予定は(?:な|あ)|気は(?:な|あ)|わけでは|わけじゃ"
    r"|求め(?:な|ず|ていな|てませ|ていませ)|考えて(?:いな|いませ|な)|しません|しない(?!と)|やらない|やりません|したくな|問わ(?:な|ず)"
    r"|問いま|はだめ|はいい(?:です|から|ので)|はいいから|の話では|はしなくて|対象外|抜きで|はなし|は(?:もう|まだ|今は)?(?:いい(?:です|ので|、|$|から)|まだ先)|はもういい|は急ぎません|は急がな)"
)
_DONE = re.compile(
    r"^[^、。]{0,12}?(?:済み|済んで(?!い?な)|済ん[だで](?!い?な)|終わ(?:っ|り(?!が))(?:た|て(?!い?(?:な|ま))|ま)|終え|完了|完成"
    r"|[はもがまで]でき(?:て(?!い?(?:な|ませ))|た|まし|あが)|でき(?:てい?る|てい?ま|あが)|(?:決ま|きま)っ(?:た|て(?!い?(?:な|ませ)))|決めた|決定済"
    r"|足り(?:て(?!い?(?:な|ませ))|る)|間に合(?:っ|う)"
    r"|(?:職員|庁内|自分たち|自分|自前|うち|当課|内部|われわれ|私たち|課内|情シス|情報課|企画課)(?:で|が|だけで|たちで|の者で|側で)[^、。]{0,6}?"
    r"(?:やる|やり|やって|でき|作|つく|行|対応|進め|する|し[てま]|担|見る|書|決め|選)"
    r"|外注(?:する|し)|委託(?:済|している|してい|してお|した|するので)|(?:業者|ベンダ|事業者|会社|県|外注先|委託先)(?:が|に|さんが|さんに|側が|側に)"
    r"[^、。]{0,4}?(?:や|任せ|頼|お願い|担|し|作|行)|(?:任せて|頼んで|お願いして|依頼して|来て)(?:い|あ|お)?(?:る|り|ま)(?!せ)"
    r"|別(?:に|の(?:人|者|会社|業者))|ほかの(?:人|者|会社)|他の(?:人|者|会社)|後任|い(?:る|ます)ので|い(?:る|ます)から|人はいる|者はいる|はあるので|はありますので)"
)
_RANGE = re.compile(r"^から[^、。]{1,14}まで")
_MENTIONED = re.compile(
    r"^(?:化|等|など)?(?:に(?!取り組|着手|なれ|なる|した|ついても)|で(?!す|き)|と(?:して|は|いう)|の(?:件|こと|話|関係|ため|中|下|もと|とおり|通り|実現|事業|案件|ぷろじぇくと)"
    r"|について|関係|から|上の|も?ある|が?あ[るり]|[はが](?:あ[るり]|でき)|を(?:もと|踏|基|受け)|って|$)"
)
_ACTED = re.compile(
    r"たい|ほしい|欲しい|てくれ|てもら|ていただ|て頂|お願い|頼|任せ|必要|でき|する|して|策定|作|つく|立案|立て|見直|改定|改訂|実施|推進|進め|支援"
    r"|助言|まとめ|描|検討|担当|や[っる]|取り組|づくり|考え|定め|決め|練|引|示|更新|整|設計|使|生か|活か|変え|直|わから|ない|古|ばらばら|強化|与|書|両方|求"
)
_BEFORE = re.compile(
    r"^[^、。]{0,10}?(?:(?:の|る|う|く|す|む|ぐ|つ|ぶ)?(?:前|まえ)に|以前に|(?:の|る|う)前(?:の|、|に))"
)
_THEN = re.compile(
    r"^[^、。]{0,8}?(?:てから|でから|[ただし]たあと|[たしの](?:後|のち|うえ|上)(?:で|に|、)|のあと(?:で|に|、)|たうえで|た上で|てもらってから"
    r"|を(?:終え|済ませ|すませ)(?:て|た)|[がは](?:終わ|済ん|でき|かたま|固ま)[^、。]{0,4}(?:ら|次第|後))"
)
_FIRST = (
    r"まず|最初|第一|一番|いちばん|何より|なにより|とにかく|特に|とくに|最優先|優先|先に|さきに|メイン|中心|主に|主として|主な|急ぎ"
    r"|急い|先決|重点|最重要|大事なのは|重要なのは|肝は|筆頭|今年度|当面|第1希望|第一希望|今回は|今は|いまは|本業|1に|一に|1つ目|一つ目|ひとつ目|真っ先|まっさき|手始め|はじめに|始めに|本命|肝心|重視|最も|もっとも|至急|今すぐ|いますぐ|本丸|一にも|1番|主眼|目下|喫緊"
)
_FIRST_BEFORE = re.compile(rf"(?:{_FIRST})[^。]{{0,22}}$".replace("メイン", "めいん"))
_FIRST_INSIDE = re.compile(r"めいん|が中心|を中心|最優先|が一番")
_FIRST_AFTER = re.compile(
    r"^[^、。]{0,14}?(?:[がはを]?(?:最優先|先決)|[がはを](?:まず|最優先|一番|いちばん|中心|めいん|先|さき|第一|最初|急(?!に)|優先|1番|主|本命|最も)|を先に|を優先|から(?:先|始|はじ|お願い|頼|着手|やって)"
    r"|のほうが先|の方が先|が先|に重点|を重視)"
)
_LATER_BEFORE = re.compile(
    r"(?:次に|つぎに|次は|次いで|その後|そのあと|それから|続いて|続けて|後で|あとで|後から|後々|できれば|出来れば|できたら|可能なら|可能であれば"
    r"|余裕が|ゆくゆく|将来|いずれ|あわせて|併せて|合わせて|ついでに|加えて|さらに|おまけ|2番目|二番目|そのつぎ|その次|そのうち|来年|追々|おいおい"
    r"|来年度|次年度|再来年|時間があ|機会があ|欲を言え|おまけ|補助的|さぶで|第2希望|第二希望|次が|2に|3に|二に|三に|2つ目|二つ目|3つ目|三つ目|第二|第三|後回し|落ち着いたら|終わったら|済んだら)[^。]{0,24}$"
)
_LATER_AFTER = re.compile(
    r"^[^、。]{0,10}?(?:[はがも]?(?:その|この)?(?:次|つぎ)(?!に|第|の|は|、)|[はも](?:あと|後|二の次|余裕|来年|いずれ|将来|できれば|ゆくゆく|急[がぎ]|後回し|おまけ|ついで|補助|さぶ|従|機会|時間|2番|二番)|が(?:第二|第三|二番|三番|2番|3番|次点)|の次(?:で|に)?)"
)
_WISH = re.compile(
    r"たい|ほしい|欲しい|ほしく|欲しく|ほしか|てくれ|てくださ|て下さ|てもら|ていただ|て頂|お願い|おねがい|頼[みむめん]|任せ|まかせ|探し|さがし|募集"
    r"|必要(?!な(?:い|く)|は)|求め|困[っり]|悩[んみ]|助け|手伝|支援|人(?:は|が|を|で|、|。|$|材|い|た)|方(?:は|が|を|で|、|。|$|に|い)|ひと(?:は|が|を|$|。)|者(?:が|を|$|。)|できるやつ"
    r"|どうすれば|どうしたら|誰に|だれに|よろしく|担当(?:して|者)|心配|不安|課題|できない|出来ない|わからな|分からな|れない|せない|えない|けない|手に負え"
    r"|業務内容|職務|仕事は|です$|$"
)
_BREAK = re.compile(
    r"ので(?!はな)|のに|(?:な|る|た|い)んで|けど|けれど|ですが|ますが|でしたが|ましたが|たが(?!る|っ)|るが、|ないが|いるが|いが、|だが|から、|ため、|。|一方|ものの"
)
_MODIFIES = re.compile(
    r"^(?:を?(?:行[うっ]|任せ|まかせ|委託|頼[むん]|依頼|担[うっ]|担当|受け|や[るっ]|でき|する|した|して|す|し|む|く|ぶ|う|る|た|っ|い|ん|く)"
    r"(?:る|する|した|している|してい|て(?:い|くれ|もら|いただ|頂)?(?:る|え|う|け)?る?|中の)?)?(?:の?ための|ような|用の?|の|を(?:含む|含めた|踏まえた|伴う)|に(?:基づく|向けた|合わせた|よる|伴う)|中の|後の|系の?|業務の?|作業の?|等の?|にかかる|に係る|に関する|済みの)?$"
)


@dataclass(frozen=True)
class Named:
    """A work that stands in a text. ``rank``: 0 put first, 1 unmarked, 2 put later."""

    start: int
    end: int
    work: Work
    index: int
    wished: bool
    rank: int

    @property
    def clauses(self) -> tuple[str, ...]:
        """The duty clauses it stands for."""
        return self.work.means


@dataclass(frozen=True)
class Plan:
    """The roles for a set of works, best first; ``open`` when which comes first must be asked."""

    named: tuple[Named, ...]
    roles: tuple[str, ...]
    open: bool


def named_works(words: Words, hits: Iterable[Hit], works: Sequence[Work], alien: bool) -> tuple[Named, ...]:
    """The works that the text hands over, in its order; ``alien``: a text of another field, firm works only."""
    counted = [hit for hit in hits if works[hit.index].firm or not alien]
    others = [hit for hit in counted if not works[hit.index].noun]
    counted = [hit for hit in counted if not works[hit.index].noun or not _idle(words.text, hit, others)]
    asked = [hit for hit in _longest(counted) if not _excluded(words.text, hit)]
    asked = [hit for hit in asked if not any(_modifies(words.text, hit, other) for other in asked if other != hit)]
    ranked = _ranked(words.text, asked, works)
    strong = [named for named in ranked if not named.work.weak or named.rank == 0] or ranked
    wished = [named for named in strong if named.wished]
    return _unlike(wished or strong)


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Without the hits that lie inside a longer one of another entry and end with it, in the order of the text."""
    kept = [hit for hit in hits if not any(_beats(other, hit) for other in hits if other.index != hit.index)]
    return sorted(kept, key=lambda hit: (hit.end, hit.start))


def _beats(one: Hit, other: Hit) -> bool:
    """Whether ``one`` takes the words of ``other`` away.

    A set phrase inside a loose one, a longer set phrase, more parts, or the nearer object of the same verb.
    """
    if one.parts == 1:
        return other.within(one) if other.parts == 1 else one.overlaps(other)
    if other.parts == 1:
        return False
    if one.parts != other.parts:
        return one.parts > other.parts and one.overlaps(other)
    return one.end == other.end and one.start > other.start


def _excluded(text: str, hit: Hit) -> bool:
    tail = text[hit.end : hit.end + 32]
    if _RANGE.match(tail):
        return True
    return not _THEN.match(tail) and bool(_REFUSED.match(tail) or _DONE.match(tail))


def _idle(text: str, hit: Hit, others: Sequence[Hit]) -> bool:
    """Whether nothing is to be done about the thing that ``hit`` names (「DX計画に載っている事業」, 「BPRの件」).

    A thing that is ranked, or stands in one list with ``others``, is handed over with them.
    """
    listed = text[hit.end : hit.end + 1] in ("と", "や", "、") or text[hit.start - 1 : hit.start] in ("と", "や", "、")
    if others and (listed or _rank(text, hit) != 1):
        return False
    rest = re.split("[。]", text[hit.end : hit.end + 40], maxsplit=1)[0]
    return bool(_MENTIONED.match(rest)) or not _ACTED.search(rest)


def _modifies(text: str, hit: Hit, other: Hit) -> bool:
    """Whether ``hit`` only describes the object of ``other`` (「RPAを作る業者を選ぶ」, 「開発の進捗管理」)."""
    if hit.end <= other.start:
        return len(text[hit.end : other.start]) <= 12 and bool(_MODIFIES.match(text[hit.end : other.start]))
    return hit.start < other.start and hit.end < other.end


def _ranked(text: str, hits: Sequence[Hit], works: Sequence[Work]) -> list[Named]:
    earlier = [hit for hit in hits if len(hits) > 1 and _BEFORE.match(text[hit.end : hit.end + 16])]
    kept = [hit for hit in hits if hit not in earlier]
    then = {hit for hit in kept[:-1] if _THEN.match(text[hit.end : hit.end + 16])}
    return [
        Named(
            hit.start, hit.end, works[hit.index], hit.index, _wished(text, hit), 0 if hit in then else _rank(text, hit)
        )
        for hit in kept
    ]


def _rank(text: str, hit: Hit) -> int:
    before, after = _lead_in(text, hit.start), text[hit.end : hit.end + 24]
    if _FIRST_AFTER.match(after) or _FIRST_INSIDE.search(text[hit.start : hit.end]):
        return 0
    if _LATER_AFTER.match(after):
        return 2
    first, later = _last(_FIRST_BEFORE, before), _last(_LATER_BEFORE, before)
    if max(first, later) < 0:
        return 1
    return 0 if first > later else 2


def _lead_in(text: str, start: int) -> str:
    """The clause before ``start``; 「まず、」 right before it belongs to it."""
    begin = max(text.rfind(border, 0, start) for border in "。、")
    if begin == start - 1 and begin > 0:
        earlier = max(text.rfind(border, 0, begin) for border in "。、")
        begin = earlier if begin - earlier <= 7 else begin
    return text[max(begin, 0) : start]


def _last(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.start() if found else -1


def _wished(text: str, hit: Hit) -> bool:
    """Whether a wish governs the work: no cause or contrast stands between it and the next wish of its sentence."""
    rest = text[hit.end : hit.end + 60].split("。", 1)[0]
    if rest.startswith("が") and text[hit.end - 1] in "たるいだ":
        return False
    then = _THEN.match(rest)
    rest = rest[then.end() :].partition("、")[2] or rest[then.end() :] if then else rest
    wish, border = _WISH.search(rest), _BREAK.search(rest)
    return wish is not None and (border is None or wish.start() <= border.start())


def _unlike(named: Sequence[Named]) -> tuple[Named, ...]:
    """One of each set of clauses and rank."""
    first: dict[tuple[str, ...], Named] = {}
    for one in named:
        if one.clauses not in first or one.rank < first[one.clauses].rank:
            first[one.clauses] = one
    return tuple(sorted(first.values(), key=lambda one: (one.start, one.end)))


def plan(named: Sequence[Named], standard: Standard) -> Plan:
    """The smallest set of roles that does every work, the one put first in front, as in ``bot.assess``."""
    able = [standard.ordered(standard.clauses[clause].role for clause in one.clauses) for one in named]
    common = [role.id for role in standard.roles if all(role.id in roles for roles in able)]
    if len(common) == 1:
        return Plan(tuple(named), tuple(common), open=False)
    if common:
        return Plan(tuple(named), tuple(common), open=True)
    return _several(tuple(named), able, standard)


def _several(named: tuple[Named, ...], able: Sequence[tuple[str, ...]], standard: Standard) -> Plan:
    sure = {roles[0] for roles in able if len(roles) == 1}
    narrowed = [tuple(r for r in roles if r in sure) or roles for roles in able]
    top = min(one.rank for one in named)
    leads = {roles for one, roles in zip(named, narrowed, strict=True) if one.rank == top}
    marked = top == 0 or any(one.rank == 2 for one in named)
    if marked and len(leads) == 1 and len(lead := next(iter(leads))) == 1:
        rest = sorted(zip(named, narrowed, strict=True), key=lambda pair: pair[0].rank)
        return Plan(named, tuple(dict.fromkeys([*lead, *(role for _, roles in rest for role in roles)])), open=False)
    return Plan(named, standard.ordered(role for roles in narrowed for role in roles), open=True)
