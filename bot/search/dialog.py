"""What is typed inside a dialog: command words and the choice of an option."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.vocabulary import Vocabulary, key, keyed

_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"[0-9]{1,2}|[一二三四五六七八九十]"
_UNIT = r"(?:番目|番|つ目|つめ|ばん|号|です)?"
_JOIN = r"(?:と|や|、|。|~|\+|および|そして|それと|あと|および|且つ|かつ|,)"
_BEFORE = (
    r"(?:やっぱり|やはり|やっぱ|えっと|では|じゃあ|じゃ|選択肢|選択|回答|答えは|答え|はい|うん|たぶん|多分|no|第|質問には"
    r"|変更して|変えて|訂正|その|この|番号は|番号|q)*"
)
_AFTER = (
    r"(?:の?(?:もの|ほう|方|やつ|仕事|項目)?)(?:です|でした|だ|かな|かも|だと思います|だと思う|で|にします|にする|に変更(?:します|して)?"
    r"|に変えます|に変えて(?:ください)?|になります|を選びます|を選択(?:します)?|を選ぶ|を|に)*"
    r"(?:よろしくお願い(?:いた)?します|宜しくお願い(?:いた)?します|お願い(?:いた)?します|お願い|おねがいします|おねがい|頼みます"
    r"|ください|下さい|いいです|いい|よいです|良いです)?(?:かな|ね|よ)*"
)
_CHOICE = re.compile(rf"{_BEFORE}((?:{_NUMBER}){_UNIT}(?:{_JOIN}+(?:{_NUMBER}){_UNIT})*){_AFTER}")
_POLITE = re.compile(
    r"(?:を)?(?:したい(?:です|のですが|んですが)?|してください|して下さい|をお願いします|お願いします|おねがいします|お願い|おねがい"
    r"|します|ください|下さい|です|でした|だよ|だ|よ|ね|たい|ます|ましょう|して|する|へ|に|で|は|を)+$"
)


def commands(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Command by the key of each of its words."""
    return {
        key(spelling): entry.command
        for entry in vocabulary.commands
        for word in entry.words
        for spelling in vocabulary.expand(word)
    }


def command(known: Mapping[str, str], text: str) -> str | None:
    """The command that ``text`` is, whole or but for a polite ending; None for anything else."""
    typed = key(text[:60])
    if not typed or len(text) > 60:
        return None
    return known.get(typed) or known.get(_POLITE.sub("", typed))


def choice(text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Ids of the ``options`` (id, label) chosen by number or by words of the label, in shown order; () when none is."""
    if len(text) > 400:
        return ()
    numbers = _numbers(text)
    if numbers:
        inside = all(1 <= number <= len(options) for number in numbers)
        return _shown(options, {options[number - 1][0] for number in numbers}) if inside else ()
    return _by_label(key(text), options)


def _numbers(text: str) -> tuple[int, ...]:
    found = _CHOICE.fullmatch(re.sub(r"^[、。]+|[、。]+$", "", keyed(text).text))
    if not found:
        return ()
    return tuple(_KANJI.get(n) or int(n) for n in re.findall(_NUMBER, found[1]))


def _shown(options: Sequence[tuple[str, str]], chosen: Iterable[str]) -> tuple[str, ...]:
    wanted = set(chosen)
    return tuple(option for option, _ in options if option in wanted)


def _by_label(typed: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    labels = [(option, key(label)) for option, label in options]
    if exact := [option for option, label in labels if label == typed]:
        return tuple(exact[:1])
    whole = [option for option, label in labels if len(label) >= 4 and label in typed]
    if whole:
        return tuple(whole)
    if len(typed) < 3:
        return ()
    inside = [option for option, label in labels if typed in label]
    return tuple(inside) if len(inside) == 1 else _nearest(typed, labels)


def _nearest(typed: str, labels: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The one label that shares most character pairs with what was typed, when it is far ahead of the others."""
    pairs = _pairs(typed)
    scores = sorted(((_shared(pairs, _pairs(label)), option) for option, label in labels), reverse=True)
    if not scores or scores[0][0] < 0.6 or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.2):
        return ()
    return (scores[0][1],)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _shared(typed: frozenset[str], label: frozenset[str]) -> float:
    return 2 * len(typed & label) / (len(typed) + len(label)) if typed and label else 0.0
