"""The signals by which statements are ranked for a question: one row of numbers a statement, all rows at once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipbot.reading.postings import KINDS, STATIC, Postings, dates, numbers
from ipbot.reading.query import Query
from ipbot.reading.statements import Reading

Matrix = NDArray[np.float32]
Present = NDArray[np.float32] | NDArray[np.bool_]

OWN = (
    *("words", "bigrams", "characters", "words_with_previous", "bigrams_with_previous", "bigrams_of_next"),
    *("words_with_context", "bigrams_with_context", "bigrams_with_first", "new_words", "new_bigrams"),
    *(
        "local_words",
        "local_bigrams",
        "local_characters",
        "heaviest_missing",
        "left",
        "right",
        "left_pair",
        "right_pair",
    ),
    *("unit_beside_number", "new_dates", "missing_dates", "new_numbers", "missing_numbers", "extra_bigrams"),
    *("first", "position"),
)
OF_PASSAGE = ("passage_score", "passage_rank", "passage_score_per_bigram", "passage_words", "passage_bigrams")
OF_QUESTION = ("question_words", "question_length")
TYPES = (
    *("amount", "duration", "extent", "date", "person", "place", "organisation"),
    *("which", "reason", "manner", "list", "definition", "verify", "change"),
)
RELATIVE = (
    *("words", "bigrams", "characters", "bigrams_with_previous"),
    *("local_words", "local_bigrams", "new_bigrams", "words_with_previous"),
)
NAMES = (
    *OWN,
    *OF_PASSAGE,
    *(f"is_{kind}" if kind in KINDS else f"has_{kind}" for kind in (*STATIC, *KINDS)),
    *OF_QUESTION,
    *(f"asks_{t}" for t in TYPES),
    *(f"{r}_below_best" for r in RELATIVE),
)
_RELATIVE_COLUMNS = [NAMES.index(name) for name in RELATIVE]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that the retriever gave, as the reader sees it, with its score and rank."""

    reading: Reading
    score: float
    rank: int


def matrix(query: Query, retrieved: Sequence[Retrieved], postings: Postings) -> Matrix:
    """Signals of every statement of the passages, in order: shape (statements, len(NAMES))."""
    if not retrieved:
        return np.zeros((0, len(NAMES)), np.float32)
    scene = _Scene(query, retrieved, postings)
    asked = [len(query.words), len(query.asking.text), *(float(t in query.asking.types) for t in TYPES)]
    table = np.column_stack(
        [
            *scene.own(),
            *scene.of_passage(),
            postings.static[scene.rows],
            np.tile(np.array(asked, np.float32), (len(scene.rows), 1)),
        ]
    )
    columns = table[:, _RELATIVE_COLUMNS]
    return np.hstack([table, columns - columns.max(axis=0)]).astype(np.float32)


class _Terms:
    """Terms of one kind: their weights, and where they are present; columns are terms, rows statements."""

    def __init__(
        self, weights: Sequence[float], present: Matrix, firsts: NDArray[np.intp], of: NDArray[np.intp]
    ) -> None:
        self.weights = np.array(weights, np.float32)
        self.total = float(self.weights.sum()) or 1.0
        self.present, self._of = present, of
        self.in_passage = np.maximum.reduceat(present, firsts, axis=0)
        self.in_first = present[firsts]
        counts = np.add.reduceat(present > 0, firsts, axis=0)
        sizes = np.diff(np.append(firsts, len(present)))[:, None]
        local = self.weights * np.log1p(sizes / np.maximum(counts, 1)) * (counts > 0)
        self._local, self._local_totals = local, np.maximum(local.sum(axis=1), 1e-6)

    def share(self, present: Present) -> Matrix:
        """The weight of what is present, as a share of all."""
        found: Matrix = present @ self.weights / self.total
        return found

    def local(self) -> Matrix:
        """The same, counting most what few statements of the passage have."""
        found: Matrix = ((self.present > 0) * self._local[self._of]).sum(axis=1) / self._local_totals[self._of]
        return found

    def new(self) -> Matrix:
        """The share of what the passage's first statement, which mostly names its subject, doesn't have."""
        weights = self.weights * (self.in_first[self._of] == 0)
        totals = weights.sum(axis=1)
        found: Matrix = ((self.present > 0) * weights).sum(axis=1) / np.where(totals, totals, 1)
        return found


