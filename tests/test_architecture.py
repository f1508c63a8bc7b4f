"""The arrows between our modules, the home of each library, and no work at import: an ``ast`` walk over two dicts."""

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALL = ("",)

ARROWS: Mapping[str, tuple[str, ...]] = {
    "__main__": ("cli",),
    "problem": (),
    "config": (),
    "raw": (),
    "parsing": ("problem", "raw"),
    "shapes": ("raw",),
    "standard": ("raw",),
    "keys": (),
    "vocabulary": ("raw",),
    "vocabulary_checks": ("keys", "raw", "standard", "vocabulary"),
    "never_say": ("problem", "raw"),
    "search": ("keys", "search", "standard", "vocabulary"),
    "assess": ("standard",),
    "candidate": ("standard",),
    "dates": (),
    "appointments": ("assess", "raw", "standard"),
    "dialog": ("dialog",),
    "dialog.references": ("raw",),
    "dialog.model": ("dialog.references", "raw"),
    "consultation": ("assess", "dialog", "standard"),
    "content_checks": ("assess", "consultation", "dialog", "raw", "standard"),
    "content": (
        *("appointments", "consultation", "content_checks", "dialog", "parsing", "problem", "raw", "search"),
        *("shapes", "standard", "vocabulary", "vocabulary_checks"),
    ),
    "replies_consult": ("appointments", "assess", "dialog", "standard", "store.base"),
    "replies_lookup": ("appointments", "assess", "replies_consult", "search", "standard"),
    "replies": ("candidate", "replies_consult", "replies_lookup", "standard"),
    "rearrange": ("consultation", "dialog"),
    "moves": ("rearrange", "consultation", "dialog", "replies", "store.base"),
    "results": ("appointments", "assess", "consultation", "dialog", "moves", "replies", "standard"),
    "comparison": ("replies", "standard"),
    "lookup": ("assess", "comparison", "content", "replies", "results", "search", "standard"),
    "applicants": ("candidate", "replies", "standard"),
    "inert": (),
    "tabular": ("inert",),
    "tally": ("consultation", "moves", "replies", "standard", "store.base"),
    "ownership": ("replies", "store.base"),
    "archive": ("advisor", "content", "dates", "moves", "ownership", "replies", "results", "store.base", "tally"),
    "typed": ("consultation", "content", "dialog", "moves", "replies", "search"),
    "offers": ("replies", "store.base"),
    "advisor": (
        *("applicants", "consultation", "content", "dates", "dialog", "lookup", "moves", "ownership", "replies"),
        *("results", "store.base"),
    ),
    "conversation": ("advisor", "content", "moves", "offers", "replies", "search", "store.base", "typed"),
    "documents": ("documents", "inert", "appointments", "assess", "content", "dialog", "problem", "raw", "standard"),
    "wording": ("dates", "replies", "standard"),
    "compiled": ("content", "documents.render", "search", "wording"),
    "crash": (),
    "store": ("store", "crash"),
    "store.base": (),
    "slack": (
        "slack",
        "advisor",
        "archive",
        "conversation",
        "lookup",
        "dialog.model",
        "documents",
        "moves",
        "replies",
        "store.base",
        "wording",
    ),
    "slack.check_forms": ("slack", "candidate", "replies", "standard", "wording"),
    "slack.drafts": ("slack", "documents", "replies", "search", "store.base"),
    "slack.sharing": ("slack", "replies", "search", "store.base"),
    "background": ("slack.outbox", "store.base"),
    "health": ("slack.clock", "slack.outbox", "store.base"),
    "logs": (),
    "simulator": ("simulator",),
    "cli": ALL,
    "cli.text": ("parsing", "problem"),
}
"""What a module may import of ours; the longest name that fits a module decides."""

HOMES: Mapping[str, tuple[str, ...]] = {
    "slack_bolt": ("slack", "cli.runtime"),
    "slack_sdk": ("slack", "cli.runtime"),
    "aiohttp": ("slack", "simulator", "cli.runtime", "cli.doctor"),
    "yarl": ("slack",),
    "docx": ("documents",),
    "docxtpl": ("documents",),
    "uvloop": ("cli.runtime",),
    "psycopg": ("store",),
    "psycopg_pool": ("store",),
    "openpyxl": ("tabular",),
    "jinja2": ("wording", "compiled", "cli.screens", "documents", "simulator"),
    "markupsafe": ("wording", "simulator"),
    "pydantic": (
        *("appointments", "raw", "shapes", "standard", "vocabulary", "never_say", "dialog.model", "content", "cli"),
        *("config", "slack.shapes", "documents", "compiled"),
    ),
    "pydantic_core": ("appointments", "raw", "standard", "never_say", "dialog.model"),
    "sqlite3": ("store",),
    "pickle": ("compiled",),
    "sqlite_utils": ("store",),
}
"""Where a library may be imported. One that is not listed here has no home."""

ENVIRONMENT = ("config", "cli.demo")
"""``config`` reads it; ``cli.demo`` hands it to its child process."""

VALUES = frozenset(
    {
        *(
            "re.compile",
            "frozenset",
            "tuple",
            "zip",
            "BeforeValidator",
            "str.maketrans",
            "TypeVar",
            "logging.getLogger",
            "Path",
        ),
        *("field", "Field", "ConfigDict", "timezone", "timedelta", "aiohttp.ClientTimeout"),
        *("Migrations", "Owner", "Ref", "Begin", "Unopened"),
    }
)
SIMULATOR_VALUES = frozenset(
    {
        *("Method", "Shape", "Person", "Team", "shape", "array", "text", "string", "integer", "option"),
        *("one_of", "by_type", "pattern", "_picker", "_pickers", "_typed", "_menu"),
    }
)
"""What may be called at import: it makes a value and touches nothing outside the process."""

