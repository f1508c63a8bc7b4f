"""From a draft to the names that a Word template can print. The names are Japanese: HR edits the templates.

Everything here is the standard's text with its place, what was filled in or chosen, or a statement of
``data/appointments.toml`` with its source; what is not known is left to be filled in.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.appointments import Appointments, Entry, Situation, next_steps
from bot.assess import Outcome, Work, duties
from bot.dialog.engine import Step
from bot.dialog.model import NONE
from bot.documents.draft import Draft, shared_out
from bot.documents.papers import Papers
from bot.standard import Clause, Kind, Role, Standard

View = dict[str, Any]
Phrase = Callable[..., str]
"""A named piece of text with its values filled in: ``Wording.phrase``."""


class Views:
    """Makes the values of templates."""

    def __init__(
        self, standard: Standard, appointments: Appointments, papers: Papers, phrase: Phrase, dialog_version: str
    ) -> None:
        self._standard = standard
        self._appointments = appointments
        self._papers = papers
        self._words = papers.words
        self._phrase = phrase
        self._dialog_version = dialog_version

    def of(self, draft: Draft) -> View:
        """All values of ``draft``, by the name that templates know."""
        facts, words = draft.facts, self._words
        shared = shared_out(draft, self._standard)
        roles = [self._role(role, shared.get(role.id, ())) for role in draft.roles]
        return {
            "自治体名": facts.municipality or words.blank_municipality,
            "所属": facts.department or words.blank_department,
            "人数": facts.count or words.blank,
            "期間": facts.period or words.blank,
            "勤務": facts.place or words.blank,
            "役割名": words.between.join(role.name for role in draft.roles) or words.no_role,
            "役割一覧": roles,
            "役割の外": self._outside(draft, shared),
            "任用": self._forms(draft),
            "任せる理由": self._reason(draft),
            "注意": self._cautions(draft, shared),
            "仕事": self._works(draft),
            "職員の仕事": [work.text for work in draft.staying],
            "質問と答え": [self._answer(step, draft.steps) for step in draft.steps],
            "結果": self._result(draft),
            "標準": self._source(),
            "質問の版": self._dialog_version,
            "作成日": self._phrase("day", draft.on),
        }

    # ------------------------------------------------------------ the standard

    def _line(self, clause: Clause) -> View:
        """A quoted clause; its note stands in the quote, so that no template can leave it out."""
        note = self._words.original.format(note=clause.note) if clause.note else ""
        return {
            "文": clause.text + note,
            "引用": self._phrase("quote", clause),
            "箇所": clause.place,
            "名称": clause.name or clause.text,
            "分類": self._sort(clause),
            "つなぎ": f"　{clause.joiner}" if clause.joiner else "",
            "言いかえ": clause.plain,
        }

    def _sort(self, clause: Clause) -> str:
        groups = {"technical": self._words.technical, "human": self._words.human}
        kinds = {Kind.LEVEL: self._words.level, Kind.QUALIFICATION: self._words.qualification}
        return groups.get(clause.group or "", "") or kinds.get(clause.kind, "")

    def _role(self, role: Role, works: Sequence[Work]) -> View:
        chosen = self._chosen(role, works)
        none = self._words.no_credential.format(mark=role.credential_none, number=role.number)
        return {
            "名称": role.name,
            "番号": role.number,
            "説明": self._line(role.gloss),
            "呼称": self._quoted(title.text for title in role.titles),
            "仕事がある": bool(works),
            "職務": self._lines(chosen),
            "ほかの職務": self._lines(clause for clause in role.duties if clause not in chosen),
            "スキル": self._lines(role.skills),
            "スキル名": self._quoted(skill.name or skill.text for skill in role.skills),
            "資格の文": role.any_of.credential or none,
            "資格": self._lines((*role.levels, *role.qualifications)),
            "経験の文": role.any_of.experience,
            "経験": self._lines(role.experiences),
        }

    def _chosen(self, role: Role, works: Sequence[Work]) -> tuple[Clause, ...]:
        """The duty lines of ``role`` that ``works`` stand for; all of them while no work is chosen."""
        wanted = {clause.id for work in works for clause in duties(self._standard, work)}
        return tuple(clause for clause in role.duties if clause.id in wanted) or role.duties

    def _lines(self, clauses: Iterable[Clause]) -> list[View]:
        return [self._line(clause) for clause in clauses]

    def _quoted(self, texts: Iterable[str]) -> str:
        return "".join(self._words.quoted.format(text=text) for text in texts)

    def _source(self) -> View:
        standard = self._standard
        return {
            "名称": standard.title,
            "発行者": standard.publisher,
            "策定": standard.established,
            "策定の出典": standard.established_source,
            "版": standard.edition,
            "データの版": standard.version,
        }

    # ------------------------------------------------------------ the consultation

    def _works(self, draft: Draft) -> list[View]:
        """Each work with the duty lines that it stands for, of the roles that it falls to."""
        shares = {share.work.id: share.roles for share in draft.assessment.shares} if draft.assessment else {}
        return [
            {"仕事": work.text, "役割": self._standard.by_id[clause.role].name, **self._line(clause)}
            for work in draft.works
            for clause in duties(self._standard, work)
            if clause.role in shares.get(work.id, (clause.role,))
        ]

    def _outside(self, draft: Draft, shared: Mapping[str, Sequence[Work]]) -> list[View]:
        inside = {work.id for role in draft.roles for work in shared.get(role.id, ())}
        return [{"仕事": work.text, "役割": self._doers(work)} for work in draft.works if work.id not in inside]

    def _doers(self, work: Work) -> str:
        roles = self._standard.ordered(clause.role for clause in duties(self._standard, work))
        return self._words.between.join(self._standard.by_id[role].name for role in roles)

    def _answer(self, step: Step, steps: Sequence[Step]) -> View:
        """A question, with its help where another has the same words, and the answer."""
        question = step.question
        alike = [other for other in steps if other.question.text == question.text]
        said = self._quoted(option.text for option in step.chosen)
        said = said or (question.none or "" if step.answer == (NONE,) else self._words.unknown)
        return {"質問": question.text + (question.help or "" if len(alike) > 1 else ""), "答え": said}

    def _result(self, draft: Draft) -> View:
        assessment = draft.assessment
        if assessment is None:
            return {"言葉": self._words.no_consultation, "中心": self._words.no_role, "理由": None}
        lead = self._standard.by_id[assessment.lead].name if assessment.lead else self._words.no_role
        reason = self._line(assessment.reason) if assessment.reason else None
        return {"言葉": self._words.outcomes[assessment.outcome], "中心": lead, "理由": reason}

    def _reason(self, draft: Draft) -> str:
        works = self._quoted(work.text for work in draft.works)
        return self._words.chosen_works.format(works=works) if works else self._words.blank

    # ------------------------------------------------------------ forms of employment

    def _forms(self, draft: Draft) -> View:
        chosen = self._form_of(draft)
        return {
            "決まった": chosen is not None,
            "名称": chosen.name if chosen else self._words.blank,
            "根拠": self._basis(chosen) if chosen else self._words.blank,
            "一覧": [self._form(entry) for entry in self._shown(draft)],
            "経路": self._routes(draft),
        }

    def _form_of(self, draft: Draft) -> Entry | None:
        """The form that was chosen, or the only one that the paper is for."""
        own = self._papers.by_id[draft.paper].form
        return draft.facts.form or (self._appointments.by_id[own] if own else None)

    def _shown(self, draft: Draft) -> list[Entry]:
        """The form, or all of them to choose from."""
        chosen = self._form_of(draft)
        return [chosen] if chosen else [entry for entry in self._appointments.entries if entry.kind == "form"]

    def _basis(self, entry: Entry) -> str:
        return entry.basis.text if entry.basis else self._words.blank

    def _form(self, entry: Entry) -> View:
        return {
            "名称": entry.name,
            "根拠": self._basis(entry),
            "注意": self._phrase("statements", (*entry.watch, *entry.avoid)),
            "出典": self._phrase("source", entry),
        }

    def _routes(self, draft: Draft) -> list[str]:
        """The routes that fit the result; of a paper made from a role, those that fit every work of it."""
        outcome = draft.assessment.outcome if draft.assessment else Outcome.DECIDED
        role = draft.roles[0].id if draft.roles else None
        works = tuple(work.cites for work in draft.works)
        offers = next_steps(self._appointments, Situation(outcome, role, works))
        return [
            self._words.route.format(name=offer.entry.name, source=self._phrase("source", offer.entry))
            for offer in offers
        ]

    def _cautions(self, draft: Draft, shared: Mapping[str, Sequence[Work]]) -> list[str]:
        """What a person has to look at: unsuited forms, and sources whose review is overdue."""
        form = self._form_of(draft)
        printed = [duty.id for role in draft.roles for duty in self._chosen(role, shared.get(role.id, ()))]
        said = [c.text for c in self._papers.cautions if c.holds(draft.paper, form.id if form else "")]
        late = [
            self._words.overdue.format(name=entry.name, review=self._phrase("day", entry.review))
            for entry in self._shown(draft)
            if entry.late(draft.on)
        ]
        return [*dict.fromkeys(self._avoided(draft, printed)), *said, *late]

    def _avoided(self, draft: Draft, printed: Collection[str]) -> Iterator[str]:
        """What speaks against the form; while none is chosen, only what speaks against any post for so many roles."""
        post, chosen = self._papers.by_id[draft.paper].post, self._form_of(draft)
        for entry in self._shown(draft):
            for avoid in entry.avoid:
                text = self._phrase("statements", (avoid,))
                if not avoid.holds(printed, len(draft.roles)):
                    continue
                if avoid.works and chosen:
                    yield self._words.avoided.format(name=entry.name, text=text)
                elif not avoid.works and post:
                    yield text
