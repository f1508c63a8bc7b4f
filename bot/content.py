"""All content, read once at start: the standard, the vocabulary and the dialogs, checked against each other.

What is wrong is found all at once, also beside files that cannot be read, and raised as one ``ContentError``; nothing
is served from half-good content.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from bot import appointments, standard, vocabulary_checks
from bot.appointments import Appointments
from bot.consultation import Consultation
from bot.content_checks import citations, sizes, ways
from bot.dialog import references
from bot.dialog.model import Dialog
from bot.parsing import parse
from bot.problem import ContentError, Problem, once
from bot.raw import Fault, place, short
from bot.search import Search
from bot.shapes import shape_faults
from bot.standard import Standard
from bot.vocabulary import Vocabulary

ROOT = Path(__file__).parent.parent
STANDARD = ROOT / "data" / "standard.json"
VOCABULARY = ROOT / "data" / "vocabulary.toml"
APPOINTMENTS = ROOT / "data" / "appointments.toml"
NEVER_SAY = ROOT / "data" / "never_say.toml"
DIALOGS = ROOT / "dialogs"

_WHOLE = frozenset({"why", "expected", "way"})
"""Args that are told whole: they do not come from the place that is wrong."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Content:
    """Everything the bot knows. ``consult`` is the consultation dialog over the standard.

    ``searching`` gives ``search``, once: most of what is prepared is in it, and a start can do without.
    """

    standard: Standard
    consult: Consultation
    appointments: Appointments
    searching: Callable[[], Search]

    @cached_property
    def search(self) -> Search:
        """What understands texts; of prepared content, there when it is first asked for."""
        return self.searching()


@dataclass(frozen=True)
class Source(Generic[Model]):
    """One file: its name as shown, its raw values (None when unreadable), the model when it is one, what is wrong."""

    file: str
    data: Any
    model: Model | None
    problems: tuple[Problem, ...]

    def told(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """``faults`` of this file as problems with key paths; those that are told already are left out."""
        found = (Problem(fault.code, self.file, place(self.data, fault.loc), _sayable(fault)) for fault in faults)
        return tuple(problem for problem in found if problem not in self.problems)


@dataclass(frozen=True)
class Examined:
    """Every problem; ``content`` is there when it is sound enough to make screens of it."""

    content: Content | None
    problems: tuple[Problem, ...]


def load(
    standard_file: Path = STANDARD,
    dialogs: Path = DIALOGS,
    vocabulary_file: Path = VOCABULARY,
    appointments_file: Path = APPOINTMENTS,
) -> Content:
    """Read and check everything. Raises ``ContentError`` with every problem."""
    examined = examine(standard_file, dialogs, vocabulary_file, appointments_file)
    if examined.problems or examined.content is None:
        raise ContentError(examined.problems)
    return examined.content


def examine(
    standard_file: Path, dialogs: Path, vocabulary_file: Path, appointments_file: Path = APPOINTMENTS
) -> Examined:
    """Read and check everything that can be known of it, whatever else is broken."""
    basis = read(Standard, standard_file, standard.faults)
    dialog = read(Dialog, dialogs / "consult" / "dialog.toml", references.faults)
    words = read(Vocabulary, vocabulary_file)
    routes = read(Appointments, appointments_file)
    clauses = standard.clause_ids(basis.data)
    cited = dialog.told(citations(dialog.data, clauses)) if clauses and dialog.data is not None else ()
    meant = _meant(words, clauses)
    offered = _offered(routes, basis, words)
    problems = [*basis.problems, *dialog.problems, *cited, *dialog.told(sizes(dialog.data))]
    problems += [*words.problems, *meant, *routes.problems, *offered]
    if not (basis.model and dialog.model) or cited:
        return Examined(None, tuple(problems))
    consult = Consultation(dialog.model, basis.model)
    problems += dialog.told(ways(consult, basis.model))
    if not (words.model and routes.model) or meant or offered:
        return Examined(None, tuple(problems))
    search = Search(basis.model, words.model)
    return Examined(Content(basis.model, consult, routes.model, lambda: search), tuple(problems))


def _meant(words: Source[Vocabulary], clauses: tuple[str, ...]) -> tuple[Problem, ...]:
    """What is wrong with the words and with what they mean; ids are looked up when the standard has any."""
    inside = words.told(vocabulary_checks.faults(words.model)) if words.model else ()
    known = {*clauses, *map(standard.role_of, clauses)}
    return (*inside, *(words.told(vocabulary_checks.dead_ids(words.data, known)) if clauses else ()))


def _offered(routes: Source[Appointments], basis: Source[Standard], words: Source[Vocabulary]) -> tuple[Problem, ...]:
    """What the appointments and the words that ask for them say of each other and of the standard."""
    if routes.model is None:
        return ()
    wrong = routes.told(appointments.faults(routes.model, basis.model)) if basis.model else ()
    asked = (entry.asks for entry in words.model.appointments) if words.model else ()
    return (*wrong, *words.told(appointments.unknown(asked, routes.model)))


def shown(path: Path) -> str:
    """``path`` as a reader knows it: inside the repository from its root."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def read(model: type[Model], path: Path, faults: Callable[[Any], Iterable[Fault]] = lambda _: ()) -> Source[Model]:
    """Read a file into ``model``; ``faults`` looks for more on its raw values. Never raises."""
    file = shown(path)
    try:
        data = parse(path, file)
        value, wrong = _validated(model, data)
        source = Source(file, data, value, ())
        return Source(file, data, value, once(source.told((*wrong, *faults(data)))))
    except ContentError as error:
        return Source(file, None, None, error.problems)
    except RecursionError:
        return Source(file, None, None, (Problem("content.depth", file),))


def _sayable(fault: Fault) -> Mapping[str, str]:
    """The args of ``fault``, with what was taken from the file cut to a length that can be repeated."""
    return {name: value if name in _WHOLE else short(value) for name, value in fault.args.items()}


def _validated(model: type[Model], data: Any) -> tuple[Model | None, tuple[Fault, ...]]:
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(shape_faults(error))
