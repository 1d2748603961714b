"""The signals by which statements are ranked for a question: one row of numbers a statement, all rows at once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

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
    static = postings.static[scene.rows]
    asked = [len(query.words), len(query.asking.text), *(t in query.asking.types for t in TYPES)]
    table = np.empty((len(scene.rows), len(NAMES)), np.float32)
    columns = [*scene.own(static), *scene.of_passage()]
    for number, column in enumerate(columns):
        table[:, number] = column
    width = len(columns)
    table[:, width : width + static.shape[1]] = static
    table[:, width + static.shape[1] : -len(RELATIVE)] = asked
    compared = table[:, _RELATIVE_COLUMNS]
    table[:, -len(RELATIVE) :] = compared - compared.max(axis=0)
    return table


class _Terms:
    """Terms of one kind: their weights, and where they are present; columns are terms, rows statements."""

    def __init__(self, weights: Sequence[float], present: Matrix, scene: "_Scene") -> None:
        self.weights = np.array(weights, np.float32)
        self.total = float(self.weights.sum()) or 1.0
        self.present, self._held, self._firsts, self._of = present, present > 0, scene.firsts, scene.of
        counts = np.add.reduceat(self._held, scene.firsts, axis=0)
        sizes = scene.sizes[:, None]
        local = self.weights * np.log1p(sizes / np.maximum(counts, 1)) * (counts > 0)
        self._local, self._local_totals = local, np.maximum(local.sum(axis=1), 1e-6)

    @cached_property
    def in_passage(self) -> Matrix:
        """How far each passage has the terms."""
        most: Matrix = np.maximum.reduceat(self.present, self._firsts, axis=0)
        return most

    @cached_property
    def in_first(self) -> Matrix:
        """How far the first statement of each statement's passage has the terms."""
        first: Matrix = self.present[self._firsts][self._of]
        return first

    def share(self, present: Present) -> Matrix:
        """The weight of what is present, as a share of all; not by BLAS, which now and then warns of no fault."""
        found: Matrix = np.einsum("ij,j->i", present, self.weights) / self.total
        return found

    def local(self) -> Matrix:
        """The same, counting most what few statements of the passage have."""
        found: Matrix = (self._held * self._local[self._of]).sum(axis=1) / self._local_totals[self._of]
        return found

    def new(self) -> Matrix:
        """The share of what the passage's first statement, which mostly names its subject, doesn't have."""
        weights = self.weights * (self.in_first == 0)
        totals = weights.sum(axis=1)
        found: Matrix = (self._held * weights).sum(axis=1) / np.where(totals, totals, 1)
        return found


