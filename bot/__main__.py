"""``python -m bot`` and ``dx-jinzai``."""

import os
import sys

from bot.cli import run

READER_GONE = 141
"""The exit code of a program that writes into a pipe nobody reads any more, as ``head`` leaves it."""


def main() -> int:
    """Run the command in ``sys.argv``; the result is the exit code."""
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    return code


if __name__ == "__main__":
    sys.exit(main())
