"""How much one person or one group may ask in a minute; who asks more is told once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from time import monotonic

from aiolimiter import AsyncLimiter
from cachetools import LRUCache, TTLCache

_WATCHED = 10_000
_MINUTE = 60.0


class Verdict(Enum):
    """What becomes of a message."""

    ANSWER = "answer"
    NOTICE = "notice"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Rates:
    """How many messages in a minute, of a person and of a group."""

    user: int
    group: int


class Limits:
    """Leaky buckets, one for each person and group that was heard of lately."""

    def __init__(self, rates: Rates, clock: Callable[[], float] = monotonic) -> None:
        self._rates = rates
        self._buckets: LRUCache[int, AsyncLimiter] = LRUCache(_WATCHED)
        self._told: TTLCache[int, bool] = TTLCache(_WATCHED, _MINUTE, clock)

    async def judge(self, user: int, group: int | None) -> Verdict:
        """Count a message of a person, in a group where it is one, unless it is too much."""
        wanted = [(user, self._rates.user)] + ([(group, self._rates.group)] if group is not None else [])
        buckets = [(id, self._bucket(id, rate)) for id, rate in wanted]
        full = next((id for id, bucket in buckets if not bucket.has_capacity()), None)
        if full is None:
            for _, bucket in buckets:
                await bucket.acquire()
            return Verdict.ANSWER
        if full in self._told:
            return Verdict.SILENCE
        self._told[full] = True
        return Verdict.NOTICE

    def _bucket(self, id: int, rate: int) -> AsyncLimiter:
        bucket = self._buckets.get(id)
        if bucket is None:
            bucket = self._buckets[id] = AsyncLimiter(rate, _MINUTE)
        return bucket
