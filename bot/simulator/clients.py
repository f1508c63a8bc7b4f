"""What a person does in Slack's client, and what the client then sends to the app."""

from functools import partial
from typing import Any

from bot.simulator import event_payloads, fields, finding, modals, payloads, responses, state
from bot.simulator.core import Core
from bot.simulator.delivery import Courier, Delivery, React, withheld
from bot.simulator.events import Events
from bot.simulator.finding import Container, Target
from bot.simulator.people import UnseenError
from bot.simulator.posting import subscription
from bot.simulator.text import escape, typed
from bot.simulator.world import Message, View

Json = dict[str, Any]


class Clients:
    """The clients of all people. Each method starts a delivery, or withholds it as Slack would."""

    def __init__(self, core: Core, courier: Courier, events: Events) -> None:
        self._core = core
        self._courier = courier
        self._events = events

    def say(self, person: str, channel_id: str, text: str, thread_ts: str | None) -> Delivery:
        """Post what a person typed; the app hears of it by app_mention or message.im."""
        core, channel = self._core, self._core.world.channels[channel_id]
        if channel.kind == "dm" and (not core.manifest.messages_tab or core.manifest.messages_read_only):
            return self._withhold(
                "events_api", "message.im", person, "このアプリへのメッセージの送信はオフになっています。"
            )
        bot = f"<@{core.app.bot_user_id}>"
        stored, elements = typed(text.replace("<@BOT>", bot).replace(f"@{core.app.name}", bot))
        message = Message(core.world.new_ts(), channel_id, person, stored, [], thread_ts)
        core.world.add(message)
        core.world.mark_read(person, channel_id)
        core.ledger.add("said", channel_id, person, text=stored)
        return self._told(message, elements, mentioned=bot in stored)

    def _told(self, message: Message, elements: list[Json], *, mentioned: bool) -> Delivery:
        core, person = self._core, message.author
        channel, name = core.world.channels[message.channel], subscription(core, message.channel)
        if core.app.bot_user_id not in channel.members:
            text = f"{core.app.name} はこのチャンネルのメンバーではないため、メンションは届きません。"
            return self._withhold("events_api", "app_mention", person, text if mentioned else "")
        event = event_payloads.user_message_event(core, message, "message", elements)
        if channel.kind == "dm":
            return self._events(name, event, person)
        if name in core.manifest.events:
            heard = self._events(name, event, person)
            if not mentioned:
                return heard
        if not mentioned:
            return withheld("events_api", name, person, "not_mentioned")
        mention = event_payloads.user_message_event(core, message, "app_mention", elements)
        return self._events("app_mention", mention, person)

    def command(self, person: str, channel_id: str, line: str) -> Delivery:
        """Send a slash command; one the manifest does not declare is refused by the client itself."""
        name, _, text = line.partition(" ")
        core = self._core
        if name not in [one["command"] for one in core.manifest.offered_commands]:
            return self._withhold("slash_commands", name, person, f"{name} は有効なコマンドではありません。")
        channel = core.world.channels[channel_id]
        payload = payloads.slash_command(core, person, channel, name, escape(text.strip()))
        react = partial(responses.command_answered, core, person=person, channel=channel_id)
        return self._courier.start(Delivery("slash_commands", name, person, payload, react=react))

    def press(self, place: Container, target: Target, given: state.State) -> Delivery:
        """Click a button, pick an entry of a menu, or tell at once of an element's answer."""
        element, answer = target.element, {}
        if target.option is not None:
            answer = {"selected_option": target.option}
        elif element["type"] == "overflow":
            answer = _answer(given.get(target.block["block_id"], {}).get(element["action_id"], {}))
        elif element["type"] != "button":
            answer = _answer(place.entry(target))
        if element["type"] == "static_select":
            place.entry(target).update(answer)
            self._core.world.changes.bump()
        return self._act(place, target, answer)

    def change(self, place: Container, target: Target) -> Delivery:
        """Tell of a changed answer: at once where the element dispatches, else not before the next click."""
        self._core.world.changes.bump()
        if not target.dispatches:
            return withheld("interactive", target.element["action_id"], place.person, "local")
        return self._act(place, target, _answer(place.entry(target)))

    def _act(self, place: Container, target: Target, answer: Json) -> Delivery:
        action = payloads.action(self._core, target.block, target.element, answer)
        return self._interact(target.element["action_id"], place.person, place.block_actions(action))

    def submit(self, person: str, view_id: str) -> Delivery:
        """Submit the modal on top; like Slack's client, only when every field has an answer that fits."""
        view = self._top(person, view_id)
        if not view.body.get("submit"):
            raise UnseenError("this view has no submit button")
        view.errors = fields.problems(view)
        self._core.world.changes.bump()
        name = view.body.get("callback_id", "")
        if view.errors:
            return withheld("interactive", name, person, "invalid_fields")
        react = partial(responses.submission_answered, self._core, view=view)
        return self._interact(name, person, payloads.view_submission(self._core, view), react)

    def close(self, person: str, view_id: str) -> Delivery:
        """Close the modal on top; with clear_on_close the whole stack."""
        view = self._top(person, view_id)
        cleared = bool(view.body.get("clear_on_close"))
        payload = payloads.view_closed(self._core, view, cleared=cleared)
        if cleared:
            modals.clear(self._core.world, person)
        else:
            modals.pop(self._core.world, view)
        if not view.body.get("notify_on_close"):
            return withheld("interactive", "view_closed", person, "notify_on_close is off")
        return self._interact(view.body.get("callback_id", ""), person, payload)

    def _top(self, person: str, view_id: str) -> View:
        if self._core.world.stacks[person][-1:] != [view_id]:
            raise UnseenError(f"{view_id} is not the view on top for {person}")
        return self._core.world.views[view_id]

    def open_home(self, person: str, tab: str) -> Delivery:
        """Open the app's Home or Messages tab."""
        if tab == "home" and not self._core.manifest.home_tab:
            text = "このアプリにホームタブはありません。"
            return self._withhold("events_api", "app_home_opened", person, text)
        event = event_payloads.home_opened_event(self._core, person, tab)
        return self._events("app_home_opened", event, person)

    def shortcut(self, person: str, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        if not self._declares(callback_id, "global"):
            return self._withhold("interactive", callback_id, person, "このショートカットはありません。")
        return self._interact(callback_id, person, payloads.shortcut(self._core, person, callback_id))

    def message_shortcut(self, person: str, ts: str, callback_id: str) -> Delivery:
        """Choose a shortcut from the menu of a message; ephemeral messages have no such menu."""
        message = self._core.world.seen(person, ts)
        if message is None or message.ephemeral_for or not self._declares(callback_id, "message"):
            return self._withhold("interactive", callback_id, person, "このショートカットはありません。")
        payload = payloads.message_action(self._core, person, message, callback_id)
        return self._interact(callback_id, person, payload)

    def _declares(self, callback_id: str, kind: str) -> bool:
        offered = self._core.manifest.offered_shortcuts
        return any((one["callback_id"], one["type"]) == (callback_id, kind) for one in offered)

    def _interact(self, name: str, person: str, payload: Json, react: React | None = None) -> Delivery:
        if not self._core.manifest.interactive:
            text = "このアプリは操作に応答する設定になっていません。"
            return self._withhold("interactive", name, person, text)
        react = react or partial(responses.interaction_answered, self._core, person=person)
        return self._courier.start(Delivery("interactive", name, person, payload, react=react))

    def _withhold(self, kind: str, name: str, person: str, text: str) -> Delivery:
        self._core.ledger.add("not_sent", name, person, reason=text)
        if text:
            responses.notice(self._core, person, text)
        return withheld(kind, name, person, text or "not_sent")


def container(core: Core, person: str, container_id: str, given: state.State | None = None) -> Container:
    """Return what a person points at, with `given` local answers put in as they are, even forged ones."""
    place = finding.container(core, person, container_id)
    for block_id, entries in (given or {}).items():
        kept = {action_id: entry for action_id, entry in entries.items() if entry.get("type") != "overflow"}
        if kept:
            place.answers.setdefault(block_id, {}).update(kept)
    return place


def _answer(entry: Json) -> Json:
    return {key: value for key, value in entry.items() if key != "type"}
