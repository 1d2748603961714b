"""Ranking statements, and the candidates inside the best of them, with the fitted models."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ipbot.reading import signals, spans
from ipbot.reading.library import Library
from ipbot.reading.model import Trees, trees
from ipbot.reading.query import Query
from ipbot.reading.signals import Retrieved
from ipbot.reading.statements import Statement

READ_CLOSELY = 3
"""How many of the best statements are searched for candidates."""
LOOKED_AT = 20
"""How many of the best candidates of a statement are kept."""
SHARPNESS = 4.0
"""The power of e by which a candidate is likelier to be the very answer than one whose log-odds are lower by one."""
_TIMES, _MORE = 3, 12
"""A short answer is one that is at most three times as long as what it holds, and twelve characters."""
_ALIKE = 0.4
"""How much of its use in a briefing is that it is like the right one, and not only holds it."""


@dataclass(frozen=True, eq=False)
class RankedStatement:
    """A statement with its score (log-odds of holding the answer) and its signals."""

    statement: Statement
    score: float
    signals: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class RankedCandidate:
    """A candidate, as a span of the transcript, with its score and its signals."""

    ranked: RankedStatement
    start: int
    end: int
    kind: str
    score: float
    signals: NDArray[np.float32]
    use: float = 0.0
    """How likely it is to serve as the answer, whichever candidate is the right one; see `by_use`."""

    def of_use(self, use: float) -> "RankedCandidate":
        """The candidate with how likely it is to serve."""
        return RankedCandidate(self.ranked, self.start, self.end, self.kind, self.score, self.signals, use)

    @property
    def told(self) -> dict[str, float]:
        """The signals by their names, but for those that are zero."""
        named = zip(spans.NAMES, self.signals.tolist(), strict=True)
        return {name: value for name, value in named if value}


@dataclass(frozen=True, eq=False)
class Models:
    """The models that score statements, and candidates: `narrated` in what no one says, where answers are shorter."""

    statements: Trees
    spans: Trees
    narrated: Trees


@cache
def fitted() -> Models:
    """The models of the package's own data file."""
    return Models(trees("statements", signals.NAMES), trees("spans", spans.NAMES), trees("narrated_spans", spans.NAMES))


def rank_statements(
    query: Query, retrieved: Sequence[Retrieved], library: Library, models: Models
) -> tuple[RankedStatement, ...]:
    """The statements of the passages but reporters' questions, best first; ties in the order of the passages."""
    table = signals.matrix(query, retrieved, library.postings)
    if not len(table):
        return ()
    scores = models.statements.score(table)
    statements = [s for passage in retrieved for s in passage.reading.statements]
    order = np.argsort(-scores, kind="stable")
    best_first = zip(order.tolist(), scores[order].tolist(), table[order], strict=True)
    ranked = [RankedStatement(statements[i], score, row) for i, score, row in best_first]
    said = [r for r in ranked if r.statement.kind != "question"]
    return tuple(said or ranked)


def rank_candidates(
    query: Query, ranked: Sequence[RankedStatement], library: Library, models: Models
) -> tuple[RankedCandidate, ...]:
    """The best candidates of the best statements, the most useful first."""
    found: list[RankedCandidate] = []
    for near in ranked[:READ_CLOSELY]:
        made = library.candidates(near.statement)
        if not len(made.starts):
            continue
        table = spans.matrix(query, near.statement, made, near.score, near.score - ranked[0].score)
        spoken = library.is_spoken(near.statement.briefing)
        scores = (models.spans if spoken else models.narrated).score(table)
        best = np.argsort(-scores, kind="stable")[:LOOKED_AT]
        edges = zip(made.starts[best].tolist(), made.ends[best].tolist(), strict=True)
        for i, score, span in zip(best.tolist(), scores[best].tolist(), edges, strict=True):
            start, end = near.statement.original(*span)
            found.append(RankedCandidate(near, start, end, made.kinds[i], score, table[i]))
    return by_use(found, library.is_spoken(ranked[0].statement.briefing))


def by_use(candidates: Sequence[RankedCandidate], spoken: bool) -> tuple[RankedCandidate, ...]:
    """The candidates, first the one that is expected to serve best (minimum Bayes risk; Kumar and Byrne, HLT 2004).

    Each is the right one with a probability that its score gives. A candidate serves as far as it is like the
    right one (F1); in a briefing, whose answers are longer, more so if it holds the right one and is not much longer.
    """
    if not candidates:
        return ()
    score, start, end = (np.array([getattr(c, name) for c in candidates]) for name in ("score", "start", "end"))
    likely = np.exp(SHARPNESS * (score - score.max()))
    length = end - start
    shared = np.maximum(np.minimum(end[:, None], end) - np.maximum(start[:, None], start), 0)
    alike = 2 * shared / (length[:, None] + length)
    holds = (shared == length) & (length[:, None] <= _TIMES * length + _MORE)
    serves = _ALIKE * alike + (1 - _ALIKE) * holds if spoken else alike
    numbers: dict[Statement, int] = {}
    home = np.array([numbers.setdefault(c.ranked.statement, len(numbers)) for c in candidates])
    use = (serves * (home[:, None] == home)) @ (likely / likely.sum())
    order = np.lexsort((-score, -use))
    return tuple(candidates[i].of_use(float(use[i])) for i in order)
