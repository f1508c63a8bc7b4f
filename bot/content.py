"""All content, read once at start: the standard, the vocabulary and the dialogs, checked against each other.

What is wrong is found all at once and raised as one ``ContentError``; nothing is served from half-good content.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot import appointments
from bot.appointments import Appointments
from bot.consultation import Consultation
from bot.content_checks import check_dialog
from bot.dialog.model import Dialog
from bot.problem import ContentError, Problem
from bot.search import Search
from bot.standard import Standard
from bot.vocabulary import Vocabulary
from bot.vocabulary_checks import problems as check_vocabulary

ROOT = Path(__file__).parent.parent
STANDARD = ROOT / "data" / "standard.json"
VOCABULARY = ROOT / "data" / "vocabulary.toml"
APPOINTMENTS = ROOT / "data" / "appointments.toml"
NEVER_SAY = ROOT / "data" / "never_say.toml"
DIALOGS = ROOT / "dialogs"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Content:
    """Everything the bot knows. ``consult`` is the consultation dialog over the standard."""

    standard: Standard
    vocabulary: Vocabulary
    search: Search
    consult: Consultation
    appointments: Appointments


def load(
    standard_file: Path = STANDARD,
    dialogs: Path = DIALOGS,
    vocabulary_file: Path = VOCABULARY,
    appointments_file: Path = APPOINTMENTS,
) -> Content:
    """Read and check everything. Raises ``ContentError`` with every problem."""
    problems: list[Problem] = []
    standard = read(Standard, standard_file, problems)
    words = read(Vocabulary, vocabulary_file, problems)
    dialog = read(Dialog, dialogs / "consult" / "dialog.toml", problems)
    ways_in = read(Appointments, appointments_file, problems)
    if standard and words:
        problems += check_vocabulary(words, standard, shown(vocabulary_file))
    if standard and dialog:
        problems += check_dialog(dialog, standard, shown(dialogs / "consult" / "dialog.toml"))
    if standard and ways_in:
        problems += appointments.problems(ways_in, standard, shown(appointments_file))
    if words and ways_in:
        asked = enumerate(words.appointments, 1)
        problems += appointments.unknown(
            ((f"appointments.{n}.asks", e.asks) for n, e in asked), ways_in, shown(vocabulary_file)
        )
    if problems or not (standard and words and dialog and ways_in):
        raise ContentError(tuple(problems))
    return Content(standard, words, Search(standard, words), Consultation(dialog, standard), ways_in)


def shown(path: Path) -> str:
    """``path`` as a reader knows it: inside the repository from its root."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def read(model: type[Model], path: Path, problems: list[Problem]) -> Model | None:
    """The file as a checked model; what is wrong with it goes to ``problems``, and None comes back."""
    file = shown(path)
    try:
        data = _parse(path)
        return model.model_validate(data)
    except ValidationError as error:
        problems += _validation_problems(error, file, path)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem("content.syntax", file, _line(error), {"detail": _reason(error)}))
    except UnicodeDecodeError:
        problems.append(Problem("content.encoding", file))
    except RecursionError:
        problems.append(Problem("content.depth", file))
    except OSError as error:
        problems.append(Problem("content.unreadable", file, "", {"detail": error.strerror or ""}))
    return None


def _parse(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return tomllib.loads(text) if path.suffix == ".toml" else json.loads(text, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise json.JSONDecodeError(f"key stands twice: {twice[0]}", "", 0)
    return dict(pairs)


def _line(error: Exception) -> str:
    line = getattr(error, "lineno", 0)
    if not line and " line " in str(error):
        line = str(error).rpartition(" line ")[2].partition(",")[0]
    return f"line {line}" if line else ""


def _reason(error: Exception) -> str:
    return getattr(error, "msg", str(error)).partition(" (at line")[0]


_CODES: Mapping[str, str] = {
    "extra_forbidden": "content.unknown_key",
    "missing": "content.missing_key",
    "string_too_long": "content.too_long",
    "string_too_short": "content.empty",
    "too_short": "content.empty",
    "too_long": "content.too_many",
    "enum": "content.not_one_of",
    "literal_error": "content.not_one_of",
    "string_pattern_mismatch": "content.bad_id",
    "value_error": "content.contradiction",
}


def _validation_problems(error: ValidationError, file: str, path: Path) -> Iterator[Problem]:
    for found in error.errors():
        code = _CODES.get(found["type"], "content.type")
        words = "" if isinstance(found["input"], Mapping | list | tuple) else str(found["input"])[:60]
        context = {name: str(value) for name, value in found.get("ctx", {}).items()}
        detail = context.get("error") or context.get("expected") or found["msg"]
        limit = context.get("max_length", "")
        base = 1 if path.suffix == ".toml" else 0
        at = ".".join(str(part + base) if isinstance(part, int) else part for part in found["loc"])
        yield Problem(code, file, at, {"words": words, "detail": detail, "limit": limit})
