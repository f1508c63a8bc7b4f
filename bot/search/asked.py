"""Skills and experiences that are asked in the words of a work: 「業者を選ぶ力はどの役割のスキルに載っていますか」."""

from bot.search.facts import columns_of
from bot.search.finding import Finding, Kind
from bot.search.plan import plan
from bot.search.reading import Reading
from bot.standard import Standard
from bot.vocabulary import Vocabulary


class Asked:
    """The column of the roles that do the work, where the text asks in which column it stands."""

    def __init__(self, standard: Standard, vocabulary: Vocabulary) -> None:
        self._standard = standard
        self._head, self._experienced = vocabulary.pattern("column_head"), vocabulary.pattern("experienced")
        self._columns = {
            Kind.SKILL: vocabulary.pattern("skill_asked"),
            Kind.EXPERIENCE: vocabulary.pattern("experience_asked"),
        }

    def find(self, reading: Reading) -> Finding | None:
        """Skills before experiences; nothing where somebody is sought."""
        sought = reading.cue("person", "helper", "hired", "duties") and not self._head.search(reading.text)
        if not reading.named or sought or (reading.cue("wish") and self._experienced.search(reading.text)):
            return None
        start = reading.named[0].start
        asked = next((kind for kind, words in self._columns.items() if words.search(reading.text, start)), None)
        return self._finding(reading, asked) if asked else None

    def _finding(self, reading: Reading, kind: Kind) -> Finding:
        first, last = reading.named[0], reading.named[-1]
        typed = reading.words.keyed.typed(first.start, last.end)
        roles = self._standard.ordered(plan(reading.named, self._standard).roles)
        return columns_of((self._standard.by_id[role] for role in roles), kind, typed)
