"""What the parts of the simulated Slack share: the workspace, the credentials, the ledger, the way out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.simulator.faults import Faults
from bot.simulator.ledger import Ledger
from bot.simulator.manifest import Manifest
from bot.simulator.people import AppIdentity, Team
from bot.simulator.rates import Rates
from bot.simulator.tokens import ResponseUrls, Tickets, Triggers
from bot.simulator.world import World

Json = dict[str, Any]

BOT_TOKEN = "xoxb-simulated-bot-token"  # noqa: S105 - made up, and must be known to the app under test
APP_TOKEN = "xapp-simulated-app-token"  # noqa: S105
SIGNING_SECRET = "simulated-signing-secret"  # noqa: S105


class EventSink(Protocol):
    """Sends an event to the app in the background, with Slack's retries."""

    def __call__(self, subscription: str, event: Json, person: str | None) -> object:
        """Send it, or write into the ledger why it is not sent."""


@dataclass
class Core:
    """One simulated Slack. `base_url` is known once the server listens; `emit` once the courier exists."""

    manifest: Manifest
    team: Team
    app: AppIdentity
    world: World
    ledger: Ledger
    triggers: Triggers
    urls: ResponseUrls
    tickets: Tickets
    faults: Faults
    rates: Rates
    clock: Callable[[], float]
    emit: EventSink
    files: dict[str, Json]
    refused_blocks: set[str]
    shared_channels: set[str]
    base_url: str = ""

    @property
    def names(self) -> Mapping[str, str]:
        """Display names behind user and channel ids."""
        people = {person.id: person.name for person in self.world.people.values()}
        channels = {channel.id: channel.name for channel in self.world.channels.values()}
        return {**channels, **people, self.app.bot_user_id: self.app.name}

    def response_url(self, person: str, channel: str, message_ts: str | None, kind: str = "actions") -> str:
        """Make a new response URL for one payload."""
        secret = self.urls.issue(person, channel, message_ts)
        return f"{self.base_url}/{kind}/{self.team.team_id}/{secret}"
