"""The places in Slack that a reply can be shown in, made from one wording."""

from dataclasses import dataclass

from bot.slack.blocks import Screens
from bot.slack.forms import Forms
from bot.slack.home import HomeTab
from bot.slack.printed import Printer
from bot.wording import Wording


@dataclass(frozen=True)
class Surfaces:
    """Messages, modals, the Home tab. ``strict`` ones raise for a text over Slack's limits; others cut it."""

    screens: Screens
    printer: Printer
    forms: Forms
    home: HomeTab

    @staticmethod
    def of(wording: Wording, *, strict: bool = False) -> "Surfaces":
        """All of them over ``wording``."""
        screens = Screens(wording, strict=strict)
        return Surfaces(
            screens, Printer(screens), Forms(wording, screens, strict=strict), HomeTab(wording, screens, strict=strict)
        )
