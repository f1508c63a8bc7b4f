"""The page to click in: a stand-in for Slack's client over what the simulator says one person sees.

Pages and parts of pages are drawn on the server; the browser sends what a person does as JSON and swaps in the
parts that changed. Only this machine is served: a foreign `Host` (DNS rebinding), a foreign or missing `Origin`
of a POST, or a connection from elsewhere is refused.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.simulator import Simulator, page_traffic
from bot.simulator.page_blocks import Blocks, Place
from bot.simulator.page_screen import Screen, typed
from bot.simulator.people import UnseenError

log = logging.getLogger(__name__)

Status = Callable[[], dict[str, object]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Json = dict[str, Any]

PARTS = ("status", "side", "main", "thread", "traffic", "notices", "modal")
HEARTBEAT_SECONDS = 2.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class RefusedError(Exception):
    """Slack's client would not do this; the text is shown to the person."""


@dataclass
class Page:
    """The handlers of the page over one simulator; `dismissed` are the ids of notices that were read and closed."""

    sim: Simulator
    status: Status | None
    blocks: Blocks = field(default_factory=Blocks)
    dismissed: set[str] = field(default_factory=set)

    async def index(self, request: web.Request) -> web.Response:
        """Answer with the whole page."""
        screen = self._screen(request.query)
        html = self._render("page", screen, title=_title(screen), parts=self._parts(screen))
        return web.Response(text=html, content_type="text/html")

    async def permalink(self, request: web.Request) -> web.Response:
        """Lead from the address of a message to the page that shows it: `chat.getPermalink` makes such addresses."""
        digits = request.match_info["digits"]
        ts = f"{digits[:-6]}.{digits[-6:]}"
        person, thread = request.query.get("person"), request.query.get("thread_ts")
        asked = {"person": person, "at": request.match_info["channel"], "thread": thread}
        query = urlencode({key: value for key, value in asked.items() if value})
        raise web.HTTPFound(f"/?{query}#{Place(ts, {}, pane='t' if thread else 'f').dom_id('message')}")

    async def parts(self, request: web.Request) -> web.Response:
        """Answer with the parts of the page, for the browser to swap in."""
        screen = self._screen(request.query)
        return web.json_response({"person": screen.person, "title": _title(screen), "parts": self._parts(screen)})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Tell the browser, as server-sent events, each time something may look different."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **HEADERS})
        await response.prepare(request)
        with suppress(ConnectionResetError):
            await self._stream(response)
        return response

    async def _stream(self, response: web.StreamResponse) -> None:
        told: object = None
        while True:
            version = self.sim.version
            state = (version, len(self.sim.ledger), self._status())
            news, told = state != told, state
            await response.write(f"data: {version}\n\n".encode() if news else b": waiting\n\n")
            await self.sim.changed(version, HEARTBEAT_SECONDS)

    async def act(self, request: web.Request) -> web.Response:
        """Do what a person did in the browser; 409 with a line to show when Slack's client would not do it."""
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound
        body = await _body(request)
        try:
            await action(self, body)
        except RefusedError as error:
            return web.Response(text=str(error), status=409)
        except UnseenError as error:
            log.warning("Not done: %s", error)
            return web.Response(
                text="画面が新しくなったため、操作できませんでした。もう一度お試しください。", status=409
            )
        except KeyError as error:
            return web.Response(text=f"項目がありません：{error}", status=400)
        return web.Response(status=204)

    async def say(self, body: Json) -> None:
        """Send what was typed: a line that begins with / is a command, which threads do not know."""
        text, thread = body["text"], body.get("thread") or None
        screen = self._screen(body)
        if not text.startswith("/"):
            await self.sim.say(screen.person, body["channel"], typed(text, screen), thread)
        elif thread:
            raise RefusedError("スレッドの中では、スラッシュコマンドを使えません。")
        else:
            await self.sim.command(screen.person, body["channel"], text)

    async def press(self, body: Json) -> None:
        """Press a button, or change a field that tells the app at once."""
        await self.sim.press(
            body["person"],
            body["container"],
            action_id=body["action_id"],
            block_id=body["block_id"],
            state=body["state"],
        )

    async def submit(self, body: Json) -> None:
        """Submit the modal on top."""
        await self.sim.submit(body["person"], body["view"], state=body["state"])

    async def close(self, body: Json) -> None:
        """Close the modal on top."""
        await self.sim.close(body["person"], body["view"])

    async def home(self, body: Json) -> None:
        """Open the Home tab."""
        await self.sim.open_home(body["person"])

    async def shortcut(self, body: Json) -> None:
        """Run a global shortcut, or with `ts` one on a message."""
        if "ts" in body:
            await self.sim.message_shortcut(body["person"], body["ts"], body["callback_id"])
        else:
            await self.sim.shortcut(body["person"], body["callback_id"])

    async def read(self, body: Json) -> None:
        """Note that the person has seen the channel to its end."""
        self.sim.mark_read(body["person"], body["channel"])

    async def dismiss(self, body: Json) -> None:
        """Close a notice, in every window."""
        self.dismissed.add(body["notice"])

    def _screen(self, query: Mapping[str, Any]) -> Screen:
        person = query.get("person") or self.sim.first_person
        try:
            return Screen.of(self.sim.see(person), query)
        except LookupError as error:
            raise web.HTTPNotFound(text="その職員はいません。") from error

    def _status(self) -> Json | None:
        return self.status() if self.status else None

    def _parts(self, screen: Screen) -> dict[str, str]:
        notices = [one for one in screen.seen["notices"] if one["id"] not in self.dismissed]
        known = {"process": self._status(), "notices": notices, **self._traffic(screen.traffic)}
        return {name: self._render(name, screen, **known) for name in PARTS}

    def _traffic(self, wanted: str) -> Json:
        lines = list(page_traffic.lines(self.sim.ledger, wanted)) if wanted else []
        known = {"filters": page_traffic.FILTERS, "shown_at_most": page_traffic.SHOWN}
        return {"lines": lines, "guesses": self.sim.unverified(), **known}

    def _render(self, template: str, screen: Screen, **values: object) -> str:
        return self.blocks.templates.get_template(f"{template}.html").render(screen=screen, **values)


