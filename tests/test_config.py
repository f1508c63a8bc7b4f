"""Settings: what libraries would read is taken out of the environment, loopback never goes through a proxy."""

import os
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from bot.cli import run
from bot.config import Settings, from_environment

PROXY = "http://proxy.example:3128"
LIBRARIES_READ = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "HTTPS_PROXY")


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """An environment without our settings, put back afterwards."""
    kept = dict(os.environ)
    for name in (*(field.upper() for field in Settings.model_fields), *LIBRARIES_READ):
        os.environ.pop(name, None)
        os.environ.pop(name.lower(), None)
    yield
    os.environ.clear()
    os.environ.update(kept)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://slack.com/api/", PROXY),
        ("http://127.0.0.1:8765/api/", None),
        ("http://127.8.9.1/api/", None),
        ("http://localhost:8765/api/", None),
        ("http://[::1]:8765/api/", None),
        ("https://slack.kakuu.example/api/", None),
        ("https://kakuu.example/api/", None),
        ("https://notkakuu.example/api/", PROXY),
        ("https://slack.internal.example/api/", None),
    ],
)
def test_proxy_is_never_used_for_this_machine_and_for_excepted_hosts(url: str, expected: str | None) -> None:
    os.environ |= {"HTTPS_PROXY": PROXY, "NO_PROXY": ".kakuu.example, *.internal.example,"}
    assert from_environment().proxy_for(url) == expected


def test_every_host_can_be_excepted() -> None:
    os.environ |= {"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}
    assert from_environment().proxy_for("https://slack.com/api/") is None


def test_proxy_in_small_letters_counts() -> None:
    os.environ["https_proxy"] = PROXY
    assert from_environment().proxy_for("https://slack.com/api/") == PROXY
    assert "https_proxy" not in os.environ


def test_what_libraries_would_read_is_taken_out_of_the_environment() -> None:
    os.environ |= dict.fromkeys(LIBRARIES_READ, "value")
    settings = from_environment()
    assert not os.environ.keys() & set(LIBRARIES_READ)
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "value"


def test_secrets_do_not_show_in_a_printed_setting() -> None:
    os.environ |= {"SLACK_BOT_TOKEN": "kept-to-itself", "SLACK_SIGNING_SECRET": "kept-to-itself"}
    assert "kept-to-itself" not in repr(from_environment())


def test_empty_value_is_absent() -> None:
    os.environ |= {"PORT": "", "SLACK_BOT_TOKEN": "", "DATABASE_URL": ""}
    settings = from_environment()
    assert (settings.port, settings.slack_bot_token, settings.database_url) == (3000, None, "sqlite:///dx-jinzai.db")


@pytest.mark.parametrize("value", ["eighty", "-1", "65536", "80.5"])
def test_port_that_is_none_is_refused(value: str) -> None:
    os.environ["PORT"] = value
    with pytest.raises(ValidationError):
        from_environment()


def test_bad_values_are_told_in_japanese_with_their_variables(capsys: pytest.CaptureFixture[str]) -> None:
    os.environ |= {"PORT": "eighty", "KEEP_OPEN_DAYS": "0"}
    assert run(["check"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "✗ PORT：値「eighty」は使えません"
    assert lines[1].startswith("  → 環境変数 PORT を直すか")
    assert lines[2].startswith("✗ KEEP_OPEN_DAYS：")


def test_administrators_are_listed_with_commas_and_nobody_is_one_by_default() -> None:
    assert from_environment().admins == frozenset()
    os.environ["ADMIN_USERS"] = " U0AAAAAAA, U0BBBBBBB,,"
    assert from_environment().admins == {"U0AAAAAAA", "U0BBBBBBB"}
