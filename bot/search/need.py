"""Needs in everyday words: the works named, else what the words are nearest to, else a question back."""

import re

from bot.keys import Keyed
from bot.search.finding import Finding, Kind
from bot.search.plan import matched, plan
from bot.search.reading import Reading
from bot.search.works import Named
from bot.standard import Standard
from bot.vocabulary import Vocabulary

_INFLECTION = re.compile(
    r"(?<!たい)(?<!ほしい)(?![はがをにとものへやで]|お[願任])"
    r"(?:[ぁ-ん]{0,6}?(?:たい|ほしい|(?<![はがをにともの])(?<!から)(?<!まで)(?![ぁ-ん]))"
    r"|[ぁ-ん]{0,3}?(?:て(?=もら|いただ|くださ|くれ)|る(?=こと|の|よう|ため))"
    r"|[いえきけしせちみめりれ](?=[はがをにとものへで]|から|まで))"
)
"""What a verb goes on with, up to the wish, the next word, or what is asked of somebody else."""
_NOUN = re.compile("[一-龥ァ-ヴー]{2}")
_OWNER = re.compile("[一-龥ァ-ヴーA-Za-zＡ-Ｚａ-ｚ]{1,12}の?$")
"""What a noun is of: 「業者の」 or 「業者」 before 「選定」."""
_LINK = re.compile("(?<=[一-龥ァ-ヴー])(?:から|まで|[とやにもをがは])$")


class Needs:
    """Works decide; topics and the wish for somebody only lead to a question back."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._speaks, self._fits_us = vocabulary.pattern("speaks"), vocabulary.pattern("fits_us")
        self._suffers = vocabulary.pattern("suffered")

    def find(self, reading: Reading) -> Finding | None:
        """The roles whose duties the text names."""
        if not reading.named:
            return None
        found = plan(reading.named, self._standard)
        keyed = reading.words.keyed
        matches = tuple(matched(named, _told(keyed, named), self._standard) for named in found.named)
        if reading.cue("title") and not reading.cue("wish") and not found.open:
            return Finding(Kind.TITLE, matches, self._standard.ordered(found.roles))
        return Finding(Kind.NEED, matches, found.roles, clarify=found.open)

    def general(self, reading: Reading) -> Finding | None:
        """A need that names no work: a topic of digital government, or the wish for somebody who knows it."""
        if reading.alien or (reading.of("outside") and not self._office(reading)):
            return None
        if reading.cue("title") and reading.cue("lookup"):
            return Finding(Kind.TITLE, clarify=True)
        if reading.cue("howto") and not reading.cue("person", "hired", "which", "voiced"):
            return None
        if reading.topics and len(reading.text) <= 6:
            return Finding(Kind.NEED, clarify=True)
        wished = (
            reading.cue("person", "hired")
            or (reading.cue("which") and reading.cue("wish"))
            or (bool(reading.topics) and reading.cue("wish", "complaint", "lament"))
        )
        wished = wished or self._burdened(reading) or self._fits_us.search(reading.text) is not None
        return Finding(Kind.NEED, clarify=True) if reading.digital or reading.troubled or wished else None

    def _burdened(self, reading: Reading) -> bool:
        """Whether an office says who it is and what it suffers: 「税務課です。申告の時期がしんどい。助けて」."""
        if not self._speaks.search(reading.text) or any(e.detail == "personnel" for e in reading.of("outside")):
            return False
        relief = reading.cue("wish") and reading.cue("complaint", "lament")
        return relief or self._suffers.search(reading.text) is not None

    def _office(self, reading: Reading) -> bool:
        """Whether a text with a resident's subject speaks for the office: 「確定申告の時期は窓口が混みます」."""
        complained = bool(reading.topics) and reading.cue("complaint")
        office = complained or reading.troubled or self._burdened(reading)
        return reading.digital or office or reading.cue("person", "hired")


def _told(keyed: Keyed, named: Named) -> str:
    """The words of a work as they were typed, whole: 「業者を選びたい」, not 「業者を選び」, and 「業者の選定」."""
    typed = keyed.typed(named.start, named.end)
    if not typed:
        return typed
    owner = _OWNER.search(keyed.source[: keyed.starts[named.start]]) if _NOUN.match(typed) else None
    stop = keyed.starts[named.end] if named.end < len(keyed.starts) else len(keyed.source)
    verb = keyed.source[stop - 1] == typed[-1] and not _LINK.search(typed)
    ending = _INFLECTION.match(keyed.source, stop) if verb else None
    return (owner.group() if owner else "") + (typed + ending.group() if ending else _LINK.sub("", typed))
