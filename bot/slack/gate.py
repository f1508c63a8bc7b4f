"""Who is let in: people of this workspace or organisation, at a person's pace. The rest is told no, where that is due.

Only what a request proves is refused: flags of guests are not in requests, and on Enterprise Grid a person's team may
be any of the organisation's.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.replies import Said, Topic
from bot.slack.handler import Handler
from bot.slack.pace import Pace
from bot.slack.payloads import nobody_wrote, owner
from bot.store.base import Owner

log = logging.getLogger(__name__)

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Workspace:
    """Whose app this is, as ``auth.test`` told at start."""

    team_id: str
    enterprise_id: str | None
    bot_id: str
    bot_user_id: str

    def holds(self, context: Json) -> bool:
        """Whether a request comes from this workspace or organisation."""
        if self.enterprise_id is not None and context.get("enterprise_id") == self.enterprise_id:
            return True
        return context.get("team_id") == self.team_id

    def excludes(self, body: Json) -> bool:
        """Whether the body proves that whoever acts belongs to another organisation (Slack Connect)."""
        return any(self._foreign(place) for place in _homes(body))

    def _foreign(self, place: str) -> bool:
        if self.enterprise_id is None:
            return place != self.team_id
        return place.startswith("E") and place != self.enterprise_id


def _homes(body: Json) -> list[str]:
    """The workspaces or organisations that a body names as the home of who acts."""
    event, user = body.get("event"), body.get("user")
    if isinstance(event, Mapping):
        named = [event.get(key) for key in ("user_team", "source_team", "team")]
    else:
        named = [user.get("team_id")] if isinstance(user, Mapping) else []
    return [place for place in named if isinstance(place, str) and place]


def _overheard(body: Json) -> bool:
    """Whether the answer to a mention would be read by other organisations: the channel is shared with them."""
    event = body.get("event")
    return bool(body.get("is_ext_shared_channel")) and isinstance(event, Mapping) and event["type"] == "app_mention"


def _of_nobody(body: Json) -> bool:
    """Whether it is a message that no person wrote: a bot that talks much is not told that it is too fast."""
    event = body.get("event")
    return isinstance(event, Mapping) and event["type"] in ("message", "app_mention") and nobody_wrote(event)


class Gate(AsyncMiddleware):
    """The middleware that stands before every listener."""

    def __init__(self, workspace: Workspace, handler: Handler, pace: Pace) -> None:
        self._workspace = workspace
        self._handler = handler
        self._pace = pace

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 (Bolt's name)
    ) -> BoltResponse:
        """Let the request through to its listener, or answer it here."""
        del resp
        body, context = req.body, req.context
        if not self._workspace.holds(context):
            log.warning("a request of another workspace was refused")
            return BoltResponse(status=401, body="")
        if _of_nobody(body):
            return BoltResponse(status=200, body="")
        who = owner(context)
        if self._workspace.excludes(body):
            log.warning("a person of another organisation was refused")
            return BoltResponse(status=200, body=self._handler.tell(body, who, Said(Topic.EXTERNAL)))
        if not self._pace.allows(who):
            return self._too_fast(body, who)
        if _overheard(body):
            return BoltResponse(status=200, body=self._handler.tell(body, who, Said(Topic.OVERHEARD)))
        return await next()

    def _too_fast(self, body: Json, who: Owner) -> BoltResponse:
        """Told each time where the acknowledgement can say it, else once: a call for each would be abuse as well."""
        free = "command" in body or body.get("type") == "view_submission"
        if not (self._pace.tells(who) or free):
            return BoltResponse(status=200, body="")
        return BoltResponse(status=200, body=self._handler.tell(body, who, Said(Topic.TOO_FAST)))
