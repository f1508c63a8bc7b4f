"""Sending events: only those the manifest subscribes to and has the scope for."""

from typing import Any

from bot.simulator.core import Core
from bot.simulator.delivery import Courier, Delivery, withheld
from bot.simulator.event_payloads import event_callback

Json = dict[str, Any]


class Events:
    """Wraps events in their outer body and hands them to the courier."""

    def __init__(self, core: Core, courier: Courier) -> None:
        self._core = core
        self._courier = courier

    def __call__(self, subscription: str, event: Json, person: str | None) -> Delivery:
        """Send an event, or note in the ledger why the manifest does not allow it."""
        reason = self._core.manifest.refusal_of_event(subscription)
        if reason:
            self._core.ledger.add("not_sent", subscription, person, reason=reason)
            return withheld("events_api", subscription, person, reason)
        body = event_callback(self._core, event)
        return self._courier.start(Delivery("events_api", subscription, person, body))