ACTIONS: Mapping[str, Callable[[Page, Json], Awaitable[None]]] = {
    "say": Page.say,
    "press": Page.press,
    "submit": Page.submit,
    "close": Page.close,
    "home": Page.home,
    "shortcut": Page.shortcut,
    "read": Page.read,
    "dismiss": Page.dismiss,
}


def add_page(app: web.Application, sim: Simulator, status: Status | None = None) -> None:
    """Add the page's routes to an application that has not started.

    `status` tells of the bot's process for display: {"pid": int | None, "state": "動作中" | "再起動中" | "停止",
    "restarts": int}.
    """
    page = Page(sim, status)
    app.router.add_get("/", guarded(page.index))
    app.router.add_get("/archives/{channel}/p{digits:[0-9]{7,}}", guarded(page.permalink))
    app.router.add_get("/ui/parts", guarded(page.parts))
    app.router.add_get("/ui/events", guarded(page.events))
    app.router.add_post("/ui/do/{action}", guarded(page.act))
    app.router.add_static("/ui/static", Path(__file__).parent / "static")


def guarded(handler: Handler) -> Handler:
    """Let only this machine's own browser through, and only from this page; add the safety headers."""

    async def checked(request: web.Request) -> web.StreamResponse:
        if not _from_here(request):
            raise web.HTTPForbidden(text="このページは、このパソコンの中からだけ使えます。")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return checked


def _from_here(request: web.Request) -> bool:
    if request.remote not in LOOPBACK or urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return False
    return request.method != "POST" or request.headers.get("Origin") == f"http://{request.host}"


async def _body(request: web.Request) -> Json:
    """The JSON object of a request that says it is JSON; 400 otherwise."""
    try:
        body = json.loads(await request.text()) if request.content_type == "application/json" else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="JSONのオブジェクトではありません。")
    return body


def _title(screen: Screen) -> str:
    place = screen.channel["name"] if screen.channel else f"{screen.seen['app']['name']}のホーム"
    unread = sum(channel["unread"] for channel in screen.seen["channels"] if channel != screen.channel)
    return f"{f'（{unread}）' if unread else ''}{place} - 架空市（シミュレーション）"
