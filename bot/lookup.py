"""From what a text was found to ask to the reply: facts quoted from the standard, needs assessed, the rest declined."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.assess import Work, assess, duties
from bot.comparison import compare
from bot.content import Content
from bot.replies import (
    Appointed,
    Asked,
    Comparable,
    Detail,
    Example,
    Found,
    Needed,
    Notice,
    Overview,
    Ref,
    Reply,
    RoleCard,
    Said,
    Section,
    Topic,
    Unclear,
)
from bot.results import Results
from bot.search import Finding, Kind
from bot.standard import Role

_TOPICS = {
    "greeting": Topic.GREETING,
    "thanks": Topic.THANKS,
    "help": Topic.HELP,
    "consult": Topic.HELP,
    "empty": Topic.HELP,
    "about": Topic.ABOUT,
    "not_fixed": Topic.NOT_FIXED,
    "my_number": Topic.MY_NUMBER,
}

_SECTIONS = {"qualification": Section.CREDENTIALS, "skill": Section.SKILLS, "experience": Section.EXPERIENCE}

log = logging.getLogger(__name__)

SENDABLE = 1000
"""Characters of a text that can be sent in."""


class Lookup:
    """Answers a text without a consultation: the same text on the same day, the same reply."""

    def __init__(self, content: Content, today: Callable[[], date]) -> None:
        self._content = content
        self._standard = content.standard
        self._results = Results(content.consult, content.standard, content.appointments)
        self._today = today

    def answer(self, text: str) -> Reply:
        """The reply to ``text``, which its author can send in where it was not understood; the kind alone is noted."""
        return self.sendable(self.reply(self.understand(text)), text)

    def sendable(self, reply: Reply, text: str) -> Reply:
        """``reply`` with the ``text`` that it did not understand, to be sent in by who wrote it."""
        if isinstance(reply, Unclear | Asked | Said) and (kind := _missed(reply)):
            log.info("a text was not understood: %s", kind)
            return replace(reply, missed=text.strip()[:SENDABLE])
        return reply

    def understand(self, text: str) -> Finding:
        """What ``text`` was found to ask."""
        return self._content.search.understand(text)

    def roles(self, ids: tuple[str, ...]) -> tuple[Role, ...]:
        """The roles behind ``ids``, in the same order."""
        return tuple(self._standard.by_id[role] for role in ids)

    def reply(self, finding: Finding) -> Reply:
        """The reply to ``finding``."""
        if finding.kind is Kind.NONE:
            return self._without_role(finding)
        if finding.kind is Kind.TITLE and finding.detail == "cio":
            return Said(Topic.CIO)
        if finding.kind is Kind.NEED and finding.clauses:
            return self._needed(finding)
        if finding.clarify and not finding.clauses:
            return self._unclear(finding)
        return self._about_role(finding) or self._found(finding)

    def example(self) -> Example:
        """The result of the made-up 架空市."""
        position = self._content.consult.resolve(self._content.consult.begin(works=("manage", "design")))
        return Example(self._results.concluded(Ref("", 0), position))

    def card(self, role: str, section: str = "") -> Reply:
        """A role's card or one column of it; an unknown role is an old screen."""
        found = self._standard.by_id.get(role)
        if found is None or section not in ("", *Section) or section == Section.BASIS:
            return Said(Topic.OLD_SCREEN)
        return Detail(found, Section(section)) if section else RoleCard(found)

    def overview(self) -> Overview:
        """The four roles at a glance."""
        return Overview(self._standard.roles)

    def comparison(self, ids: tuple[str, ...]) -> Reply:
        """Roles side by side; for one role, the others to choose from. Unknown ids are passed over."""
        roles = tuple(role for role in self._standard.roles if role.id in ids)
        if len(roles) == 1:
            return Comparable(roles[0], tuple(role for role in self._standard.roles if role not in roles))
        return compare(roles or self._standard.roles)

    def _unclear(self, finding: Finding) -> Unclear:
        candidates, tips = self.roles(finding.roles), self._content.consult.tips
        asked = (role for role in candidates or self._standard.roles if role.id in tips)
        return Unclear(finding, candidates, tuple((role, tips[role.id]) for role in asked))

    def _without_role(self, finding: Finding) -> Reply:
        if finding.outside == "about" and finding.detail == "roles":
            return self.overview()
        if finding.outside == "appointment":
            return self._appointed(finding.detail)
        return Said(_TOPICS.get(finding.outside, Topic.OUTSIDE), finding.detail)

    def _appointed(self, asked: str) -> Appointed:
        """The form or route with the id ``asked``; for any other word all of them."""
        entries = self._content.appointments
        one = entries.by_id.get(asked)
        return Appointed((one,) if one else entries.listed, self._today())

    def _about_role(self, finding: Finding) -> Reply | None:
        """A role asked for by its name: its card, or the column that was asked; several roles side by side."""
        roles = self.roles(finding.roles)
        if finding.kind is Kind.ROLE and len(roles) > 1:
            return compare(roles)
        asked = {match.asked for match in finding.matches}
        if len(roles) != 1 or len(asked) != 1 or not (asked - {""} or finding.kind is Kind.ROLE):
            return None
        section = _SECTIONS.get(asked.pop())
        return Detail(roles[0], section) if section else RoleCard(roles[0])

    def _found(self, finding: Finding) -> Found:
        clauses = self._standard.clauses
        return Found(
            finding,
            self.roles(finding.roles),
            tuple(clauses[clause] for clause in finding.clauses),
            tuple(clauses[clause] for clause in finding.near),
        )

    def _needed(self, finding: Finding) -> Needed:
        works = self._works(finding)
        assessment = assess(self._standard, works, first=None if finding.clarify else works[0])
        return Needed(
            finding,
            assessment,
            self._results.role(assessment.lead),
            self._results.elsewhere(assessment),
            self.roles(assessment.possible),
            self._results.nearby(assessment),
            works,
            tuple(self._standard.clauses[clause] for clause in finding.clauses),
        )

    def _works(self, finding: Finding) -> tuple[Work, ...]:
        """The works of a need, those of its best role first."""
        works = self._content.consult.works_citing(finding.clauses)
        best = finding.roles[0] if finding.roles else ""
        return tuple(sorted(works, key=lambda w: best not in {d.role for d in duties(self._standard, w)}))


def _missed(reply: Unclear | Asked | Said) -> str:
    """As what the text behind ``reply`` was not understood; empty where it was."""
    if isinstance(reply, Unclear):
        return "unclear"
    if isinstance(reply, Asked):
        return "not_a_choice" if reply.notice is Notice.NOT_A_CHOICE else ""
    return "outside" if reply.topic is Topic.OUTSIDE else ""
