"""Where statements tell outright what is asked: of all such places those beside which most of it is said."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement, grams

CLAUSE = re.compile(r"[^,。;!?:\n]+")
"""A clause of folded text."""
Told = tuple[str, int, int]
"""The words beside a place, folded, where it begins, and where it ends."""

_READ = 8
_AS_NEAR = 4.0
_SHARED = 8.0
"""How much it counts, beside the score of its statement, that the words beside a place say all that is asked."""


def near(ranked: Sequence[RankedStatement]) -> Iterator[RankedStatement]:
    """The best statements that come close to the best, but for reporters' questions."""
    for other in ranked[:_READ]:
        if other.score >= ranked[0].score - _AS_NEAR and other.statement.kind != "question":
            yield other


def places(
    query: Query,
    ranked: Sequence[RankedStatement],
    told: Callable[[str], Iterable[Told]],
    *,
    most: int = 1,
    least: float = 0.0,
) -> tuple[Found, ...]:
    """The best places of the near statements, best first, where at least such a share of the question is said.

    `told` finds the places of a folded text.
    """
    total = sum(query.bigrams.values()) or 1.0
    found: list[tuple[float, Statement, int, int]] = []
    for other in near(ranked):
        for beside, start, end in told(other.statement.folded.text):
            said = query.shared(grams(beside, 2)) / total
            if said >= least:
                found.append((other.score + _SHARED * said, other.statement, start, end))
    best = sorted(found, key=lambda f: -f[0])[:most]
    return tuple(Found(statement, *statement.original(start, end)) for _, statement, start, end in best)
