"""Certificates that no list knows, and the printed names nearest to them: never as a fact."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from bot.keys import key
from bot.search.finding import Finding, Kind, Match
from bot.search.reading import Reading
from bot.standard import Kind as ClauseKind
from bot.standard import Standard
from bot.vocabulary import Vocabulary

NEAREST = 2
"""Names shown at most."""
LEAST = 0.38
"""Share of a perfect score that a name must reach to be shown; see docs/decisions/0004-understanding.md."""

_STEM = re.compile("[一-龥][ちりきしいみびっえけせてれめげべ]{1,2}$")
"""What a noun of two verbs begins with: 引っ越し, 聞き取り."""
_GOVERNED = "をにで"
"""Behind a noun of one character: something is done with it (本を書いた経験)."""


class Near:
    """BM25 over character bigrams, Latin runs kept whole, of the printed names of one column."""

    def __init__(self, standard: Standard, kind: ClauseKind) -> None:
        names = {clause.id: _grams(clause.name or clause.text) for clause in standard if clause.kind is kind}
        self._names = {clause: Counter(grams) for clause, grams in names.items()}
        self._length = sum(map(len, names.values())) / max(len(names), 1)
        held = Counter(gram for grams in self._names.values() for gram in grams)
        self._weights = {gram: log(1 + (len(names) - n + 0.5) / (n + 0.5)) for gram, n in held.items()}

    def names(self, name: str) -> tuple[str, ...]:
        """Ids of the nearest printed names, best first; () when none is near."""
        grams = _grams(name)
        best = self._best(grams)
        scored = [(self._score(grams, clause) / best, clause) for clause in self._names] if best else []
        near = sorted((pair for pair in scored if pair[0] >= LEAST), key=lambda pair: -pair[0])
        return tuple(clause for _, clause in near[:NEAREST])

    def _best(self, grams: list[str]) -> float:
        """What a name made of the same bigrams would score; one that stands in no name weighs as if in none."""
        return sum(self._weights.get(gram, self._unseen) for gram in set(grams))

    @property
    def _unseen(self) -> float:
        return log(1 + (len(self._names) + 0.5) / 0.5)

    def _score(self, grams: list[str], clause: str) -> float:
        held = self._names[clause]
        norm = 1.2 * (0.25 + 0.75 * held.total() / self._length)
        return sum(self._weights[gram] * held[gram] * 2.2 / (held[gram] + norm) for gram in set(grams) if gram in held)


def _grams(name: str) -> list[str]:
    """Character bigrams of the key, with Latin and digit runs as one."""
    runs = re.findall(r"[a-z0-9]+|[^a-z0-9]+", key(name))
    return [
        gram for run in runs for gram in ([run] if run[0].isascii() else [run[i : i + 2] for i in range(len(run) - 1)])
    ]


class Unlisted:
    """「ホワイトハッカーの資格は載っていますか」: a certificate that neither the standard nor the vocabulary names."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self.near = {
            Kind.QUALIFICATION: Near(standard, ClauseKind.QUALIFICATION),
            Kind.SKILL: Near(standard, ClauseKind.SKILL),
        }
        self._certificate = vocabulary.pattern("certificate")
        self._holder = vocabulary.pattern("holder")
        self._suffix = re.compile(f"{vocabulary.either('holder')}$")
        self._subject = vocabulary.pattern("subject")
        self._code = vocabulary.pattern("certificate_code")
        self._certified = vocabulary.pattern("certified")
        self._credited = vocabulary.pattern("credited")
        either = vocabulary.either
        self._unknown = {
            kind: tuple(
                re.compile(either(name)) for name in (f"{kind}_word", f"{kind}_joint", f"no_{kind}", f"{kind}_said")
            )
            for kind in (Kind.EXPERIENCE, Kind.SKILL)
        }
        self._printed = {
            kind: "。".join(key(clause.name or clause.text) for clause in standard if clause.kind is column)
            for kind, column in ((Kind.EXPERIENCE, ClauseKind.EXPERIENCE), (Kind.SKILL, ClauseKind.SKILL))
        }
        self._common = vocabulary.pattern("no_certificate")

    def formed(self, name: str) -> bool:
        """Whether the name has the form of a certificate's (品質管理検定, 公認内部監査人)."""
        return bool(self._certified.search(name) or self._credited.search(name))

    def certified(self, reading: Reading) -> Finding | None:
        """A certificate by the form of its name (AZ-500, 品質管理検定, 認定プログラマー), whatever else it holds."""
        if any(fact.kind is Kind.QUALIFICATION and fact.listed for span in reading.spans for fact in span.facts):
            return None
        places = [found.span() for found in self._code.finditer(reading.text)]
        places += [place for place in nouns(reading) if self._certified.search(reading.text[slice(*place)])]
        return self._first(reading, [(start, end, end) for start, end in places])

    def unknown(self, reading: Reading) -> Finding | None:
        """A skill or an experience that nobody lists (「留学の経験が載っている役割は」), where it is asked who does."""
        if reading.named or reading.cue("person") or reading.of("not_fixed", "about"):
            return None
        if reading.digital and reading.cue("manager"):
            return None
        printed = reading.cue("printed")
        for kind, (word, joint, nothing, said) in self._unknown.items():
            column = reading.cue(f"column_{kind}")
            for found in word.finditer(reading.text):
                whole = printed or reading.text[found.end() :].strip("。は") == ""
                asked = (column and whole) or said.match(reading.text, found.end())
                noun = _made_of(reading.text, nouns(reading), found.start(), joint, nothing) if asked else None
                if noun and reading.text[slice(*noun)] not in self._printed[kind]:
                    typed = reading.words.keyed.typed(noun[0], found.end())
                    near = self.near[kind].names(typed) if kind in self.near else ()
                    match = Match(typed, (), (), printed=False, name=typed)
                    return Finding(kind, (match,), near=near, unlisted=typed)
        return None

    def instead(self, reading: Reading) -> Finding | None:
        """A skill or an experience in what else names a certificate (「マーケティングの経験は」), if none is asked."""
        if not reading.cue("column_skill", "column_experience"):
            return None
        facts = [fact for span in reading.spans for fact in span.facts]
        if any(fact.listed or fact.kind is not Kind.QUALIFICATION or fact.near for fact in facts):
            return None
        return None if reading.cue("column_qualification", "exam", "holding") else self.unknown(reading)

    def find(self, reading: Reading) -> Finding | None:
        """The certificate, marked as not listed, with the nearest printed names."""
        if reading.of("not_fixed", "about"):
            return None
        text, runs = reading.text, nouns(reading)
        places = [_before(runs, found) for found in self._certificate.finditer(text)]
        about = reading.cue("exam", "column_qualification")
        for start, end in runs:
            held = self._holder.match(text, end) or self._credited.search(text[start:end])
            asked = self._subject.match(text, end) and (about or _latin(reading, start, end))
            places += [(start, end, end)] if held or asked else []
        return self._first(reading, places)

    def _first(self, reading: Reading, places: Sequence[tuple[int, int, int]]) -> Finding | None:
        """The first of ``places`` (a noun, and the end of the word for a certificate behind it) that is asked about."""
        asked = reading.cue("lookup", "printed", "placed", "holding", "useful")
        for start, stop, end in places:
            whole = end >= len(reading.text.rstrip("。"))
            foreign = any(e.kind == "outside" and not start <= hit.start < stop for hit, e in reading.outside)
            foreign = foreign or any(not (start <= work.start and work.end <= end) for work in reading.named)
            name = self._suffix.sub("", reading.text[start:stop])
            if (asked or whole) and not foreign and len(name) >= 2 and not self._common.fullmatch(name):
                return self._finding(reading, start, end, name)
        return None

    def _finding(self, reading: Reading, start: int, end: int, name: str) -> Finding:
        typed = reading.words.keyed.typed(start, end)
        reviewed = [f.near for s in reading.spans for f in s.facts if start <= s.start and s.end <= end and f.near]
        near = reviewed[0] if reviewed else self.near[Kind.QUALIFICATION].names(name)
        match = Match(typed, (), (), printed=False, name=typed)
        return Finding(Kind.QUALIFICATION, (match,), near=near, unlisted=typed)


