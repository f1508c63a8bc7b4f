"""The HTTP side of the simulated Slack: Web API, response URLs, file uploads, Socket Mode address."""

import asyncio
import copy
import json
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.simulator import responses
from bot.simulator.core import APP_TOKEN, BOT_TOKEN, Core
from bot.simulator.faults import AFTER
from bot.simulator.methods import METHODS, Args, Method, files
from bot.simulator.posting import SlackError
from bot.simulator.tokens import ResponseUrl

Json = dict[str, Any]

SILENCE = 60.0


class WebApi:
    """Routes of one simulated Slack."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Register every address an app may call."""
        router.add_route("*", "/api/{method}", self._call)
        for kind in ("actions", "commands", "app"):
            router.add_post(f"/{kind}/{{team}}/{{secret}}", self._response_url)
        router.add_post("/upload/{file_id}", self._upload)
        router.add_get("/files/{file_id}", self._download)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        given, unreadable = await _arguments(request)
        token = _token(request, given)
        fault = self._core.faults.take(name)
        before = await _faulted(request, fault)
        if before is not None:
            self._note(name, given, before.status, {"ok": False}, fault)
            return before
        try:
            answer, status, headers = self._answer(name, Args(given), token, unreadable or fault)
        except SlackError as refusal:
            answer, status, headers = {"ok": False, "error": refusal.code, **refusal.more}, 200, {}
        self._note(name, given, status, answer, fault)
        if fault in AFTER:
            return await _lost(request, fault)
        scopes = {"x-oauth-scopes": ",".join(self._core.manifest.scopes)} if token == BOT_TOKEN else {}
        return web.json_response(answer, status=status, headers={**headers, **scopes})

    def _answer(self, name: str, args: Args, token: str, fault: str) -> tuple[Json, int, dict[str, str]]:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._authorize(method, token)
        wait = self._core.rates.wait(name, str(args.given.get("channel", "")))
        if wait:
            return {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)}
        if fault and fault not in AFTER:
            raise SlackError(fault)
        return {"ok": True, **method.handler(self._core, args)}, 200, {}

    def _authorize(self, method: Method, token: str) -> None:
        if method.caller and not token:
            raise SlackError("not_authed")
        if method.caller and token not in (BOT_TOKEN, APP_TOKEN):
            raise SlackError("invalid_auth")
        if method.caller and token != {"bot": BOT_TOKEN, "app": APP_TOKEN}[method.caller]:
            raise SlackError("not_allowed_token_type")
        provided = self._core.manifest.scopes
        if method.scopes and not set(method.scopes) & set(provided):
            needed, has = ",".join(method.scopes), ",".join(provided)
            raise SlackError("missing_scope", needed=needed, provided=has)

    def _note(self, name: str, given: Json, status: int, answer: Json, fault: str) -> None:
        args = {key: copy.deepcopy(value) for key, value in given.items() if key != "token"}
        ok, error = answer["ok"], answer.get("error", fault)
        self._core.ledger.add("api", name, status=status, ok=ok, error=error, args=args, answer=answer)

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        fault = self._core.faults.take("response_url")
        before = await _faulted(request, fault)
        if before is not None:
            self._core.ledger.add("response_url", "fault", status=before.status, ok=False, error=fault)
            return before
        url = self._core.urls.use(request.match_info["secret"])
        if fault and fault not in AFTER:
            return self._url_refused(fault, 404)
        if isinstance(url, str):
            return self._url_refused(url, 404)
        answer = self._answered(url, await request.read())
        return await _lost(request, fault) if fault in AFTER else answer

    def _answered(self, url: ResponseUrl, raw: bytes) -> web.Response:
        try:
            body = json.loads(raw)
            done = responses.answer_url(self._core, url, body)
        except ValueError:
            return self._url_refused("invalid_payload", 400, url.person)
        except SlackError as error:
            text = f"{self._core.app.name} の応答を表示できませんでした（{error.code}）。"
            responses.notice(self._core, url.person, text)
            return self._url_refused(error.code, 400, url.person, **error.more)
        self._core.ledger.add("response_url", done, url.person, status=200, ok=True, uses=url.uses, args=body)
        return web.Response(text="ok")

    def _url_refused(self, code: str, status: int, person: str | None = None, **more: object) -> web.Response:
        self._core.ledger.add("response_url", "refused", person, status=status, ok=False, error=code, **more)
        return web.json_response({"ok": False, "error": code}, status=status)

    async def _upload(self, request: web.Request) -> web.Response:
        file = self._core.files.get(request.match_info["file_id"])
        if file is None or file["content"] is not None:
            return web.Response(status=404, text="unknown upload")
        content = await _uploaded(request)
        if len(content) != file["size"]:
            return web.Response(status=400, text="the size is not the one announced")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        file = self._core.files.get(request.match_info["file_id"])
        if file is None or file["content"] is None:
            return web.Response(status=404)
        name = f"attachment; filename*=UTF-8''{quote(file['name'])}"
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file["content"], content_type=files.mimetype(file["name"]), headers=headers)


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """Return the arguments from query, form or JSON, and Slack's error for JSON it cannot take."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            return given, "invalid_json"
        return ({**given, **body}, "") if isinstance(body, dict) else (given, "json_not_object")
    form = await request.post()
    return {**given, **{key: value for key, value in form.items() if isinstance(value, str)}}, ""


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    parts = [part for part in form.values() if isinstance(part, web.FileField)]
    return parts[0].file.read() if parts else b""


def _token(request: web.Request, given: Json) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or str(given.get("token") or "")


async def _faulted(request: web.Request, fault: str) -> web.Response | None:
    if fault == "429":
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
    if fault == "500":
        return web.json_response({"ok": False, "error": "internal_error"}, status=500)
    if fault == "html":
        return web.Response(text="<html><body>Bad gateway</body></html>", content_type="text/html")
    if fault == "truncated":
        return web.Response(text='{"ok": tr', content_type="application/json")
    return await _lost(request, fault) if fault in ("reset_before", "hang_before") else None


async def _lost(request: web.Request, fault: str) -> web.Response:
    """Break the connection off, or leave the app waiting for an answer that never comes."""
    if fault.startswith("hang"):
        await asyncio.sleep(SILENCE)
    if request.transport:
        request.transport.abort()
    return web.Response(status=502)
