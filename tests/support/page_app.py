"""A scripted app behind the simulated Slack, for tests of its page: a request URL and the Web API, no more."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.simulator import Simulator
from bot.simulator.page import add_page

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "DX人材ナビ"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "DX人材ナビ"},
        "slash_commands": [
            {"command": "/dx-consult", "description": "相談を始めます", "usage_hint": "[再開]"},
            {"command": "/dx-role", "description": "役割を調べます"},
        ],
        "shortcuts": [
            {"name": "相談フォーム", "type": "global", "callback_id": "form", "description": "フォームを開きます"},
            {"name": "この文で調べる", "type": "message", "callback_id": "look", "description": "文で調べます"},
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "files:write", "im:history", "im:write"]}
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
    },
}

WISHES = (
    "DXを何から始めるか、役所全体の方針を決めたい",
    "取組を庁内に広げ、推進の体制を整えたい",
    "決まった事業を、期日や予算のとおりに進めたい",
    "事業者の提案や見積りを見極めて選びたい",
    "窓口や申請を、住民にも職員にも楽にしたい",
    "手作業や二重入力を減らしたい",
    "今あるシステムを、使いやすく安定させたい",
    "データや新しい技術を、仕事に生かしたい",
    "情報セキュリティやシステム全体の姿を見直したい",
)

PROCESS = {"pid": 4321, "state": "動作中", "restarts": 2}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, **more: object) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": action_id, **more}


def options(*labels: str) -> list[Json]:
    return [{"text": plain(label), "value": str(number)} for number, label in enumerate(labels, 1)]


def asking(block_id: str, element: Json, label: str = "どれですか", **more: object) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(*blocks: Json, **more: object) -> Json:
    labels = {"title": plain("相談フォーム"), "submit": plain("次へ"), "close": plain("やめる")}
    return {"type": "modal", "callback_id": "form", **labels, "blocks": list(blocks), **more}


def question(number: int = 1, kind: str = "radio_buttons") -> list[Json]:
    """A question as the bot asks it: nine long options and six buttons."""
    element = {"type": kind, "action_id": "choice", "options": options(*WISHES)}
    labels = ("次へ", "戻る", "わからない", "ここで結果を見る", "例を見る", "やめる")
    acts = [button(label, f"act-{order}") for order, label in enumerate(labels)]
    return [
        {
            "type": "section",
            "block_id": f"text-{number}",
            "text": plain(f"質問{number} いちばん近いご希望はどれですか。"),
        },
        asking(f"q-{number}", element, label="ひとつ選んでください"),
        {"type": "actions", "block_id": f"acts-{number}", "elements": acts},
    ]


@dataclass
class PageApp:
    """What the app heard, and what it answers; `answer` gets each payload and returns the acknowledgement."""

    sim: Simulator
    session: ClientSession
    answer: Callable[[Json], Any] = lambda _: None
    heard: list[Json] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        """Take a delivery: an interaction, a command or an event, but none about the app's own messages."""
        if request.content_type == "application/json":
            payload = await request.json()
        else:
            form = dict(await request.post())
            payload = json.loads(str(form["payload"])) if "payload" in form else form
        if {"bot_id", "subtype"} & payload.get("event", {}).keys():
            return web.Response()
        self.heard.append(payload)
        answered = self.answer(payload)
        body = await answered if hasattr(answered, "__await__") else answered
        return web.json_response(body) if isinstance(body, dict) else web.Response()

    async def call(self, method: str, **arguments: object) -> Json:
        """Call the Web API; AssertionError unless it says ok."""
        headers = {"Authorization": f"Bearer {self.sim.bot_token}"}
        async with self.session.post(self.sim.api_url + method, json=arguments, headers=headers) as response:
            answer: Json = await response.json()
        assert answer["ok"], answer
        return answer

    def offer_form(self) -> None:
        """Answer the shortcut with a form of a choice and a text, and every submission with an error."""
        choice = {"type": "radio_buttons", "action_id": "a", "options": options(*WISHES[:3])}
        why = {"type": "plain_text_input", "action_id": "a"}
        view = modal(asking("wish", choice, "ご希望"), asking("why", why, "困りごと"), notify_on_close=True)

        async def answer(payload: Json) -> object:
            if payload["type"] != "shortcut":
                return {"response_action": "errors", "errors": {"why": "もう少し詳しく書いてください。"}}
            await self.call("views.open", trigger_id=payload["trigger_id"], view=view)
            return None

        self.answer = answer

    async def post(self, channel: str, text: str = "本文", *blocks: Json, **more: object) -> str:
        """Post a message and return its ts."""
        blocks_argument = {"blocks": list(blocks)} if blocks else {}
        answer = await self.call("chat.postMessage", channel=channel, text=text, **blocks_argument, **more)
        return str(answer["ts"])


@asynccontextmanager
async def page_app(manifest: Json = MANIFEST) -> AsyncIterator[PageApp]:
    """A simulated Slack with the page, and a scripted app connected to it over HTTP."""
    sim = Simulator(manifest)
    add_page(sim.app, sim, lambda: dict(PROCESS))
    async with ClientSession() as session, sim:
        app = PageApp(sim, session)
        server = web.Application()
        server.router.add_post("/slack/events", app.receive)
        async with TestServer(server) as listening:
            sim.connect_http(str(listening.make_url("/slack/events")))
            yield app
