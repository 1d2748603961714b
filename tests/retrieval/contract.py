"""What every retrieval engine must hold; an engine's test class inherits from it and sets `engine`."""

import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.retrieval import Entry, Hit, Retriever
from ipbot.retrieval.retriever import K1, B

TERMS = st.sampled_from(["专利", "商标", "质押", "融资", "沧州", "_专利", "_质押", "2.49", "PCT", "的"])
QUERIES = st.lists(TERMS | st.just("未见"), max_size=8)
ENTRIES = st.dictionaries(
    st.sampled_from([f"briefing/t{turn}-p{number}" for turn in range(4) for number in range(1, 5)]),
    st.lists(TERMS, max_size=12).map(tuple),
    max_size=12,
).map(lambda entries: [Entry(key, terms) for key, terms in entries.items()])
ALL = 100


def plain_bm25(entries: Sequence[Entry], query: Sequence[str]) -> dict[str, float]:
    """BM25 as it is written down, with Lucene's idf, and like Lucene without the constant factor k1 + 1."""
    counts = {e.key: Counter(e.terms) for e in entries}
    mean = sum(len(e.terms) for e in entries) / max(1, len(entries))
    scores = dict.fromkeys(counts, 0.0)
    for term in query:
        holding = sum(term in found for found in counts.values())
        idf = math.log(1 + (len(entries) - holding + 0.5) / (holding + 0.5))
        for key, found in counts.items():
            if found[term]:
                length = 1 - B + B * found.total() / mean
                scores[key] += idf * found[term] / (found[term] + K1 * length)
    return scores


class RetrieverContract:
    """The laws of the `Retriever` protocol."""

    engine: type[Retriever]

    def search(self, entries: Sequence[Entry], query: Sequence[str], limit: int = ALL) -> tuple[Hit, ...]:
        return self.engine.build(entries).search(query, limit)

    @given(entries=ENTRIES, query=QUERIES)
    def test_scores_are_those_of_plain_bm25_up_to_a_constant_factor(
        self, entries: list[Entry], query: list[str]
    ) -> None:
        expected = {key: score for key, score in plain_bm25(entries, query).items() if score > 0}
        found = {hit.key: hit.score for hit in self.search(entries, query)}
        assert found.keys() == expected.keys()
        if found:
            factor = sum(found.values()) / sum(expected.values())
            assert found == pytest.approx({key: score * factor for key, score in expected.items()}, rel=1e-5)

    @given(entries=ENTRIES, query=QUERIES)
    def test_the_order_is_that_of_plain_bm25_and_ties_are_broken_by_key(
        self, entries: list[Entry], query: list[str]
    ) -> None:
        expected = plain_bm25(entries, query)
        ranked = sorted((k for k in expected if expected[k] > 0), key=lambda k: (-round(expected[k], 6), k))
        assert [hit.key for hit in self.search(entries, query)] == ranked

    @given(entries=ENTRIES, query=QUERIES)
    def test_the_best_come_first(self, entries: list[Entry], query: list[str]) -> None:
        scores = [hit.score for hit in self.search(entries, query)]
        assert scores == sorted(scores, reverse=True)

    @given(entries=ENTRIES, query=QUERIES, data=st.data())
    def test_the_order_of_adding_does_not_matter(
        self, entries: list[Entry], query: list[str], data: st.DataObject
    ) -> None:
        shuffled = data.draw(st.permutations(entries))
        assert self.search(shuffled, query) == self.search(entries, query)

    @given(entries=ENTRIES, query=QUERIES, data=st.data())
    def test_the_order_of_the_querys_terms_does_not_matter(
        self, entries: list[Entry], query: list[str], data: st.DataObject
    ) -> None:
        shuffled = data.draw(st.permutations(query))
        assert [h.key for h in self.search(entries, shuffled)] == [h.key for h in self.search(entries, query)]

    @given(entries=ENTRIES, query=QUERIES, limit=st.integers(0, 12))
    def test_a_limit_cuts_the_ranking_short(self, entries: list[Entry], query: list[str], limit: int) -> None:
        assert self.search(entries, query, limit) == self.search(entries, query)[:limit]

    @given(entries=ENTRIES, query=QUERIES)
    def test_only_entries_that_share_a_term_are_given(self, entries: list[Entry], query: list[str]) -> None:
        sharing = {e.key for e in entries if not set(e.terms).isdisjoint(query)}
        assert {hit.key for hit in self.search(entries, query)} == sharing

    @given(entries=ENTRIES, query=QUERIES)
    def test_asking_twice_gives_the_same(self, entries: list[Entry], query: list[str]) -> None:
        engine = self.engine.build(entries)
        assert engine.search(query, ALL) == engine.search(query, ALL)

    @given(entries=ENTRIES)
    def test_a_query_without_terms_gives_nothing(self, entries: list[Entry]) -> None:
        assert self.search(entries, []) == ()

    @given(query=QUERIES)
    def test_an_index_without_terms_gives_nothing(self, query: list[str]) -> None:
        assert self.search([], query) == ()
        assert self.search([Entry("a", ()), Entry("b", ())], query) == ()

    def test_two_entries_with_one_key_are_refused(self) -> None:
        with pytest.raises(ValueError, match="same key"):
            self.engine.build([Entry("a", ("专利",)), Entry("b", ()), Entry("a", ("商标",))])

    def test_a_term_counts_as_often_as_the_query_says_it(self) -> None:
        entries = [Entry("a", ("专利", "融资")), Entry("b", ("商标", "融资"))]
        assert [h.key for h in self.search(entries, ["专利", "商标", "商标"])] == ["b", "a"]
        once, twice = self.search(entries, ["专利"])[0], self.search(entries, ["专利", "专利"])[0]
        assert twice.score == pytest.approx(2 * once.score, rel=1e-5)

    def test_a_term_that_every_entry_has_still_counts(self) -> None:
        hits = self.search([Entry("a", ("的", "的")), Entry("b", ("的", "专利"))], ["的"])
        assert [h.key for h in hits] == ["a", "b"]
        assert all(h.score > 0 for h in hits)

    def test_ties_are_broken_by_key(self) -> None:
        entries = [Entry(key, ("专利",)) for key in ("b/2", "a/10", "b/1", "a/2")]
        assert [h.key for h in self.search(entries, ["专利"])] == ["a/10", "a/2", "b/1", "b/2"]
        assert [h.key for h in self.search(entries, ["专利"], 2)] == ["a/10", "a/2"]

    def test_rounding_does_not_break_a_tie(self) -> None:
        # Summed in the order of the query's terms, these two differ in the sixteenth digit.
        entries = [Entry("a", tuple("xyyyzzzz")), Entry("b", tuple("xyyyyzzz")), Entry("c", ("w",))]
        assert [h.key for h in self.search(entries, list("xyz"))] == ["a", "b"]
