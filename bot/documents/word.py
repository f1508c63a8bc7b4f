"""A Word template: read once, filled as often as wanted, in a sandbox. What is wrong in it is told by its paragraph."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.enum.text import WD_COLOR_INDEX
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.problem import ContentError, Problem
from bot.raw import short

_PLACE_LIMIT = 60
_QUOTED = re.compile(r"'([^']+)'")


class WordTemplate:
    """One template. Raises ``ContentError`` when the file cannot be read or compiled."""

    def __init__(self, path: Path, file: str) -> None:
        self._file = file
        self._environment = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_refuse_none)
        try:
            self._data = path.read_bytes()
            self._compile()
        except (OSError, BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
            raise ContentError((Problem("documents.unreadable", file),)) from error

    def fill(self, values: Mapping[str, Any], mark: str) -> bytes:
        """The filled file, runs with ``mark`` in yellow.

        Raises ``ContentError`` for a name that is unknown or would print None.
        """
        template = self._open()
        try:
            template.render(dict(values), self._environment, autoescape=True)
        except (TemplateError, ValueError, TypeError) as error:
            source = _source(template, template.current_rendering_part)
            raise self._failed(error, source, max(_lines(error), default=0)) from error
        for run in template.docx.element.body.iter(qn("w:r")):
            if mark in run.text:
                run.get_or_add_rPr().highlight_val = WD_COLOR_INDEX.YELLOW
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    def _open(self) -> DocxTemplate:
        template = DocxTemplate(io.BytesIO(self._data))
        template.render_init()
        return template

    def _compile(self) -> None:
        template = self._open()
        edges = (part for uri in (template.HEADER_URI, template.FOOTER_URI) for part in _edges(template, uri))
        for source in (_source(template, part) for part in (template.docx.part, *edges)):
            try:
                self._environment.compiled(source)
            except TemplateSyntaxError as error:
                raise self._failed(error, source, error.lineno) from error

    def _failed(self, error: Exception, source: str, line: int) -> ContentError:
        """What went wrong, with the paragraph (without its marks) that it stands in."""
        paragraph = re.sub(r"<[^>]+>", "", source.split("\n")[line - 1]).strip() if line else ""
        return ContentError((Problem(_code(error), self._file, paragraph[:_PLACE_LIMIT], {"words": _named(error)}),))


def _code(error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return "documents.template"
    if isinstance(error, UndefinedError | SecurityError):
        return "documents.template_name"
    none = isinstance(error, ValueError) and "None" in str(error)
    return "documents.template_none" if none else "documents.template_failed"


def _named(error: Exception) -> str:
    """The last name in quotes: ``'名' is undefined``, ``'dict object' has no attribute '名'``."""
    names: list[str] = _QUOTED.findall(str(error))
    return short(names[-1]) if names else ""


def _edges(template: DocxTemplate, uri: str) -> Iterator[Any]:
    yield from (part for _, part in template.get_headers_footers(uri))


def _source(template: DocxTemplate, part: Any) -> str:
    """The part as docxtpl compiles it: each paragraph on a line of its own."""
    own = part is template.docx.part
    source: str = template.patch_xml(template.get_xml() if own else template.get_part_xml(part))
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", source)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Compiles each part once: docxtpl asks anew for every draft."""

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:  # noqa: A002
        """The compiled ``source``."""
        del globals, template_class
        return self.compiled(str(source))

    @cache  # noqa: B019 (an environment lives as long as its few sources)
    def compiled(self, source: str) -> Template:
        """The compiled ``source``. Raises ``TemplateSyntaxError``."""
        return Template.from_code(self, self.compile(source), self.make_globals(None))


def _refuse_none(value: object) -> object:
    if value is None:
        raise ValueError("a template would print None")
    return value


def _lines(error: Exception) -> Iterator[int]:
    """Where jinja2 puts the template's own line numbers into the trace."""
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            yield trace.tb_lineno
        trace = trace.tb_next
