"""Short-lived credentials: trigger ids, response URLs and Socket Mode tickets. All expire by the given clock."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]

TRIGGER_LIFE = 3.0
URL_LIFE = 30 * 60.0
URL_USES = 5
TICKET_LIFE = 30.0


@dataclass
class Trigger:
    """Leave to open a modal, once, for the person who acted.

    `view_id` is the modal acted in, `channel` the conversation; each None where there is none.
    """

    person: str
    view_id: str | None
    channel: str | None
    issued: float
    used: bool = False


class Triggers:
    """Issues trigger ids and exchanges each at most once, within three seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, person: str, view_id: str | None = None, channel: str | None = None) -> str:
        """Make a new trigger id in Slack's three-part form."""
        trigger_id = f"{len(self._issued) + 1}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(person, view_id, channel, self._clock())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger | str:
        """Use it up: the trigger, or the Slack error code that refuses it."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        if self._clock() - trigger.issued > TRIGGER_LIFE:
            return "expired_trigger_id"
        trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """Where answers to one payload may be sent; `message_ts` is the message acted on, None for a command."""

    person: str
    channel: str
    message_ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Issues the paths of response URLs; each works five times within thirty minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, person: str, channel: str, message_ts: str | None) -> str:
        """Make the secret last part of a new response URL."""
        secret = secrets.token_hex(12)
        self._issued[secret] = ResponseUrl(person, channel, message_ts, self._clock())
        return secret

    def use(self, secret: str) -> ResponseUrl | str:
        """Count one use: the address, or Slack's error (`invalid_url`, `expired_url`, `used_url`)."""
        url = self._issued.get(secret)
        if url is None:
            return "invalid_url"
        if self._clock() - url.issued > URL_LIFE:
            return "expired_url"
        if url.uses >= URL_USES:
            return "used_url"
        url.uses += 1
        return url


class Tickets:
    """Socket Mode tickets: one connection each, within thirty seconds of apps.connections.open."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, float] = {}

    def issue(self) -> str:
        """Make a ticket."""
        ticket = secrets.token_hex(12)
        self._issued[ticket] = self._clock()
        return ticket

    def punch(self, ticket: str) -> bool:
        """Take the ticket; False when it is unknown, used or too old."""
        issued = self._issued.pop(ticket, None)
        return issued is not None and self._clock() - issued <= TICKET_LIFE
