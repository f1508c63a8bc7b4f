"""``dialogs/documents/documents.toml``: which papers there are, and the words that the program puts into them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from bot.appointments import Appointments
from bot.assess import Outcome
from bot.problem import Problem
from bot.standard import Standard


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Paper(_Frozen):
    """One paper. Its template is ``<id>.docx``.

    ``csv``: it can be made as a table. ``whole``: it is about the whole result, also while that names no role.
    ``form``: the only form of employment it is for.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: str = Field(min_length=1)
    csv: bool = False
    whole: bool = False
    form: str = ""


class Caution(_Frozen):
    """A sentence that is printed when everything that is given holds.

    A listed form is chosen, a listed duty is handed over; ``unlike`` is met by any chosen form but the listed;
    ``roles`` is the least number of roles in one paper.
    """

    text: str = Field(min_length=1)
    papers: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    roles: int = 1

    def holds(self, paper: str, form: str, duties: Sequence[str], roles: int) -> bool:
        """Whether the sentence is printed; ``form`` is "" while none is chosen."""
        return (
            (not self.papers or paper in self.papers)
            and (not self.forms or form in self.forms)
            and (not self.unlike or (form != "" and form not in self.unlike))
            and (not self.duties or not set(self.duties).isdisjoint(duties))
            and roles >= self.roles
        )


class Words(_Frozen):
    """Words for what is not known, and between what is listed."""

    blank: str
    blank_mark: str
    blank_municipality: str
    blank_department: str
    no_role: str
    no_consultation: str
    no_credential: str
    between: str
    quoted: str
    original: str
    technical: str
    human: str
    level: str
    qualification: str
    unknown: str
    chosen_works: str
    route: str
    overdue: str
    outcomes: Mapping[Outcome, str]


class Papers(_Frozen):
    """The whole file."""

    papers: tuple[Paper, ...] = Field(alias="paper", min_length=1)
    cautions: tuple[Caution, ...] = Field(alias="caution")
    words: Words

    @cached_property
    def by_id(self) -> Mapping[str, Paper]:
        """Paper by id."""
        return {paper.id: paper for paper in self.papers}


def problems(papers: Papers, standard: Standard, appointments: Appointments, file: str) -> Iterator[Problem]:
    """Papers, forms and duties that a caution names and that do not exist."""
    forms = set(appointments.by_id)
    for number, paper in enumerate(papers.papers, 1):
        if paper.form and paper.form not in forms:
            yield Problem("documents.dead_id", file, f"paper.{number}.form", {"words": paper.form})
    for number, caution in enumerate(papers.cautions, 1):
        known = {
            "papers": (caution.papers, set(papers.by_id)),
            "forms": (caution.forms, forms),
            "unlike": (caution.unlike, forms),
            "duties": (caution.duties, set(standard.clauses)),
        }
        for key, (ids, all_ids) in known.items():
            for dead in sorted(set(ids) - all_ids):
                yield Problem("documents.dead_id", file, f"caution.{number}.{key}", {"words": dead})
