"""How many consultations ended how, by month: counts alone, and none of a few.

Whose they were is not asked. A count below five could point to a person, so it is not given; sums, from which it could
be told all the same, are not made.
"""

from collections import Counter

from bot.consultation import Consultation
from bot.moves import RESULT
from bot.replies import UNFINISHED, Tallied
from bot.standard import Standard
from bot.store.base import Alike, Rating, Status

FEW = 5


def tally(consultation: Consultation, standard: Standard, found: tuple[Alike, ...]) -> tuple[Tallied, ...]:
    """A line for each month, role, outcome and rating, the newest month first. Like answers are resolved once."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for alike in found:
        role, outcome = _ended(consultation, alike)
        counts[alike.month, role, outcome, alike.rating or ""] += alike.count
    order = {role.id: number for number, role in enumerate(standard.roles)}
    lines = sorted(counts, key=lambda key: (order.get(key[1], len(order)), *key[2:]))
    return tuple(
        Tallied(
            month,
            standard.by_id.get(role),
            outcome,
            Rating(rating) if rating else None,
            count if (count := counts[month, role, outcome, rating]) >= FEW else None,
        )
        for month, role, outcome, rating in sorted(lines, key=lambda key: key[0], reverse=True)
    )


def _ended(consultation: Consultation, alike: Alike) -> tuple[str, str]:
    """The role and the outcome of a consultation with these answers."""
    if alike.status is not Status.CONCLUDED:
        return "", UNFINISHED
    at = None if alike.at == RESULT else alike.at
    assessment = consultation.assess(consultation.resolve(alike.answers, at).answers)
    return assessment.lead or "", assessment.outcome
