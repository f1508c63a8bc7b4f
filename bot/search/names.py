"""Names in a text: which of the facts of equal words is meant, and which names only frame the others."""

import re
from dataclasses import replace

from bot.search.facts import Fact
from bot.search.finding import LISTED, Finding, Kind, Match
from bot.search.reading import Reading, Span
from bot.search.rules import Rules
from bot.search.subject import covers, of_one_subject, without_heads
from bot.search.unlisted import Near
from bot.search.vague import Picked, Vague
from bot.standard import Standard
from bot.vocabulary import Vocabulary


class Names:
    """Answers by exact names and reviewed aliases only; ``near`` adds printed names to those not listed."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary, rules: Rules, near: dict[Kind, Near]) -> None:
        self._standard, self._rules, self._near = standard, rules, near
        self._vague = Vague(vocabulary)
        self._both = vocabulary.pattern("both")
        self._each = vocabulary.pattern("each")
        self._examined = vocabulary.pattern("examined")
        self._certificate = vocabulary.pattern("as_certificate")
        self._guess = vocabulary.pattern("role_guess")
        self._plain = re.compile(f"{vocabulary.either('plain_prefix')}$")
        self._listing = vocabulary.pattern("listing")
        self._versed = vocabulary.pattern("versed")
        self._directly = vocabulary.pattern("directly")
        self._belongs = vocabulary.pattern("belongs")
        self._open = vocabulary.pattern("open_post")
        self._same = vocabulary.pattern("same_title")
        self._compare = vocabulary.pattern("compare")
        self._aided = vocabulary.pattern("aided")
        self._plea, self._experienced = vocabulary.pattern("plea"), vocabulary.pattern("experienced")
        self._described = vocabulary.pattern("described")
        self._which_role = vocabulary.pattern("which_role")
        self._role_place = vocabulary.pattern("role_place")

    def find(self, reading: Reading) -> Finding | None:
        """The names in the text, unless it hands over a work instead of asking what a name is."""
        spans = [self._aide(reading, span) for span in reading.spans if not _in_work(reading, span)]
        picked = self._weighed(reading, [(span, self._pick(span, reading)) for span in spans])
        asked = self._compared(reading, picked) or any(
            self._owner(reading, span) or self._direct(reading, span) for span, _ in picked
        )
        asked = asked or self._told(reading, picked)
        if not picked or (reading.named and not asked and self._wanted(reading, picked)):
            return None
        if any(not fact.printed and fact.kind is Kind.TITLE for _, fact in picked) and self._open.search(reading.text):
            return self._vague.find(reading, picked)
        if all(fact.vague for _, fact in picked):
            if reading.cue("manager") and reading.cue("column_experience") and reading.cue("printed"):
                return None
            return self._vague.find(reading, picked)
        told = reading.topics and reading.cue("wish", "person")
        wished = told and not reading.cue("lookup", "printed", "column_skill")
        versed = reading.digital and all(fact.everyday for _, fact in picked) and self._versed.search(reading.text)
        sought = (
            reading.digital
            and reading.cue("hired", "duties", "complaint")
            and not reading.cue("column_skill", "listed")
        )
        if (wished or versed or sought) and not asked and {fact.kind for _, fact in picked} == {Kind.SKILL}:
            return None
        return self._finding(reading, picked)

    def _aide(self, reading: Reading, span: Span) -> Span:
        """The post near the one that is named, where the text asks for whoever assists him (「CIOを支える補佐官」)."""
        fact = span.facts[0]
        aided = self._aided.match(reading.text, span.end) if fact.detail and fact.near else None
        if aided is None:
            return span
        clauses = tuple(clause for clause in fact.near if clause in self._standard.clauses)
        owners = [self._standard.clauses[clause].role for clause in clauses] or fact.near
        name = self._standard.clauses[clauses[0]].text if clauses else fact.name
        roles, printed = self._standard.ordered(owners), bool(clauses)
        aide = replace(fact, name=name, clauses=clauses, roles=roles, printed=printed, near=(), detail="")
        return replace(span, end=aided.end(), facts=(aide,))

    def _told(self, reading: Reading, picked: Picked) -> bool:
        """Whether the role of a title is asked, and every sentence with a work only tells what the post does."""
        titles = [span.start for span, fact in picked if fact.kind is Kind.TITLE and fact.listed]
        if not titles or not reading.named or not self._which_role.search(reading.text):
            return False
        begins = {reading.text.rfind("。", 0, named.end) + 1 for named in reading.named}
        sentences = [reading.text[begin:].partition("。")[0] + "。" for begin in begins]
        return all(self._described.search(one) and not self._plea.search(one) for one in sentences)

    def _wanted(self, reading: Reading, picked: Picked) -> bool:
        """Whether the text hands over a work rather than asks what a name is."""
        kinds = {fact.kind for _, fact in picked}
        if all(fact.vague or fact.detail for _, fact in picked) or reading.left_behind(
            max(span.end for span, _ in picked)
        ):
            return True
        if kinds <= {Kind.SKILL, Kind.EXPERIENCE}:
            if reading.cue("wish") and self._experienced.search(reading.text):
                return True
            sought = reading.cue("hired") and self._beyond(reading)
            columned = reading.cue("column_skill", "column_experience") and not sought
            if not columned and reading.cue("wish") and all(fact.everyday for _, fact in picked):
                return True
            handed = self._beyond(reading) if Kind.SKILL in kinds else reading.cue("wish") and self._beyond(reading)
            if not columned and (reading.cue("helper") or handed or (reading.named and reading.cue("duties"))):
                return True
            asked = reading.cue("column_skill", "column_experience", "printed") or (
                reading.cue("lookup") and not reading.cue("wish")
            )
            return not asked and (reading.cue("wish") or self._beyond(reading))
        asked = reading.cue("lookup", "printed") or (
            reading.cue("exam", "column_qualification") and Kind.QUALIFICATION in kinds
        )
        if kinds <= {Kind.TITLE, Kind.ROLE} and self._later(reading, picked):
            return True
        unlisted = kinds == {Kind.QUALIFICATION} and not any(fact.listed for _, fact in picked)
        return (reading.cue("wish") or unlisted) and not asked

    @staticmethod
    def _later(reading: Reading, picked: Picked) -> bool:
        """Whether the titles only stand in sentences before the one that hands over a work."""
        last = max(named.start for named in reading.named)
        sentence = reading.text.rfind("。", 0, last)
        return reading.cue("wish") and not reading.cue("title") and all(span.end <= sentence for span, _ in picked)

    def _beyond(self, reading: Reading) -> bool:
        """Whether a work stands in the text that no named skill or experience covers."""
        return not all(any(covers(reading, span, work) for span in reading.spans) for work in reading.named)

    def _pick(self, span: Span, reading: Reading) -> Fact:
        called = reading.cue("title") and not reading.cue("exam", "column_qualification", "field")
        exact = [fact for fact in span.facts if fact.kind is not Kind.TITLE or fact.printed or called]
        kinds = {fact.kind: fact for fact in reversed(exact or span.facts)}
        placed = Kind.ROLE in kinds and self._role_place.match(reading.text, span.end)
        among = self._in_list(reading, span) or self._as_certificate(reading, span)
        credential = among or self._credential(reading) or len(kinds) == 1
        framework = self._rules.framework(reading.text)
        called = Kind.TITLE in kinds and len(kinds) > 1 and reading.cue("title") and not framework
        if Kind.QUALIFICATION in kinds and credential and not (placed or called):
            return kinds[Kind.QUALIFICATION]
        same = reading.cue("which") and self._same.search(reading.text)
        guess = span.start == 0 and not reading.cue("which", "title") and self._guess.match(reading.text, span.end)
        explained = (guess or _explained(reading)) and not (same or self._directly.match(reading.text, span.end))
        if Kind.ROLE in kinds and (placed or Kind.TITLE not in kinds or explained):
            titled = self._prefixed(reading, span) or (reading.cue("post") and not reading.cue("explain"))
            role = kinds[Kind.ROLE]
            return replace(role, kind=Kind.TITLE, clauses=(), printed=False) if titled else role
        experienced = reading.cue("experience") and not reading.cue("skill", "column_skill")
        held = (Kind.EXPERIENCE, Kind.SKILL) if experienced else (Kind.SKILL, Kind.EXPERIENCE)
        order = (Kind.TITLE, Kind.ROLE, *held, Kind.QUALIFICATION)
        return next(kinds[kind] for kind in order if kind in kinds)

    def _in_list(self, reading: Reading, span: Span) -> bool:
        """Whether a certificate stands right beside the name in one list (PMP、プロジェクトマネージャ)."""
        for other in reading.spans:
            before, after = sorted((span, other), key=lambda one: one.start)
            if other.facts[0].kind is Kind.QUALIFICATION and self._listing.fullmatch(
                reading.text, before.end, after.start
            ):
                return True
        return False

    def _as_certificate(self, reading: Reading, span: Span) -> bool:
        """Whether somebody holds what is named, where certificates are asked about."""
        about = reading.cue("column_qualification", "exam")
        return about and self._certificate.match(reading.text, span.end) is not None

    def _credential(self, reading: Reading) -> bool:
        text = reading.text
        return reading.cue("exam", "field") or self._rules.framed(text) or self._rules.level(text) is not None

    def _prefixed(self, reading: Reading, span: Span) -> bool:
        """Whether a noun stands right before the name of a role: another title (住民サービスデザイナー)."""
        before = reading.words.script[max(span.start - 1, 0) : span.start]
        joined = before in ("j", "k", "a") and reading.words.adjacent(span.start)
        return joined and not self._plain.search(reading.text[max(span.start - 8, 0) : span.start])

    def _certified(self, reading: Reading, span: Span, fact: Fact) -> Fact:
        """An unprinted title right before 検定 is the name of a certificate that is not listed (Webデザイナー検定)."""
        rest = reading.text[span.end : span.end + 8]
        certificate = self._examined.match(rest) or (not fact.printed and not fact.vague and re.match("の?資格", rest))
        if fact.kind is Kind.TITLE and certificate:
            return replace(fact, kind=Kind.QUALIFICATION, clauses=(), roles=(), vague=False)
        return fact

    def _weighed(self, reading: Reading, picked: Picked) -> Picked:
        """Without what only frames the others: the role that is asked about, vague titles, the CIO."""
        named = [(span, self._certified(reading, span, fact)) for span, fact in picked]
        if told_apart := self._told_apart(reading, named):
            return told_apart
        topic = [pair for pair in named if pair[1].kind is Kind.ROLE and pair[0].start == 0]
        if topic and reading.cue("explain") and not any(one.listed for _, one in named if one.kind is not Kind.ROLE):
            return [pair for pair in named if pair[1].kind is Kind.ROLE]
        beside = [pair for pair in named if pair[1].kind is not Kind.ROLE] if len(named) > 1 else named
        strong = of_one_subject(reading, without_heads(self._certificates(reading, beside)))
        if any(fact.listed or not (fact.vague or fact.detail) for _, fact in strong):
            return [pair for pair in strong if not (pair[1].vague or pair[1].detail)]
        if any(fact.detail for _, fact in strong):
            return strong
        return [pair for pair in named if pair[1].kind is Kind.ROLE] or strong

    def _told_apart(self, reading: Reading, picked: Picked) -> Picked:
        """The roles whose difference is asked in a sentence without the skill that they are said to share."""
        roles = [pair for pair in picked if pair[1].kind is Kind.ROLE]
        held = {reading.text.count("。", 0, span.start) for span, fact in picked if fact.kind in LISTED}
        asked = {reading.text.count("。", 0, found.start()) for found in self._compare.finditer(reading.text)}
        return roles if len({fact.name for _, fact in roles}) > 1 and asked - held else []

    def _certificates(self, reading: Reading, picked: Picked) -> Picked:
        """Without skills that only say whose certificate it is (「情報セキュリティ担当で登録セキスペの方」)."""
        certified = any(fact.kind is Kind.QUALIFICATION for _, fact in picked)
        if not certified or not reading.cue("exam", "column_qualification") or reading.cue("skill"):
            return picked
        return [
            (span, fact)
            for span, fact in picked
            if fact.kind is not Kind.SKILL or not (fact.everyday or self._belongs.match(reading.text, span.end))
        ]

    def _finding(self, reading: Reading, picked: Picked) -> Finding:
        picked = self._of_owners(reading, picked)
        matches = tuple(match_of(reading, span, fact) for span, fact in picked)
        roles = self._standard.ordered(role for match in matches for role in match.roles)
        both = self._both.search(reading.text) if len(matches) > 1 else None
        if both and not self._each.search(reading.text, both.end()):
            roles = tuple(role for role in roles if all(role in match.roles for match in matches))
        pairs = zip(matches, picked, strict=True)
        unknown = [(match.words, fact) for match, (_, fact) in pairs if not fact.listed and not fact.detail]
        near = dict.fromkeys(clause for words, fact in unknown for clause in self._nearest(words, fact))
        detail = next((fact.detail for _, fact in picked if fact.detail), "")
        return Finding(
            picked[0][1].kind,
            matches,
            roles,
            detail=detail,
            near=tuple(near),
            unlisted="、".join(words for words, _ in unknown),
        )

    def _direct(self, reading: Reading, span: Span) -> bool:
        """Whether the sentence of the name only asks what it is, and the works stand in others."""
        begin, end = reading.sentence(span.start, span.end)
        works = any(begin < named.end and named.start < end for named in reading.named)
        return not works and self._directly.match(reading.text, span.end) is not None

    @staticmethod
    def _compared(reading: Reading, picked: Picked) -> bool:
        """Whether two roles are told apart, whatever else the text complains of."""
        return reading.cue("explain") and sum(fact.kind is Kind.ROLE for _, fact in picked) > 1

    @staticmethod
    def _owner(reading: Reading, span: Span) -> Fact | None:
        """The role right before a skill or an experience that is its own (プロデューサーのコーディネート)."""
        before = [one for one in reading.spans if reading.text[one.end : span.start] in ("の", "のすきる", "の経験")]
        return next((fact for one in before for fact in one.facts if fact.kind is Kind.ROLE), None)

    def _of_owners(self, reading: Reading, picked: Picked) -> Picked:
        """With only the clauses of the role that is asked about, where it lists the skill or the experience."""
        owners = {fact.name: owner for span, fact in picked if (owner := self._owner(reading, span))}
        return [(span, self._of_role(fact, owners.get(fact.name))) for span, fact in picked]

    def _of_role(self, fact: Fact, owner: Fact | None) -> Fact:
        if owner is None or fact.kind not in (Kind.SKILL, Kind.EXPERIENCE) or not set(owner.roles) <= set(fact.roles):
            return fact
        clauses = tuple(clause for clause in fact.clauses if self._standard.clauses[clause].role in owner.roles)
        return replace(fact, clauses=clauses, roles=owner.roles)

    def _nearest(self, words: str, fact: Fact) -> tuple[str, ...]:
        """The reviewed near names, else the printed ones of the same column that read most alike."""
        near = self._near.get(fact.kind)
        return fact.near or (near.names(words) if near else ())


def match_of(reading: Reading, span: Span, fact: Fact) -> Match:
    """The name as the answer to the words that stand for it."""
    asked = "duty" if fact.kind is Kind.ROLE else ""
    typed = reading.words.keyed.typed(span.start, span.end)
    return Match(typed, fact.clauses, fact.roles, fact.printed and fact.listed, fact.name, asked)


def _explained(reading: Reading) -> bool:
    """Whether the text asks about roles, so that a word that is both names the role."""
    roles = [span for span in reading.spans if any(fact.kind is Kind.ROLE and fact.printed for fact in span.facts)]
    others = any(not any(fact.kind is Kind.TITLE and fact.printed for fact in span.facts) for span in roles)
    printed = [{fact.kind for fact in span.facts if fact.printed} for span in reading.spans]
    if any(Kind.TITLE in kinds and Kind.ROLE not in kinds for kinds in printed):
        return False
    framed = any(kinds and kinds <= LISTED for kinds in printed)
    return framed or (others and len(roles) > 1) or (reading.cue("explain") and not reading.cue("title"))


def _in_work(reading: Reading, span: Span) -> bool:
    """Whether unprinted titles only begin the words of a work (ヘルプデスク in ヘルプデスク対応)."""
    own = all(fact.kind is Kind.TITLE and not fact.printed for fact in span.facts)
    over = [named for named in reading.named if named.start <= span.start and span.end < named.end]
    return own and any("。" not in reading.text[span.end : named.end] for named in over)
