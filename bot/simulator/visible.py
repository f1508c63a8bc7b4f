"""A person's screen as linear text: buttons as [ラベル], radios as ( ) and (•), checkboxes as [ ] and [x]."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.simulator import state, text

Json = dict[str, Any]


class Reader:
    """Turns snapshots into text; knows the display names behind user and channel ids."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._shows: dict[str, Callable[[Json, Json], Iterator[str]]] = {
            "actions": self._actions,
            "context": self._context,
            "divider": self._divider,
            "header": self._header,
            "image": self._image,
            "input": self._input,
            "markdown": self._markdown,
            "rich_text": self._rich_text,
            "section": self._section,
            "table": self._table,
        }

    def screen(self, seen: Json) -> str:
        """Return everything in a snapshot: channels with their messages, Home, modals, notices."""
        parts = [self._channel(channel) for channel in seen["channels"] if channel["messages"]]
        parts += ["── ホーム ──\n" + self.view(seen["home"])] if seen["home"] else []
        parts += [f"── モーダル: {view['title']} ──\n{self.view(view)}" for view in seen["views"]]
        parts += [f"（通知）{notice['text']}" for notice in seen["notices"]]
        return "\n".join(parts)

    def _channel(self, channel: Json) -> str:
        sign = "#" if channel["kind"] == "channel" else ""
        messages = "\n".join(self._signed(message) for message in channel["messages"])
        return f"── {sign}{channel['name']} ──\n{messages}"

    def _signed(self, message: Json) -> str:
        flags = "（あなただけに表示）" if message["ephemeral"] else ""
        flags += "（スレッド）" if message["thread_ts"] not in (None, message["ts"]) else ""
        return f"{message['author']['name']}{flags}: {self.message(message)}"

    def message(self, message: Json) -> str:
        """Return one message: its blocks, or its text when it has none (as Slack shows it), and its files."""
        names = [f"[ファイル: {file['title']}]" for file in message["files"]]
        body = self.blocks(message["blocks"], message["state"]) or self._mrkdwn(message["text"])
        return "\n".join([*([body] if body else []), *names])

    def view(self, view: Json) -> str:
        """Return a modal or Home tab with its errors and its buttons."""
        errors = [f"（エラー）{problem}" for problem in view["errors"].values()]
        buttons = [f"[{view[key]}]" for key in ("submit", "close") if view[key]]
        return "\n".join([self.blocks(view["blocks"], view["state"]), *errors, *buttons])

    def blocks(self, blocks: list[Json], answers: state.State) -> str:
        """Return blocks as lines of text."""
        return "\n".join(line for block in blocks for line in self._block(block, answers) if line)

    def _block(self, block: Json, answers: state.State) -> Iterator[str]:
        show = self._shows.get(block["type"])
        if show is None:
            raise ValueError(f"no text form for block type {block['type']!r}")
        yield from show(block, answers.get(block.get("block_id", ""), {}))

    def _header(self, block: Json, _: Json) -> Iterator[str]:
        yield self._text(block["text"])

    def _section(self, block: Json, answers: Json) -> Iterator[str]:
        yield from (self._text(each) for each in [block.get("text"), *block.get("fields", [])] if each)
        if block.get("accessory"):
            yield from self._element(block["accessory"], answers)

    def _context(self, block: Json, _: Json) -> Iterator[str]:
        for item in block["elements"]:
            yield f"［画像: {item['alt_text']}］" if item["type"] == "image" else self._text(item)

    def _actions(self, block: Json, answers: Json) -> Iterator[str]:
        shown = [list(self._element(each, answers)) for each in block["elements"]]
        yield " ".join(lines[0] for lines in shown if len(lines) == 1)
        yield from (line for lines in shown if len(lines) > 1 for line in lines)

    def _input(self, block: Json, answers: Json) -> Iterator[str]:
        yield self._text(block["label"])
        yield from self._element(block["element"], answers)
        if block.get("hint"):
            yield self._text(block["hint"])

    def _divider(self, _block: Json, _: Json) -> Iterator[str]:
        yield "────"

    def _image(self, block: Json, _: Json) -> Iterator[str]:
        yield f"［画像: {block['alt_text']}］"

    def _markdown(self, block: Json, _: Json) -> Iterator[str]:
        yield block["text"]

    def _rich_text(self, block: Json, _: Json) -> Iterator[str]:
        yield from (self._rich(element) for element in block["elements"])

    def _table(self, block: Json, _: Json) -> Iterator[str]:
        yield from (" | ".join(self._rich(cell) for cell in row) for row in block["rows"])

    def _rich(self, element: Json) -> str:
        inside = element.get("elements")
        if inside is not None:
            return ("\n" if element["type"] == "rich_text_list" else "").join(map(self._rich, inside))
        for key in ("user_id", "channel_id"):
            if key in element:
                return ("@" if key == "user_id" else "#") + self._names.get(element[key], element[key])
        return str(element.get("text") or element.get("url") or element.get("name", ""))

    def _element(self, element: Json, answers: Json) -> Iterator[str]:
        kind = element["type"]
        entry = answers.get(element.get("action_id", ""), {})
        if kind == "button":
            yield f"[{element['text']['text']}]"
        elif kind in ("radio_buttons", "checkboxes"):
            yield from (self._option(kind, option, entry) for option in state.options(element))
        elif kind == "overflow":
            yield "[…: " + " / ".join(option["text"]["text"] for option in element["options"]) + "]"
        elif kind == "image":
            yield f"［画像: {element['alt_text']}］"
        else:
            yield self._field(element, entry)

    def _option(self, kind: str, option: Json, entry: Json) -> str:
        chosen = option in entry.get("selected_options", [entry.get("selected_option")])
        mark = {"radio_buttons": ("( )", "(•)"), "checkboxes": ("[ ]", "[x]")}[kind][chosen]
        description = f" — {self._text(option['description'])}" if option.get("description") else ""
        return f"{mark} {self._text(option['text'])}{description}"

    def _field(self, element: Json, entry: Json) -> str:
        placeholder = element.get("placeholder", {}).get("text", "")
        answer = entry.get(state.answer_key(element)) or placeholder
        chosen = answer if isinstance(answer, list) else [answer]
        return "[" + "、".join(self._text(c["text"]) if isinstance(c, dict) else str(c) for c in chosen) + "]"

    def _text(self, item: Json) -> str:
        return self._mrkdwn(item["text"]) if item["type"] == "mrkdwn" else str(item["text"])

    def _mrkdwn(self, value: str) -> str:
        return text.read(value, self._names)
