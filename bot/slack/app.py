"""The one list of listeners, and the boundary that answers whatever goes wrong."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.archive import Archive
from bot.conversation import Conversation
from bot.documents.render import Documents
from bot.replies import Failed
from bot.slack import actions, checks, commands, drafts, events, sharing, shortcuts, tabs, views
from bot.slack.check_forms import CHECK
from bot.slack.delivery import Delivery
from bot.slack.forms import CALLBACK, CAUTIONED, DRAFT, FROM_HOME, PREVIEW, SHARE
from bot.slack.gate import Gate, Workspace
from bot.slack.handler import Handler
from bot.slack.known import KnownAnswers
from bot.slack.outbox import Outbox
from bot.slack.pace import Pace
from bot.slack.payloads import owner
from bot.slack.publisher import Publisher
from bot.slack.surfaces import Surfaces
from bot.store.base import StoreError

log = logging.getLogger(__name__)

Listener = Callable[..., Awaitable[None]]

# Bolt asks one after the other whether a request is for it: what comes most often stands first.
LISTENERS: tuple[tuple[str, Any, Callable[[Handler], Listener]], ...] = (
    ("action", re.compile(""), actions.pressed),
    ("command", "/dx-role", commands.role),
    ("command", "/dx-consult", commands.consult),
    ("command", "/dx-help", commands.help_),
    ("event", "message", events.message),
    ("event", "app_mention", events.mention),
    ("event", "app_home_opened", tabs.opened),
    ("global_shortcut", shortcuts.CONSULT, shortcuts.consult),
    ("message_shortcut", shortcuts.LOOK_UP, shortcuts.look_up),
    ("view_submission", re.compile(f"^({CALLBACK}$|{FROM_HOME})"), views.submitted),
    ("view_submission", DRAFT, drafts.submitted),
    ("view_submission", CAUTIONED, drafts.confirmed),
    ("view_submission", CHECK, checks.submitted),
    ("view_submission", SHARE, sharing.chosen),
    ("view_submission", PREVIEW, sharing.confirmed),
    ("view_closed", re.compile(f"^({CALLBACK}$|{FROM_HOME})"), views.closed),
)

CODES = {
    "full": "E-401",
    "locked": "E-402",
    "corrupt": "E-403",
    "unavailable": "E-404",
    "readonly": "E-405",
    "slow": "E-406",
}
UNEXPECTED = "E-500"
NAME = "dx-jinzai"
"""For Bolt's own loggers; without it, Bolt looks through the source files of all modules for the caller's."""

REQUEST_SECONDS = 2.0
"""A store that is slow tells so within 1.5 seconds; what asks it twice still answers before Slack's three are over."""


def build_app(
    conversation: Conversation,
    archive: Archive,
    surfaces: Surfaces,
    delivery: Delivery,
    outbox: Outbox,
    documents: Documents,
    workspace: Workspace,
    pace: Pace,
) -> AsyncApp:
    """The Bolt app.

    Requests are verified before they reach it (``slack.http``); Socket Mode needs no signature. What else of Bolt's
    middleware is off has its place elsewhere: ``slack.http`` answers certificate checks, the gate passes over what no
    person wrote, and there are no functions of workflows.
    """
    app = AsyncApp(
        name=NAME,
        client=AsyncWebClient(),
        authorize=_Authorized(workspace),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    known = KnownAnswers(conversation.advisor.lookup, surfaces.printer)
    homes = Publisher(surfaces.home, archive, delivery)
    handler = Handler(conversation, archive, surfaces, known, delivery, outbox, documents, homes)
    app.use(Gate(workspace, handler, pace))
    for kind, matcher, make in LISTENERS:
        getattr(app, kind)(matcher)(_in_time(make(handler)))
    app.error(_boundary(handler))
    return app


class _Authorized(AsyncAuthorize):
    """The same for every request: whose app this is was asked at start."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=self._workspace.bot_id,
            bot_user_id=self._workspace.bot_user_id,
        )


def _in_time(listener: Listener) -> Listener:
    """``listener``, given up after ``REQUEST_SECONDS``: Slack would not wait longer, and nobody would be told why."""

    async def bounded(ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await listener(ack, body, context)
        except TimeoutError as error:
            raise StoreError("slow") from error

    return bounded


def _boundary(handler: Handler) -> Callable[..., Awaitable[BoltResponse]]:
    async def boundary(error: Exception, body: Mapping[str, Any], context: Mapping[str, Any]) -> BoltResponse:
        """Unknown requests end here with 200; an event that failed gets 503, so that Slack delivers it again."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")
        code = CODES.get(error.code, UNEXPECTED) if isinstance(error, StoreError) else UNEXPECTED
        log.error("%s: %s", code, type(error).__name__, exc_info=None if isinstance(error, StoreError) else error)
        if "event" in body:
            return BoltResponse(status=503, body="")
        return BoltResponse(status=200, body=handler.tell(body, owner(context), Failed(code)))

    return boundary
