"""A local Slack: what the page and the tests hold in their hands."""

from collections.abc import Callable
from typing import Any

from bot.simulator import clients, finding, snapshot, state, unverified
from bot.simulator.delivery import Delivery
from bot.simulator.people import UnseenError
from bot.simulator.state import State
from bot.simulator.wire import Wire
from bot.simulator.world import View

Json = dict[str, Any]
Predicate = Callable[[Json], object]


class Simulator(Wire):
    """One simulated workspace: people act in it and see what the app shows them.

    Acting on something not on that person's screen raises `UnseenError`, an AssertionError. What Slack itself
    refuses is a `Delivery` with `not_sent`, mostly with a notice on the screen.
    """

    # -- what a person does --------------------------------------------------------------------------------

    async def say(self, person_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> Delivery:
        """Post a message. `<@BOT>` or `@` and the app's name mention the app."""
        return await self._clients.say(person_id, channel_id, text, thread_ts)

    async def command(self, person_id: str, channel_id: str, line: str) -> Delivery:
        """Send a slash command such as `/dx-consult 再開`."""
        return await self._clients.command(person_id, channel_id, line)

    async def press(
        self,
        person_id: str,
        container_id: str,
        action_id: str | None = None,
        label: str | None = None,
        block_id: str | None = None,
        state: State | None = None,
    ) -> Delivery:
        """Click the button or menu entry with this label in a message (ts) or view (id).

        `state` is put into the client's local answers first, as it is: even what no honest client sends.
        """
        place = clients.container(self._core, person_id, container_id, state)
        target = finding.pressed(place, label, action_id, block_id)
        return await self._clients.press(place, target, state or {})

    def choose(
        self,
        person_id: str,
        container_id: str,
        *labels: str,
        value: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Tick options by their visible text, or one by its value. Nothing is sent from an input block.

        Ticking twice ticks once; see `untick`. The result can be awaited where something is sent.
        """
        place, delivery = finding.container(self._core, person_id, container_id), None
        for label in labels or (None,):
            target = finding.option(place, label, value, block_id)
            state.tick(target.element, place.entry(target), target.option or {})
            delivery = self._clients.change(place, target)
        if delivery is None:
            raise UnseenError("nothing to choose")
        return delivery

    def untick(
        self,
        person_id: str,
        container_id: str,
        label: str | None = None,
        *,
        value: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Take back a ticked checkbox or a select's choice."""
        place = finding.container(self._core, person_id, container_id)
        target = finding.option(place, label, value, block_id)
        state.untick(target.element, place.entry(target), target.option or {})
        return self._clients.change(place, target)

    def fill(
        self,
        person_id: str,
        container_id: str,
        text: str | None,
        *,
        action_id: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Type into a text field, or give a picker its value; sent at once only where the element dispatches."""
        place = finding.container(self._core, person_id, container_id)
        target = finding.field(place, action_id, block_id)
        place.entry(target)[state.answer_key(target.element)] = text or None
        return self._clients.change(place, target)

    async def submit(self, person_id: str, view_id: str, state: State | None = None) -> Delivery:
        """Press the submit button of the modal on top; `state` as in `press`."""
        clients.container(self._core, person_id, view_id, state)
        return await self._clients.submit(person_id, view_id)

    async def close(self, person_id: str, view_id: str) -> Delivery:
        """Close the modal on top."""
        return await self._clients.close(person_id, view_id)

    async def open_home(self, person_id: str, tab: str = "home") -> Delivery:
        """Open the app's Home tab (or its Messages tab with `tab="messages"`)."""
        return await self._clients.open_home(person_id, tab)

    async def shortcut(self, person_id: str, callback_id: str) -> Delivery:
        """Choose a global shortcut."""
        return await self._clients.shortcut(person_id, callback_id)

    async def message_shortcut(self, person_id: str, message_ts: str, callback_id: str) -> Delivery:
        """Choose a shortcut from a message's menu."""
        return await self._clients.message_shortcut(person_id, message_ts, callback_id)

    @property
    def first_person(self) -> str:
        """The person whose screen is shown first."""
        return next(iter(self._core.world.people))

    def mark_read(self, person_id: str, channel_id: str) -> None:
        """Note that a person has read a channel to its end."""
        self._core.world.mark_read(person_id, channel_id)

    # -- what a person sees --------------------------------------------------------------------------------

    def reload(self, person_id: str) -> None:
        """Load a person's client anew: ephemeral messages, unsent choices and open modals are gone."""
        self._core.world.reload(person_id)

    def dm(self, person_id: str) -> str:
        """Return the id of a person's conversation with the app."""
        return self._core.world.dm(person_id)

    @property
    def channels(self) -> dict[str, str]:
        """The public channels: id to name."""
        return {c.id: c.name for c in self._core.world.channels.values() if c.kind == "channel"}

    def see(self, person_id: str) -> Json:
        """Return the whole screen of a person as JSON-able values."""
        return snapshot.see(self._core.world, self._core.manifest, person_id, self._reach())

    def visible_text(self, person_id: str, container_id: str | None = None) -> str:
        """Return the screen of a person, or one message or view of it, as linear text."""
        if container_id is None:
            return self._reader.screen(self.see(person_id))
        place = finding.container(self._core, person_id, container_id).place
        if isinstance(place, View):
            return self._reader.view(snapshot.view_dict(place))
        return self._reader.message(snapshot.message_dict(self._core.world, place, person_id))

    def latest(self, person_id: str, channel_id: str | None = None) -> Json:
        """Return the app's newest message in a channel (default: the person's DM), ephemeral or not."""
        channel = channel_id or self.dm(person_id)
        world, bot = self._core.world, self._core.app.bot_user_id
        posted = [m for m in world.messages.get(channel, []) if m.author == bot and world.visible(m, person_id)]
        if not posted:
            raise UnseenError(f"nothing by the app in {channel}\n{self.ledger.tail()}")
        return snapshot.message_dict(world, posted[-1], person_id)

    async def until(self, person_id: str, wanted: Predicate | str, timeout: float = 5.0) -> Json:  # noqa: ASYNC109
        """Wait until a text is visible or a predicate over the snapshot holds; return the snapshot.

        Raises AssertionError with everything that is visible and the last lines of the ledger.
        """

        def holds() -> bool:
            if isinstance(wanted, str):
                return wanted in self.visible_text(person_id)
            return bool(wanted(self.see(person_id)))

        def failure() -> str:
            return f"not seen: {wanted!r}\n{self.visible_text(person_id)}\n--\n{self.ledger.tail()}"

        await self._wait(holds, timeout, failure)
        return self.see(person_id)

    def unverified(self) -> list[str]:
        """Return one Japanese line for each fact about Slack that the simulation had to guess."""
        return list(unverified.FACTS)
