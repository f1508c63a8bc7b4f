"""The words around a work: what refuses it, says it is done, puts it first or later, or wishes for it."""

import re
from collections.abc import Sequence

from bot.search.lexicon import Hit, Words
from bot.search.marks import item_end, parted
from bot.vocabulary import Vocabulary

_BESIDE = frozenset("とや、も+")
"""Beside a thing in a list."""
_TOPICAL = "はも"
"""The end of words that hold their particle (「開発は」): what refuses them begins with it."""
_LISTS = "もとや"
"""At the end of listed words that another work follows: a list."""
FAR = 120
"""Characters behind a trouble that can say what is to be done about it: the next two sentences."""
AFTER = 40
"""Characters behind a work that can say something about it."""


class Around:
    """Every question is answered from a bounded stretch of the text, so that no text is slow."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        either = vocabulary.either
        self._refused = re.compile(rf"[^、。]{{0,18}}?{either('refused')}")
        self._done = re.compile(rf"[^、。]{{0,12}}?{either('done')}")
        self._unmoved = vocabulary.pattern("unmoved")
        self._not_asked = vocabulary.pattern("not_asked")
        self._hired = re.compile(rf"{either('hired')}[ぁ-ん]{{0,3}}$")
        self._act = vocabulary.pattern("act")
        self._past = vocabulary.pattern("past")
        self._by_us = vocabulary.pattern("by_us")
        self._in_order = vocabulary.pattern("in_order")
        self._focus = vocabulary.pattern("focus")
        self._only = vocabulary.pattern("only")
        self._equal = vocabulary.pattern("equal")
        self._able = vocabulary.pattern("able")
        self._item_end = vocabulary.pattern("item_end")
        self._list = re.compile(
            "(?:[しりきえめいけ]|[るくすむぐうつぶ](?:人|方|者|役))?(?:とか|と|や|も|、|[+]|及び|および)[^、。はをがもに]{0,8}"
        )
        self._range = re.compile(r"から、?[^、。]{1,14}まで")
        self._mentioned = vocabulary.pattern("mentioned")
        self._acted = vocabulary.pattern("acted")
        self._before = re.compile(rf"[^、。]{{0,10}}?{either('before')}")
        self._then = re.compile(rf"[^、。]{{0,8}}?{either('then')}")
        self._first = re.compile(rf"{either('first')}(?:(?![てで]から)[^。]){{0,30}}$")
        self._leads = re.compile(rf"(?:{either('first')}|{either('later')})[はがにも]?$")
        self._first_inside = vocabulary.pattern("first_inside")
        self._first_after = re.compile(rf"[^、。]{{0,14}}?{either('first_after')}")
        self._order = re.compile(rf"(?:{either('first')}|{either('later')})+{either('order_of')}?[にはもで]*")
        self._later = re.compile(rf"{either('later')}[^。]{{0,24}}$")
        self._later_after = re.compile(rf"[^、。]{{0,10}}?{either('later_after')}")
        self._wish = vocabulary.pattern("wished")
        self._break = vocabulary.pattern("break")
        self._stated = re.compile(rf"[^、。]{{0,30}}?{either('stated')}$|[^、。]{{0,8}}?{either('happened')}$")
        self._describes = re.compile(rf"{either('describes')}$")

    def excluded(self, text: str, hit: Hit) -> bool:
        """Whether the work is refused, done already or done by somebody else."""
        topical = text[hit.end - 1] in _TOPICAL
        tail = text[hit.end - topical : hit.end + AFTER]
        if self.hires(text, hit):
            return True
        if self._by_us.search(text, hit.start, hit.end) or self._not_asked.match(text, hit.end):
            return True
        return not self._then.match(tail) and bool(self._refused.match(tail) or self._done.match(tail))

    def unmoved(self, text: str, hit: Hit) -> bool:
        """Whether the words of the work tell a trouble: nothing gets better (「紙が減らない」)."""
        return self._unmoved.match(text, hit.end) is not None

    def hires(self, text: str, hit: Hit) -> bool:
        """Whether the verb of the work has a person for its object: 「AIの関係で人を入れたい」 installs nothing."""
        return hit.parts > 1 and self._hired.search(text, hit.start, hit.end) is not None

    def acted_on(self, text: str, hit: Hit) -> bool:
        """Whether an act is wished for behind a trouble (「手順を変えたい」), not only help (「助けてほしい」)."""
        return self._act.search(text, hit.start, hit.end + FAR) is not None

    def past(self, text: str, hit: Hit) -> bool:
        """Whether the work is told as past (「サイトを作りましたが」)."""
        return self._past.match(text, hit.end) is not None

    def ranged(self, text: str, hit: Hit) -> int:
        """Where a range ends that the work begins (「選定から検収まで」); 0 where it begins none."""
        found = self._range.match(text, hit.end, hit.end + AFTER)
        return found.end() if found else 0

    def item(self, words: Words, hit: Hit) -> bool:
        """Whether a bare noun (開発) is an item of a list: nothing but the list goes on at either end."""
        text, start, end = words.text, hit.start, hit.end
        begins = (
            start == 0
            or text[start - 1] in "、。とやもにかで+"
            or parted(words, start)
            or text[:start].endswith("その")
            or self._leads.search(text[max(start - 12, 0) : start]) is not None
        )
        ends = self._item_end.match(text, end) or self._able.match(text, end)
        ends = ends or self._later_after.match(text[end : end + 24])
        return begins and (parted(words, end) or ends is not None)

    def able(self, text: str, hit: Hit) -> bool:
        """Whether somebody is told of who can do what the bare noun names (「開発ができる人」)."""
        return self._able.match(text, hit.end) is not None

    def listed(self, words: Words, hit: Hit, other: Hit) -> bool:
        """Whether ``hit`` stands right before ``other`` in one list."""
        if not hit.end <= other.start <= hit.end + 12:
            return False
        marked = parted(words, hit.end) and other.start - hit.end <= 4
        return marked or self._list.fullmatch(words.text, hit.end, other.start) is not None

    def equal(self, text: str) -> bool:
        """Whether the text says that none of its works comes first."""
        return self._equal.search(text) is not None

    def focus(self, text: str) -> int:
        """Where the text begins to say what alone is wanted (「足りないのは…」); 0 where it does not."""
        found = self._focus.search(text)
        return found.start() if found else 0

    def only(self, text: str, hit: Hit) -> bool:
        """Whether the text asks for this work alone (「業者の選定だけ」)."""
        return self._only.match(text, hit.end) is not None

    def in_order(self, text: str) -> bool:
        """Whether the text says that its works come in the order in which it names them."""
        return self._in_order.search(text) is not None

    def idle(self, words: Words, hit: Hit, others: Sequence[Hit]) -> bool:
        """Whether nothing is to be done about the thing that ``hit`` names (「DX計画に載っている事業」, 「BPRの件」).

        A thing that is ranked, or stands in one list with ``others``, is handed over with them.
        """
        text = words.text
        beside = text[hit.end : hit.end + 1], text[hit.start - 1 : hit.start]
        listed = not _BESIDE.isdisjoint(beside) or parted(words, hit.start) or parted(words, hit.end)
        if others and (listed or self.rank(words, hit) != 1):
            return False
        rest, *following = text[hit.end : hit.end + 60].split("。")
        acted = self._acted.search(rest) or any(self._acted.match(sentence) for sentence in following)
        return bool(self._mentioned.match(rest)) or not acted

    def describes(self, text: str, hit: Hit, other: Hit) -> bool:
        """Whether ``hit`` only describes the object of ``other`` (「RPAを作る業者を選ぶ」, 「開発の進捗管理」)."""
        if hit.end <= other.start:
            if text[hit.end - 1] in _LISTS and hit.end == other.start:
                return False
            return other.start - hit.end <= 12 and bool(self._describes.match(text[hit.end : other.start]))
        return hit.start < other.start and hit.end < other.end

    def earlier(self, text: str, hit: Hit) -> bool:
        """Whether another work comes before this one (「…する前に」)."""
        return bool(self._before.match(text[hit.end : hit.end + 16]))

    def then(self, text: str, hit: Hit) -> bool:
        """Whether another work follows this one (「…してから」)."""
        return bool(self._then.match(text[hit.end : hit.end + 16]))

    def rank(self, words: Words, hit: Hit) -> int:
        """0 for a work that is put first, 1 for an unmarked one, 2 for one that is put later."""
        text = words.text
        after = text[hit.end : item_end(words, hit.end, hit.end + 24)]
        if self._first_after.match(after) or self._first_inside.search(text[hit.start : hit.end]):
            return 0
        if self._later_after.match(after):
            return 2
        before = self._lead_in(text, hit.start)
        first, later = _last(self._first, before), _last(self._later, before)
        if max(first, later) < 0:
            return 1
        return 0 if first > later else 2

    def wished(self, text: str, hit: Hit) -> bool:
        """Whether a wish governs the work: no cause or contrast stands between it and the next wish of its sentence."""
        rest = text[hit.end : hit.end + 60].partition("。")[0]
        rest = rest.removeprefix("から、") if self.ranged(text, hit) else rest
        if rest.startswith("が") and text[hit.end - 1] in "たるいだ":
            return False
        if self._stated.match(text[hit.end - 1 : hit.end] + rest):
            return False
        if then := self._then.match(rest):
            rest = rest[then.end() :].partition("、")[2] or rest[then.end() :]
        wish, border = self._wish.search(rest), self._break.search(rest)
        return wish is not None and (border is None or wish.start() <= border.start())

    def _lead_in(self, text: str, start: int) -> str:
        """The clause before ``start``; 「まず、」 before it belongs to it, and so does 「主に頼みたいのは、」."""
        begin = max(text.rfind(border, 0, start) for border in "。、")
        if begin > 0:
            earlier = max(text.rfind(border, 0, begin) for border in "。、")
            short = begin == start - 1 and begin - earlier <= 7
            order = self._order.fullmatch(text, max(earlier + 1, begin - 12), begin)
            begin = earlier if short or order or text[begin - 2 : begin + 1] == "のは、" else begin
        return text[max(begin, 0, start - 40) : start]


def _last(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.start() if found else -1
