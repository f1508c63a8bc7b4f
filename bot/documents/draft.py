"""What a paper is made from: a result or a role, and the facts that a person filled in."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.appointments import Entry
from bot.assess import Assessment, Work, duties
from bot.content import Content
from bot.dialog.engine import Position, Step
from bot.standard import Role, Standard

FACT_LIMIT = 100


@dataclass(frozen=True)
class Facts:
    """What is filled in, each as one line of text; "" is left to be written by hand. ``form`` is None while undecided.

    ``place`` holds where and on how many days.
    """

    municipality: str = ""
    department: str = ""
    count: str = ""
    period: str = ""
    place: str = ""
    form: Entry | None = None


@dataclass(frozen=True)
class Draft:
    """One paper about ``roles``.

    ``among`` are the roles of the result, the lead first, that the ``works`` are shared out to; a paper about one of
    two roles has both of them there. ``assessment`` is None and ``steps`` are empty where no consultation was held.
    ``on`` is the day in Japan; it and ``paper`` are filled in last.
    """

    paper: str = ""
    on: date = date.min
    roles: tuple[Role, ...] = ()
    among: tuple[Role, ...] = ()
    works: tuple[Work, ...] = ()
    staying: tuple[Work, ...] = ()
    assessment: Assessment | None = None
    steps: tuple[Step, ...] = ()
    facts: Facts = field(default_factory=Facts)

    def separate(self) -> tuple["Draft", ...]:
        """The same as one paper a role."""
        return tuple(replace(self, roles=(role,)) for role in self.roles) or (self,)


def one_line(text: str) -> str:
    """``text`` as a fact: composed characters, no controls, no line breaks, single blanks."""
    shown = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in text)
    return re.sub(" +", " ", unicodedata.normalize("NFC", shown)).strip()


def shared_out(draft: Draft, standard: Standard) -> Mapping[str, tuple[Work, ...]]:
    """The works by the id of the role that does them: the first of ``among`` that can."""
    doers = {work.id: {clause.role for clause in duties(standard, work)} for work in draft.works}
    first = {work.id: next((r.id for r in draft.among if r.id in doers[work.id]), "") for work in draft.works}
    return {role.id: tuple(work for work in draft.works if first[work.id] == role.id) for role in draft.among}


def of_result(content: Content, position: Position, roles: tuple[Role, ...] = ()) -> Draft:
    """A draft from the answers at ``position``: about ``roles`` if given, else about those of the result."""
    assessment = content.consult.assess(position.answers)
    chosen = content.consult.chosen(position.answers)
    named = [r for share in assessment.shares for r in share.roles[:1]] if assessment.lead else []
    found = dict.fromkeys(filter(None, (assessment.lead, *named)))
    result = tuple(content.standard.by_id[role] for role in found)
    return Draft(
        roles=roles or result,
        among=(*roles, *(role for role in result if role not in roles)),
        works=chosen.handed_over,
        staying=chosen.staying,
        assessment=assessment,
        steps=position.shown,
    )
