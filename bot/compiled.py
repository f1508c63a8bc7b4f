"""The content ready to be used: read, checked and prepared once, and kept for as long as nothing of it changes.

What Python does with modules is done here with content, and in the same kind of place, ``data/__pycache__``: the form
of an earlier start is taken only for the very bytes of content and code that it was made of. Where the folder cannot
be written to, or Python may not write bytecode, every start makes it anew; ``python -m bot check`` makes it ahead, as
``python -m compileall`` does with the code. ``docs/decisions/0019-compiled-content.md`` says why.
"""

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import cache_from_source
from pathlib import Path

import pydantic
from jinja2.bccache import Bucket, BytecodeCache

from bot import content
from bot.content import DIALOGS, ROOT, Content
from bot.documents.render import Documents
from bot.search import Search
from bot.wording import Wording

_DIGEST = 32
"""Bytes of a SHA-256."""


class Bytecode(BytecodeCache):
    """Templates as jinja2 compiled them, by its keys. jinja2 itself passes over what another source was compiled to."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` where its template is known."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what was compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


@dataclass(frozen=True)
class Compiled:
    """Checked content; ``wording`` makes a ``Wording`` of it without compiling its templates again."""

    content: Content
    bytecode: Bytecode

    def wording(self, *, keep_days: int, result_days: int = 0, sent_in_days: int = 0) -> Wording:
        """The wording with what the configuration says; see ``Wording``."""
        make = partial(Wording, DIALOGS, self.content.standard, bytecode=self.bytecode)
        return make(keep_days=keep_days, result_days=result_days, sent_in_days=sent_in_days)


def load() -> Compiled:
    """The content of this repository. Raises ``ContentError`` with everything that is wrong in it."""
    return _kept(_place(), _made_of()) or prepare(write=not sys.dont_write_bytecode)


def prepare(*, write: bool = True) -> Compiled:
    """The content read and checked anew, and kept for the next start. Raises as ``load``."""
    made_of = _made_of()
    made = Compiled(content.load(), Bytecode())
    Documents(DIALOGS, made.content, made.wording(keep_days=0).phrase).open()
    if write:
        with contextlib.suppress(OSError):
            _keep(_place(), made_of, made)
    return made


def _place() -> Path:
    """Beside the data, or where ``PYTHONPYCACHEPREFIX`` says; the name tells the version of Python."""
    return Path(cache_from_source(str(ROOT / "data" / "compiled.py"))).with_suffix(".pickle")


def _made_of() -> bytes:
    """A digest of everything that the compiled form depends on."""
    digest = hashlib.sha256(f"{sys.version} {pydantic.VERSION}".encode())
    for path in sorted(_sources()):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)} {len(data)} ".encode() + data)
    return digest.digest()


def _sources() -> Iterator[Path]:
    """All content, and all code: whatever of it reads, checks or holds the content."""
    for folder, pattern in (("data", "*.*"), ("dialogs", "**/*.*"), ("bot", "**/*.py")):
        yield from (path for path in (ROOT / folder).glob(pattern) if path.is_file())


def _kept(place: Path, made_of: bytes) -> Compiled | None:
    """What stands at ``place``, whole and made of ``made_of``; else None."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    body = data[2 * _DIGEST :]
    if data[: 2 * _DIGEST] != made_of + hashlib.sha256(body).digest():
        return None
    standard, consult, appointments, search, bytecode = pickle.loads(body)  # noqa: S301 (as much ours as the bytecode)
    return Compiled(Content(standard, consult, appointments, _Packed(search)), bytecode)


class _Packed:
    """A search that is unpacked when it is called for, once: nine tenths of what a start would wait for."""

    def __init__(self, search: bytes) -> None:
        self._search = search

    def __call__(self) -> Search:
        search: Search = pickle.loads(self._search)  # noqa: S301 (a part of it)
        self._search = b""
        return search


def _keep(place: Path, made_of: bytes, made: Compiled) -> None:
    """Put it there, whole at once. Raises ``OSError``."""
    known = made.content
    search = pickle.dumps(known.search, pickle.HIGHEST_PROTOCOL)
    parts = (known.standard, known.consult, known.appointments, search, made.bytecode)
    body = pickle.dumps(parts, pickle.HIGHEST_PROTOCOL)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    try:
        unfinished.write_bytes(made_of + hashlib.sha256(body).digest() + body)
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
