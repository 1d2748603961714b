"""Which updates are being worked on and which are done: none is lost on a crash, none is answered twice."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

from cachetools import FIFOCache

HOLD = 20.0
"""Seconds for which an unfinished update stays unconfirmed, so that a restarted bot is handed it again."""
LET_GO = 50
"""How many updates may be confirmed unfinished, after that time; these a crash loses."""
AT_ONCE = 200
"""How many updates are worked on at once; more are left with the platform."""

_REMEMBERED = 20_000
_SHORTEST_PAUSE, _LONGEST_PAUSE, _AN_ANSWER = 0.05, 1.0, 0.01  # seconds


@dataclass(frozen=True, slots=True)
class _Flight:
    since: float
    landed: asyncio.Event = field(default_factory=asyncio.Event)


class Ledger:
    """The updates of one bot; every id is an update's."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._flights: dict[int, _Flight] = {}
        self._done: FIFOCache[int, None] = FIFOCache(_REMEMBERED)
        self._next = 0
        self._pause = _SHORTEST_PAUSE
        self._landed = asyncio.Event()

    def take(self, id: int) -> bool:
        """Begin to work on an update; False where that has been begun before."""
        if id in self._flights or id in self._done:
            return False
        self._flights[id] = _Flight(self._clock())
        self._next = max(self._next, id + 1)
        self._pause = _SHORTEST_PAUSE
        return True

    def finish(self, id: int) -> None:
        """Note that an update is done with."""
        flight = self._flights.pop(id, None)
        self._done[id] = None
        if flight:
            flight.landed.set()
            self._landed.set()

    @property
    def in_flight(self) -> int:
        """How many updates are being worked on."""
        return len(self._flights)

    def confirmable(self, offset: int | None = None) -> int:
        """The offset up to which the platform may forget updates; `offset` where nothing is held back.

        A few that take long, such as those of a flooded group, don't hold up the others.
        """
        flying = sorted(self._flights)
        held = (id for n, id in enumerate(flying) if n >= LET_GO or self._clock() - self._flights[id].since < HOLD)
        return next(held, self._next if offset is None else offset)

    async def ready(self) -> None:
        """Wait until it makes sense to ask for more: half of what was in flight landed, or a pause over, and room.

        The platform hands out a hundred at most, beginning with the first that is unconfirmed.
        """
        if before := len(self._flights):
            patience = min(max(self._pause, before * _AN_ANSWER), _LONGEST_PAUSE)
            await self._until_fewer(max(1, before // 2), patience)
            self._pause = min(2 * self._pause, _LONGEST_PAUSE) if self._flights else _SHORTEST_PAUSE
        await self._until_fewer(AT_ONCE, None)

    async def finished(self, id: int) -> None:
        """Wait until an update is done with, for as long as it is held back."""
        if id in self._flights:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._flights[id].landed.wait(), HOLD)

    async def _until_fewer(self, flights: int, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(self._flights) >= flights:
                    self._landed.clear()
                    await self._landed.wait()