STRING_METHODS = frozenset({"endswith", "items"})
FORBIDDEN = frozenset({"eval", "exec", "__import__", "from_string"})


def faults(module: str, source: str) -> list[str]:
    """Everything in one module (its name without ``bot.``) that breaks a rule."""
    tree = ast.parse(source)
    found = [*_arrows(module, tree), *_homes(module, tree), *_work(module, tree.body), *_dangers(module, tree)]
    return [f"{module or 'bot'}: {fault}" for fault in found]


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(place in ("", module) or module.startswith(f"{place}.") for place in places)


def _imported(tree: ast.AST) -> Iterator[str]:
    """Full names of imported modules; of ``from bot.x import y``, ``bot.x.y`` where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            submodules = [f"{base}.{alias.name}" for alias in node.names if _is_module(f"{base}.{alias.name}")]
            yield from submodules or [base]


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return name.startswith("bot.") and (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file())


def _arrows(module: str, tree: ast.AST) -> Iterator[str]:
    rules = sorted((name for name in ARROWS if within(module, (name,))), key=len)
    allowed = ARROWS[rules[-1]] if rules else ()
    for name in _imported(tree):
        if name.startswith("."):
            yield f"imports {name} by a relative name"
        if name.split(".")[0] == "bot" and not within(name.removeprefix("bot").lstrip("."), allowed):
            yield f"imports {name}"


def _homes(module: str, tree: ast.AST) -> Iterator[str]:
    for name in _imported(tree):
        library = name.split(".")[0]
        foreign = library not in sys.stdlib_module_names and library not in ("bot", "")
        if (foreign or library in HOMES) and not within(module, HOMES.get(library, ())):
            yield f"is no home of {library}"


def _work(module: str, body: list[ast.stmt]) -> Iterator[str]:
    """Calls made when the module is imported; those of ``if __name__ == "__main__"`` are not."""
    allowed = VALUES | SIMULATOR_VALUES if within(module, ("simulator",)) else VALUES
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _work(module, statement.body)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.Import | ast.ImportFrom):
            continue
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr):
            for call in _calls(statement):
                name = ast.unparse(call.func)
                if name not in allowed and name.rpartition(".")[2] not in STRING_METHODS:
                    yield f"calls {name} at import (line {call.lineno})"
        elif not (isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test)):
            yield f"works at import (line {statement.lineno})"


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in an expression that are made at once: what stands in a lambda is made later."""
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _dangers(module: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in FORBIDDEN:
            yield f"calls {ast.unparse(node.func)} (line {node.lineno})"
        reads = isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv", "os.putenv")
        takes = isinstance(node, ast.ImportFrom) and node.module == "os"
        if (reads or takes) and module not in ENVIRONMENT:
            yield f"touches the environment (line {getattr(node, 'lineno', 0)})"


def modules() -> dict[str, Path]:
    files = sorted((ROOT / "bot").rglob("*.py"))
    return {
        ".".join(p.relative_to(ROOT / "bot").with_suffix("").parts).removesuffix("__init__").rstrip("."): p
        for p in files
    }


def test_every_module_keeps_the_arrows_the_homes_and_rests_at_import() -> None:
    found = [fault for name, path in modules().items() for fault in faults(name, path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)


def test_no_rule_is_about_a_module_that_is_gone() -> None:
    named = {*ARROWS, *ENVIRONMENT, *(place for places in HOMES.values() for place in places)}
    assert named <= modules().keys()
    allowed = {place for places in ARROWS.values() for place in places}
    assert allowed <= modules().keys()


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("simulator.world", "from bot.replies import Reply", "imports bot.replies"),
        ("store.base", "from bot.store import sqlite", "imports bot.store.sqlite"),
        ("slack.app", "def f():\n    from bot import content", "imports bot.content"),
        ("slack.app", "from bot.store.sqlite import SqliteStore", "imports bot.store.sqlite"),
        ("advisor", "from bot.slack.app import build_app", "imports bot.slack.app"),
        ("assess", "from .search import Search", "by a relative name"),
        ("unheard_of", "import bot.standard", "imports bot.standard"),
        ("advisor", "import slack_sdk.web", "is no home of slack_sdk"),
        ("wording", "import requests", "is no home of requests"),
        ("advisor", "import sqlite3", "is no home of sqlite3"),
        ("slack.payloads", "import pickle", "is no home of pickle"),
        ("slack.blocks", "import jinja2", "is no home of jinja2"),
        ("content", "TEXT = open('x')", "calls open at import"),
        ("content", "class A:\n    x = Path('x').read_text()", "calls Path('x').read_text at import"),
        ("content", "for x in (): pass", "works at import"),
        ("wording", "def f(t): return t.environment.from_string('x')", "calls t.environment.from_string"),
        ("dialog.engine", "def f(x): return eval(x)", "calls eval"),
        ("slack.app", "import os\ndef f(): return os.environ['A']", "touches the environment"),
        ("slack.app", "from os import getenv", "touches the environment"),
    ],
)
def test_a_planted_violation_is_found(module: str, source: str, fault: str) -> None:
    found = faults(module, source)
    assert len(found) == 1
    assert fault in found[0]


def test_what_is_allowed_is_no_violation() -> None:
    source = 'import re\nfrom bot.replies import Reply\nX = re.compile("x")\nLATER = [lambda: open("x")]\n'
    assert faults("wording", source) == []
