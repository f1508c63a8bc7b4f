"""The app manifest as the simulated Slack reads it. It is the law: what it does not declare does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

EVENT_SCOPES: Mapping[str, str | None] = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "message.channels": "channels:history",
    "message.im": "im:history",
    "tokens_revoked": None,
}


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that decide what the app may receive, call and show."""

    name: str
    commands: Mapping[str, Json]
    shortcuts: Mapping[str, Json]
    events: frozenset[str]
    scopes: tuple[str, ...]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactive: bool
    socket_mode: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Manifest":
        """Read a parsed manifest.json; absent sections mean what they mean on Slack: not offered."""
        features, settings = raw.get("features", {}), raw.get("settings", {})
        home = features.get("app_home", {})
        bot_user = features.get("bot_user", {})
        return cls(
            name=bot_user.get("display_name") or raw["display_information"]["name"],
            commands={item["command"]: item for item in features.get("slash_commands", [])},
            shortcuts={item["callback_id"]: item for item in features.get("shortcuts", [])},
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            scopes=tuple(raw.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", True),
            messages_read_only=home.get("messages_tab_read_only_enabled", True),
            interactive=settings.get("interactivity", {}).get("is_enabled", False),
            socket_mode=settings.get("socket_mode_enabled", False),
        )

    @property
    def offered_commands(self) -> list[Json]:
        """The slash commands people can choose: none without the scope for them."""
        return list(self.commands.values()) if "commands" in self.scopes else []

    @property
    def offered_shortcuts(self) -> list[Json]:
        """The shortcuts people can choose: none without the scope for them, or where clicks are switched off."""
        return list(self.shortcuts.values()) if self.interactive and "commands" in self.scopes else []

    def refusal_of_event(self, subscription: str) -> str:
        """Say why an event is not sent: "" when it is, else "not_subscribed" or "missing_scope: …"."""
        if subscription not in self.events:
            return "not_subscribed"
        scope = EVENT_SCOPES.get(subscription)
        return f"missing_scope: {scope}" if scope and scope not in self.scopes else ""
