"""One of every reply that the bot can give with this content, and the result of every way through the dialog."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from bot.candidate import Level, Papers, credentials, experiences, levels
from bot.consultation import Consultation
from bot.content import Content
from bot.content_checks import positions
from bot.dialog.engine import Position
from bot.dialog.model import Answer
from bot.documents.draft import Draft, Facts, of_result
from bot.lookup import Lookup
from bot.replies import (
    Basis,
    Begin,
    Checked,
    CheckLines,
    CheckRole,
    Consent,
    Detail,
    DraftAsked,
    DraftCautioned,
    Drafted,
    DraftText,
    Failed,
    Notice,
    Paused,
    Posted,
    Preview,
    Ref,
    Reply,
    Resumable,
    RoleCard,
    Said,
    Section,
    ShareAsked,
    Topic,
    Undelivered,
    Unopened,
)
from bot.results import Days, Results
from bot.standard import Role

REF = Ref("0" * 32, 999_999)


def samples(content: Content) -> Iterable[Reply]:
    """Replies enough to render every template in each of its cases, each once: most ways lead to what others do."""
    return dict.fromkeys(_replies(content))


def _replies(content: Content) -> Iterator[Reply]:
    results = Results(content.consult, content.standard, content.appointments)
    for position in positions(content.consult, lambda position: _ordinary(content.consult, position)):
        yield from _at(results, position)
    yield from _beginnings(results, content.consult)
    yield from _fixed(content)
    lookup = Lookup(content, lambda: date.max)
    yield lookup.overview()
    ids = tuple(role.id for role in content.standard.roles)
    yield from (lookup.comparison(several) for size in (1, 2, 3, 4) for several in combinations(ids, size))
    for entries in content.search.vocabulary.entries.values():
        yield from (lookup.answer(entry.words[0]) for entry in entries)


def _ordinary(consultation: Consultation, position: Position) -> set[Answer]:
    """Answers that people can give: of several options, no more than the question takes."""
    question = position.question
    answers = consultation.branches(position)
    if question is None or question.most is None:
        return answers
    ids = tuple(option.id for option in position.options)
    return {
        *(answer for answer in answers if len(answer) <= question.most),
        ids[: question.most],
        ids[-question.most :],
    }


def _at(results: Results, position: Position) -> Iterator[Reply]:
    yield results.review(REF, position)
    yield results.basis(REF, position)
    yield results.next_steps(REF, position, date.max)
    yield results.handout(REF, position, Days(date.max, date.max))
    if (works := results.arranged(REF, position)) is not None:
        yield works
    if position.question is not None:
        yield results.asked(REF, position, position.question)
    if position.question is None or position.shown:
        concluded = results.concluded(REF, position)
        yield from (concluded, Preview(REF, "C01", Posted(concluded, "U01", "一言")), Posted(concluded, "U01", ""))


def _beginnings(results: Results, consultation: Consultation) -> Iterator[Reply]:
    start = consultation.resolve({})
    if start.question is not None:
        yield from (results.asked(REF, start, start.question, notice) for notice in Notice)
    yield from (
        results.concluded(REF, start, notice)
        for notice in (Notice.STALE, Notice.RESUMED, Notice.AT_RESULT, Notice.SENT)
    )


def _fixed(content: Content) -> Iterator[Reply]:
    yield from _drafting(content)
    yield from (
        Resumable(REF, 3),
        Paused(REF),
        Failed("E-500"),
        Unopened(),
        Unopened("draft", None, "producer"),
        Basis(REF, (), content.standard.roles[0]),
    )
    for topic in Topic:
        yield from (Said(topic), Said(topic, "detail"))
    yield from (Consent(kind, "文" * 1000) for kind in ("outside", "unclear", "not_a_choice"))
    yield Said(Topic.OUTSIDE, missed="文" * 1000)
    codes = ("is_archived", "restricted_action", "not_in_channel", "user_not_found", "no_text")
    yield ShareAsked(REF)
    yield from (Undelivered(place, code) for code in codes for place in ("C01", "D01"))
    yield Said(Topic.IN_DM, begin=Begin(works=("select",)))
    for role in content.standard.roles:
        yield from (Checked(role, credentials(role, papers), experiences(role, papers)) for papers in _papers(role))
        yield from (CheckRole(content.standard.roles, role.id), CheckLines(role), RoleCard(role))
        for section in (Section.SKILLS, Section.CREDENTIALS, Section.EXPERIENCE):
            yield from (Detail(role, section), Detail(role, section, REF))


def _drafting(content: Content) -> Iterator[Reply]:
    forms = tuple((entry.id, entry.name) for entry in content.appointments.entries)
    for names in ((), tuple(role.name for role in content.standard.roles)):
        yield DraftAsked(REF, "", names, (("record", "相談記録"),), forms, forms, several=len(names) > 1)
        yield from (DraftCautioned(names or ("相談記録",), names), Drafted(names, names))
    yield from (DraftText("相談記録", "文", missing) for missing in (True, False))


def _papers(role: Role) -> Iterator[Papers]:
    """Papers that show nothing, each level and number of years in turn, and everything."""
    most = max((clause.years or 0 for clause in role.experiences), default=0)
    for step in range(max(most, 3) + 1):
        said = (Level(c.id, c.fields[-1], levels(c)[min(step, len(levels(c)) - 1)]) for c in role.levels)
        yield Papers(frozenset(), frozenset(said), min(step, most))
    yield Papers()
    yield Papers(frozenset(clause.id for clause in (*role.qualifications, *role.experiences)))


def drafts(content: Content, papers: Iterable[str]) -> Iterator[Draft]:
    """Every paper: about all roles with nothing known, about a result with everything known, and without a role."""
    roles = content.standard.roles
    position = content.consult.resolve(content.consult.begin(works=[work.id for work in content.consult.works[::5]]))
    form = next(entry for entry in content.appointments.entries if entry.basis)
    known = replace(of_result(content, position), facts=Facts("架空市", "企画部", "一人", "一年", "本庁舎", form))
    for draft in (Draft(roles=roles, among=roles), known, Draft()):
        yield from (replace(draft, paper=paper, on=date(2026, 11, 23)) for paper in papers)
