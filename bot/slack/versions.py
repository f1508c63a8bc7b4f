"""A message in several versions: the best first, and what stands in for it where Slack refuses its blocks.

One rejected block loses a whole message, and which blocks a workspace takes cannot be asked beforehand. A payload's
``otherwise`` lists what to send instead, each with a ``text`` and ``blocks`` of its own; the last is text alone.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)

Payload = dict[str, Any]
T = TypeVar("T")

REFUSALS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


def versions(payload: Payload) -> tuple[Payload, ...]:
    """The messages that ``payload`` stands for, in the order in which they are to be tried."""
    rest = {key: value for key, value in payload.items() if key != "otherwise"}
    return (rest, *({**rest, **other} for other in payload.get("otherwise", ())))


async def first_taken(payload: Payload, call: Callable[[Payload], Awaitable[T]]) -> T:
    """What ``call`` gives for the first version whose blocks Slack takes. Raises ``SlackApiError`` for all else."""
    *better, last = versions(payload)
    for version in better:
        try:
            return await call(version)
        except SlackApiError as error:
            if error.response.get("error") not in REFUSALS:
                raise
            log.warning("Slack refused the blocks of a message (%s): it goes plainer", error.response["error"])
    return await call(last)