def _made_of(
    text: str, nouns: Sequence[tuple[int, int]], place: int, joint: re.Pattern[str], nothing: re.Pattern[str]
) -> tuple[int, int] | None:
    """The noun that says what the word at ``place`` is of; None for a noun that says nothing."""
    for start, end in ((start, min(end, place)) for start, end in nouns if start < place):
        begun = _STEM.search(text, max(start - 3, 0), start)
        whole = begun.start() if begun else start
        said = (end - whole >= 2 or text[end] in _GOVERNED) and not nothing.fullmatch(text, start, end)
        if said and joint.fullmatch(text, end, place):
            return whole, end
    return None


def nouns(reading: Reading) -> list[tuple[int, int]]:
    """The runs without hiragana; a space parts them but for Latin words (Google Cloud Digital Leader)."""
    words, runs, start = reading.words, [], 0
    for place in range(len(reading.text) + 1):
        script = words.script[place : place + 1]
        inside = script in ("k", "j", "a", "9")
        latin = inside and words.script[max(place - 1, 0)] in "a9" and script in "a9"
        if start < place and not (inside and (latin or words.adjacent(place))):
            runs.append((start, place))
            start = place
        if not inside:
            start = place + 1
    return runs


def _before(nouns: Sequence[tuple[int, int]], found: re.Match[str]) -> tuple[int, int, int]:
    """The noun right before ``found``, 「の」 between them left out, and where ``found`` ends."""
    place = found.start()
    start, end = next(((s, e) for s, e in nouns if s < place <= e or e + 1 == place), (place, place))
    return start, min(end, place), found.end()


def _latin(reading: Reading, start: int, end: int) -> bool:
    """Whether the noun is in Latin letters and figures alone, unknown, and the text asks where it is printed."""
    asked = reading.cue("printed", "placed", "which", "useful") and not reading.cue("person", "howto")
    return asked and set(reading.words.script[start:end]) <= {"a", "9"} and reading.known.isdisjoint(range(start, end))
