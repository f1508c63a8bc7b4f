"""Modal stacks and Home tabs: opening, updating, pushing, publishing and closing views."""

import copy
import secrets
from typing import Any

from bot.simulator import conversations, state
from bot.simulator.world import View, World, complete

Json = dict[str, Any]

STACK_LIMIT = 3


def open_root(world: World, person: str, body: Json, channel: str | None) -> View:
    """Show a modal on an empty stack; a stack already open is discarded.

    `channel` is the conversation the person looks at, for selects with `default_to_current_conversation`.
    """
    clear(world, person)
    return _add(world, person, conversations.with_current(body, world.channels, channel), None)


def push(world: World, person: str, body: Json) -> View | None:
    """Put a modal on top of the stack; None when three are open already."""
    stack = world.stacks[person]
    return None if len(stack) >= STACK_LIMIT else _add(world, person, body, stack[-1])


def update(world: World, view: View, body: Json) -> View:
    """Replace the contents of a view, keep its id and the answers that still fit, and change its hash."""
    view.body = _stored(world, body)
    view.answers = state.carried(view.answers, view.blocks)
    view.hash, view.errors = _hash(world), {}
    world.changes.bump()
    return view


def publish(world: World, person: str, body: Json) -> View:
    """Show a Home tab, new or instead of the one before."""
    home = world.homes.get(person)
    if home:
        return update(world, home, body)
    view = _new(world, person, body, None)
    world.homes[person] = world.views[view.id] = view
    world.changes.bump()
    return view


def pop(world: World, view: View) -> None:
    """Close one modal; the one under it shows again."""
    world.stacks[view.person].remove(view.id)
    del world.views[view.id]
    world.changes.bump()


def clear(world: World, person: str) -> None:
    """Close every modal of this person."""
    for view_id in world.stacks[person]:
        del world.views[view_id]
    world.stacks[person] = []
    world.changes.bump()


def _add(world: World, person: str, body: Json, previous: str | None) -> View:
    view = _new(world, person, body, previous)
    world.views[view.id] = view
    world.stacks[person].append(view.id)
    world.changes.bump()
    return view


def _new(world: World, person: str, body: Json, previous: str | None) -> View:
    view_id, stored = world.new_id("V"), _stored(world, body)
    root = world.views[previous].root_id if previous else view_id
    return View(view_id, person, stored, _hash(world), root, previous, state.initial(stored["blocks"]))


def _stored(world: World, body: Json) -> Json:
    stored = {**copy.deepcopy(body), "blocks": world.stored(body["blocks"])}
    complete(stored)
    return stored


def _hash(world: World) -> str:
    return f"{world.new_ts()}.{secrets.token_hex(4)}"
