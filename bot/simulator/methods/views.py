"""views.*: opening, pushing, updating and publishing views."""

from collections.abc import Mapping

from bot.simulator import modals
from bot.simulator.core import Core
from bot.simulator.methods.base import Args, Json, Method
from bot.simulator.objects import view_json
from bot.simulator.posting import SlackError
from bot.simulator.responses import checked_view
from bot.simulator.tokens import Trigger
from bot.simulator.world import View


def _modal(args: Args) -> Json:
    return checked_view(args.value("view", "invalid_arguments"), "modal")


def _trigger(core: Core, args: Args) -> Trigger:
    trigger = core.triggers.exchange(args.text("trigger_id"))
    if isinstance(trigger, str):
        raise SlackError(trigger)
    return trigger


def _shown(core: Core, view: View, how: str) -> Json:
    core.ledger.add("shown", how, view.person, view_id=view.id)
    return {"view": view_json(core, view)}


def _open(core: Core, args: Args) -> Json:
    body = _modal(args)
    trigger = _trigger(core, args)
    return _shown(core, modals.open_root(core.world, trigger.person, body, trigger.channel), "view_open")


def _push(core: Core, args: Args) -> Json:
    body, trigger = _modal(args), _trigger(core, args)
    if trigger.view_id not in core.world.stacks[trigger.person]:
        raise SlackError("not_found")
    view = modals.push(core.world, trigger.person, body)
    if view is None:
        raise SlackError("push_limit_reached")
    return _shown(core, view, "view_push")


def _find(core: Core, args: Args) -> View:
    external = args.optional("external_id")
    views = core.world.views.values()
    found = [view for view in views if external and view.body.get("external_id") == external]
    view = found[0] if external and found else core.world.views.get(args.optional("view_id") or "")
    if view is None:
        raise SlackError("not_found")
    return view


def _same_hash(view: View | None, args: Args) -> None:
    given = args.optional("hash")
    if given and (view is None or view.hash != given):
        raise SlackError("hash_conflict")


def _update(core: Core, args: Args) -> Json:
    view = _find(core, args)
    body = checked_view(args.value("view", "invalid_arguments"), view.body["type"])
    _same_hash(view, args)
    return _shown(core, modals.update(core.world, view, body), "view_update")


def _publish(core: Core, args: Args) -> Json:
    person = args.text("user_id")
    if not core.manifest.home_tab:
        raise SlackError("not_enabled")
    if person not in core.world.people:
        raise SlackError("invalid_arguments")
    body = checked_view(args.value("view", "invalid_arguments"), "home")
    _same_hash(core.world.homes.get(person), args)
    return _shown(core, modals.publish(core.world, person, body), "view_publish")


METHODS: Mapping[str, Method] = {
    "views.open": Method(_open),
    "views.publish": Method(_publish),
    "views.push": Method(_push),
    "views.update": Method(_update),
}
