"""Blocks that every surface is put together from. Pure; classic blocks only."""

from collections.abc import Sequence
from typing import Any

from bot.replies import Asked
from bot.slack.payloads import CHOICE, block_id
from bot.wording import Prose

Block = dict[str, Any]
SECTION_TARGET = 2800
"""Paragraphs are gathered into sections of about this many characters, below Slack's 3,000."""


def plain(text: str) -> Block:
    """A text in which nothing is formatted."""
    return {"type": "plain_text", "text": text, "emoji": False}


def section(text: str) -> Block:
    """A text in mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def head(prose: Prose) -> list[Block]:
    """The title, and the lead below it."""
    header = {"type": "header", "text": plain(prose.plain("title"))}
    return [header, *([section(prose.lead)] if prose.lead else [])]


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a prose's body."""
    return [paragraph for paragraph in body.split("\n\n") if paragraph]


def note(prose: Prose) -> list[Block]:
    """The small print below."""
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": prose.note}]}] if prose.note else []


def sections(body: str) -> list[Block]:
    """The body's paragraphs, gathered into as few sections as fit."""
    gathered: list[str] = []
    for paragraph in paragraphs(body):
        if gathered and len(gathered[-1]) + len(paragraph) + 2 <= SECTION_TARGET:
            gathered[-1] = f"{gathered[-1]}\n\n{paragraph}"
        else:
            gathered.append(paragraph)
    return [section(text) for text in gathered]


def plain_sections(text: str) -> list[Block]:
    """The same for a text in which nothing is formatted."""
    return [{**block, "text": plain(block["text"]["text"])} for block in sections(text)]


def boxed(text: str) -> Block:
    """Plain text in a box of its own and in a fixed-width font, as it is to be copied."""
    box = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [box]}


def numbered(number: int, value: str, text: str) -> Block:
    """One numbered radio or checkbox."""
    return {"text": plain(f"{number}　{text}"), "value": value}


def question_input(reply: Asked, options: Sequence[Block]) -> Block:
    """The question with its radios or checkboxes; what was answered before is ticked."""
    question = reply.question
    many = question.choice == "many"
    element: Block = {
        "type": "checkboxes" if many else "radio_buttons",
        "action_id": CHOICE,
        "options": list(options),
    }
    ticked = [option for option in options if option["value"] in reply.selected]
    if ticked:
        element |= {"initial_options": ticked} if many else {"initial_option": ticked[0]}
    block: Block = {
        "type": "input",
        "block_id": block_id(question.id, reply.ref.revision),
        "label": plain(question.text),
        "element": element,
    }
    return {**block, "hint": plain(question.help)} if question.help else block
