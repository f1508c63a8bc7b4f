"""People who click: what they send, and what they do next with the screen they see."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
Json = dict[str, Any]


@dataclass
class Person:
    """One person in one consultation. ``screen`` is the last message payload; without one, a consultation begins."""

    number: int
    sink: str
    chance: Random
    screen: Json | None = None
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"{self.sink}/respond/{self.number}"

    def command(self, name: str, text: str) -> Json:
        """The form of a slash command."""
        return {**self._who(), "command": name, "text": text, "response_url": self.url, "trigger_id": "1.2"}

    def click(self) -> Json:
        """The click that goes one step on from the screen: 次へ with a random option, or 最初から at a result."""
        inputs, buttons = _parts(self.screen or {"blocks": []})
        following = next((value for value in buttons if "|next|" in value), None)
        if following is None:
            return self._pressed(next((value for value in buttons if "|fresh|" in value), "||start||"), {})
        state = {block["block_id"]: {"choice": self._tick(block["element"])} for block in inputs}
        return self._pressed(following, state)

    def _tick(self, element: Json) -> Json:
        option = self.chance.choice(element["options"])
        if element["type"] == "checkboxes":
            return {"type": "checkboxes", "selected_options": [option]}
        return {"type": "radio_buttons", "selected_option": option}

    def _pressed(self, value: str, state: Json) -> Json:
        payload = {
            "type": "block_actions",
            "user": {"id": f"U{self.number:08}", "username": "bench", "team_id": "T0BENCH"},
            "api_app_id": "A0BENCH",
            "token": "x",
            "container": {"type": "message", "message_ts": "1.2", "channel_id": "D0", "is_ephemeral": True},
            "trigger_id": "1.2",
            "team": {"id": "T0BENCH", "domain": "bench"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": "D0", "name": "directmessage"},
            "state": {"values": state},
            "response_url": self.url,
            "actions": [{"type": "button", "action_id": "next::", "block_id": "b", "value": value, "action_ts": "1.2"}],
        }
        return {"payload": json.dumps(payload)}

    def _who(self) -> Json:
        return {"team_id": "T0BENCH", "user_id": f"U{self.number:08}", "channel_id": "D0", "api_app_id": "A0BENCH"}


def _parts(screen: Json) -> tuple[list[Json], list[str]]:
    """The input blocks and the values of the buttons of a message."""
    inputs = [block for block in screen["blocks"] if block["type"] == "input"]
    elements = (e for block in screen["blocks"] if block["type"] == "actions" for e in block["elements"])
    return inputs, [element.get("value", "") for element in elements]


def signed(form: Json, host: str) -> bytes:
    """A whole HTTP request as Slack signs it."""
    body = urlencode(form).encode()
    now = str(int(time.time())).encode()
    digest = hmac.new(SECRET.encode(), b"v0:" + now + b":" + body, hashlib.sha256).hexdigest().encode()
    head = (
        b"POST /slack/events HTTP/1.1\r\nhost: %s\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        b"x-slack-request-timestamp: %s\r\nx-slack-signature: v0=%s\r\ncontent-length: %d\r\n\r\n"
    )
    return head % (host.encode(), now, digest, len(body)) + body