class _Scene:
    """The statements of the retrieved passages, and what each has of the question."""

    def __init__(self, query: Query, retrieved: Sequence[Retrieved], postings: Postings) -> None:
        self.query, self.retrieved, self.postings = query, retrieved, postings
        readings = [r.reading for r in retrieved]
        self.rows = postings.rows(readings)
        sizes = np.array([len(r.statements) for r in readings])
        self.firsts = np.cumsum(sizes) - sizes
        self.sizes, self.of = sizes, np.repeat(np.arange(len(readings)), sizes)
        beside = query.asking.left, query.asking.right
        groups = {
            "bigrams": ["b" + b for b in query.bigrams],
            "characters": ["c" + c for c in query.characters],
            "left": ["c" + c for c in beside[0]],
            "right": ["c" + c for c in beside[1]],
            "left_pair": ["b" + beside[0][-2:]] if len(beside[0]) > 1 else [],
            "right_pair": ["b" + beside[1][:2]] if len(beside[1]) > 1 else [],
            "unit": ["u" + u for u in beside[1][:1]],
            "dates": ["d" + d for d in dates(query.asking.text)],
            "numbers": ["n" + n for n in numbers(query.asking.text)],
        }
        present = postings.presence(self.rows, [term for terms in groups.values() for term in terms])
        ends = np.cumsum([len(terms) for terms in groups.values()]).tolist()
        self.found = {n: present[:, e - len(groups[n]) : e] for n, e in zip(groups, ends, strict=True)}
        self.words = self._terms(list(query.words.values()), query.present_words(readings))
        self.bigrams = self._terms(list(query.bigrams.values()), self.found["bigrams"])
        self.characters = self._terms([1.0] * len(query.characters), self.found["characters"])

    def _terms(self, weights: Sequence[float], present: Matrix) -> _Terms:
        nothing = np.zeros((len(self.rows), 1), np.float32)
        return _Terms(weights or [0.0], present if weights else nothing, self)

    def _before(self, present: Matrix) -> Matrix:
        """What the statement before has, in the same passage."""
        moved = np.empty_like(present)
        moved[1:] = present[:-1]
        moved[self.firsts] = 0
        return moved

    def _behind(self, present: Matrix) -> Matrix:
        """What the statement behind has, in the same passage."""
        moved = np.empty_like(present)
        moved[:-1] = present[1:]
        moved[self.firsts + self.sizes - 1] = 0
        return moved

    def own(self, static: Matrix) -> list[Matrix]:
        """The columns of `OWN`."""
        words, bigrams, characters = self.words, self.bigrams, self.characters
        words_before = np.maximum(words.present, self._before(words.present))
        bigrams_before = np.maximum(bigrams.present, self._before(bigrams.present))
        context_words = self._in_context(self.query.words, lambda r: r.context_words)
        context_bigrams = self._in_context(self.query.bigrams, lambda r: r.context_bigrams)
        position = np.arange(len(self.rows)) - self.firsts[self.of]
        return [
            words.share(words.present),
            bigrams.share(bigrams.present),
            characters.share(characters.present),
            words.share(words_before > 0),
            bigrams.share(bigrams_before),
            bigrams.share(self._behind(bigrams.present)),
            words.share(np.maximum(words.present > 0, context_words)),
            bigrams.share(np.maximum(bigrams.present, context_bigrams)),
            bigrams.share(np.maximum(bigrams.present, bigrams.in_first)),
            words.new(),
            bigrams.new(),
            words.local(),
            bigrams.local(),
            characters.local(),
            (words.weights * (words.present == 0)).max(axis=1),
            *(self._mean(name) for name in ("left", "right", "left_pair", "right_pair", "unit")),
            self._only_there(static, "dates"),
            self._only_asked("dates"),
            self._only_there(static, "numbers"),
            self._only_asked("numbers"),
            static[:, STATIC.index("bigrams")] - bigrams.present.sum(axis=1),
            (position == 0).astype(np.float32),
            position / self.sizes[self.of],
        ]

    def _in_context(self, terms: Collection[str], of: Callable[[Reading], frozenset[str]]) -> Matrix:
        found = [[term in context for term in terms] or [False] for context in (of(r.reading) for r in self.retrieved)]
        return np.array(found, np.float32)[self.of]

    def _mean(self, name: str) -> Matrix:
        """How much of some words of the question a statement has."""
        found = self.found[name]
        mean: Matrix = found.sum(axis=1) / max(found.shape[1], 1)
        return mean

    def _only_there(self, static: Matrix, name: str) -> Matrix:
        """How many dates or numbers only the statement has."""
        only: Matrix = static[:, STATIC.index(name)] - self.found[name].sum(axis=1)
        return only

    def _only_asked(self, name: str) -> Matrix:
        """How many dates or numbers only the question has."""
        only: Matrix = self.found[name].shape[1] - self.found[name].sum(axis=1)
        return only

    def of_passage(self) -> list[Matrix]:
        """The columns of `OF_PASSAGE`."""
        scores = np.array([r.score for r in self.retrieved], np.float32)
        columns = [
            scores / np.max(scores),
            np.array([r.rank for r in self.retrieved], np.float32),
            scores / (len(self.query.bigrams) + 1),
            self.words.share(self.words.in_passage > 0),
            self.bigrams.share(self.bigrams.in_passage),
        ]
        return [column[self.of] for column in columns]
