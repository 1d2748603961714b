"""What a retrieval engine takes and gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the index sees it: a key that no other entry has, and its terms, those of its context among them."""

    key: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found, and its BM25 score."""

    key: str
    score: float


class Retriever(Protocol):
    """Ranks entries by BM25 with Lucene's idf, `K1` and `B`.

    The contract, which `tests/retrieval/contract.py` holds every engine to:
    the same terms give the same ranking, whatever the order in which entries were added; ties are broken by key;
    entries that share no term with the query are not given; a query or an index without terms gives nothing;
    a term that the query repeats counts as often. Scores compare within one search only.
    """

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Self:
        """Index the entries; raises ValueError where two have the same key."""
        ...

    def search(self, terms: Sequence[str], limit: int) -> tuple[Hit, ...]:
        """The best `limit` entries, best first."""
        ...
