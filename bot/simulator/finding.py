"""Finding what a person points at: a message or view, and in it a button, an option or a field by its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulator import payloads, state
from bot.simulator.core import Core
from bot.simulator.people import UnseenError
from bot.simulator.world import Message, View

Json = dict[str, Any]

_NO_OPTION: tuple[None] = (None,)
_PRESSED = frozenset({"button", "overflow", "static_select"})


@dataclass(frozen=True)
class Container:
    """A message or view in one person's client."""

    core: Core
    person: str
    place: Message | View

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, as stored."""
        return self.place.blocks

    @property
    def answers(self) -> state.State:
        """This person's local state, to be changed in place."""
        return self.place.answers if isinstance(self.place, View) else self.place.state_for(self.person)

    def block_actions(self, action: Json) -> Json:
        """Return the payload Slack sends for an action in it."""
        if isinstance(self.place, View):
            return payloads.block_actions_on_view(self.core, self.person, self.place, action)
        return payloads.block_actions_on_message(self.core, self.person, self.place, action)

    def entry(self, target: "Target") -> Json:
        """Return the local answer of an element."""
        return self.answers[target.block["block_id"]][target.element["action_id"]]


@dataclass(frozen=True)
class Target:
    """An element with its block, and the option meant, if any."""

    block: Json
    element: Json
    option: Json | None = None

    @property
    def dispatches(self) -> bool:
        """Whether a change of this element is sent at once: outside input blocks, or with dispatch_action."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def container(core: Core, person: str, container_id: str) -> Container:
    """Return the message (by ts) or view (by id) that this person sees; UnseenError when there is none."""
    view = core.world.views.get(container_id)
    place = view if view and view.person == person else core.world.seen(person, container_id)
    if place is None:
        raise UnseenError(f"{person} sees no message or view {container_id}")
    return Container(core, person, place)


def pressed(place: Container, label: str | None, action_id: str | None, block_id: str | None) -> Target:
    """Return the one element meant by its ids, or the button or menu entry with these words."""
    if label is None:
        around = _targets(place, action_id, block_id, lambda _: True)
        found = [*{id(each.element): Target(each.block, each.element) for each in around}.values()]
    else:
        buttons = _targets(place, action_id, block_id, _PRESSED.__contains__)
        found = [target for target in buttons if _label(target) == label]
    return _only(found, place, f"label={label!r} action_id={action_id!r} block_id={block_id!r}")


def option(place: Container, label: str | None, value: str | None, block_id: str | None) -> Target:
    """Return the one option meant, by its visible text or its value."""
    kinds = state.ONE | state.MANY
    found = [
        target
        for target in _targets(place, None, block_id, kinds.__contains__)
        if target.option and (target.option["value"] == value if label is None else _label(target) == label)
    ]
    return _only(found, place, f"option {label or value!r}")


def field(place: Container, action_id: str | None, block_id: str | None) -> Target:
    """Return the one text field or picker meant."""
    kinds = state.ONE | state.MANY | {"button", "overflow"}
    found = list(_targets(place, action_id, block_id, lambda kind: kind not in kinds))
    return _only(found, place, f"field action_id={action_id!r} block_id={block_id!r}")


def _targets(
    place: Container, action_id: str | None, block_id: str | None, wanted: Callable[[str], bool]
) -> list[Target]:
    return [
        Target(block, element, choice)
        for block, element in state.elements(place.blocks)
        if wanted(element["type"])
        and action_id in (None, element["action_id"])
        and block_id in (None, block["block_id"])
        for choice in (state.options(element) or _NO_OPTION)
    ]


def _label(target: Target) -> str:
    shown: str = (target.option or target.element)["text"]["text"]
    return shown


def _only(found: list[Target], place: Container, wanted: str) -> Target:
    if len(found) != 1:
        there = [_label(t) for t in _targets(place, None, None, lambda _: True) if t.option or "text" in t.element]
        raise UnseenError(f"{wanted}: {len(found)} found; there are {there}")
    return found[0]
