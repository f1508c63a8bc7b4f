"""``dialogs/documents/documents.toml``: which papers there are, and the words that the program puts into them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from bot.appointments import Appointments
from bot.assess import Outcome
from bot.raw import Fault


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Paper(_Frozen):
    """One paper. Its template is ``<id>.docx``.

    ``csv``: it can be made as a table. ``whole``: it is about the whole result, also while that names no role.
    ``form``: the only form of employment it is for. ``post``: it describes one post.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: str = Field(min_length=1)
    csv: bool = False
    whole: bool = False
    form: str = ""
    post: bool = False


class Caution(_Frozen):
    """A sentence that is printed in ``papers`` when one of ``forms``, or any form but ``unlike``, is chosen."""

    text: str = Field(min_length=1)
    papers: tuple[str, ...] = Field(min_length=1)
    forms: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()

    def holds(self, paper: str, form: str) -> bool:
        """Whether the sentence is printed; ``form`` is "" while none is chosen, and nothing is said then."""
        unsuited = form in self.forms or (bool(self.unlike) and form not in self.unlike)
        return paper in self.papers and form != "" and unsuited


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
    avoided: str
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


def faults(papers: Papers, appointments: Appointments) -> Iterator[Fault]:
    """Papers and forms that are named and do not exist."""
    forms = set(appointments.by_id)
    for number, paper in enumerate(papers.papers):
        if paper.form and paper.form not in forms:
            yield Fault(("paper", number, "form"), "documents.dead_id", {"words": paper.form})
    for number, caution in enumerate(papers.cautions):
        known = {"papers": set(papers.by_id), "forms": forms, "unlike": forms}
        for key, ids in known.items():
            for place, name in enumerate(getattr(caution, key)):
                if name not in ids:
                    yield Fault(("caution", number, key, place), "documents.dead_id", {"words": name})
