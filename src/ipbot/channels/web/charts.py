"""Small bar charts of an indicator over its periods, as geometry for an SVG that needs no colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ipbot.reading.figures import Figure, Status

WIDTH, BAR, GAP, LABEL, VALUE = 560, 24, 12, 190, 130
"""Sizes in the SVG's own units; bars lie between their labels and their values."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: where its bar stands and what is written beside it."""

    y: int
    width: float
    label: str
    value: str
    reached: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chart:
    """An indicator over several periods."""

    title: str
    height: int
    bars: tuple[Bar, ...]


def charts(figures: Iterable[Figure], transcript: str) -> tuple[Chart, ...]:
    """A chart for each indicator that is given for several periods in one unit, in the order of the transcript."""
    counted = [f for f in figures if f.period and f.indicator and not f.change and not f.base and f.quantity.value >= 0]
    ordered = sorted(counted, key=_subject)
    groups = [sorted(group, key=_when) for _, group in groupby(ordered, key=_subject)]
    several = [group for group in groups if len({f.period_label for f in group}) > 1]
    return tuple(
        _chart(_distinct(group), transcript) for group in sorted(several, key=lambda g: min(f.start for f in g))
    )


def _subject(figure: Figure) -> tuple[str, str, str, str]:
    return figure.indicator, figure.scope, figure.quantity.unit, figure.quantity.kind


def _when(figure: Figure) -> tuple[str, str, int]:
    period = figure.period
    return (str(period.last), str(period.first), figure.start) if period else ("", "", figure.start)


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    """The same value of the same period, said twice, once."""
    return list({(f.period_label, f.status, f.quantity.value): f for f in figures}.values())


def _chart(figures: list[Figure], transcript: str) -> Chart:
    first = figures[0]
    most = max(f.quantity.value for f in figures) or Decimal(1)
    room = WIDTH - LABEL - VALUE
    bars = tuple(
        Bar(
            GAP + number * (BAR + GAP),
            round(float(f.quantity.value / most) * room, 1),
            f.period_label,
            transcript[f.start : f.end],
            f.status in (Status.RESULT, Status.STANDING),
            *f.statement,
        )
        for number, f in enumerate(figures)
    )
    scope = f"（{first.scope}）" if first.scope and first.scope not in first.indicator else ""
    return Chart(f"{first.indicator}{scope}", GAP + len(bars) * (BAR + GAP), bars)
