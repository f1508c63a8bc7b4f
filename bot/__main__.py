"""``python -m bot`` and ``dx-jinzai``."""

import sys

from bot.cli import run


def main() -> int:
    """Run the command in ``sys.argv``; the result is the exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
