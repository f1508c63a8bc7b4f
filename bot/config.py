"""Settings from the environment, read here alone: what libraries would read behind our back is taken out of it."""

import os
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

_LIBRARIES_READ = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_VERIFICATION_TOKEN",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
)
"""slack_bolt turns a client id and secret into OAuth with a file store; slack_sdk ignores ``NO_PROXY``."""


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseModel):
    """Every setting, by the lower-case name of its environment variable."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_signing_secret_previous: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default="sqlite:///dx-jinzai.db", repr=False)
    host: str = "0.0.0.0"  # noqa: S104 (a platform's router comes from outside)
    port: int = Field(default=3000, ge=0, le=65535)
    demo_port: int = Field(default=8765, ge=0, le=65535)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)] = "INFO"
    log_format: Annotated[Literal["json", "text"], BeforeValidator(_lower)] = "json"
    health_port: int = Field(default=0, ge=0, le=65535)
    actions_per_minute: int = Field(default=60, ge=10)
    admin_users: str = ""
    keep_open_days: int = Field(default=30, ge=1)
    keep_consultations_days: int = Field(default=365, ge=1)
    keep_sent_in_days: int = Field(default=90, ge=1)
    keep_deliveries_days: int = Field(default=7, ge=7)
    keep_audit_days: int = Field(default=1095, ge=1)
    crash_at: str = ""
    https_proxy: str | None = None
    http_proxy: str | None = None
    no_proxy: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no log may hold."""
        given = (self.slack_bot_token, self.slack_app_token, *self._signing)
        return tuple(secret.get_secret_value() for secret in given if secret is not None)

    @property
    def admins(self) -> frozenset[str]:
        """The ids of those whose Home shows how many consultations there were."""
        return frozenset(filter(None, map(str.strip, self.admin_users.split(","))))

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets that Slack may sign with: after a rotation the former one for another day."""
        return tuple(secret.get_secret_value() for secret in self._signing if secret is not None)

    @property
    def _signing(self) -> tuple[SecretStr | None, ...]:
        return self.slack_signing_secret, self.slack_signing_secret_previous

    def proxy_for(self, url: str) -> str | None:
        """The proxy for ``url``: never for this machine itself, nor for a host that ``NO_PROXY`` names."""
        host = urlsplit(url).hostname or ""
        if host in ("localhost", "::1") or host.startswith("127.") or self._excepted(host):
            return None
        return self.https_proxy or self.http_proxy

    def _excepted(self, host: str) -> bool:
        names = {name.strip().removeprefix("*.").lstrip(".") for name in self.no_proxy.split(",")} - {""}
        return "*" in names or any(host == name or host.endswith(f".{name}") for name in names)


_EPHEMERAL = ("DYNO", "K_SERVICE", "RENDER")
"""Set by Heroku, Google Cloud Run and Render, whose documentation says that the disk is emptied at every start."""


def ephemeral_disk() -> str:
    """The variable by which a platform tells that files do not outlive a restart; empty elsewhere."""
    return next((name for name in _EPHEMERAL if os.environ.get(name)), "")


def from_environment() -> Settings:
    """Read the settings once, and take out of the environment what libraries would read for themselves.

    An empty value counts as absent. Raises ``pydantic.ValidationError`` for a value that is none (a port that is no
    number …).
    """
    settings = Settings.model_validate({name.lower(): value for name, value in os.environ.items() if value})
    for name in _LIBRARIES_READ:
        os.environ.pop(name, None)
    return settings
