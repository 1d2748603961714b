"""Every figure of a briefing: its quantity, what it counts, of whom, when, and whether it is a result or a target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from ipbot.reading.clauses import clauses, only_joins
from ipbot.reading.drafts import Draft, Drafting
from ipbot.reading.statuses import Status, Surroundings, Timeline, heading_period, heading_status, moved, status
from ipbot.text.folding import simplify
from ipbot.text.periods import Period, PeriodKind, guess_year, label, periods
from ipbot.text.quantities import Quantity, quantities
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Outline

__all__ = ["Figure", "Status", "as_rows", "figures"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in a transcript with all that makes it a statement; every offset is one of the transcript.

    `indicator` is the text of `indicator_spans`, joined; `change` is the verb of a change and `base` what it is from.
    `statement` is the sentence, or the part of a long one, that can be quoted on its own.
    """

    briefing: str
    start: int
    end: int
    quantity: Quantity
    indicator: str
    indicator_spans: tuple[Span, ...]
    period: Period | None
    period_label: str
    status: Status
    change: str
    base: str
    scope: str
    statement: Span
    passage: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A passage, or a heading that states something, with the headings above it."""

    id: str
    start: int
    end: int
    headings: tuple[Heading, ...]


def figures(briefing: Briefing, outline: Outline) -> tuple[Figure, ...]:
    """The figures of a briefing, in the order of its transcript."""
    held_on = briefing.held_on or _guessed(briefing.transcript)
    return tuple(f for stretch in _stretches(outline) for f in _of_stretch(briefing, stretch, held_on))


def _guessed(transcript: str) -> date | None:
    """The middle of the year that the transcript seems to be of."""
    year = guess_year(transcript)
    return date(year, 6, 30) if year else None


def _stretches(outline: Outline) -> list[_Stretch]:
    """Passages and section headings in order; a heading stands under those that its first passage names before it."""
    found = [_Stretch(p.id, p.start, p.end, p.headings) for p in outline.passages]
    above = {h.id: p.headings[: p.headings.index(h) + 1] for p in reversed(outline.passages) for h in p.headings}
    found += [
        _Stretch(h.id, h.start, h.end, above.get(h.id, (h,))) for h in outline.headings if h.kind is HeadingKind.SECTION
    ]
    return sorted(found, key=lambda s: s.start)


def _of_stretch(briefing: Briefing, stretch: _Stretch, held_on: date | None) -> Iterator[Figure]:
    text = simplify(briefing.transcript[stretch.start : stretch.end])
    found = quantities(text)
    if not found:
        return
    heading, told = heading_period(stretch.headings, briefing.transcript, held_on), heading_status(stretch.headings)
    timeline = Timeline(text, moved(heading, -stretch.start) if heading else None)
    drafting = Drafting(text)
    begun: dict[tuple[str, int], int] = {}
    for clause in clauses(text, found, periods(text, held_on, year=_year(heading))):
        timeline.enter(clause)
        sentence = begun.setdefault(("sentence", clause.sentence), clause.start)
        segment = begun.setdefault(("segment", clause.segment), clause.start)
        around = Surroundings(text, sentence, segment, told, held_on)
        for draft in drafting.read(clause):
            period = timeline.period(draft)
            yield _figure(briefing, stretch, draft, period, status(draft, period, around))


def _year(heading: Period | None) -> int | None:
    """The year that a section is about, where it is about one."""
    return (
        heading.first.year
        if heading and heading.first.year == heading.last.year and heading.kind is PeriodKind.YEAR
        else None
    )


def _figure(briefing: Briefing, stretch: _Stretch, draft: Draft, period: Period | None, known: Status) -> Figure:
    offset, q = stretch.start, draft.quantity
    spans = tuple((s + offset, e + offset) for s, e in draft.spans)
    quantity = replace(
        q,
        start=q.start + offset,
        end=q.end + offset,
        number_start=q.number_start + offset,
        number_end=q.number_end + offset,
    )
    return Figure(
        briefing.id,
        quantity.start,
        quantity.end,
        quantity,
        _named(briefing.transcript, spans),
        spans,
        moved(period, offset) if period else None,
        label(period) if period else "",
        known,
        draft.change,
        draft.base,
        draft.scope,
        (draft.clause.statement[0] + offset, draft.clause.statement[1] + offset),
        stretch.id,
    )


def _named(text: str, spans: tuple[Span, ...]) -> str:
    """The text of the spans; a list keeps what joins it."""
    if len(spans) > 1 and all(a[1] <= b[0] and only_joins(text, a[1], b[0]) for a, b in pairwise(spans)):
        return text[spans[0][0] : spans[-1][1]]
    return "".join(text[s:e] for s, e in spans)


def as_rows(found: Iterable[Figure], briefing: Briefing, outline: Outline) -> list[dict[str, Any]]:
    """Plain rows for tables and files: each figure with the sentence that states it, its place and its speaker."""
    speakers = {p.id: str(p.speaker) for p in outline.passages}
    text = briefing.transcript
    return [
        {
            "briefing": f.briefing,
            "indicator": f.indicator,
            "figure": text[f.start : f.end],
            "value": format(f.quantity.value, "f"),
            "high": format(f.quantity.high, "f") if f.quantity.high is not None else "",
            "unit": f.quantity.unit,
            "kind": f.quantity.kind,
            "approximation": str(f.quantity.approximation),
            "period": f.period_label,
            "status": str(f.status),
            "change": f.change,
            "base": f.base,
            "scope": f.scope,
            "start": f.start,
            "end": f.end,
            "sentence": text[slice(*f.statement)],
            "sentence_start": f.statement[0],
            "sentence_end": f.statement[1],
            "passage": f.passage,
            "speaker": speakers.get(f.passage, ""),
        }
        for f in found
    ]