class _Scene:
    """The statements of the retrieved passages, and what each has of the question."""

    def __init__(self, query: Query, retrieved: Sequence[Retrieved], postings: Postings) -> None:
        self.query, self.retrieved, self.postings = query, retrieved, postings
        readings = [r.reading for r in retrieved]
        self.rows = postings.rows(readings)
        sizes = np.array([len(r.statements) for r in readings])
        self.firsts = np.cumsum(sizes) - sizes
        self.of = np.repeat(np.arange(len(readings)), sizes)
        self.sizes = sizes
        self.words = self._terms(list(query.words.values()), query.present_words(readings))
        self.bigrams = self._terms(list(query.bigrams.values()), self._presence("b", query.bigrams))
        self.characters = self._terms([1.0] * len(query.characters), self._presence("c", query.characters))

    def _terms(self, weights: Sequence[float], present: Matrix) -> _Terms:
        return _Terms(
            weights or [0.0], present if weights else np.zeros((len(self.rows), 1), np.float32), self.firsts, self.of
        )

    def _presence(self, kind: str, terms: Iterable[str]) -> Matrix:
        return self.postings.presence(self.rows, (kind + term for term in terms))

    def _shifted(self, present: Matrix, by: int) -> Matrix:
        """What the statement before (by 1) or behind (by -1) has, in the same passage."""
        moved = np.roll(present, by, axis=0)
        edges = self.firsts if by > 0 else np.append(self.firsts[1:], len(present)) - 1
        moved[edges] = 0
        return moved

    def own(self) -> list[Matrix]:
        """The columns of `OWN`."""
        words, bigrams, characters = self.words, self.bigrams, self.characters
        words_before = np.maximum(words.present, self._shifted(words.present, 1))
        bigrams_before = np.maximum(bigrams.present, self._shifted(bigrams.present, 1))
        context_words = self._in_context(self.query.words, lambda r: r.context_words)
        context_bigrams = self._in_context(self.query.bigrams, lambda r: r.context_bigrams)
        position = np.arange(len(self.rows)) - self.firsts[self.of]
        return [
            words.share(words.present),
            bigrams.share(bigrams.present),
            characters.share(characters.present),
            words.share(words_before > 0),
            bigrams.share(bigrams_before),
            bigrams.share(self._shifted(bigrams.present, -1)),
            words.share(np.maximum(words.present > 0, context_words)),
            bigrams.share(np.maximum(bigrams.present, context_bigrams)),
            bigrams.share(np.maximum(bigrams.present, bigrams.in_first[self.of])),
            words.new(),
            bigrams.new(),
            words.local(),
            bigrams.local(),
            characters.local(),
            (words.weights * (words.present == 0)).max(axis=1),
            *self._beside(),
            *self._dates_and_numbers(),
            self.postings.static[self.rows, STATIC.index("bigrams")] - bigrams.present.sum(axis=1),
            (position == 0).astype(np.float32),
            position / self.sizes[self.of],
        ]

    def _in_context(self, terms: Collection[str], of: Callable[[Reading], frozenset[str]]) -> Matrix:
        found = [[term in context for term in terms] or [False] for context in (of(r.reading) for r in self.retrieved)]
        return np.array(found, np.float32)[self.of]

    def _beside(self) -> list[Matrix]:
        """How much of the words beside the interrogative a statement has."""
        left, right = self.query.asking.left, self.query.asking.right
        return [
            self._mean("c", left),
            self._mean("c", right),
            self._mean("b", [left[-2:]] if len(left) > 1 else []),
            self._mean("b", [right[:2]] if len(right) > 1 else []),
            self._mean("u", right[:1]),
        ]

    def _mean(self, kind: str, terms: Sequence[str]) -> Matrix:
        if not terms:
            return np.zeros(len(self.rows), np.float32)
        found: Matrix = self._presence(kind, terms).mean(axis=1)
        return found

    def _dates_and_numbers(self) -> list[Matrix]:
        """How many dates and numbers only the statement has, and how many only the question."""
        columns = []
        for kind, name, asked in (("d", "dates", dates), ("n", "numbers", numbers)):
            terms = asked(self.query.asking.text)
            common = self._presence(kind, terms).sum(axis=1)
            columns += [self.postings.static[self.rows, STATIC.index(name)] - common, len(terms) - common]
        return columns

    def of_passage(self) -> list[Matrix]:
        """The columns of `OF_PASSAGE`."""
        scores = np.array([r.score for r in self.retrieved], np.float32)
        columns = [
            scores / scores.max(),
            np.array([r.rank for r in self.retrieved], np.float32),
            scores / (len(self.query.bigrams) + 1),
            self.words.share(self.words.in_passage > 0),
            self.bigrams.share(self.bigrams.in_passage),
        ]
        return [column[self.of] for column in columns]
