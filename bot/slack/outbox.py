"""The posts that are owed: made at once by who stored them, later by the background, never blindly a second time.

A post whose fate is unknown is looked for by its metadata where the bot may read (its own DM); where it may not, it
goes again and says so. A call that failed waits in the store, not in a sleeping task.
"""

import json
import logging
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies import Undelivered
from bot.slack.delivery import TIMEOUT, Delivery
from bot.slack.errors import Failure, Fate, failure
from bot.slack.versions import first_taken
from bot.store.base import Outgoing, Pending, Store

log = logging.getLogger(__name__)

POST, WHISPER = "chat.postMessage", "chat.postEphemeral"
EVENT_TYPE = "dx_jinzai_reply"
CLAIM_SECONDS = 30.0
CALL_SECONDS = TIMEOUT.total or 5.0
PROBE_SECONDS = 30.0
ATTEMPTS = 8
LONGEST = 86_400.0
"""A post that Slack has put off for a day is given up."""
_CLOCKS_DIFFER = 600.0
_PAGES = 5
_BACK_OFF = (3.0, 300.0)
_FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


class Outbox:
    """``again`` has the mark and the sentence on a post that may be there already; ``reached`` as in ``bot.crash``.

    ``undelivered`` writes the message to the owner of a post that was given up.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        store: Store,
        delivery: Delivery,
        *,
        now: Callable[[], float],
        chance: Random,
        again: Mapping[str, str],
        undelivered: Callable[[Undelivered], dict[str, Any]],
        reached: Callable[[str], None],
    ) -> None:
        self.now = now
        self.stopped_by = ""
        self._client = client
        self._store = store
        self._delivery = delivery
        self._chance = chance
        self._again = again
        self._undelivered = undelivered
        self._reached = reached
        self._probe_at = 0.0

    def send(self, call: Outgoing) -> None:
        """Make the call that this process has just committed, after all earlier ones of its conversation."""
        self._start(Pending.committed(call))

    async def send_due(self) -> int:
        """Begin the calls that are due and nobody else's; their number. While Slack refuses the token, none."""
        now = self.now()
        if self.stopped_by and not await self._accepted(now):
            return 0
        held = await self._store.claim(now, now + CLAIM_SECONDS)
        for one in held:
            self._start(one)
        return len(held)

    def _start(self, held: Pending) -> None:
        self._delivery.start(held.outgoing.conversation, lambda: self._in_order(held))

    async def _in_order(self, held: Pending) -> None:
        """A call whose turn has not come is given back unmade."""
        self._reached("after_ack")
        first = await self._store.first(held.outgoing.conversation)
        if self.stopped_by or first != held.outgoing.id:
            await self._give_back(held, self.now())
        else:
            await self._make(held)

    async def _make(self, held: Pending) -> None:
        try:
            there = await self._there(held) if held.unknown else False
            if not there and self.now() > held.until - CALL_SECONDS:
                await self._give_back(held, self.now())
                return
            if not there:
                await self._call(held.outgoing, marked=there is None)
        except _FAILURES as error:
            await self._failed(held, failure(error))
            return
        await self._store.delivered(held.outgoing.id)
        self._reached("after_done")

    async def _call(self, call: Outgoing, *, marked: bool) -> None:
        named = {"event_type": EVENT_TYPE, "event_payload": {"outbox_id": call.id}}
        more = {"channel": call.channel, **({"metadata": named} if call.method == POST else {})}

        async def make(version: dict[str, Any]) -> None:
            arguments = self._marked(version) if marked else version
            await self._client.api_call(call.method, json={**more, **arguments})

        self._reached("before_post")
        await first_taken(json.loads(call.body), make)
        self._reached("after_post")

    def _marked(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if not arguments["blocks"]:
            return {**arguments, "text": self._again["again"] + arguments["text"]}
        line = {"type": "context", "elements": [{"type": "plain_text", "text": self._again["again_why"]}]}
        return {
            **arguments,
            "text": self._again["again"] + arguments["text"],
            "blocks": [line, *arguments["blocks"]][:50],
        }

    # ------------------------------------------------------------ what may be there already

    async def _there(self, held: Pending) -> bool | None:
        """Whether the post is in its conversation; None where the bot may not read it."""
        call = held.outgoing
        if call.method != POST or not call.channel.startswith("D"):
            return None
        try:
            return await self._found(call)
        except SlackApiError as error:
            if failure(error).code in ("missing_scope", "channel_not_found", "thread_not_found"):
                return None
            raise

    async def _found(self, call: Outgoing) -> bool:
        thread = json.loads(call.body).get("thread_ts")
        method = "conversations.replies" if thread else "conversations.history"
        oldest = f"{call.at - _CLOCKS_DIFFER:.6f}"
        asked = {"channel": call.channel, "oldest": oldest, "limit": 100, "include_all_metadata": True}
        cursor = ""
        for _ in range(_PAGES):
            more = {**({"ts": thread} if thread else {}), **({"cursor": cursor} if cursor else {})}
            page = await self._client.api_call(method, params={**asked, **more})
            if any(_outbox_id(message) == call.id for message in page["messages"]):
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return False

    # ------------------------------------------------------------ what went wrong

    async def _failed(self, held: Pending, why: Failure) -> None:
        now = self.now()
        if why.fate is Fate.REAUTHORISE:
            self._stop(why.code, now)
            await self._give_back(held, now)
        elif why.fate is Fate.PERMANENT or held.attempts >= ATTEMPTS or now - held.outgoing.at > LONGEST:
            log.error("gave up %s %s: %s%s", *_named(held), why.code, "" if why.known else " (an unknown code)")
            await self._give_up(held, why.code)
        elif why.wait:
            await self._give_back(held, now + why.wait + self._chance.random())
        else:
            log.warning("put off %s %s: %s", *_named(held), why.code)
            unknown = held.unknown or why.fate is Fate.RECONCILE
            await self._store.postpone(held, now + self._pause(held.attempts), held.attempts, unknown=unknown)

    async def _give_up(self, held: Pending, code: str) -> None:
        """Drop a call; who owed it to another place than their own DM is told, in the same transaction: once."""
        call = held.outgoing
        if call.channel == call.owner.user or call.channel.startswith("D"):
            await self._store.bury(held, code)
            return
        message = self._undelivered(Undelivered(call.channel, code))
        user = call.owner.user
        told = Outgoing(f"{call.id}|told", self.now(), call.owner, user, POST, user, json.dumps(message))
        if await self._store.bury(held, code, told):
            self.send(told)

    async def _give_back(self, held: Pending, due: float) -> None:
        await self._store.postpone(held, due, held.attempts - 1, unknown=held.unknown)

    def _pause(self, attempts: int) -> float:
        first, longest = _BACK_OFF
        return float(min(longest, first * 2 ** (attempts - 1)) * self._chance.uniform(1.0, 1.5))

    def _stop(self, code: str, now: float) -> None:
        log.error("posting has stopped until Slack takes the token again: %s", code)
        self.stopped_by, self._probe_at = code, now + PROBE_SECONDS

    async def _accepted(self, now: float) -> bool:
        if now < self._probe_at:
            return False
        try:
            await self._client.auth_test()
        except _FAILURES as error:
            log.warning("posting is still stopped: %s", failure(error).code)
            self._probe_at = now + PROBE_SECONDS
            return False
        log.info("Slack takes the token again: posting goes on")
        self.stopped_by = ""
        return True


def _outbox_id(message: Mapping[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("outbox_id")


def _named(held: Pending) -> tuple[str, str]:
    return held.outgoing.method, held.outgoing.id
