"""What every listener has at hand: the advisor, the screens, the delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.advisor import Advisor
from bot.replies import Failed, Reply, Said, Topic
from bot.slack.blocks import Screens
from bot.slack.delivery import Delivery
from bot.slack.forms import Forms
from bot.slack.payloads import Command, Place, Press, Words
from bot.store.base import Owner


@dataclass(frozen=True)
class Handler:
    """Listeners await the advisor, acknowledge, and hand what is to be sent to ``delivery``."""

    advisor: Advisor
    screens: Screens
    forms: Forms
    delivery: Delivery
    bot_user: str

    def acknowledgement(self, command: Command, reply: Reply) -> dict[str, Any]:
        """The body of a slash command's acknowledgement: shown to the asker alone."""
        return {**self.screens.message(reply, command.place), "response_type": "ephemeral"}

    def show(self, press: Press, reply: Reply) -> None:
        """Put ``reply`` in place of the message or form that was pressed; beside a message that others see too."""
        if press.view:
            self._redraw(press, reply)
            return
        private = press.place is not Place.PUBLIC
        payload = self.screens.message(reply, press.place if private else Place.ASIDE)
        user = press.owner.user
        self.delivery.start(
            user, lambda: self.delivery.respond(press.response_url, payload, replace=private, otherwise=user)
        )

    def _redraw(self, press: Press, reply: Reply) -> None:
        view = self.forms.view(reply)
        self.delivery.start(press.owner.user, lambda: self.delivery.update_view(press.view, view))

    def open(self, owner: Owner, trigger: str, reply: Reply) -> None:
        """Open a modal with ``reply``; where that came too late, tell so in the DM, with a button to try again."""
        view = self.forms.view(reply)
        too_late = self.screens.message(Said(Topic.FORM_EXPIRED))
        self.delivery.start(owner.user, lambda: self.delivery.open_view(trigger, view, too_late, owner.user))

    def failed(self, body: Mapping[str, Any], owner: Owner, reply: Failed) -> dict[str, Any] | str:
        """Tell ``reply`` where the failed request came from, and give the body of its acknowledgement."""
        if body.get("type") == "view_submission":
            return self.forms.refused(body["view"], reply)
        payload = self.screens.message(reply)
        if "command" in body:
            return payload
        if url := body.get("response_url"):
            respond = lambda: self.delivery.respond(url, payload, replace=False, otherwise=owner.user)  # noqa: E731
            self.delivery.start(owner.user, respond)
        elif view := body.get("view"):
            kept = self.forms.kept(view, reply)
            self.delivery.start(owner.user, lambda: self.delivery.update_view(view["id"], kept))
        elif trigger := body.get("trigger_id"):
            self.open(owner, trigger, reply)
        return ""

    def post_to(self, user: str, reply: Reply) -> None:
        """Post ``reply`` to the user's DM."""
        payload = self.screens.message(reply, Place.DM)
        self.delivery.start(user, lambda: self.delivery.post(user, payload))

    def answer(self, words: Words, reply: Reply) -> None:
        """Post ``reply`` where the words were written, in their thread if they stand in one."""
        payload = self.screens.message(reply, words.place)
        self.delivery.start(words.owner.user, lambda: self.delivery.post(words.channel, payload, words.thread))

    def whisper(self, words: Words, reply: Reply) -> None:
        """Answer words in a channel for their author alone."""
        payload = self.screens.message(reply)
        user = words.owner.user
        self.delivery.start(user, lambda: self.delivery.whisper(words.channel, user, payload, words.thread))
