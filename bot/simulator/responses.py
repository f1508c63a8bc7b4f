"""What the app says in answer to a payload: acknowledgement bodies and posts to response URLs."""

from typing import Any

from bot.simulator import modals, posting
from bot.simulator.core import Core
from bot.simulator.delivery import Delivery, Outcome
from bot.simulator.limits import view_bytes, view_problems
from bot.simulator.posting import SlackError
from bot.simulator.tokens import ResponseUrl
from bot.simulator.world import Message, View

Json = dict[str, Any]

_COMMAND_ERRORS = {"http_timeout": "operation_timeout", "timeout": "operation_timeout"}
_LATE = frozenset(_COMMAND_ERRORS)


def notice(core: Core, person: str, text: str) -> None:
    """Show a line of Slack's own client and note it in the ledger."""
    core.world.notice(person, text)
    core.ledger.add("notice", text, person)


def _refused(core: Core, delivery: Delivery, person: str, error: SlackError) -> None:
    core.ledger.add("refused", delivery.name, person, error=error.code, **error.more)
    notice(core, person, f"{core.app.name} の応答を表示できませんでした（{error.code}）。")


def command_answered(core: Core, delivery: Delivery, outcome: Outcome, person: str, channel: str) -> None:
    """Show the acknowledgement body of a slash command, or Slack's error line when it failed."""
    if outcome.problem:
        code = _COMMAND_ERRORS.get(outcome.problem, "dispatch_failed")
        late = "（3秒以内に確認がありません）" if outcome.problem in _LATE else ""
        notice(core, person, f"{delivery.name} は「{code}」エラーで失敗しました{late}。")
        return
    answer = {"text": outcome.body} if isinstance(outcome.body, str) else outcome.body
    if isinstance(answer, dict) and (answer.get("text") or "blocks" in answer):
        try:
            _show(core, answer, person, channel, f"{delivery.name} {delivery.payload['text']}".rstrip())
        except SlackError as error:
            _refused(core, delivery, person, error)


def _show(core: Core, answer: Json, person: str, channel: str, echo: str | None = None) -> Message:
    blocks = posting.checked_blocks(core, answer.get("blocks"))
    text = posting.checked_text(answer.get("text"), blocks)
    kind, thread_ts = answer.get("response_type", "ephemeral"), answer.get("thread_ts")
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_response_type")
    if kind == "in_channel" and echo:
        core.world.add(Message(core.world.new_ts(), channel, person, echo, []))
    reader = person if kind == "ephemeral" else None
    message = posting.new_message(core, channel, text, blocks, thread_ts=thread_ts, ephemeral_for=reader)
    return posting.post(core, message)


def interaction_answered(core: Core, _delivery: Delivery, outcome: Outcome, person: str) -> None:
    """Show Slack's warning when a click or shortcut was not acknowledged; a body is ignored, as by Slack."""
    if outcome.problem in _LATE:
        notice(core, person, f"{core.app.name} が応答しませんでした（3秒以内に確認がありません）。")
    elif outcome.problem:
        notice(core, person, f"{core.app.name} で問題が発生しました。もう一度お試しください。")


def submission_answered(core: Core, delivery: Delivery, outcome: Outcome, view: View) -> None:
    """Do what the `response_action` of a submission says; without one the modal closes."""
    if outcome.problem:
        notice(core, view.person, "接続に問題が発生しました。もう一度お試しください。")
        return
    if view.id not in core.world.views:
        return
    try:
        _act(core, view, outcome.body)
    except SlackError as error:
        _refused(core, delivery, view.person, error)


def _act(core: Core, view: View, body: object) -> None:
    if not body:
        modals.pop(core.world, view)
        return
    action = body.get("response_action") if isinstance(body, dict) else None
    if not isinstance(body, dict) or action not in ("errors", "update", "push", "clear"):
        raise SlackError("invalid_response_action", body=body)
    if action == "errors":
        _errors(core, view, body.get("errors"))
    elif action == "clear":
        modals.clear(core.world, view.person)
    elif action == "update":
        modals.update(core.world, view, checked_view(body.get("view"), "modal"))
    elif modals.push(core.world, view.person, checked_view(body.get("view"), "modal")) is None:
        raise SlackError("push_limit_reached")
    core.ledger.add("shown", f"view_{action}", view.person, view_id=view.id)


def _errors(core: Core, view: View, errors: object) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    good = isinstance(errors, dict) and errors and all(isinstance(e, str) and e for e in errors.values())
    if not isinstance(errors, dict) or not good or not set(errors) <= inputs:
        raise SlackError("invalid_errors", errors=errors)
    view.errors = dict(errors)
    core.world.changes.bump()


def checked_view(view: object, surface: str) -> Json:
    """Return a view, or raise `invalid_arguments` with the offending fields / `view_too_large`."""
    problems = view_problems(view, surface)
    if problems or not isinstance(view, dict):
        raise posting.bad_fields("invalid_arguments", problems)
    if view_bytes(view) > 250_000:
        raise SlackError("view_too_large")
    return view


def answer_url(core: Core, url: ResponseUrl, body: object) -> str:
    """Do what a post to a response URL says: "replaced", "deleted" or "posted". Raises SlackError.

    Without `replace_original` a click's message is replaced, as Slack's clients do for interactions; this
    is the only way to change an ephemeral message.
    """
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    original = core.world.find(url.channel, url.message_ts) if url.message_ts else None
    if body.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        posting.remove(core, original)
        return "deleted"
    if original and original.author == core.app.bot_user_id and body.get("replace_original", True):
        blocks = posting.checked_blocks(core, body.get("blocks"))
        posting.redraw(core, original, posting.checked_text(body.get("text"), blocks), blocks, edited=False)
        return "replaced"
    _show(core, body, url.person, url.channel)
    return "posted"
