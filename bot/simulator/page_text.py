"""Slack's message text as safe HTML: mrkdwn, the markdown of `markdown` blocks, dates and names.

Rules are those of Slack's "Formatting text" page: `&`, `<` and `>` arrive as entities, what stands in angle
brackets is a reference, and a marker (`*`, `_`, `~`) counts only where no letter touches it from outside.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from html import escape

from markupsafe import Markup

JST = timezone(timedelta(hours=9), "JST")
WEEKDAYS = "月火水木金土日"

_OPEN, _CLOSE = "\ue000", "\ue001"
_STASHED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_REFERENCE = re.compile(r"<([^<>\n]+)>")
_BARE_LINK = re.compile(r"https?://[^\s<>|`\"」』）、。\ue000\ue001]+")
_MARKS = tuple(
    (re.compile(rf"(?<![\w{mark}]){mark}(?=\S)([^\n]+?)(?<=\S){mark}(?![\w{mark}])"), tag)
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_QUOTE = re.compile(r"(?:&gt;|>) ?")
_BULLET = re.compile(r"[•◦▪] ")
_SCHEMES = ("http://", "https://", "mailto:", "tel:")

Names = Mapping[str, str]


class _Stash:
    """Finished pieces of HTML kept out of the way of the formatting that still runs over the text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def keep(self, html: str) -> str:
        self._pieces.append(html)
        return f"{_OPEN}{len(self._pieces) - 1}{_CLOSE}"

    def restore(self, text: str) -> str:
        return _STASHED.sub(lambda found: self.restore(self._pieces[int(found[1])]), text)


def mrkdwn(text: str, names: Names) -> Markup:
    """The HTML of a mrkdwn text; `names` gives the display name of user and channel ids."""
    stash = _Stash()
    rest = text.replace(_OPEN, "").replace(_CLOSE, "")
    rest = _FENCE.sub(lambda found: stash.keep(f"<pre>{_entities(found[1])}</pre>"), rest)
    rest = _CODE.sub(lambda found: stash.keep(f"<code>{_entities(found[1])}</code>"), rest)
    rest = _REFERENCE.sub(lambda found: stash.keep(reference(found[1], names)), rest)
    rest = _BARE_LINK.sub(lambda found: stash.keep(link(_plain(found[0]), _plain(found[0]))), rest)
    return Markup(stash.restore(_lines(rest, stash)))  # noqa: S704 - every piece is escaped where it is made


def _lines(text: str, stash: _Stash) -> str:
    """Lines as HTML: consecutive quoted lines in one `blockquote`, bullet lines hanging, others broken by `br`."""
    shown: list[str] = []
    quoted: list[str] = []
    for line in [*text.split("\n"), None]:
        if line is not None and _QUOTE.match(line):
            quoted.append(_marked(_QUOTE.sub("", line, count=1)))
            continue
        if quoted:
            shown.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        if line is not None:
            shown.append(_line(line, stash))
    return "".join(shown).removesuffix("<br>")


def _line(line: str, stash: _Stash) -> str:
    if _BULLET.match(line):
        return f'<span class="bullet">{_marked(line)}</span>'
    html = _marked(line)
    return html if stash.restore(html).endswith("</pre>") else f"{html}<br>"


def _marked(text: str) -> str:
    html = _entities(text)
    for pattern, tag in _MARKS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return html


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _entities(text: str) -> str:
    return escape(_plain(text), quote=False)


def link(url: str, label: str) -> str:
    """An anchor that opens beside the page, or the bare label when the address is of no kind Slack opens."""
    if not url.startswith(_SCHEMES):
        return escape(label)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def reference(inside: str, names: Names) -> str:
    """The HTML of what stands between `<` and `>`: a person, a channel, a special mention, a date, a link."""
    target, _, label = inside.partition("|")
    kind = target[:1]
    if kind == "@":
        return mention("@" + (names.get(target[1:]) or _plain(label) or target[1:]))
    if kind == "#":
        return mention("#" + (names.get(target[1:]) or _plain(label) or target[1:]))
    if kind == "!":
        return _special(target[1:], _plain(label))
    return link(_plain(target), _plain(label or target).removeprefix("mailto:"))


