"""The Slack that a benchmarked app talks to: as little of it as the load needs, on raw asyncio, so that it is cheap.

It answers Web API calls, takes what is posted to a ``response_url``, and counts Web API
calls. The simulated Slack of ``bot.simulator`` checks everything and is far too slow for this.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping

IDENTITY = {
    "ok": True,
    "url": "https://bench.example/",
    "team": "bench",
    "user": "bot",
    "team_id": "T0BENCH",
    "user_id": "U0BOT",
    "bot_id": "B0BOT",
}
DEFAULT: Mapping[str, Mapping[str, object]] = {"auth.test": IDENTITY}
Taken = Callable[[str, bytes], None]


class Inbound(asyncio.Protocol):
    """One connection from the app. ``respond`` gets the last part of a response URL and the body posted to it.

    ``answers`` are those to methods of the Web API, where they are more than a word.
    """

    def __init__(
        self, respond: Taken, calls: Counter[str], answers: Mapping[str, Mapping[str, object]] = DEFAULT
    ) -> None:
        self._respond = respond
        self._calls = calls
        self._answers = answers
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            head = self._data[:end]
            length = content_length(head)
            if len(self._data) < end + 4 + length:
                return
            body = self._data[end + 4 : end + 4 + length]
            self._data = self._data[end + 4 + length :]
            self._answer(head.split(b" ", 2)[1].decode(), body)

    def _answer(self, path: str, body: bytes) -> None:
        kind, _, name = path.strip("/").partition("/")
        if kind == "respond":
            self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            self._respond(name, body)
            return
        self._calls[name] += 1
        answer = json.dumps(self._answers.get(name, {"ok": True, "ts": "1.2", "channel": "D0"})).encode()
        kind_line = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        self._transport.write(kind_line + b"content-length: %d\r\n\r\n" % len(answer) + answer)


def content_length(head: bytes) -> int:
    """The length of the body behind an HTTP head; 0 where none is told."""
    at = head.lower().find(b"\r\ncontent-length:")
    return int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
