"""The shape of a request body, as far as it is read here or by Bolt: what Slack's documentation says is there.

Everything else in a body is ignored, and what is not always there may be missing or null.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _Id(_Shape):
    id: str


class _Place(_Shape):
    id: str | None = None


class _Option(_Shape):
    value: str


class _Answer(_Shape):
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_conversation: str | None = None


class _State(_Shape):
    values: dict[str, dict[str, _Answer]] = {}


class _Action(_Shape):
    type: str
    action_id: str
    block_id: str | None = None
    value: str | None = None
    action_ts: str | None = None


class _Block(_Shape):
    type: str
    block_id: str | None = None


class _View(_Shape):
    id: str
    type: str
    callback_id: str | None = None
    private_metadata: str | None = None
    state: _State | None = None
    blocks: list[_Block] = []


class _Container(_Shape):
    channel_id: str | None = None
    message_ts: str | None = None
    is_ephemeral: bool | None = None


class _Message(_Shape):
    text: str | None = None
    ts: str | None = None


class _Interaction(_Shape):
    """A click, a shortcut, a form that was sent or closed."""

    type: str
    user: _Id
    team: _Place | None = None
    enterprise: _Place | None = None
    channel: _Place | None = None
    container: _Container | None = None
    message: _Message | None = None
    view: _View | None = None
    state: _State | None = None
    actions: list[_Action] | None = None
    callback_id: str | None = None
    response_url: str | None = None
    trigger_id: str | None = None


class _Event(_Shape):
    type: str


class _Words(_Event):
    """A message or a mention."""

    user: str | None = None
    channel: str
    channel_type: str | None = None
    text: str | None = None
    ts: str
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None


class _Home(_Shape):
    private_metadata: str | None = None


class _Opened(_Event):
    """A look at the app."""

    user: str
    channel: str
    tab: str | None = None
    view: _Home | None = None


class _Authorization(_Shape):
    enterprise_id: str | None = None
    team_id: str | None = None
    user_id: str | None = None


class _Callback(_Shape):
    """An event in its envelope."""

    type: str
    event_id: str
    event: _Event
    team_id: str | None = None
    enterprise_id: str | None = None
    authorizations: list[_Authorization] | None = None


class _Said(_Callback):
    event: _Words


class _Looked(_Callback):
    event: _Opened


class _Challenge(_Shape):
    """Slack's question whether a request URL is ours."""

    type: str
    challenge: str


_EVENTS: dict[str, type[_Callback]] = {"message": _Said, "app_mention": _Said, "app_home_opened": _Looked}
_NEEDED = {
    "block_actions": "actions",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "trigger_id",
    "message_action": "trigger_id",
}
"""What a kind of interaction is nothing without."""


def sound(body: Any) -> bool:
    """Whether a JSON body has the shape of an event, a challenge or an interaction."""
    if not isinstance(body, dict):
        return False
    try:
        if "event" in body:
            called = _Callback.model_validate(body)
            return bool(_EVENTS.get(called.event.type, _Callback).model_validate(body))
        if "challenge" in body:
            return bool(_Challenge.model_validate(body))
        made = _Interaction.model_validate(body)
    except ValidationError:
        return False
    return made.type not in _NEEDED or bool(getattr(made, _NEEDED[made.type]))