def mention(text: str) -> str:
    """A person, a channel or a group as Slack highlights it."""
    return f'<span class="mention">{escape(text)}</span>'


def _special(target: str, label: str) -> str:
    kind, *rest = target.split("^")
    if kind == "date" and len(rest) >= 2:
        return f"<time>{escape(date_text(rest[0], rest[1], label))}</time>"
    if kind == "subteam":
        return mention(label or "@" + "".join(rest))
    return mention(label or "@" + kind)


_DATE_PARTS: Mapping[str, Callable[[datetime], str]] = {
    "{date_num}": lambda at: f"{at:%Y-%m-%d}",
    "{date_short_pretty}": lambda at: f"{at.year}年{at.month}月{at.day}日",
    "{date_long_pretty}": lambda at: f"{at.year}年{at.month}月{at.day}日{WEEKDAYS[at.weekday()]}曜日",
    "{date_pretty}": lambda at: f"{at.year}年{at.month}月{at.day}日",
    "{date_short}": lambda at: f"{at.year}年{at.month}月{at.day}日",
    "{date_long}": lambda at: f"{at.year}年{at.month}月{at.day}日{WEEKDAYS[at.weekday()]}曜日",
    "{date}": lambda at: f"{at.year}年{at.month}月{at.day}日",
    "{time_secs}": lambda at: f"{at:%H:%M:%S}",
    "{time}": lambda at: f"{at:%H:%M}",
}


def date_text(seconds: str, pattern: str, fallback: str) -> str:
    """Slack's date pattern filled in for Japanese time; the fallback when the time stamp is no number."""
    if not seconds.isdigit():
        return fallback
    at = datetime.fromtimestamp(int(seconds), JST)
    for token, shown in _DATE_PARTS.items():
        pattern = pattern.replace(token, shown(at))
    return pattern


_MD_INLINE = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"<s>\1</s>"),
    (re.compile(r"(?<![\w*])[*](?=\S)([^*]+?)(?<=\S)[*](?![\w*])"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"), r"<em>\1</em>"),
)
_MD_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")
_MD_HEADING = re.compile(r"#{1,6} +")
_MD_ITEM = re.compile(r"(?:[-*+]|\d+[.)]) +")
_MD_RULE = re.compile(r"(?:-{3,}|\*{3,})$")


def markdown(text: str) -> Markup:
    """The HTML of a `markdown` block: headings, lists, quotes, code, emphasis, links (standard markdown)."""
    stash = _Stash()
    rest = text.replace(_OPEN, "").replace(_CLOSE, "")
    rest = _FENCE.sub(lambda found: stash.keep(f"<pre>{escape(found[1], quote=False)}</pre>"), rest)
    rest = _CODE.sub(lambda found: stash.keep(f"<code>{escape(found[1], quote=False)}</code>"), rest)
    rest = _MD_LINK.sub(lambda found: stash.keep(link(found[2], found[1])), rest)
    parts = (_md_part(part) for part in re.split(r"\n{2,}", rest.strip()))
    return Markup(stash.restore("".join(parts)))  # noqa: S704 - every piece is escaped where it is made


def _md_part(part: str) -> str:
    lines = part.split("\n")
    if all(_MD_ITEM.match(line.strip()) for line in lines):
        tag = "ol" if lines[0].strip()[0].isdigit() else "ul"
        items = (f"<li>{_md_inline(_MD_ITEM.sub('', line.strip(), count=1))}</li>" for line in lines)
        return f"<{tag}>{''.join(items)}</{tag}>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{'<br>'.join(_md_inline(line[1:].strip()) for line in lines)}</blockquote>"
    return "".join(_md_line(line) for line in lines).removesuffix("<br>") + "<br>"


def _md_line(line: str) -> str:
    if _MD_RULE.match(line):
        return "<hr>"
    if _MD_HEADING.match(line):
        return f'<p class="heading">{_md_inline(_MD_HEADING.sub("", line, count=1))}</p>'
    return f"{_md_inline(line)}<br>"


def _md_inline(text: str) -> str:
    html = escape(text, quote=False)
    for pattern, replacement in _MD_INLINE:
        html = pattern.sub(replacement, html)
    return html
