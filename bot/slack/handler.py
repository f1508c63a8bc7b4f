"""What every listener has at hand: the advisor, the screens, the delivery."""

from dataclasses import dataclass
from typing import Any

from bot.advisor import Advisor
from bot.replies import Reply
from bot.slack.blocks import Screens
from bot.slack.delivery import Delivery
from bot.slack.payloads import Press, Words


@dataclass(frozen=True)
class Handler:
    """Listeners await the advisor, acknowledge, and hand what is to be sent to ``delivery``."""

    advisor: Advisor
    screens: Screens
    delivery: Delivery
    bot_user: str

    def acknowledgement(self, reply: Reply) -> dict[str, Any]:
        """The body of a slash command's acknowledgement: shown to the asker alone."""
        return {**self.screens.message(reply), "response_type": "ephemeral"}

    def show(self, press: Press, reply: Reply) -> None:
        """Put ``reply`` in place of the message that was pressed; beside it, for the presser alone, in a channel."""
        payload = self.screens.message(reply)
        user = press.owner.user
        self.delivery.start(
            user, lambda: self.delivery.respond(press.response_url, payload, replace=press.private, otherwise=user)
        )

    def post_to(self, user: str, reply: Reply) -> None:
        """Post ``reply`` to the user's DM."""
        payload = self.screens.message(reply)
        self.delivery.start(user, lambda: self.delivery.post(user, payload))

    def answer(self, words: Words, reply: Reply) -> None:
        """Post ``reply`` where the words were written, in their thread if they stand in one."""
        payload = self.screens.message(reply, private=words.channel.startswith("D"))
        self.delivery.start(words.owner.user, lambda: self.delivery.post(words.channel, payload, words.thread))

    def whisper(self, words: Words, reply: Reply) -> None:
        """Answer words in a channel for their author alone."""
        payload = self.screens.message(reply)
        user = words.owner.user
        self.delivery.start(user, lambda: self.delivery.whisper(words.channel, user, payload, words.thread))
