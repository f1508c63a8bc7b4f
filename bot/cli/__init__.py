"""The commands. Only the module of the command that was given is imported; each builds what it needs."""

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

from pydantic import ValidationError

from bot.cli.text import problem_lines, say
from bot.config import Settings, from_environment
from bot.problem import ContentError, Problem

COMMANDS = (
    *("demo", "serve", "socket", "ask", "consult", "graph", "draft", "check", "manifest", "doctor"),
    *("migrate", "backup", "restore", "purge", "copy-store", "export"),
)


class SetupError(Exception):
    """What the administrator has to mend before the command can run."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


class _Parser(argparse.ArgumentParser):
    """argparse in Japanese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self.add_argument("-h", "--help", action="help", help=say("help_help"))
        self._optionals.title = say("help_options")
        self._positionals.title = say("help_arguments")

    def error(self, message: str) -> NoReturn:
        """Print the usage; exit code 2. What argparse says of the mistake is English and is left out."""
        del message
        self.print_usage(sys.stderr)
        self.exit(2, say("usage_error") + "\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, say("help_usage") if prefix is None else prefix)

    def add_argument(self, action: argparse.Action) -> None:
        """Argparse forgets that the commands are indented, and breaks the line behind the longest."""
        super().add_argument(action)
        if action.choices is not None and not action.option_strings:
            self._action_max_length += 2


def run(arguments: Sequence[str]) -> int:
    """Run a command: 0 when all is well, 1 when something has to be mended, 2 for a wrong usage."""
    name = next((word for word in arguments if not word.startswith("-")), "")
    command = _imported(name) if name in COMMANDS else None
    given = _parser(name, command).parse_args(list(arguments))
    try:
        settings = from_environment()
        return int(command.run(given, settings)) if command else 0
    except ValidationError as error:
        return _complain([_bad_setting(found) for found in error.errors()])
    except (SetupError, ContentError) as error:
        return _complain(error.problems)
    except KeyboardInterrupt:
        return 130


@contextmanager
def for_good() -> Iterator[None]:
    """The garbage collector never looks at what is made within: it lives as long as we do."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _imported(name: str) -> Any:
    """The module of a command."""
    with for_good():
        return import_module(f"bot.cli.{_module(name)}")


def _parser(name: str, command: Any) -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot", description=say("help_program"))
    parsers = parser.add_subparsers(title=say("help_commands"), metavar=say("help_command"), required=True)
    for known in COMMANDS:
        described = say(f"help_{_module(known)}")
        sub = parsers.add_parser(known, help=described, description=described)
        if known == name:
            command.arguments(sub)
    return parser


def _module(command: str) -> str:
    return command.replace("-", "_")


def _bad_setting(found: Any) -> Problem:
    return Problem("settings.value", at=str(found["loc"][0]).upper(), args={"words": str(found["input"])[:40]})


def _complain(problems: Sequence[Problem]) -> int:
    for line in problem_lines(problems):
        print(line, file=sys.stderr)
    return 1


__all__ = ["COMMANDS", "Settings", "SetupError", "run"]
