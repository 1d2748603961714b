"""How the period a question asks for stands to the period of a figure or a statement."""

from collections.abc import Sequence

from ipbot.text.periods import Period, PeriodKind

_ENDS = {PeriodKind.YEAR_END, PeriodKind.PLAN_END, PeriodKind.UNTIL, PeriodKind.MONTH_END}
_DECEMBER = 12
_PLANS = {PeriodKind.PLAN, PeriodKind.PLAN_END, PeriodKind.PLAN_START}
_WITHIN_YEAR = {
    PeriodKind.HALF,
    PeriodKind.QUARTER,
    PeriodKind.SEASON,
    PeriodKind.MONTHS,
    PeriodKind.MONTH,
    PeriodKind.DAY,
    PeriodKind.DAYS,
}


def agreement(asked: Period, held: Period) -> float:
    """1 where the periods are the same, -1 where they exclude each other, between where one is part of the other."""
    if asked.kind in _PLANS and held.kind in _PLANS:
        return 1.0 if asked.last.year == held.last.year else -1.0
    asked_years, held_years = _years(asked), _years(held)
    if asked_years[1] < held_years[0] or held_years[1] < asked_years[0]:
        return -1.0
    if _within_year(asked) and _within_year(held):
        return _of_parts(asked, held)
    if _within_year(asked):
        begins = held.kind is PeriodKind.SINCE and asked.first <= held.first <= asked.last
        return 0.4 if begins else -0.5
    if _within_year(held):
        return 0.4
    return 1.0 if asked_years == held_years else -0.3


def _of_parts(asked: Period, held: Period) -> float:
    """The same for parts of a year: what holds for a longer part doesn't hold for a shorter one in it."""
    if (asked.first, asked.last) == (held.first, held.last):
        return 1.0
    if asked.first <= held.first and held.last <= asked.last:
        return 0.4
    return -0.5 if held.first <= asked.first and asked.last <= held.last else -1.0


def _within_year(period: Period) -> bool:
    until = period.kind is PeriodKind.UNTIL and period.last.month != _DECEMBER
    return until or period.kind in _WITHIN_YEAR


def best_agreement(asked: Sequence[Period], held: Period | None) -> float:
    """The best agreement with any of the periods asked for; 0 where nothing is asked or known."""
    return max((agreement(a, held) for a in asked), default=0.0) if held else 0.0


def _years(period: Period) -> tuple[int, int]:
    if period.kind in _ENDS:
        return period.last.year, period.last.year
    return period.first.year, period.last.year
