"""What a failed call to Slack means for a message: try again, give up, wait for a new token, or find out first.

Codes as Slack documents them for the methods in use (``docs.slack.dev``, errors of each method). A code that is not
listed is given up with a log line: repeating what is not understood could double a message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError


class Fate(StrEnum):
    """``reconcile``: the message may have been posted all the same; nobody knows before looking."""

    RETRY = "retry"
    PERMANENT = "permanent"
    REAUTHORISE = "reauthorise"
    RECONCILE = "reconcile"


_RETRY = (
    "ratelimited",
    "rate_limited",
    "message_limit_exceeded",
    "team_added_to_org",
    "request_timeout",
    "hash_conflict",
)
_RECONCILE = ("fatal_error", "internal_error", "service_unavailable")
_REAUTHORISE = (
    *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"),
    *("not_allowed_token_type", "org_login_required", "ekm_access_denied", "app_not_installed", "access_denied"),
    *(
        "team_access_not_granted",
        "two_factor_setup_required",
        "no_permission",
        "accesslimited",
        "enterprise_is_restricted",
    ),
)
_PERMANENT = (
    # where it should go
    *("channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "messages_tab_disabled"),
    *("restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel"),
    *(
        "restricted_action_thread_locked",
        "restricted_action_non_threadable_channel",
        "cannot_dm_bot",
        "method_deprecated",
    ),
    *("user_not_found", "user_disabled", "user_not_visible", "thread_not_found", "team_not_found", "not_in_dm"),
    *("external_channel_migrating", "cannot_reply_to_message", "deprecated_endpoint", "as_user_not_supported"),
    # what it says
    *("no_text", "msg_too_long", "msg_blocks_too_long", "view_too_large", "invalid_blocks", "invalid_blocks_format"),
    *("invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data"),
    *("invalid_post_type", "missing_post_type", "invalid_json", "json_not_object", "too_many_attachments"),
    *("attachment_payload_limit_exceeded", "duplicate_message_not_found", "duplicate_channel_not_found"),
    *("metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "metadata_must_be_sent_from_app"),
    *("slack_connect_file_link_sharing_blocked", "file_not_found", "unknown_method", "markdown_text_conflict"),
    # changing what is there
    *("message_not_found", "cant_update_message", "cant_delete_message", "edit_window_closed", "is_inactive"),
    *("streaming_state_conflict", "not_found", "push_limit_reached", "duplicate_external_id"),
    # leave to open a dialog, and the address of an answer: worth nothing after their time
    *("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"),
    *("expired_url", "used_url", "invalid_url", "invalid_payload"),
    # connections
    *("too_many_websockets", "link_disabled"),
)

FATES: Mapping[str, Fate] = {
    code: fate
    for fate, codes in (
        (Fate.RETRY, _RETRY),
        (Fate.RECONCILE, _RECONCILE),
        (Fate.REAUTHORISE, _REAUTHORISE),
        (Fate.PERMANENT, _PERMANENT),
    )
    for code in codes
}


@dataclass(frozen=True)
class Failure:
    """Why a call failed. ``wait`` is Slack's ``Retry-After`` in seconds, 0 without one; ``known`` is the code's."""

    fate: Fate
    code: str
    wait: float = 0.0
    known: bool = True


def failure(error: Exception) -> Failure:
    """The failure behind an exception of the SDK's client or of the network under it."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Failure(Fate.RETRY, type(error).__name__)
    if isinstance(error, aiohttp.ClientError | TimeoutError | OSError | SlackClientError | ValueError):
        return Failure(Fate.RECONCILE, type(error).__name__)
    raise error


def _answered(error: SlackApiError) -> Failure:
    """What is no JSON object came from something before Slack, or broke off: whether the post was made is unknown."""
    response = error.response
    data = getattr(response, "data", None)
    status = getattr(response, "status_code", 200)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Failure(Fate.RETRY, "ratelimited", _seconds(response.headers))
    if status >= 500 or not code:
        return Failure(Fate.RECONCILE, f"http_{status}")
    return Failure(FATES.get(code, Fate.PERMANENT), code, known=code in FATES)


def _seconds(headers: Mapping[str, str]) -> float:
    """``Retry-After``; a second where it is missing or no number."""
    told = {name.casefold(): value for name, value in headers.items()}.get("retry-after", "")
    return float(told) if str(told).isdecimal() else 1.0
