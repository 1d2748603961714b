"""The transcript's statements as drafts are held against them, and the search for those that a sentence is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ipbot.checking.terms import Term
from ipbot.reading.figures import Figure
from ipbot.reading.library import Library
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.text.folding import fold
from ipbot.values.briefing import Briefing

_WORD = 2.0
_FEWEST = 1e-6


@dataclass(frozen=True, eq=False)
class Fact:
    """A statement with the words around it: `context` is what its headings and the statements before it say."""

    statement: Statement
    reading: Reading
    context: str
    figures: tuple[Figure, ...]

    @property
    def text(self) -> str:
        """The folded statement."""
        return self.statement.folded.text

    @cached_property
    def around(self) -> str:
        """The folded statement with its context."""
        return f"{self.context}|{self.text}"

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the transcript as one of the folded text."""
        offsets = self.statement.folded.offsets
        first = int(np.searchsorted(offsets, start - self.statement.start))
        last = int(np.searchsorted(offsets, end - self.statement.start))
        return first, last


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact and how much of a sentence's weight it has."""

    fact: Fact
    score: float


@dataclass(frozen=True, eq=False)
class Evidence:
    """All statements of a corpus, in the order of the library's index."""

    library: Library

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every statement with its context, numbered as in the index."""
        made: list[Fact] = []
        for reading in self.library.readings.values():
            figures = self.library.figures_of(reading.passage.briefing)
            context = fold("|".join(reading.context)).text
            for number, statement in enumerate(reading.statements):
                before = "".join(s.folded.text for s in reading.statements[max(0, number - 1) : number])
                own = tuple(f for f in figures if statement.start <= f.start < statement.end)
                made.append(Fact(statement, reading, f"{context}|{before}", own))
        return tuple(made)

    @cached_property
    def briefing_of(self) -> tuple[str, ...]:
        """The briefing of each fact."""
        return tuple(f.statement.briefing for f in self.facts)

    @cached_property
    def rows(self) -> Mapping[str, np.ndarray]:
        """The numbers of each briefing's facts."""
        found: dict[str, list[int]] = {b.id: [] for b in self.library.corpus}
        for number, id in enumerate(self.briefing_of):
            found[id].append(number)
        return {id: np.array(numbers, np.intp) for id, numbers in found.items()}

    def scores(self, terms: Sequence[Term], folded: str) -> np.ndarray:
        """How much of the weight of a sentence each fact has."""
        postings, weigher = self.library.postings, self.library.weigher
        total = np.zeros(len(self.facts), np.float64)
        for term in terms:
            if term.weight:
                for word in (term.text, *term.others):
                    holders = postings.terms.get("w" + word)
                    if holders is not None:
                        total[holders] += _WORD * term.weight * (1.0 if word == term.text else 0.8)
        for bigram in grams(folded, 2):
            holders = postings.terms.get("b" + bigram)
            if holders is not None:
                total[holders] += weigher.idf("b" + bigram)
        return total

    def best(self, scores: np.ndarray, briefing: str, count: int) -> tuple[Hit, ...]:
        """The facts of a briefing with the highest scores, best first."""
        rows = self.rows[briefing]
        order = rows[np.argsort(-scores[rows], kind="stable")][:count]
        return tuple(Hit(self.facts[i], float(scores[i])) for i in order if scores[i] > _FEWEST)

    def nearest_briefing(self, totals: Mapping[str, float], among: Iterable[Briefing]) -> Briefing:
        """The briefing with the highest total; the latest of equals."""
        return max(among, key=lambda b: (totals.get(b.id, 0.0), str(b.held_on or ""), b.id))
