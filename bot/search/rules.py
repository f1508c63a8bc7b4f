"""Facts that carry a figure: levels (ITSSレベル4) and years (管理職5年)."""

import re
from dataclasses import dataclass

from bot.standard import Standard

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_FIGURE = r"([0-9]{1,2}|[一二三四五六七八九十])"
_LEVEL = re.compile(
    rf"(?:れべる|れう゛ぇる|level|lv)\.?{_FIGURE}(?:(?:~|から|ないし|もしくは|あるいは|又は|または|か|と|、)(?:れべる|lv|level)?{_FIGURE})?"
)
_FRAMED_FIGURE = re.compile(r"(?:itss|uiss|すきる標準)(?:の|で|は|が)?([1-7])(?![0-9年])")
_YEARS = re.compile(rf"{_FIGURE}(?:年|ねん|か年|ヶ年|箇年)(?!度|生|次|前|後|目)")
_UISS = re.compile(
    r"uiss|情報しすてむゆ(?:ーざ?ー?)?す(?:きる)|ゆーすきる標準|ゆーざーすきる標準|ゆざすきる標準|情報しすてむゆーざーすきる"
)
_ITSS = re.compile(r"itss|itすきる標準|あいてぃーえすえす|あいてぃすきる標準")
_FRAMED = re.compile(r"すきる標準|すきるれべる")


@dataclass(frozen=True)
class Level:
    """A level that was named, with its clauses. ``roles`` is empty when no clause lists it."""

    words: tuple[int, int]
    clauses: tuple[str, ...]


def framework(text: str) -> str:
    """ITSS or UISS when the key names one of them, else empty."""
    if _UISS.search(text):
        return "UISS"
    return "ITSS" if _ITSS.search(text) else ""


def framed(text: str) -> bool:
    """Whether the key speaks of a skill standard at all."""
    return bool(framework(text) or _FRAMED.search(text))


def level(text: str, standard: Standard) -> Level | None:
    """The clauses that name the level in the key: ``レベル3~4`` exactly that range, ``レベル4`` every range with a 4.

    A figure above all that are printed is included in every 「以上」.
    """
    found = _LEVEL.search(text) or _FRAMED_FIGURE.search(text)
    if not found:
        return None
    low = _number(found[1])
    high = _number(found[2]) if found.re is _LEVEL and found[2] else low
    return Level(found.span(), tuple(c.id for c in standard if c.lowest is not None and _includes(c, low, high, text)))


def _includes(clause: object, low: int, high: int, text: str) -> bool:
    lowest, highest = getattr(clause, "lowest", 0) or 0, getattr(clause, "highest", 0) or 0
    wanted = framework(text)
    if wanted and getattr(clause, "framework", None) != wanted:
        return False
    if low != high:
        return (lowest, highest) == (low, high)
    return lowest <= low <= highest or low > 4


def years(text: str) -> tuple[int, tuple[int, int]] | None:
    """The first number of years in the key and where it stands."""
    found = _YEARS.search(text)
    return (_number(found[1]), found.span()) if found else None


def _number(figure: str) -> int:
    return _DIGITS.get(figure) or int(figure)
