"""``consult``: the consultation in a terminal. Nothing is kept: the answers live as long as the process."""

import argparse
import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot import compiled
from bot.cli import SetupError
from bot.cli.script import Script
from bot.cli.text import say
from bot.config import Settings
from bot.content import Content
from bot.conversation import Conversation
from bot.problem import Problem
from bot.replies import Aside, Paused, Reply, Said, Topic
from bot.store import open_store
from bot.store.base import Owner
from bot.wording import Wording

ME = Owner("", "terminal")
PROMPT = "> "
ABOUT_SLACK = (Topic.HELP, Topic.FORM)
"""What is told in words that hold on Slack alone."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Interactive without arguments; ``--answers`` for scripts."""
    parser.add_argument("--answers", metavar="…", help=say("help_answers"))
    parser.add_argument("--json", action="store_true", help=say("help_json"))


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Exit 0 at the end, 1 for answers that do not fit, 130 for Ctrl+C."""
    del settings
    if given.json and given.answers is None:
        print(say("consult_json"), file=sys.stderr)
        return 2
    known = compiled.load()
    content, wording = known.content, known.wording(keep_days=0)
    if given.answers is None:
        return _converse(content, wording)
    outcome = Script(content).run(_read(given.answers))
    text = wording.render(outcome.result).told()
    print(json.dumps({**outcome.row(), "text": text}, ensure_ascii=False) if given.json else text)
    return 0


def _read(answers: str) -> str:
    """The answers themselves, or those in the file behind ``@`` or on standard input. Raises ``SetupError``."""
    if answers == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    if not answers.startswith("@"):
        return answers
    try:
        return Path(answers[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or "UTF-8"
        raise SetupError(Problem("answers.unreadable", answers[1:], args={"detail": detail})) from error


def _converse(content: Content, wording: Wording) -> int:
    numbers = itertools.count(1)
    with asyncio.Runner() as runner:
        store = open_store("sqlite:///:memory:")
        runner.run(store.open())
        conversation = Conversation(content, store, now=time.time, new_id=lambda: str(next(numbers)), keep_days=1)
        try:
            reply = runner.run(conversation.advisor.start(ME))
            _show(wording, reply)
            for text in _typed():
                reply = runner.run(conversation.say(ME, text))
                _show(wording, reply)
                if isinstance(reply, Paused):
                    return 0
            print(say("consult_end"))
        except KeyboardInterrupt:
            print(f"\n{say('consult_end')}")
            return 130
        finally:
            runner.run(store.close())
    return 0


def _show(wording: Wording, reply: Reply | None) -> None:
    if reply is None:
        return
    said = reply.answer if isinstance(reply, Aside) else reply
    if isinstance(said, Said) and said.topic in ABOUT_SLACK:
        print(f"{say('consult_help')}\n", flush=True)
        reply = reply.then if isinstance(reply, Aside) else None
    if reply is not None:
        print(f"{wording.linear(reply)}\n", flush=True)


def _typed() -> Iterator[str]:
    """The lines typed; those of a pipe are repeated, so that what is printed reads as a conversation."""
    while True:
        if sys.stdin.isatty():
            try:
                line = input(PROMPT)
            except EOFError:
                print()
                return
        else:
            read = sys.stdin.buffer.readline().decode("utf-8", "replace")
            if not read:
                return
            line = read.rstrip("\r\n")
            print(f"{PROMPT}{line}")
        yield line
