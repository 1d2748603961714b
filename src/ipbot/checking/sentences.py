"""A draft taken apart: its sentences, each with its words, figures and mentions of time."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from ipbot.checking import respective
from ipbot.checking.evidence import Fact
from ipbot.checking.terms import Lexicon, Term, coverage, within
from ipbot.reading.figures import Figure, figures
from ipbot.text.folding import Folded, fold, simplify
from ipbot.text.periods import Period, periods
from ipbot.text.sentences import sentences, trim
from ipbot.text.units import plain
from ipbot.values.briefing import Briefing, Outline, Passage

_CLAUSE = re.compile(r"[,，;；:：。!?！？\n]")
_YEAR_NAMED = re.compile(r"\d{2,4}年|[去今明前后来本上下]一?个?年|十[一二三四五六七]五|[〇零一二九]{4}年|\d{4}[-./]")


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a draft; every offset counts in the draft, those of `terms` in `folded.text`."""

    start: int
    end: int
    text: str
    folded: Folded
    figures: tuple[Figure, ...]
    times: tuple[Period, ...]
    terms: tuple[Term, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The draft's span of a stretch of the folded text."""
        first, last = self.folded.unfold(start, end)
        return self.start + first, self.start + last

    def without_weight(self, until: int) -> "Sentence":
        """The same, where the words of `text` up to an offset weigh nothing."""
        edge = bisect_left(self.folded.offsets, until)
        return replace(self, terms=tuple(_without_weight(t) if t.start < edge else t for t in self.terms))

    def place(self, offset: int) -> int:
        """Where an offset of the draft stands in the folded text."""
        return bisect_left(self.folded.offsets, offset - self.start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the draft as one of the folded text."""
        return self.place(start), self.place(end)

    @cached_property
    def subject(self) -> str:
        """The folded text without its figures and dates, so that what is wrong doesn't lead astray."""
        read = [self.span(f.start, f.end) for f in self.figures] + [self.span(t.start, t.end) for t in self.times]
        return "".join("|" if any(s <= i < e for s, e in read) else c for i, c in enumerate(self.folded.text))

    @cached_property
    def items(self) -> Mapping[int, str]:
        """Whom each value behind 分别 belongs to, by its place in the folded text."""
        return respective.items(self.folded.text, [self.span(f.start, f.end) for f in self.figures])

    @cached_property
    def _facts(self) -> dict[Fact, float]:
        return {}

    def in_fact(self, fact: Fact) -> float:
        """How much of its words a fact has, with what stands around it."""
        if fact not in self._facts:
            self._facts[fact] = coverage(self.terms, fact.around)
        return self._facts[fact]

    def clauses(self) -> list[tuple[int, int]]:
        """The stretches of the folded text between commas; none breaks a figure in two."""
        return self._clauses

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        kept = [self.span(f.start, f.end) for f in self.figures]
        text = self.folded.text
        marks = (m for m in _CLAUSE.finditer(text) if not any(s <= m.start() < e for s, e in kept))
        return [(a, b) for a, b in pairwise([0, *(m.end() for m in marks), len(text)]) if b > a]

    def clause_of(self, at: int) -> tuple[int, int]:
        """The clause in which a place of the folded text stands."""
        return next(((s, e) for s, e in self.clauses() if s <= at < e), (0, len(self.folded.text)))

    def terms_in(self, start: int, end: int) -> tuple[Term, ...]:
        """The words in a stretch of the folded text."""
        return within(self.terms, start, end)


def names_year(period: Period, text: str) -> bool:
    """Whether a mention says which year it is of."""
    return bool(_YEAR_NAMED.search(plain(text[period.start : period.end])))


def read(text: str, held_on: date | None, lexicon: Lexicon) -> Iterator[Sentence]:
    """The sentences of a draft, read as of the day of a briefing."""
    for start, end in paragraphs(text):
        piece = text[start:end]
        passage = Passage("p", "draft", 0, len(piece), piece)
        told = figures(Briefing("draft", "", piece, held_on), Outline((), (), (passage,)))
        times = periods(simplify(piece), held_on)
        for first, last in (trim(piece, *span) for span in sentences(piece)):
            if first < last:
                yield _sentence(piece, first, last, told, times, lexicon, start)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that aren't empty."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line)
        at += len(line)


def _sentence(  # noqa: PLR0913, PLR0917 - a sentence's place, and what its paragraph tells
    piece: str, start: int, end: int, told: Sequence[Figure], times: Sequence[Period], lexicon: Lexicon, offset: int
) -> Sentence:
    folded = fold(piece[start:end])
    own = tuple(f for f in told if start <= f.start < end)
    mentions = tuple(t for t in times if start <= t.start < end)
    read = [
        (bisect_left(folded.offsets, s - start), bisect_left(folded.offsets, e - start))
        for s, e in [*((f.start, f.end) for f in own), *((t.start, t.end) for t in mentions)]
    ]
    return Sentence(
        start + offset,
        end + offset,
        piece[start:end],
        folded,
        tuple(moved(f, offset) for f in own),
        tuple(_moved(t, offset) for t in mentions),
        tuple(_without_weight(t) if _touches(t, read) else t for t in lexicon.terms(folded.text)),
    )


def _touches(term: Term, spans: Sequence[tuple[int, int]]) -> bool:
    return any(term.start < end and start < term.end for start, end in spans)


def _without_weight(term: Term) -> Term:
    """A word of a figure or a date, which is compared as such."""
    return replace(term, weight=0.0)


def moved(figure: Figure, by: int) -> Figure:
    """The figure with its offsets moved."""
    if not by:
        return figure
    q = figure.quantity
    quantity = replace(
        q, start=q.start + by, end=q.end + by, number_start=q.number_start + by, number_end=q.number_end + by
    )
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        quantity=quantity,
        indicator_spans=tuple((s + by, e + by) for s, e in figure.indicator_spans),
        period=_moved(figure.period, by) if figure.period else None,
        statement=(figure.statement[0] + by, figure.statement[1] + by),
    )


def _moved(period: Period, by: int) -> Period:
    return replace(period, start=period.start + by, end=period.end + by)
