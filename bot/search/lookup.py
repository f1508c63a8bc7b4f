"""Look-ups: titles, qualifications, levels, skills, experiences and roles that are named in a text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.search import rules
from bot.search.facts import Fact, column
from bot.search.finding import Finding, Kind, Match
from bot.search.quote import Quotes
from bot.search.reading import Reading, Span
from bot.standard import Kind as ClauseKind
from bot.standard import Standard

_DENIED = re.compile(r"(?:では|じゃ|で)な[くい]|以外")
_CERTIFICATE = re.compile(r"資格|検定|認定試験|技能士|免許|試験")
_PEOPLE = ("人材", "専門家", "人員")
_OF_TITLE = re.compile(
    r"(?:さん|の方)?(?:の|に|は|って|が|と)[^。]*?(?:資格|すきる|れべる|経験|能力|技能|経歴|実績|知識)"
)
_EXAMINED = re.compile(r"の?(?:検定|認定|技能検定|資格検定)|試験")
_NO_CERTIFICATE = frozenset(
    (
        "標準",
        "役割",
        "国家",
        "必要",
        "公的",
        "情報処理",
        "ipa",
        "人材",
        "外部人材",
        "応募",
        "受験",
        "民間",
        "国",
        "各役割",
        "推奨",
        "専門",
        "採用",
        "昇任",
        "職員採用",
        "公務員",
        "選考",
        "筆記",
        "高度",
        "役",
        "望",
        "同じ",
        "該当",
        "上記",
        "it",
        "dx",
        "情報",
    )
)
_COLUMNS = (
    ("qualification", ("column_qualification",)),
    ("skill", ("column_skill",)),
    ("experience", ("column_experience",)),
    ("title", ("column_title",)),
)
_KINDS = {"qualification": Kind.QUALIFICATION, "skill": Kind.SKILL, "experience": Kind.EXPERIENCE, "title": Kind.TITLE}


_PLAIN = re.compile(
    r"(?:外部|民間|専任|専属|常駐|非常勤|常勤|主任|上級|若手|優秀な?|各|当市|本市|新任|同じ|市|町|村|県|区|役|標準|像)$"
)


def _prefixed(reading: Reading, span: Span) -> bool:
    """Whether a noun stands right before the name of a role, so that it is another title (住民サービスデザイナー)."""
    before = reading.words.script[max(span.start - 1, 0) : span.start]
    joined = before in ("j", "k", "a") and reading.words.adjacent(span.start)
    return joined and not _PLAIN.search(reading.text[: span.start])


def _examined(reading: Reading, span: Span, fact: Fact) -> Fact:
    """An unprinted title right before 検定 is the name of a certificate that is not listed (Webデザイナー検定)."""
    rest = reading.text[span.end :]
    certificate = _EXAMINED.match(rest) or (not fact.printed and not fact.vague and re.match("の?資格", rest))
    if fact.kind is Kind.TITLE and certificate:
        return replace(fact, kind=Kind.QUALIFICATION, clauses=(), roles=(), vague=False)
    return fact


def _asked_after(reading: Reading, span: Span) -> bool:
    """Whether a column is asked of the title (SEに望ましい経験), not part of it or of what describes it."""
    rest = reading.text[span.end :]
    return bool(_OF_TITLE.match(rest))


def _narrower(one: Fact, other: Fact) -> bool:
    """Whether ``one`` says which of the clauses of the same name are meant."""
    return one.name == other.name and set(one.clauses) < set(other.clauses)


def _compound(fact: Fact) -> Fact:
    return replace(fact, kind=Kind.TITLE, clauses=(), printed=False)


class Lookup:
    """Answers by exact names and reviewed aliases only."""

    def __init__(self, standard: Standard, facts: Sequence[Fact]) -> None:
        self._standard = standard
        self._quotes = Quotes(standard)
        self._facts = facts

    def quoted(self, reading: Reading) -> Finding | None:
        """Words of the standard itself: the clauses that print them, when the text asks where they stand."""
        if reading.alien:
            return None
        found = self._quotes.find(reading.text)
        if found and any(span.start <= found.start and found.end <= span.end for span in reading.spans):
            return None
        if found is None or not (reading.cue("printed", "skill", "experience") or found.covers(reading.text)):
            return None
        clauses = [self._standard.clauses[clause] for clause in found.clauses]
        kinds = {clause.kind for clause in clauses}
        if kinds == {ClauseKind.SKILL}:
            kind = Kind.SKILL
        elif kinds == {ClauseKind.EXPERIENCE}:
            kind = Kind.EXPERIENCE
        else:
            return None
        roles = self._standard.ordered(clause.role for clause in clauses)
        name = clauses[0].name or clauses[0].plain
        typed = reading.words.keyed.typed(found.start, found.end)
        return Finding(kind, (Match(typed, found.clauses, roles, printed=True, name=name),), roles)

    def find(self, reading: Reading) -> Finding | None:
        """The look-up in the text, if it is one."""
        if reading.alien and not any(
            self._of(span, Kind.QUALIFICATION) and not self._of(span, Kind.TITLE, Kind.ROLE) for span in reading.spans
        ):
            return None
        kept = tuple(span for span in reading.spans if not _DENIED.match(reading.text[span.end :]))
        reading = replace(reading, spans=kept or reading.spans)
        for step in (self._years, self._levels, self._column, self._named, self._unknown, self._all_of):
            found = step(reading)
            if found is not None:
                return found
        return None

    def _years(self, reading: Reading) -> Finding | None:
        figure = rules.years(reading.text)
        if figure is None or not reading.cue("manager", "experience", "printed"):
            return None
        count, place = figure
        managers = [clause for clause in self._standard if clause.years is not None]
        printed = reading.cue("printed") and reading.cue("about_years")
        if (
            not printed
            and not reading.cue("manager")
            and not re.search(r"年(?:程度|以上|間|くらい|ぐらい)?の経験", reading.text)
        ):
            return None
        fitting = [
            clause for clause in managers if clause.years == count or (not printed and (clause.years or 0) < count)
        ]
        clauses, roles = tuple(c.id for c in fitting), self._standard.ordered(c.role for c in fitting)
        typed = reading.words.keyed.typed(*place)
        match = Match(
            typed, clauses, roles, printed=True, name=f"{count}年の管理職の経験" if not printed else f"{count}年程度"
        )
        return Finding(Kind.EXPERIENCE, (match,), roles, near=() if roles else tuple(c.id for c in managers))

    def _levels(self, reading: Reading) -> Finding | None:
        found = rules.level(reading.text, self._standard)
        if found is None or any(self._of(span, Kind.QUALIFICATION) for span in reading.spans):
            return None
        clauses = found.clauses
        roles = self._standard.ordered(self._standard.clauses[clause].role for clause in clauses)
        named = self._standard.ordered(role for span in reading.spans for fact in span.facts for role in fact.roles)
        if named:
            return None
        typed = reading.words.keyed.typed(*found.words)
        return Finding(Kind.QUALIFICATION, (Match(typed, clauses, roles, printed=True, name=typed),), roles)

    def _column(self, reading: Reading) -> Finding | None:
        """A role and one of its columns: 「エンジニアの資格は？」."""
        roles = [(span, fact) for span in reading.spans for fact in span.facts if fact.kind is Kind.ROLE]
        titles = [
            (span, fact)
            for span in reading.spans
            for fact in span.facts
            if fact.kind is Kind.TITLE and len(fact.roles) == 1 and _asked_after(reading, span)
        ]
        asked = next((name for name, cues in _COLUMNS if reading.cue(*cues)), "")
        if asked == "qualification":
            titles = [(span, fact) for span, fact in titles if fact.printed]
        if not asked or not (roles or (titles and asked != "title")) or (reading.named and reading.cue("wish")):
            return None
        others = [s for s in reading.spans if not any(f.kind in (Kind.ROLE, Kind.TITLE) for f in s.facts)]
        if (
            others
            or (asked == "qualification" and self._exam(reading))
            or (asked == "title" and self._printed_title(reading))
        ):
            return None
        matches = tuple(
            Match(
                reading.words.keyed.typed(span.start, span.end),
                self._clauses(role, asked),
                (role,),
                True,
                self._standard.by_id[role].name,
                asked,
            )
            for span, fact in roles or titles
            for role in fact.roles
        )
        return Finding(
            _KINDS[asked], matches, self._standard.ordered(role for match in matches for role in match.roles)
        )

    def _clauses(self, role: str, asked: str) -> tuple[str, ...]:
        return tuple(clause.id for clause in column(self._standard.by_id[role], asked))

    def _exam(self, reading: Reading) -> bool:
        """Whether プロジェクトマネージャ means the examination, not the role."""
        return reading.cue("exam") and any(self._of(span, Kind.QUALIFICATION) for span in reading.spans)

    def _printed_title(self, reading: Reading) -> bool:
        return any(self._of(span, Kind.TITLE) for span in reading.spans)

    @staticmethod
    def _of(span: Span, *kinds: Kind) -> Fact | None:
        return next((fact for fact in span.facts if fact.kind in kinds), None)

    def _named(self, reading: Reading) -> Finding | None:
        picked = [(span, self._pick(span, reading)) for span in reading.spans]
        picked = self._weighed(picked, reading)
        if not picked:
            return None
        if reading.named and self._wanted(reading, picked):
            return None
        if all(fact.vague for _, fact in picked):
            return self._vague(reading, picked)
        wished = reading.topics and reading.cue("wish") and not reading.cue("lookup", "printed", "column_skill")
        if wished and {fact.kind for _, fact in picked} == {Kind.SKILL}:
            return None
        return self._finding(reading, picked)

    def _wanted(self, reading: Reading, picked: Sequence[tuple[Span, Fact]]) -> bool:
        """Whether the text hands over a work rather than asks what a name is."""
        kinds = {fact.kind for _, fact in picked}
        if all(fact.vague or fact.detail for _, fact in picked):
            return True
        if kinds <= {Kind.SKILL, Kind.EXPERIENCE}:
            asked = reading.cue("column_skill", "column_experience", "printed") or (
                reading.cue("lookup") and not reading.cue("wish")
            )
            return not asked and (reading.cue("wish") or self._beyond(reading))
        asked = reading.cue("lookup", "printed") or (
            reading.cue("exam", "column_qualification") and Kind.QUALIFICATION in kinds
        )
        return reading.cue("wish") and not asked

    def _beyond(self, reading: Reading) -> bool:
        """Whether a work stands in the text that no named skill covers."""
        return any(
            not any(span.start <= named.start and named.end <= span.end for span in reading.spans)
            for named in reading.named
        )

    def _pick(self, span: Span, reading: Reading) -> Fact:
        """Which of the facts of equal words is meant."""
        exact = [fact for fact in span.facts if fact.kind is not Kind.TITLE or fact.printed]
        kinds = {fact.kind: fact for fact in reversed(exact or span.facts)}
        if Kind.QUALIFICATION in kinds and (self._credential(reading) or len(kinds) == 1):
            return kinds[Kind.QUALIFICATION]
        if Kind.ROLE in kinds and (Kind.TITLE not in kinds or self._explained(reading)):
            titled = _prefixed(reading, span) or (reading.cue("post") and not reading.cue("explain"))
            return _compound(kinds[Kind.ROLE]) if titled else kinds[Kind.ROLE]
        for kind in (Kind.TITLE, Kind.ROLE, Kind.SKILL, Kind.EXPERIENCE, Kind.QUALIFICATION):
            if kind in kinds:
                return kinds[kind]
        return span.facts[0]

    def _credential(self, reading: Reading) -> bool:
        return (
            reading.cue("exam", "field")
            or rules.framed(reading.text)
            or rules.level(reading.text, self._standard) is not None
        )

    def _explained(self, reading: Reading) -> bool:
        others = [s for s in reading.spans if self._of(s, Kind.ROLE) and not self._of(s, Kind.TITLE)]
        return bool(others) or (reading.cue("explain") and not reading.cue("title"))

    def _weighed(self, picked: Sequence[tuple[Span, Fact]], reading: Reading) -> list[tuple[Span, Fact]]:
        """Without what only frames the others: the role that is asked about, vague titles, the CIO."""
        picked = [(span, _examined(reading, span, fact)) for span, fact in picked]
        strong = [pair for pair in picked if pair[1].kind is not Kind.ROLE] if len(picked) > 1 else list(picked)
        heads = {span.start for span, fact in strong if fact.kind is Kind.TITLE}
        strong = [(span, fact) for span, fact in strong if fact.kind is Kind.TITLE or span.end not in heads]
        if any(fact.kind is Kind.TITLE and fact.listed for _, fact in strong) and strong[-1][1].kind is Kind.TITLE:
            strong = [pair for pair in strong if pair[1].kind is not Kind.EXPERIENCE]
        if any(fact.kind is Kind.QUALIFICATION and not fact.listed for _, fact in strong) and not reading.cue("field"):
            strong = [pair for pair in strong if not pair[1].field]
        strong = [pair for pair in strong if not any(_narrower(other, pair[1]) for _, other in strong)]
        if any(fact.kind is Kind.QUALIFICATION for _, fact in strong):
            strong = [pair for pair in strong if pair[1].kind is not Kind.TITLE or pair[1].printed]
        if any(fact.listed or not (fact.vague or fact.detail) for _, fact in strong):
            strong = [pair for pair in strong if not (pair[1].vague or pair[1].detail)]
        else:
            strong = list(picked) if any(fact.listed for _, fact in picked) else strong
            strong = [pair for pair in strong if pair[1].listed] or strong
        return strong

    def _vague(self, reading: Reading, picked: Sequence[tuple[Span, Fact]]) -> Finding | None:
        span, fact = picked[0]
        if reading.text[: span.end].endswith(_PEOPLE) and not reading.cue("post", "title"):
            return None
        asked = reading.cue("title") or (reading.cue("lookup") and not reading.cue("person"))
        if not asked and (reading.cue("wish") or (span.end - span.start) * 2 < len(reading.text)):
            return None
        typed = reading.words.keyed.typed(span.start, span.end)
        return Finding(
            Kind.TITLE, (Match(typed, (), (), printed=False, name=fact.name),), clarify=True, detail=fact.detail
        )

    def _finding(self, reading: Reading, picked: Sequence[tuple[Span, Fact]]) -> Finding:
        matches = tuple(self._match(reading, span, fact) for span, fact in picked)
        roles = self._standard.ordered(role for match in matches for role in match.roles)
        unlisted = next(
            (
                match.words
                for match, (_, fact) in zip(matches, picked, strict=True)
                if not fact.listed and not fact.detail
            ),
            "",
        )
        near = tuple(dict.fromkeys(clause for _, fact in picked for clause in fact.near))
        detail = next((fact.detail for _, fact in picked if fact.detail), "")
        return Finding(picked[0][1].kind, matches, roles, detail=detail, near=near, unlisted=unlisted)

    def _match(self, reading: Reading, span: Span, fact: Fact) -> Match:
        asked = "duty" if fact.kind is Kind.ROLE else ""
        typed = reading.words.keyed.typed(span.start, span.end)
        return Match(typed, fact.clauses, fact.roles, fact.printed and fact.listed, fact.name, asked)

    def _unknown(self, reading: Reading) -> Finding | None:
        """A certificate that no list knows: 「ホワイトハッカーの資格は載っていますか」."""
        found = _CERTIFICATE.search(reading.text)
        if found is None or reading.named or reading.of("not_fixed", "about", "outside"):
            return None
        place = found.start()
        begin = place - 1 if reading.text[place - 1 : place] == "の" else place
        start = begin
        while (
            start > 0
            and reading.words.script[start - 1] in "kja9"
            and (start == begin or reading.words.adjacent(start))
        ):
            start -= 1
        noun = reading.text[start:begin]
        if (
            len(noun) < 2
            or noun in _NO_CERTIFICATE
            or not (reading.cue("lookup", "printed", "placed", "holding", "useful") or found.end() == len(reading.text))
        ):
            return None
        typed = reading.words.keyed.typed(start, found.end())
        match = Match(typed, (), (), printed=False, name=typed)
        return Finding(Kind.QUALIFICATION, (match,), unlisted=typed)

    def _all_of(self, reading: Reading) -> Finding | None:
        """A column without a role: 「IPAの資格を挙げている役割は」."""
        framework = rules.framework(reading.text)
        if not (reading.cue("lookup", "printed") or framework) or reading.named:
            return None
        if framework or reading.cue("column_qualification", "exam"):
            none = reading.cue("without")
            chosen = [c for c in self._standard if c.kind is ClauseKind.LEVEL and framework in ("", c.framework)]
            if not framework:
                chosen += [c for c in self._standard if c.kind is ClauseKind.QUALIFICATION]
            with_ = self._standard.ordered(c.role for c in chosen)
            roles = tuple(r.id for r in self._standard.roles if r.id not in with_) if none else with_
            clauses = () if none else tuple(c.id for c in chosen)
        elif reading.cue("manager"):
            managers = [c for c in self._standard if c.years is not None]
            roles, clauses = self._standard.ordered(c.role for c in managers), tuple(c.id for c in managers)
            return Finding(Kind.EXPERIENCE, (Match("管理職", clauses, roles, True, "管理職の経験"),), roles)
        else:
            return None
        name = {"ITSS": "ITスキル標準", "UISS": "情報システムユーザースキル標準"}.get(framework, "資格・スキルレベル")
        return Finding(Kind.QUALIFICATION, (Match(name, clauses, roles, True, name, "qualification"),), roles)
