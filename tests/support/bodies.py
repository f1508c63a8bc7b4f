"""Bad requests by the hundred thousand: documented payloads with values and bytes replaced, made from a seed."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "slack" / "golden"
CANARY = "CANARY-7f3a"
"""Stands in every text, in every replaced value and in every odd header."""

FORM = "application/x-www-form-urlencoded"
KINDS = (FORM, "application/json", "text/plain", "application/json; charset=x", "multipart/form-data; boundary=x", "")
ODD = (
    *("X-Slack-Signature", "X-Slack-Request-Timestamp", "X-Slack-Retry-Num", "Content-Encoding", "Expect", "Cookie"),
    *("X-Slack-Retry-Reason", "Accept-Encoding", "Connection", "Content-Type"),
)
FRAMES = (
    *("Content-Length: -1", "Content-Length: abc", "Content-Length: 99999999999", "Content-Length: 1\r\n"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: odd", "Content-Length: 3\r\nContent-Length: 4"),
)


@dataclass(frozen=True)
class Receiver:
    """Whose requests are imitated: the workspace's id, the secret, and the address in place of a response URL's."""

    team: str
    secret: str
    url: str


@dataclass(frozen=True)
class Bad:
    """A whole HTTP request. ``signed`` rightly; ``framed`` so that a keep-alive connection goes on after it."""

    raw: bytes
    signed: bool
    framed: bool


def bad(seed: int, count: int, receiver: Receiver) -> Iterator[Bad]:
    """``count`` requests, the same for the same ``seed`` and second."""
    chance = Random(seed)
    golden = {path.stem: _fitted(path, receiver) for path in sorted(FOLDER.glob("*.json"))}
    for _ in range(count):
        name = chance.choice(list(golden))
        payload = json.loads(golden[name])
        for _ in range(chance.randrange(4)):
            _replace(chance, payload)
        payload["note"] = CANARY
        yield _request(chance, receiver, *_wire(chance, name, payload))


def _fitted(path: Path, receiver: Receiver) -> str:
    text = path.read_text(encoding="utf-8")
    return text.replace("T0KAKUUSHI", receiver.team).replace("http://127.0.0.1/", f"{receiver.url}/")


def _replace(chance: Random, payload: Json) -> None:
    *way, last = chance.choice(list(_places(payload)))
    holder: Any = payload
    for key in way:
        holder = holder[key]
    holder[last] = _value(chance)


def _places(value: object, way: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside ``value``."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*way, key)
        yield from _places(part, (*way, key))


def _value(chance: Random) -> object:
    words = CANARY + "".join(chr(chance.choice((0, 9, 10, 34, 60, 0x3042, 0x202E, 0x1F600))) for _ in range(3))
    number = chance.randrange(-(2**63), 2**63)
    return chance.choice(
        (None, True, number, 1e308, [], {}, [CANARY], {CANARY: CANARY}, words, words, "", CANARY * 400)
    )


def _wire(chance: Random, name: str, payload: Json) -> tuple[bytes, str]:
    """The body with, now and then, some bytes replaced or made deep or long; its content type."""
    if name.startswith(("app_", "message_im")):
        raw, kind = json.dumps(payload).encode(), "application/json"
    else:
        raw, kind = urlencode(payload if name.startswith("slash") else {"payload": json.dumps(payload)}).encode(), FORM
    how = chance.random()
    if how < 0.3:
        at = chance.randrange(len(raw))
        raw = raw[:at] + chance.randbytes(chance.randrange(4)) + raw[at + chance.randrange(4) :]
    elif how < 0.32:
        raw = chance.choice((b"[" * 100_000, b"payload=[]", b"null", b"[1]", b"\xff", b"", b"payload=", b"{}", b'"x"'))
    elif how < 0.321:
        raw = CANARY.encode() * 100_000
    return raw, kind if chance.random() < 0.8 else chance.choice(KINDS)


def _request(chance: Random, receiver: Receiver, body: bytes, kind: str) -> Bad:
    signed = chance.random() < 0.8
    now = int(time.time()) if signed or chance.random() < 0.5 else chance.choice((0, 10**11, int(time.time()) - 301))
    headers = {"Host": "bot", "Content-Type": kind, "X-Slack-Request-Timestamp": str(now)}
    headers["X-Slack-Signature"] = _signature(receiver.secret if signed else CANARY, now, body)
    if chance.random() < 0.2:
        name = chance.choice(ODD)
        headers[name] = chance.choice(("gzip", "deflate", "br", "zstd", "identity", "100-continue", CANARY, "é" * 20))
        signed = signed and name not in ("X-Slack-Signature", "X-Slack-Request-Timestamp")
    lines = [f"{name}: {value}" for name, value in headers.items()]
    framed = chance.random() > 0.03 or not body
    lines.append(f"Content-Length: {len(body)}" if framed else chance.choice(FRAMES))
    head = "\r\n".join(["POST /slack/events HTTP/1.1", *lines])
    return Bad(head.encode("latin-1") + b"\r\n\r\n" + body, signed, framed)


def _signature(secret: str, now: int, body: bytes) -> str:
    return "v0=" + hmac.new(secret.encode(), b"v0:%d:" % now + body, hashlib.sha256).hexdigest()
