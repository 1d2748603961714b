"""The default engine: rank-bm25 in memory, good to about a thousand passages."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np
from rank_bm25 import BM25Okapi

from ipbot.retrieval.retriever import K1, B, Entry, Hit

_DECIMALS = 9  # what sums differ in beyond these is the order of their terms, and must not break a tie


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]
    """BM25Okapi with Lucene's idf, which is never negative: ln(1 + (N - n + 0.5) / (n + 0.5))."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        size = self.corpus_size
        self.idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


class RankBM25Retriever:
    """A `Retriever` on rank-bm25."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=lambda e: e.key)
        self._keys = tuple(e.key for e in ordered)
        if len(set(self._keys)) < len(self._keys):
            raise ValueError("two entries have the same key")
        indexed = any(e.terms for e in ordered)
        self._index = _LuceneBM25([e.terms for e in ordered], k1=K1, b=B) if indexed else None

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Self:
        """Index the entries; raises ValueError where two have the same key."""
        return cls(entries)

    def search(self, terms: Sequence[str], limit: int) -> tuple[Hit, ...]:
        """The best `limit` entries, best first; ties by key."""
        if self._index is None:
            return ()
        known = [term for term in terms if term in self._index.idf]
        if not known:
            return ()
        scores = np.round(self._index.get_scores(known), _DECIMALS)
        best = np.argsort(-scores, kind="stable")[: max(limit, 0)]
        return tuple(Hit(self._keys[i], float(scores[i])) for i in best if scores[i] > 0)
