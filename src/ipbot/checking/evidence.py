"""The transcript's statements as drafts are held against them, and the search for those that a sentence is about."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ipbot.checking import respective
from ipbot.checking.terms import Term
from ipbot.reading.figures import Figure, Status
from ipbot.reading.library import Library
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.text.folding import fold, simplify
from ipbot.text.periods import label, periods
from ipbot.values.briefing import Briefing

_WORD = 2.0
_FEWEST = 1e-6
_NAMES_NOTHING = frozenset("比较的了在为是到达至计划目标年度全共完成实现还")


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

    @cached_property
    def items(self) -> Mapping[int, str]:
        """Whom each value behind 分别 belongs to, by its place in the folded text."""
        return respective.items(self.text, [self.folded_span(f.start, f.end) for f in self.figures])

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the transcript as one of the folded text."""
        offsets = self.statement.folded.offsets
        return bisect_left(offsets, start - self.statement.start), bisect_left(offsets, end - self.statement.start)


def named_in_full(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Figures that name nothing themselves get the indicator of the one before them in their passage."""
    found: list[Figure] = []
    for figure in figures:
        before = next((f for f in reversed(found) if f.passage == figure.passage and _same_sort(f, figure)), None)
        named = len(figure.indicator) > 1 and any(c not in _NAMES_NOTHING for c in figure.indicator)
        found.append(figure if named or before is None else replace(figure, indicator=before.indicator))
    return tuple(found)


def _same_sort(one: Figure, other: Figure) -> bool:
    return bool(one.indicator) and (one.quantity.kind == other.quantity.kind or bool(other.change))


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
        named = {b.id: tuple(self._dated(b, named_in_full(self.library.figures_of(b.id)))) for b in self.library.corpus}
        for reading in self.library.readings.values():
            figures = named[reading.passage.briefing]
            context = fold("|".join(reading.context)).text
            for number, statement in enumerate(reading.statements):
                before = "".join(s.folded.text for s in reading.statements[max(0, number - 1) : number])
                own = tuple(f for f in figures if statement.start <= f.start < statement.end)
                made.append(Fact(statement, reading, f"{context}|{before}", own))
        return tuple(made)

    def _dated(self, briefing: Briefing, figures: Iterable[Figure]) -> Iterator[Figure]:
        """The figures; a level that another is set against has that one's time: 比去年的62.7亿斤增加."""
        times = [
            replace(t, start=t.start + p.start, end=t.end + p.start)
            for p in self.library.corpus.outlines[briefing.id].passages
            for t in periods(simplify(p.text), briefing.held_on)
            if t.base
        ]
        ends = {t.end: t for t in times}
        for figure in figures:
            at = figure.start - briefing.transcript.startswith("的", figure.start - 1)
            time = ends.get(at) if not figure.change else None
            known = {"period": time, "period_label": label(time), "status": Status.RESULT} if time else {}
            yield replace(figure, **known)  # type: ignore[arg-type]

    @cached_property
    def number_of(self) -> Mapping[Fact, int]:
        """The number of each fact."""
        return {fact: number for number, fact in enumerate(self.facts)}

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
        postings = self.library.postings
        total = np.zeros(len(self.facts), np.float64)
        for term in terms:
            if term.weight:
                for word in (term.text, *term.others):
                    holders = postings.terms.get("w" + word)
                    if holders is not None:
                        total[holders] += _WORD * term.weight * (1.0 if word == term.text else 0.8)
        for bigram in grams(folded, 2):
            known = self._bigrams.get(bigram)
            if known is not None:
                total[known[0]] += known[1]
        return total

    @cached_property
    def _bigrams(self) -> Mapping[str, tuple[np.ndarray, float]]:
        """For each pair of characters the facts that have it, and its idf."""
        terms, idf = self.library.postings.terms, self.library.weigher.idf
        return {term[1:]: (holders, idf(term)) for term, holders in terms.items() if term[0] == "b"}

    def best(self, scores: np.ndarray, briefing: str, count: int) -> tuple[Hit, ...]:
        """The facts of a briefing with the highest scores, best first."""
        rows = self.rows[briefing]
        order = rows[np.argsort(-scores[rows], kind="stable")][:count]
        return tuple(Hit(self.facts[i], float(scores[i])) for i in order if scores[i] > _FEWEST)

    def nearest_briefing(self, totals: Mapping[str, float], among: Iterable[Briefing]) -> Briefing:
        """The briefing with the highest total; the latest of equals."""
        return max(among, key=lambda b: (totals.get(b.id, 0.0), str(b.held_on or ""), b.id))
