"""Deliveries to the app: signed HTTP or Socket Mode, the three-second acknowledgement, retries of events."""

import asyncio
import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.simulator.core import SIGNING_SECRET, Core
from bot.simulator.signing import signature_headers
from bot.simulator.sockets import Sockets

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Outcome:
    """How one attempt ended.

    `problem` is "" when acknowledged, else http_timeout, http_error, connection_failed, timeout (no ack on
    the socket) or no_connection. `body` is the ack body, if any.
    """

    problem: str = ""
    status: int | None = None
    body: object = None
    no_retry: bool = False


@dataclass(eq=False)
class Delivery:
    """One payload on its way to the app; awaiting it waits for the end of the first attempt.

    `kind` is "events_api", "slash_commands" or "interactive". `not_sent` says why Slack would not send it
    at all (then there are no attempts). `react` shows people the outcome, before whoever awaits goes on.
    `fault` is a fault of the simulation itself, raised to whoever awaits.
    """

    kind: str
    name: str
    person: str | None
    payload: Json
    not_sent: str = ""
    react: "React | None" = None
    attempts: list[Outcome] = field(default_factory=list)
    fault: Exception | None = None
    first: asyncio.Event = field(default_factory=asyncio.Event)
    end: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acknowledged(self) -> bool:
        """Whether any attempt was acknowledged in time."""
        return any(not attempt.problem for attempt in self.attempts)

    @property
    def status(self) -> int | None:
        """The HTTP status of the last attempt (200 for a Socket Mode ack), None when nothing came back."""
        return self.attempts[-1].status if self.attempts else None

    @property
    def problem(self) -> str:
        """Why the last attempt was not acknowledged, or why nothing was sent; "" when all is well."""
        return self.attempts[-1].problem if self.attempts else self.not_sent

    @property
    def response(self) -> object:
        """The body of the last answer: JSON, text or None."""
        return self.attempts[-1].body if self.attempts else None

    def __await__(self) -> Generator[Any, None, "Delivery"]:
        yield from self.first.wait().__await__()
        if self.fault:
            raise self.fault
        return self

    async def settled(self) -> "Delivery":
        """Wait until it is acknowledged or Slack has given up retrying."""
        await self.end.wait()
        return self


React = Callable[[Delivery, Outcome], None]


def withheld(kind: str, name: str, person: str | None, reason: str) -> Delivery:
    """Return a delivery that never leaves."""
    delivery = Delivery(kind, name, person, {}, not_sent=reason)
    delivery.first.set()
    delivery.end.set()
    return delivery


class Courier:
    """Carries deliveries as tasks. With a request URL over HTTP, else over a Socket Mode connection."""

    def __init__(self, core: Core, sockets: Sockets, retry_delays: Sequence[float], ack_timeout: float) -> None:
        self.request_url: str | None = None
        self._core = core
        self._sockets = sockets
        self._retry_delays = tuple(retry_delays)
        self._ack_timeout = ack_timeout
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Give up everything still under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def start(self, delivery: Delivery, retry_num: int = 0) -> Delivery:
        """Send it in the background. An event given a `retry_num` is one late attempt, not retried itself."""
        task = asyncio.create_task(self._run(delivery, retry_num))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return delivery

    async def _run(self, delivery: Delivery, retry_num: int) -> None:
        try:
            outcome = await self._attempt(delivery, retry_num, "http_timeout" if retry_num else "")
            delivery.first.set()
            if delivery.kind == "events_api" and not retry_num:
                await self._retry(delivery, outcome)
        except Exception as fault:
            delivery.fault = fault
            raise
        finally:
            delivery.first.set()
            delivery.end.set()

    async def _retry(self, delivery: Delivery, outcome: Outcome) -> None:
        for number, delay in enumerate(self._retry_delays, start=1):
            if not outcome.problem or outcome.no_retry:
                return
            await asyncio.sleep(delay)
            outcome = await self._attempt(delivery, number, outcome.problem)

    async def _attempt(self, delivery: Delivery, number: int, reason: str) -> Outcome:
        self._note("delivered", delivery, retry_num=number, payload=delivery.payload)
        if self.request_url:
            outcome = await self._post(self.request_url, delivery, number, reason)
        else:
            outcome = await self._send(delivery, number, reason)
        self._note(_kind(outcome), delivery, status=outcome.status, problem=outcome.problem, body=outcome.body)
        delivery.attempts.append(outcome)
        if delivery.react:
            delivery.react(delivery, outcome)
        return outcome

    def _note(self, kind: str, delivery: Delivery, **detail: object) -> None:
        self._core.ledger.add(kind, delivery.name, delivery.person, type=delivery.kind, **detail)

    async def _send(self, delivery: Delivery, number: int, reason: str) -> Outcome:
        envelope: Json = {
            "payload": delivery.payload,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        problem, body = await self._sockets.deliver(envelope, self._ack_timeout)
        return Outcome(problem, None if problem else 200, body)

    async def _post(self, url: str, delivery: Delivery, number: int, reason: str) -> Outcome:
        body, content_type = wire_form(delivery)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (simulated)"}
        headers |= signature_headers(body, int(self._core.clock()), SIGNING_SECRET)
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        self._session = self._session or aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self._ack_timeout)
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return _outcome(response, await response.read())
        except TimeoutError:
            return Outcome("http_timeout")
        except aiohttp.ClientError:
            return Outcome("connection_failed")


def wire_form(delivery: Delivery) -> tuple[bytes, str]:
    """Return body and content type: JSON for events, a form for commands, JSON in a form for interactions."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload, ensure_ascii=False).encode(), "application/json"
    fields = delivery.payload
    if delivery.kind == "interactive":
        fields = {"payload": json.dumps(delivery.payload, ensure_ascii=False)}
    return urlencode(fields).encode(), FORM


def _outcome(response: aiohttp.ClientResponse, raw: bytes) -> Outcome:
    good = 200 <= response.status < 300
    no_retry = response.headers.get("X-Slack-No-Retry") == "1"
    return Outcome("" if good else "http_error", response.status, _decoded(response, raw), no_retry)


def _decoded(response: aiohttp.ClientResponse, raw: bytes) -> object:
    text = raw.decode("utf-8", "replace")
    if response.content_type != "application/json":
        return text or None
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        return text


def _kind(outcome: Outcome) -> str:
    if not outcome.problem:
        return "acknowledged"
    return "refused" if outcome.problem == "http_error" else "unacknowledged"
