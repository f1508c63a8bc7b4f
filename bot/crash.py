"""Points where the process can be made to die, for tests of what survives kill -9; harmless without the setting."""

import os
from collections.abc import Callable

POINTS = (
    *("before_commit", "in_commit", "after_commit", "after_ack"),
    *("before_post", "after_post", "after_done", "in_migration", "in_purge"),
)

Reached = Callable[[str], None]


def nowhere(point: str) -> None:
    """Go on at every point."""
    del point


def at(setting: str) -> Reached:
    """Die without a farewell, as ``kill -9`` does, at ``point`` or, of ``point:3``, the third time it is reached."""
    if not setting:
        return nowhere
    point, _, count = setting.partition(":")
    left = [int(count or 1)]

    def reached(name: str) -> None:
        if name == point:
            left[0] -= 1
            if left[0] == 0:
                os._exit(137)

    return reached
