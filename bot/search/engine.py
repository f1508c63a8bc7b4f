"""``understand``: from a text to a Finding, by the strongest evidence that stands in it."""

from collections.abc import Sequence

from bot.search.aim import Aim, Aims
from bot.search.dialog import LONGEST_CHOICE, Typed
from bot.search.facts import facts
from bot.search.finding import Finding, Kind
from bot.search.kana import Kana
from bot.search.lexicon import read
from bot.search.lookup import Lookup
from bot.search.matters import Matters
from bot.search.need import Needs
from bot.search.number import my_number
from bot.search.posts import Posts
from bot.search.ranks import Ranks
from bot.search.reading import Reader, Reading
from bot.search.slips import Slips
from bot.search.spoken import Spoken
from bot.search.unfixed import Unfixed
from bot.standard import Standard
from bot.vocabulary import Vocabulary

LONGEST = 2000
"""Characters that are read; a text of five long sentences has some 400."""


class Search:
    """Understands texts. Built once; every method is a pure function of the text."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        known = facts(standard, vocabulary)
        self._reader = Reader(vocabulary, known)
        self._lookup = Lookup(standard, vocabulary, known)
        self._needs = Needs(standard, vocabulary)
        self._unfixed, self._matters = Unfixed(vocabulary), Matters(vocabulary)
        self._posts, self._ranks = Posts(standard, vocabulary), Ranks(vocabulary)
        self._kana, self._spoken = Kana(vocabulary), Spoken(vocabulary)
        self._typed = Typed(vocabulary)
        self._slips = Slips(self._typed.commands)
        self._aims = Aims(vocabulary)

    def understand(self, text: str) -> Finding:
        """What the text asks. Never raises: a text without a meaning is Kind.NONE."""
        if my_number(text):
            return Finding(Kind.NONE, outside="my_number")
        if asked := self._typed.appointment(text):
            return Finding(Kind.NONE, outside="appointment", detail=asked)
        if self._typed.command(text) == "help":
            return Finding(Kind.NONE, outside="help")
        words = self._spoken.written(read(text[:LONGEST]))
        if not any(char.isalnum() for char in words.text):
            return Finding(Kind.NONE, outside="empty")
        found = self._decide(self._reader.read(words))
        if found.kind is not Kind.NEED and (found.matches or found.outside not in ("", "outside")):
            return found
        converted = self._kana.convert(words)
        again = self._decide(self._reader.read(converted)) if converted else found
        return found if found.matches and len(again.matches) <= len(found.matches) else again

    def _decide(self, reading: Reading) -> Finding:
        steps = (
            _refused,
            self._unfixed.find,
            self._lookup.quoted,
            self._matters.find,
            self._matters.permitted,
            self._ranks.find,
            self._posts.find,
            self._lookup.administered,
            self._lookup.find,
            self._needs.find,
            _about,
            self._needs.general,
        )
        for step in steps:
            found = step(reading)
            if found is not None:
                return found
        return Finding(Kind.NONE, outside="outside")

    def command(self, text: str) -> str | None:
        """The command word that ``text`` is (戻る, やめる …), in any width or kana form; None for anything else."""
        return self._typed.command(text)

    def near_command(self, text: str) -> str | None:
        """The command word that ``text`` is but for a slip of the pen; asked only where nothing else was understood."""
        return self._slips.find(text)

    def aim(self, text: str) -> Aim:
        """Which question of a consultation ``text`` is about, and the words that answer it."""
        return self._aims.find(text)

    def numbers(self, text: str) -> tuple[int, ...]:
        """The numbers that ``text`` consists of (「1」, 「２番で」); () for any other text."""
        return self._typed.numbers(text) if len(text) <= LONGEST_CHOICE else ()

    def choice(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Ids of the ``options`` (id, label; in shown order) chosen by number or by words; () when it is no choice."""
        return self._typed.choice(text, options)


def _refused(reading: Reading) -> Finding | None:
    return Finding(Kind.NONE, outside="instruction") if reading.of("instruction") else None


def _about(reading: Reading) -> Finding | None:
    """Greetings, thanks, help, the standard itself: only where no need is named."""
    plain = [entry for entry in reading.of("greeting", "thanks", "help", "consult", "about") if not entry.whole]
    found = plain or reading.of("greeting", "thanks", "help", "consult", "about")
    if not found or reading.alien or reading.cue("fit"):
        return None
    order = ("about", "consult", "help", "thanks", "greeting")
    best = min(found, key=lambda entry: order.index(entry.kind))
    if reading.digital and best.kind != "about":
        return None
    if best.detail == "roles" and (reading.cue("hired", "complaint") or reading.troubled):
        return None
    itself = best.kind == "about" and best.detail != "roles"
    if reading.cue("person") and not itself and (reading.digital or best.kind == "consult"):
        return None
    return Finding(Kind.NONE, outside=best.kind, detail=best.detail)
