"""The default engine: rank-bm25 in memory, good to about ten thousand passages."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from ipbot.retrieval.retriever import K1, B, Entry, Hit

_DECIMALS = 9  # what sums differ in beyond these is the order of their terms, and must not break a tie


class _LuceneBM25(BM25Okapi):  # type: ignore[misc]
    """BM25Okapi with Lucene's idf, which is never negative: ln(1 + (N - n + 0.5) / (n + 0.5)).

    What a term adds to an entry's score never changes, so that it is worked out once: `_weights` and the `_entries`
    that they belong to, term after term, those of term number i from `_starts[i]` to `_starts[i + 1]`.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        size = self.corpus_size
        self.idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}
        self._numbers = {term: number for number, term in enumerate(nd)}
        total = sum(map(len, self.doc_freqs))
        terms = np.fromiter((self._numbers[term] for found in self.doc_freqs for term in found), np.intp, total)
        counts = np.fromiter(chain.from_iterable(found.values() for found in self.doc_freqs), np.float64, total)
        entries = np.repeat(np.arange(size), [len(found) for found in self.doc_freqs])
        lengths = self.k1 * (1 - self.b + self.b * np.array(self.doc_len) / self.avgdl)
        idf = np.array(list(self.idf.values()))
        order = np.argsort(terms, kind="stable")
        self._entries = entries[order]
        self._weights = (idf[terms] * counts * (self.k1 + 1) / (counts + lengths[entries]))[order]
        self._starts = np.searchsorted(terms[order], np.arange(len(nd) + 1))

    def get_scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """Every entry's score for terms that the index has."""
        numbers = [self._numbers[term] for term in query]
        held = [slice(self._starts[number], self._starts[number + 1]) for number in numbers]
        entries = np.concatenate([self._entries[term] for term in held])
        weights = np.concatenate([self._weights[term] for term in held])
        scores = np.zeros(self.corpus_size)
        np.add.at(scores, entries, weights)
        return scores


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
