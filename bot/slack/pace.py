"""How much one person may ask for: a bucket of a minute's requests that fills again evenly."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.store.base import Owner

MINUTE = 60.0
_TIDY_AT = 10_000
"""People known at once before those who have been quiet for a minute are forgotten."""


@dataclass
class _Bucket:
    left: float
    at: float
    told: float = -MINUTE


class Pace:
    """``per_minute`` requests a person; ``now`` is a clock that never goes back."""

    def __init__(self, per_minute: int, now: Callable[[], float]) -> None:
        self._most = float(per_minute)
        self._now = now
        self._buckets: dict[Owner, _Bucket] = {}

    def allows(self, who: Owner) -> bool:
        """Whether one more request of ``who`` is dealt with; it counts if so."""
        bucket = self._bucket(who)
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True

    def tells(self, who: Owner) -> bool:
        """Whether ``who`` has to be told, which is once a minute."""
        bucket, now = self._bucket(who), self._now()
        if now - bucket.told < MINUTE:
            return False
        bucket.told = now
        return True

    def _bucket(self, who: Owner) -> _Bucket:
        now = self._now()
        if len(self._buckets) > _TIDY_AT:
            self._buckets = {one: bucket for one, bucket in self._buckets.items() if now - bucket.at < MINUTE}
        bucket = self._buckets.setdefault(who, _Bucket(self._most, now))
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._most / MINUTE)
        bucket.at = now
        return bucket
