"""Replies computed from a position: the question to ask, the result to show. Pure."""

from dataclasses import dataclass
from datetime import date

from bot.appointments import Appointments, Offer, Situation, forms, next_steps
from bot.assess import Assessment, Share, Work, duties
from bot.consultation import Consultation
from bot.dialog.engine import Position
from bot.dialog.model import Part, Question
from bot.moves import CONCLUDABLE
from bot.replies import (
    Arranged,
    Asked,
    Basis,
    Concluded,
    Detail,
    Elsewhere,
    Handout,
    NextSteps,
    Notice,
    Ref,
    Reply,
    Review,
    Section,
)
from bot.standard import Clause, Role, Standard

BESIDE = ("review", "next_steps", "handout", "arrange")
"""What can be looked at beside a result, besides the sections."""


@dataclass(frozen=True)
class Days:
    """In Japan: the day it is, and the day of the last answer."""

    today: date
    consulted: date


class Results:
    """Turns positions of the consultation into replies, with the standard's roles filled in."""

    def __init__(self, consultation: Consultation, standard: Standard, appointments: Appointments) -> None:
        self._consultation = consultation
        self._standard = standard
        self._appointments = appointments

    def asked(self, ref: Ref, position: Position, question: Question, notice: Notice | None = None) -> Asked:
        """The question at ``position``."""
        return Asked(
            ref=ref,
            number=len(position.shown) + 1,
            remaining=self._consultation.remaining(position),
            question=question,
            options=position.options,
            selected=position.selected,
            can_conclude=question.part in (Part.FIRST, *CONCLUDABLE),
            notice=notice,
        )

    def concluded(self, ref: Ref, position: Position, notice: Notice | None = None) -> Concluded:
        """The result of the answers on the path, whether or not questions are left."""
        chosen = self._consultation.chosen(position.answers)
        assessment = self._consultation.assess(position.answers)
        return Concluded(
            ref=ref,
            assessment=assessment,
            lead=self.role(assessment.lead),
            first_chosen=chosen.first is not None,
            elsewhere=self.elsewhere(assessment),
            staying=chosen.staying,
            possible=tuple(self._standard.by_id[role] for role in assessment.possible),
            nearby=self.nearby(assessment),
            leaning=self._leaning(position) if not assessment.shares and not chosen.staying else (),
            steps=self._steps(assessment),
            care=self._care(assessment),
            more=position.question is not None,
            notice=notice,
        )

    def role(self, role_id: str | None) -> Role | None:
        """The role, or None for None."""
        return self._standard.by_id[role_id] if role_id is not None else None

    def elsewhere(self, assessment: Assessment) -> tuple[Elsewhere, ...]:
        """The works that the lead does not do, grouped by the roles that do; all works while there is no lead."""
        groups: dict[tuple[str, ...], list[Work]] = {}
        for share in assessment.shares:
            if share.roles != (assessment.lead,):
                groups.setdefault(share.roles, []).append(share.work)
        by_id = self._standard.by_id
        return tuple(Elsewhere(tuple(by_id[r] for r in roles), tuple(works)) for roles, works in groups.items())

    def nearby(self, assessment: Assessment) -> tuple[Work, Role] | None:
        """The neighbouring work, of a role that the result does not name, beside the work that the result rests on."""
        near = self._consultation.neighbour(assessment.own[0]) if assessment.own else None
        if near is None:
            return None
        named = {role for share in assessment.shares for role in share.roles}
        role = duties(self._standard, near)[0].role
        return None if role in named else (near, self._standard.by_id[role])

    def _leaning(self, position: Position) -> tuple[Role, ...]:
        cites = [c for s in position.path if s.question.part is Part.WISH for o in s.chosen for c in o.cites]
        return tuple(
            self._standard.by_id[r] for r in self._standard.ordered(self._standard.clauses[c].role for c in cites)
        )

    def look(self, what: str, ref: Ref, position: Position, days: Days) -> Reply | None:
        """Something to look at beside ``position``: one of ``BESIDE`` or a ``Section``; None where it has none."""
        match what:
            case "review":
                return self.review(ref, position)
            case "basis":
                return self.basis(ref, position)
            case "next_steps":
                return self.next_steps(ref, position, days.today)
            case "handout":
                return self.handout(ref, position, days)
            case "arrange":
                return self.arranged(ref, position)
        lead = self.role(self._consultation.assess(position.answers).lead)
        return Detail(lead, Section(what), ref) if lead is not None and what in set(Section) else None

    def review(self, ref: Ref, position: Position) -> Review:
        """The answers that lead to ``position``."""
        first, given = self._consultation.chosen(position.answers).first, self._consultation.given(position.answers)
        return Review(ref, position.shown, first if first != given.first else None)

    def handout(self, ref: Ref, position: Position, days: Days) -> Handout:
        """The result at ``position`` to take along."""
        result = self.concluded(ref, position)
        lines = [clause for _, clauses in self.basis(ref, position).lines for clause in clauses]
        reason = [result.assessment.reason] if result.assessment.reason else []
        return Handout(ref, result, tuple(dict.fromkeys([*reason, *lines])), days.consulted, days.today)

    def arranged(self, ref: Ref, position: Position) -> Arranged | None:
        """The works of the result at ``position``; None while there are none."""
        works = tuple(
            (share.work, tuple(self._standard.by_id[role] for role in share.roles))
            for share in self._consultation.assess(position.answers).shares
        )
        first = self._consultation.chosen(position.answers).first
        return Arranged(ref, works, first is not None) if works else None

    def next_steps(self, ref: Ref, position: Position, today: date) -> NextSteps:
        """How to go on from the result at ``position``."""
        assessment = self._consultation.assess(position.answers)
        others = self._standard.ordered(r for s in assessment.shares for r in s.roles if r != assessment.lead)
        roles = (assessment.lead, *others) if assessment.lead else ()
        return NextSteps(ref, self._steps(assessment), tuple(self._forms(assessment, role) for role in roles), today)

    def _steps(self, assessment: Assessment) -> tuple[Offer, ...]:
        return next_steps(self._appointments, _situation(assessment, assessment.lead))

    def _forms(self, assessment: Assessment, role: str) -> tuple[Role, tuple[Offer, ...]]:
        return self._standard.by_id[role], forms(self._appointments, _situation(assessment, role))

    def _care(self, assessment: Assessment) -> bool:
        cited = {cite for share in assessment.shares for cite in share.work.cites}
        return not cited.isdisjoint(self._appointments.care)

    def basis(self, ref: Ref, position: Position) -> Basis:
        """Each work of the result with its duty lines; for a result by gloss alone, no lines."""
        assessment = self._consultation.assess(position.answers)
        return Basis(ref, tuple(self._line(share) for share in assessment.shares), self.role(assessment.lead))

    def _line(self, share: Share) -> tuple[Work, tuple[Clause, ...]]:
        lines = duties(self._standard, share.work)
        return share.work, tuple(clause for clause in lines if clause.role in share.roles)


def _situation(assessment: Assessment, role: str | None) -> Situation:
    """What is wanted of ``role``; without one, of anybody."""
    works = tuple(share.work.cites for share in assessment.shares if role is None or role in share.roles)
    return Situation(assessment.outcome, role, works)
