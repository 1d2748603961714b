"""What is said of each of several things that a question names: 创造、保护、运用各要达到什么状态."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.sides import held, names
from ipbot.reading.telling import CLAUSE, near

_OF_EACH = re.compile(r"各(?!地|县|区|类|种|部门|级)|分别")


def find(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """A clause about each, where that is asked; none where one of them has none."""
    said = query.said[-1]
    if not _OF_EACH.search(said):
        return ()
    clauses = [_Clause(r, *m.span()) for r in near(ranked) for m in CLAUSE.finditer(r.statement.folded.text)]
    for parts in names(said):
        runs = [_run(first, clauses, parts) for first in clauses if held(parts[0], first.text)]
        best = max(filter(None, runs), key=lambda run: run[0], default=None)
        if best:
            return tuple(Found(c.ranked.statement, *c.ranked.statement.original(c.start, c.end)) for c in best[1])
    return ()


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a statement's folded text."""

    ranked: RankedStatement
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.ranked.statement.folded.text[self.start : self.end]

    def about(self, mine: Sequence[str], parts: Iterable[Sequence[str]]) -> tuple[int, int]:
        """How many characters of a thing's name stand in it, and how few of the others'."""
        return held(mine, self.text), -sum(held(its, self.text) for its in parts if its is not mine)

    def lead(self, mine: Sequence[str]) -> str:
        """What stands before the shortest part of the name."""
        return self.text.partition(next(part for part in reversed(mine) if part in self.text))[0]


_Run = tuple[tuple[int, int, int, float], list[_Clause]]


def _run(first: _Clause, clauses: Sequence[_Clause], parts: Sequence[Sequence[str]]) -> _Run | None:
    """A clause about each thing, that about the first given, of such as are put like it; None where one has none."""
    found = [first]
    for mine in parts[1:]:
        about = [c for c in clauses if c not in found and held(mine, c.text)]
        if not about:
            return None
        found.append(max(about, key=lambda c, mine=mine: _fits(c, mine, first, parts)))  # type: ignore[misc]
    told = [_fits(c, mine, first, parts) for c, mine in zip(found, parts, strict=True)]
    return (sum(t[0] for t in told), sum(t[1] for t in told), sum(t[2] for t in told), told[0][3]), found


def _fits(
    clause: _Clause, mine: Sequence[str], first: _Clause, parts: Sequence[Sequence[str]]
) -> tuple[int, int, int, float]:
    """How much a clause is about a thing and no other, whether it is put like the first, and its statement's score."""
    return (*clause.about(mine, parts), int(clause.lead(mine) == first.lead(parts[0])), clause.ranked.score)
