"""What every listener has at hand: the advisor, the screens, and the two ways out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.advisor import Advisor, Incoming
from bot.archive import Archive
from bot.conversation import Conversation
from bot.documents.render import Documents
from bot.replies import Reply, Said, Topic, Unopened, by_text
from bot.slack.delivery import Delivery
from bot.slack.forms import CALLBACK, FROM_HOME
from bot.slack.known import KnownAnswers
from bot.slack.outbox import POST, WHISPER, Outbox
from bot.slack.payloads import Command, Place, Press, Words
from bot.slack.printed import acknowledgement
from bot.slack.publisher import Publisher
from bot.slack.surfaces import Surfaces
from bot.store.base import Outgoing, Owner

UNOPENED = Unopened()


@dataclass
class Letter:
    """The post that answers a delivery: rendered before the commit that stores it, sent after the acknowledgement.

    ``thread`` is the one the words stand in; an answer for everybody begins one under ``root`` where there is none.
    """

    handler: "Handler"
    owner: Owner
    key: str
    channel: str
    place: Place
    thread: str | None = None
    root: str | None = None

    def __post_init__(self) -> None:
        self._call: Outgoing | None = None

    @property
    def incoming(self) -> Incoming:
        """The delivery, for the advisor."""
        return Incoming(self.key, self._written)

    def _written(self, reply: Reply) -> Outgoing:
        self._call = self.handler.outgoing(self, reply)
        return self._call

    def send(self) -> None:
        """Post what was committed."""
        if self._call is not None:
            self.handler.outbox.send(self._call)


@dataclass(frozen=True)
class Handler:
    """Listeners await the advisor, acknowledge, and send a letter or put a screen through ``delivery``."""

    conversation: Conversation
    archive: Archive
    surfaces: Surfaces
    known: KnownAnswers
    delivery: Delivery
    outbox: Outbox
    documents: Documents
    homes: Publisher

    @property
    def advisor(self) -> Advisor:
        """Where words and buttons lead alike."""
        return self.conversation.advisor

    def acknowledgement(self, command: Command, reply: Reply) -> str:
        """The body of a slash command's acknowledgement: shown to the asker alone."""
        return acknowledgement(self.surfaces.printer.message(reply, command.place))

    def respond(self, command: Command, reply: Reply) -> None:
        """Answer a slash command that was acknowledged without a word: so is seen whether Slack takes the blocks."""
        self._respond(command.owner.user, command.response_url, reply, command.place, replace=False)

    def _respond(self, user: str, url: str, reply: Reply, place: Place, *, replace: bool) -> None:
        printed = self.surfaces.printer.message(reply, place)
        plainer = lambda: self.surfaces.screens.plainer(reply, place)  # noqa: E731
        self.delivery.start(user, lambda: self.delivery.respond(url, printed, plainer, replace=replace, otherwise=user))

    def show(self, press: Press, reply: Reply) -> None:
        """Put ``reply`` in place of what was pressed: beside a message that others see, over the Home tab."""
        if press.home is not None:
            self.open(press.owner, press.trigger, reply, f"{FROM_HOME}{press.home}")
            return
        if press.view:
            self._redraw(press, reply)
            return
        if by_text(reply) and press.place is Place.DM:
            self._post_anew(press, reply)
            return
        private = press.place is not Place.PUBLIC
        place = press.place if private else Place.ASIDE
        replaces = private and not by_text(reply)
        self._respond(press.owner.user, press.response_url, reply, place, replace=replaces)

    def _post_anew(self, press: Press, reply: Reply) -> None:
        """A step by text is a new message; the buttons of the one before it are old, and change nothing."""
        payload = self.surfaces.screens.post(reply, Place.DM)
        self.delivery.start(press.owner.user, lambda: self.delivery.post(press.owner.user, payload))

    def _redraw(self, press: Press, reply: Reply) -> None:
        view = self.surfaces.forms.view(reply, press.callback)
        self.delivery.start(press.owner.user, lambda: self.delivery.update_view(press.view, view))

    def open(
        self,
        owner: Owner,
        trigger: str,
        reply: Reply,
        callback: str = CALLBACK,
        retry: Unopened = UNOPENED,
        *,
        on_top: bool = False,
    ) -> None:
        """Open a modal, ``on_top`` of another if asked; too late, the DM says so, with the button to ``retry``."""
        view = self.surfaces.forms.view(reply, callback)
        too_late = self.surfaces.screens.post(retry)
        opened = self.delivery.push_view if on_top else self.delivery.open_view
        self.delivery.start(owner.user, lambda: opened(trigger, view, too_late, owner.user))

    def tell(self, body: Mapping[str, Any], owner: Owner, reply: Reply) -> dict[str, Any] | str:
        """Tell ``reply`` where a request that is not dealt with came from; gives the body of its acknowledgement."""
        if body.get("type") == "view_closed":
            return ""
        if body.get("type") == "view_submission":
            return self.surfaces.forms.refused(body["view"], reply)
        if "command" in body:
            return self.surfaces.screens.message(reply)
        if event := body.get("event"):
            self._whisper(event, owner, reply)
        elif url := body.get("response_url"):
            self._respond(owner.user, url, reply, Place.ASIDE, replace=False)
        elif (view := body.get("view")) and view["type"] == "modal":
            kept = self.surfaces.forms.kept(view, reply)
            self.delivery.start(owner.user, lambda: self.delivery.update_view(view["id"], kept))
        elif trigger := body.get("trigger_id"):
            self.open(owner, trigger, reply)
        return ""

    def _whisper(self, event: Mapping[str, Any], owner: Owner, reply: Reply) -> None:
        """Only to words is there an answer."""
        if event["type"] in ("message", "app_mention"):
            channel, user, payload = event["channel"], owner.user, self.surfaces.screens.message(reply)
            self.delivery.start(user, lambda: self.delivery.whisper(channel, user, payload))

    def answer(self, words: Words, root: str | None = None) -> Letter:
        """The answer to words, where they were written, in their thread if they stand in one."""
        return Letter(self, words.owner, words.key, words.channel, words.place, words.thread, root)

    def greeting(self, owner: Owner, channel: str, key: str) -> Letter:
        """The greeting, in the person's DM: by its id, so that a post of unknown fate can be looked for there."""
        return Letter(self, owner, key, channel, Place.DM)

    def to_dm(self, press: Press) -> Letter:
        """What a button sends to the DM of who pressed it."""
        return Letter(self, press.owner, press.key, press.owner.user, Place.DM)

    def outgoing(self, letter: Letter, reply: Reply) -> Outgoing:
        """The call that posts ``reply``. What belongs into the DM is whispered to its author in a channel."""
        user = letter.owner.user
        public = letter.place is Place.PUBLIC
        whispered = public and isinstance(reply, Said) and reply.topic is Topic.IN_DM
        screen = self.surfaces.screens.post(reply, Place.ASIDE if whispered else letter.place)
        more: Mapping[str, Any] = {"user": user} if whispered else {"unfurl_links": False, "unfurl_media": False}
        thread = letter.thread if whispered else letter.thread or letter.root
        return Outgoing(
            id=letter.key,
            at=self.outbox.now(),
            owner=letter.owner,
            conversation=letter.channel if public else user,
            method=WHISPER if whispered else POST,
            channel=letter.channel,
            body=json.dumps({**screen, **more, **({"thread_ts": thread} if thread else {})}, ensure_ascii=False),
        )
