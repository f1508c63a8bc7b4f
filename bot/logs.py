"""The log: one line a record, as JSON or as text, that nobody can forge and that holds no secret and nobody's words.

Libraries are heard from WARNING on whatever the level: at DEBUG they write message texts and addresses that are
secrets. Of an exception its kind and the places in the code are written, never its message, which may hold an answer.
"""

import json
import logging
import re
import traceback
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import TracebackType

LIBRARIES = ("slack_sdk", "slack_bolt", "aiohttp", "asyncio", "sqlite_utils", "psycopg", "bot.slack.socket.sdk")
MASK = "***"
_SECRETS = (
    re.compile(r"\bx(?:ox[a-z]|app)[a-z.]*-[\w.-]+"),
    re.compile(r"\bwss?://[^\s'\"]+"),
    re.compile(r"\bhttps?://[^\s'\"]*/(?:actions|commands|app|workflows|services)/[^\s'\"]+"),
    re.compile(r"(?i)\bbearer\s+\S+"),
    re.compile(r"(?i)\bticket=[^\s&'\"]+"),
)
_LINE_ENDS = ("\u2028", "\u2029")


def configure(level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Write records from ``level`` on to standard error as "json" or "text"; ``secrets`` are masked anywhere."""
    handler = logging.StreamHandler()
    handler.setFormatter({"json": JsonLines, "text": TextLines}[form](secrets))
    handler.addFilter(_is_ours_or_weighty)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _is_ours_or_weighty(record: logging.LogRecord) -> bool:
    """Asked of every record: Bolt gives some of its loggers the level of the root, whatever its own was set to."""
    return record.levelno >= logging.WARNING or not f"{record.name}.".startswith(tuple(f"{n}." for n in LIBRARIES))


class _Lines(logging.Formatter):
    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._known = tuple(filter(None, secrets))

    def _parts(self, record: logging.LogRecord) -> Mapping[str, object]:
        parts: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._safe(record.getMessage()),
        }
        if record.exc_info and (error := record.exc_info[1]) is not None:
            parts |= {"error": type(error).__name__, "trace": _places(error.__traceback__)}
        return parts

    def _safe(self, text: str) -> str:
        for known in self._known:
            text = text.replace(known, MASK)
        for secret in _SECRETS:
            text = secret.sub(MASK, text)
        return "".join(_visible(character) for character in text)


class JsonLines(_Lines):
    """``{"at": …, "level": …, "logger": …, "message": …}``, with ``error`` and ``trace`` for an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of ASCII."""
        return json.dumps(self._parts(record))


class TextLines(_Lines):
    """The same for people's eyes."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        parts = self._parts(record)
        line = "{at} {level} {logger} {message}".format(**parts)
        return line + (f" [{parts['error']}: {parts['trace']}]" if "error" in parts else "")


def _visible(character: str) -> str:
    """Control characters, line ends and marks that turn the direction of writing, spelt out."""
    if character in _LINE_ENDS or unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return f"\\u{ord(character):04x}"
    return character


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
