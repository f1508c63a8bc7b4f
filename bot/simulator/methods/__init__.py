"""The Web API methods the simulated Slack knows."""

from collections.abc import Mapping

from bot.simulator.methods import chat, files, info, reading, views
from bot.simulator.methods.base import Args, Method

METHODS: Mapping[str, Method] = {
    **chat.METHODS,
    **files.METHODS,
    **info.METHODS,
    **reading.METHODS,
    **views.METHODS,
}

__all__ = ["METHODS", "Args", "Method"]
