"""What the simulator's tests share: a manifest, a programmable raw app, calls of the Web API, small blocks."""

import asyncio
import copy
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from bot.simulator import Simulator

Json = dict[str, Any]

SATO, SUZUKI = "U0STAFF01", "U0HR00001"
SOUDAN, ELSEWHERE = "C0DXSOUDAN", "C0GENERAL0"

MANIFEST: Json = {
    "display_information": {"name": "DX人材ナビ"},
    "features": {
        "bot_user": {"display_name": "DX人材ナビ", "always_online": True},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [{"command": "/dx-consult", "description": "相談する", "usage_hint": "再開"}],
        "shortcuts": [
            {"name": "相談する", "type": "global", "callback_id": "consult", "description": "相談を始めます"},
            {"name": "調べる", "type": "message", "callback_id": "look-up", "description": "役割を調べます"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "files:write", "im:history", "im:write"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def manifest(path: str, value: object) -> Json:
    """Return the manifest with the value at a dotted path replaced."""
    changed = copy.deepcopy(MANIFEST)
    *parents, last = path.split(".")
    at = changed
    for key in parents:
        at = at[key]
    at[last] = value
    return changed


class Clock:
    """The real time, moved on at will."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass(frozen=True)
class Received:
    """One request as the app got it."""

    headers: Mapping[str, str]
    body: bytes
    payload: Json


Answer = Callable[[Received], Awaitable[web.Response]]


class RawApp:
    """An app that records what it gets and answers as it is told; by default 200 and an empty body."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answer: Answer = answering()
        self._arrived = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        """Record the request and answer."""
        body = await request.read()
        received = Received(request.headers, body, payload_of(request.content_type, body))
        self.received.append(received)
        self._arrived.set()
        self._arrived = asyncio.Event()
        return await self.answer(received)

    @property
    def last(self) -> Json:
        """The payload that came last."""
        return self.received[-1].payload

    async def got(self, count: int, seconds: float = 5.0) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(seconds):
            while len(self.received) < count:
                await self._arrived.wait()


def payload_of(content_type: str, body: bytes) -> Json:
    """Decode a delivery the way an app does."""
    if content_type == "application/json":
        decoded: Json = json.loads(body)
        return decoded
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "payload" in fields:
        fields = json.loads(fields["payload"])
    return dict(fields)


def answering(body: object = None, status: int = 200, *, after: float = 0.0) -> Answer:
    """Return an answer: JSON for a dict, text for a string, nothing for None; late when told so."""

    async def answer(_: Received) -> web.Response:
        await asyncio.sleep(after)
        if isinstance(body, dict):
            return web.json_response(body, status=status)
        return web.Response(text=body if isinstance(body, str) else None, status=status)

    return answer


async def api(sim: Simulator, method: str, token: str | None = None, **args: object) -> Json:
    """Call a Web API method with JSON and the bot's token (or another) and return the answer's JSON."""
    headers = {"Authorization": f"Bearer {sim.bot_token if token is None else token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(sim.api_url + method, json=args, headers=headers if token != "" else {}) as response,
    ):
        answer: Json = await response.json()
        return answer


async def post(url: str, body: object) -> tuple[int, str]:
    """Post JSON to any address: status and text."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def options(*labels: str) -> list[Json]:
    """Options whose values are v0, v1 …."""
    return [{"text": plain(label), "value": f"v{number}"} for number, label in enumerate(labels)]


def question(kind: str = "radio_buttons", *labels: str) -> list[Json]:
    """Return an input block with radios or checkboxes and a button 次へ."""
    element = {"type": kind, "action_id": "answer", "options": options(*(labels or ("選ぶ", "作る")))}
    ask = {"type": "input", "block_id": "work", "label": plain("任せたい仕事"), "element": element}
    button = {"type": "button", "action_id": "next", "text": plain("次へ"), "value": "v1"}
    return [ask, {"type": "actions", "block_id": "acts", "elements": [button]}]


def modal(*blocks: Json, **more: object) -> Json:
    """Return a modal with a submit button."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("相談"),
        "submit": plain("次へ"),
        "close": plain("閉じる"),
        "blocks": list(blocks),
        **more,
    }


def memo(**more: object) -> Json:
    """Return an input block with a text field."""
    element = {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "block_id": "memo", "label": plain("メモ"), "element": element, **more}
