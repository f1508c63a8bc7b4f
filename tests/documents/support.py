"""Drafts to test with, and their text read back by python-docx alone."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.content import DIALOGS
from bot.documents.draft import Draft, Facts, of_result
from bot.documents.render import Documents
from tests.support.flow import CONTENT, WORDING

DOCUMENTS = Documents(DIALOGS, CONTENT, WORDING.phrase)
DAY = date(2026, 11, 23)
ROLES = CONTENT.standard.by_id
FORMS = CONTENT.appointments.by_id
FULL = Facts(
    "架空市 ‹R&D <部>›", "企画部DX推進課", "1人", "令和9年4月1日から1年間", "本庁舎・週2日", FORMS["fixed_term"]
)
SPLIT = ("manage", "design", "alliance", "bpr")


def of(paper: str, *roles: str, works: tuple[str, ...] = (), facts: Facts | None = None) -> Draft:
    """A draft of ``paper``: about ``roles``, or about the result of ``works``."""
    named = tuple(ROLES[role] for role in roles)
    draft = Draft(roles=named, among=named)
    if works:
        draft = of_result(CONTENT, CONTENT.consult.resolve(CONTENT.consult.begin(works=works)), named)
    return replace(draft, paper=paper, on=DAY, facts=facts or Facts())


def word(draft: Draft) -> bytes:
    return DOCUMENTS.make(draft).data


def lines(data: bytes) -> list[str]:
    """Every paragraph of the pages, cell by cell, without empty ones."""
    document = Document(io.BytesIO(data))
    parts = [document, document.sections[0].header, document.sections[0].footer]
    return [p.text for part in parts for p in paragraphs(part) if p.text.strip()]


def paragraphs(part: object) -> Iterator[Paragraph]:
    for block in part.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)
        else:
            yield block


def below(data: bytes, heading: str) -> list[str]:
    """What stands under a heading, up to the next of any level."""
    found, inside = [], False
    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph) and block.style and (block.style.name or "").startswith("Heading"):
            inside = block.text == heading
        elif inside:
            texts = [c.text for r in block.rows for c in r.cells] if isinstance(block, Table) else [block.text]
            found += [text for text in texts if text.strip()]
    return found
