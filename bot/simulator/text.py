"""Text as Slack carries it (escaped, with <…> for mentions and links) and as a person reads it."""

import re
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

_TYPED = re.compile(r"<@[UW][A-Z0-9]+>|<#C[A-Z0-9]+>|https?://[^\s<>]+")
_ENTITY = re.compile(r"<([^<>]+)>")
_STYLE = re.compile(r"(?<!\w)([*_~`])(?=\S)([^\n]*?\S)\1(?!\w)")


def escape(text: str) -> str:
    """Escape the three characters that control Slack's markup, as in every text Slack delivers."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo `escape` once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str) -> tuple[str, list[Json]]:
    """Turn what a person typed into Slack's message text and the elements of its rich_text section."""
    parts, elements, at = [], [], 0
    for found in _TYPED.finditer(text):
        plain, token = text[at : found.start()], found.group()
        parts += [escape(plain), token if token[0] == "<" else f"<{escape(token)}>"]
        elements += [*_plain(plain), _token(token)]
        at = found.end()
    return "".join([*parts, escape(text[at:])]), [*elements, *_plain(text[at:])]


def _plain(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []


def _token(token: str) -> Json:
    if token.startswith("<@"):
        return {"type": "user", "user_id": token[2:-1]}
    if token.startswith("<#"):
        return {"type": "channel", "channel_id": token[2:-1]}
    return {"type": "link", "url": token}


def read(mrkdwn: str, names: Mapping[str, str]) -> str:
    """Return the text a person reads: names for mentions, labels for links, style marks gone.

    A style mark only counts between non-word characters, as in Slack: 「これは*太字*です」 keeps its stars.
    """
    shown = _ENTITY.sub(lambda found: _entity(found.group(1), names), mrkdwn)
    previous = ""
    while previous != shown:
        previous, shown = shown, _STYLE.sub(r"\2", shown)
    return unescape(shown)


def _entity(inner: str, names: Mapping[str, str]) -> str:
    target, _, label = inner.partition("|")
    if target[:1] in "@#":
        return target[0] + (label or names.get(target[1:], target[1:]))
    if target.startswith("!"):
        return "@" + (label or target[1:].partition("^")[0])
    return label or target


def escape_plain(value: object) -> object:
    """Copy a JSON value with every plain_text object escaped, the form in which payloads carry labels."""
    if isinstance(value, list):
        return [escape_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    copied: Json = {key: escape_plain(item) for key, item in value.items()}
    if value.get("type") == "plain_text" and isinstance(value.get("text"), str):
        copied["text"] = escape(value["text"])
    return copied
