"""Days as they are counted in Japan. The names of eras are words, and stand in ``dialogs/_shared/eras.toml``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class Era:
    """A span of years with a name: ``first`` is how its first year is written, ``later`` any other (``令和{}年``)."""

    since: date
    first: str
    later: str


def japan_day(seconds: float) -> date:
    """The day in Japan at ``seconds`` since the epoch."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(JAPAN).date()


def era_year(day: date, eras: Sequence[Era]) -> str:
    """The year of ``day`` in its era. Raises ``ValueError`` for a day before the first era listed."""
    era = max((era for era in eras if era.since <= day), key=lambda era: era.since)
    number = day.year - era.since.year + 1
    return era.first if number == 1 else era.later.format(number)
