"""The drafts that can be made: papers by name, each as Word, Markdown or CSV.

What reads Word is imported with the first draft: it would cost every start 45 ms and 10 MB.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from bot.content import Content, read, shown
from bot.dialog.engine import Position
from bot.documents.draft import Draft, of_result
from bot.documents.papers import Paper, Papers, faults
from bot.documents.view import Phrase, Views
from bot.problem import ContentError, Problem

FOLDER = "documents"


class Template(Protocol):
    """A Word template that was read."""

    def fill(self, values: Mapping[str, Any], mark: str) -> bytes:
        """The filled file, runs with ``mark`` in yellow. Raises ``ContentError`` where it cannot be filled."""


@dataclass(frozen=True)
class File:
    """A finished draft with the name to save it under."""

    name: str
    data: bytes


class Documents:
    """Makes drafts. Raises ``ContentError`` with everything that is wrong in the list of papers.

    A template is read when it is needed first, unless ``open`` reads all.
    """

    def __init__(self, dialogs: Path, content: Content, phrase: Phrase) -> None:
        folder = dialogs / FOLDER
        source = read(Papers, folder / "documents.toml")
        papers = source.model
        if papers is None:
            raise ContentError(source.problems)
        if found := source.told(faults(papers, content.appointments)):
            raise ContentError(found)
        self.papers: Mapping[str, Paper] = papers.by_id
        self._folder = folder
        self._templates: dict[str, Template] = {}
        self._mark = papers.words.blank_mark
        self._content = content
        self.forms = tuple(entry for entry in content.appointments.entries if entry.basis)
        version = content.consult.dialog.version
        self._views = Views(content.standard, content.appointments, papers, phrase, version)

    def open(self) -> None:
        """Read all templates. Raises ``ContentError`` with everything that is wrong in any of them."""
        found: list[Problem] = []
        for paper in self.papers:
            try:
                self._template(paper)
            except ContentError as error:
                found += error.problems
        if found:
            raise ContentError(tuple(found))

    def _template(self, paper: str) -> Template:
        from bot.documents.word import WordTemplate

        if paper not in self._templates:
            path = self._folder / f"{paper}.docx"
            self._templates[paper] = WordTemplate(path, shown(path))
        return self._templates[paper]

    def of_role(self, role: str) -> Draft | None:
        """A draft about a role alone; None for one that does not exist."""
        found = self._content.standard.by_id.get(role)
        return Draft(roles=(found,), among=(found,)) if found else None

    def of_result(self, position: Position) -> Draft:
        """A draft about the result of a consultation."""
        return of_result(self._content, position)

    def offered(self, draft: Draft) -> tuple[Paper, ...]:
        """The papers that can be made of ``draft``: without a role, only those about the whole result."""
        return tuple(paper for paper in self.papers.values() if draft.roles or paper.whole)

    def parted(self, draft: Draft, papers: Iterable[str], *, together: bool) -> tuple[Draft, ...]:
        """``draft`` as each of ``papers``, one a role unless ``together``; of a paper about the whole, always one."""
        drafts = (replace(draft, paper=paper) for paper in papers)
        return tuple(
            part for one in drafts for part in ((one,) if together or self.papers[one.paper].whole else one.separate())
        )

    def cautions(self, draft: Draft) -> tuple[str, ...]:
        """What a person has to look at in ``draft``."""
        return tuple(self._views.of(draft)["注意"])

    def formats(self, paper: str) -> tuple[str, ...]:
        """What ``paper`` can be made as, by the end of the file's name."""
        return ("docx", "md", "csv") if self.papers[paper].csv else ("docx", "md")

    def make(self, draft: Draft, form: str = "docx") -> File:
        """The draft as ``form``, one of ``formats``. Raises ``ContentError`` for a template that cannot be filled."""
        from bot.documents import plain

        data = self._template(draft.paper).fill(self._views.of(draft), self._mark)
        if form == "md":
            data = plain.markdown(data).encode("utf-8")
        elif form == "csv":
            data = plain.table(data)
        return File(f"{self.name(draft)}.{form}", data)

    def text(self, draft: Draft) -> str:
        """The draft as bare text, for where no file can go. Raises as ``make``."""
        from bot.documents import plain

        return plain.text(self._template(draft.paper).fill(self._views.of(draft), self._mark))

    def name(self, draft: Draft) -> str:
        """The name of the file, without its ending."""
        return "_".join([self.papers[draft.paper].name, *(role.name for role in draft.roles)])
