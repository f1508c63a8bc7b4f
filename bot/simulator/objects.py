"""Messages and views as they stand inside payloads and Web API answers, labels escaped as Slack sends them."""

import copy
from typing import Any

from bot.simulator.core import Core
from bot.simulator.text import escape_plain
from bot.simulator.world import Message, View

Json = dict[str, Any]

VERIFICATION_TOKEN = "simulated-verification-token"  # noqa: S105 - Slack's deprecated field, made up


def message_json(core: Core, message: Message) -> Json:
    """Return a message as it stands in payloads and Web API answers."""
    own = message.author == core.app.bot_user_id
    bot = {"bot_id": core.app.bot_id, "app_id": core.app.app_id} if own else {}
    edited = {"edited": {"user": message.author, "ts": message.edited_ts}} if message.edited_ts else {}
    return {
        "user": message.author,
        "type": "message",
        "ts": message.ts,
        **bot,
        "text": message.text,
        "team": core.team.team_id,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        **({"blocks": escape_plain(message.blocks)} if message.blocks else {}),
        **({"files": copy.deepcopy(message.files)} if message.files else {}),
        **edited,
    }


def view_json(core: Core, view: View) -> Json:
    """Return a view as it stands in payloads and Web API answers."""
    body = view.body
    escaped: Any = escape_plain({key: body.get(key) for key in ("title", "close", "submit")})
    home_title = {"type": "plain_text", "text": "View Title", "emoji": True}
    return {
        "id": view.id,
        "team_id": core.team.team_id,
        "type": body["type"],
        "blocks": escape_plain(view.blocks),
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": {"values": escape_plain(copy.deepcopy(view.answers))},
        "hash": view.hash,
        **escaped,
        "title": escaped["title"] or home_title,
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": core.app.app_id,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": core.team.enterprise_id if core.team.null_team else core.team.team_id,
        "bot_id": core.app.bot_id,
    }
