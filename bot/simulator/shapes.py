"""Small checkers out of which the Block Kit limits are composed.

A check yields one line per problem in the form of Slack's `response_metadata.messages`:
`[ERROR] must be less than 76 characters [json-pointer:/blocks/0/text/text]`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Check = Callable[[Any, str], Iterator[str]]


def problem(text: str, pointer: str) -> str:
    """Return one line of Slack's messages."""
    return f"[ERROR] {text} [json-pointer:{pointer}]"


def length(text: str) -> int:
    """Count UTF-16 units, the larger of the counts Slack might use (which one it uses is not verified)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string(most: int, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must be a string", pointer)
        elif length(value) > most:
            yield problem(f"must be less than {most + 1} characters", pointer)
        elif length(value) < least:
            yield problem(f"must be more than {least - 1} characters", pointer)

    return check


def integer(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield problem("must be an integer", pointer)
        elif not least <= value <= most:
            yield problem(f"must be between {least} and {most}", pointer)

    return check


def boolean(value: object, pointer: str) -> Iterator[str]:
    """Yield a problem unless the value is true or false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", pointer)


def anything(_value: object, _pointer: str) -> Iterator[str]:
    """Accept every value."""
    yield from ()


def one_of(*allowed: str) -> Check:
    """One of some strings."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be one of {', '.join(allowed)}", pointer)

    return check


def pattern(expression: str, said: str) -> Check:
    """A string that fits a regular expression whole; `said` is how Slack words the form."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            yield problem(f"must be formatted as {said}", pointer)

    return check


def array(item: Check, least: int, most: int) -> Check:
    """A list of `least` to `most` items."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must be an array", pointer)
        elif len(value) > most:
            yield problem(f"no more than {most} items allowed", pointer)
        elif len(value) < least:
            yield problem(f"no fewer than {least} items allowed", pointer)
        else:
            for index, each in enumerate(value):
                yield from item(each, f"{pointer}/{index}")

    return check


def text(*kinds: str, most: int, least: int = 1) -> Check:
    """A text object of one of the given kinds (plain_text, mrkdwn)."""
    fields = {"emoji": boolean} if kinds == ("plain_text",) else {"emoji": boolean, "verbatim": boolean}
    shape = Shape({"type": one_of(*kinds), "text": string(most, least)}, fields)
    return shape.check


@dataclass(frozen=True)
class Shape:
    """An object: fields it must have, fields it may have, and a rule over the whole."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    rule: Check = anything

    def check(self, value: object, pointer: str) -> Iterator[str]:
        """Yield the problems of an object: of its fields, or of the whole when every field is good."""
        if not isinstance(value, dict):
            yield problem("must be an object", pointer)
            return
        problems = list(self._fields(value, pointer))
        yield from problems or self.rule(value, pointer)

    def _fields(self, value: Json, pointer: str) -> Iterator[str]:
        yield from (problem(f"missing required field: {k}", pointer) for k in self.required if k not in value)
        known = {**self.required, **self.optional}
        for key, inner in value.items():
            if key not in known:
                yield problem(f"invalid additional property: {key}", pointer)
            else:
                yield from known[key](inner, f"{pointer}/{key}")


def by_type(shapes: Mapping[str, Shape]) -> Check:
    """An object whose `type` is one of the keys and which has that shape."""

    def check(value: object, pointer: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes:
            yield problem(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            yield from shapes[kind].check(value, pointer)

    return check


def shape(kind: str, required: Mapping[str, Check], optional: Mapping[str, Check], rule: Check = anything) -> Shape:
    """Return the shape of a typed object: its `type` and its other fields."""
    return Shape({"type": one_of(kind), **required}, optional, rule)
