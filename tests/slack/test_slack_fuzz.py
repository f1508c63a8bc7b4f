"""Mutated requests over real HTTP: the status is one of four, and nothing of the body reaches the log."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.simulator import Simulator
from tests.support.bot import Bot

Json = dict[str, Any]
GOLDEN = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "golden").iterdir())}
CANARY = "CANARY-7f3a"
"""Stands in every text and in every replaced value."""

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [CANARY]),
    st.builds(lambda: {CANARY: CANARY}),
    st.text(st.characters(codec="utf-8"), max_size=20).map(CANARY.__add__),
)


def places(value: object, way: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside ``value``."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*way, key)
        yield from places(part, (*way, key))


@st.composite
def bodies(draw: st.DrawFn) -> tuple[bytes, str]:
    """A documented payload with some values replaced, on the wire with some bytes replaced; its content type."""
    name = draw(st.sampled_from(sorted(GOLDEN)))
    payload: Json = json.loads(GOLDEN[name])
    for _ in range(draw(st.integers(0, 3))):
        *way, last = draw(st.sampled_from(list(places(payload))))
        holder: Any = payload
        for key in way:
            holder = holder[key]
        holder[last] = draw(VALUES)
    payload["note"] = CANARY
    if name.startswith(("app_", "message_im")):
        raw, content = json.dumps(payload).encode(), "application/json"
    else:
        form = payload if name.startswith("slash") else {"payload": json.dumps(payload)}
        raw, content = urlencode(form).encode(), "application/x-www-form-urlencoded"
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=3)) + raw[at + draw(st.integers(0, 3)) :]
    return raw, draw(st.sampled_from([content, content, content, "text/plain", "application/json; charset=x", ""]))


HEADERS = st.dictionaries(
    st.sampled_from(["X-Slack-Signature", "X-Slack-Request-Timestamp", "X-Slack-Retry-Num", "Content-Encoding"]),
    st.one_of(
        st.sampled_from(["gzip", "deflate", "br", "zstd", "identity"]),
        st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), max_size=30),
    ),
    max_size=1,
)


@given(made=bodies(), odd=HEADERS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_mutated_request_is_answered_or_refused_and_never_logged(
    sim: Simulator, served: Bot, caplog: pytest.LogCaptureFixture, made: tuple[bytes, str], odd: dict[str, str]
) -> None:
    body, content = made
    caplog.set_level(logging.INFO)
    caplog.clear()
    headers = {**sim.signed(body), "Content-Type": content, **odd}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{served.url}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status in (200, 400, 401, 413), (answer.status, body, headers, caplog.text)
    await served.delivery.drain(5.0)
    assert "Traceback" not in caplog.text, (body, caplog.text)
    assert CANARY not in caplog.text
