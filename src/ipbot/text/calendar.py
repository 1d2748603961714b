"""Stretches of time within a year: their kinds, and the days they reach from and to."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ipbot.text.dates import words
from ipbot.text.numerals import han_value


class PeriodKind(StrEnum):
    """What sort of stretch of time a period is."""

    YEAR = "year"
    YEAR_START = "year_start"
    YEAR_END = "year_end"
    YEARS = "years"
    PLAN = "plan"
    PLAN_START = "plan_start"
    PLAN_END = "plan_end"
    HALF = "half"
    QUARTER = "quarter"
    SEASON = "season"
    MONTHS = "months"
    MONTH = "month"
    MONTH_END = "month_end"
    DAY = "day"
    DAYS = "days"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Dates:
    """A kind of period with its first and last day; `relative` to the day of the briefing."""

    kind: PeriodKind
    first: date
    last: date
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What mentions are read against: the briefing's day, and the year of mentions that name none."""

    today: date | None
    year: int | None


HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")


def number(written: str) -> int:
    """A small number, in figures or in characters."""
    if written.isdecimal():
        return int(written)
    value = han_value(written)
    return int(value) if value is not None else 0


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months(year: int, first: int, last: int, kind: PeriodKind = PeriodKind.MONTHS, last_year: int = 0) -> Dates:
    """From the first day of one month to the last of another; a smaller one is next year's."""
    return Dates(kind, date(year, first, 1), month_end(last_year or year + (last < first), last))


def ordered(kind: PeriodKind, first: date, last: date) -> Dates:
    """The dates in their order; ValueError where they aren't."""
    if last < first:
        raise ValueError("a period that ends before it begins")
    return Dates(kind, first, last)


def today(setting: Setting) -> date:
    """The briefing's day; ValueError where it isn't known."""
    if setting.today is None:
        raise ValueError("no day to reckon from")
    return setting.today


def _year(match: re.Match[str], setting: Setting) -> tuple[int, bool]:
    """The year that a mention names, or that is spoken of; and whether it was said from the briefing's day."""
    if match["number"]:
        return int(match["number"].translate(HAN)), False
    if match["short"]:
        return 2000 + int(match["short"]), False
    if match["relative"]:
        offsets = words()["years"] | words()["years_asked"]
        return today(setting).year + offsets[match["relative"]], True
    if setting.year is None:
        raise ValueError("no year is spoken of")
    return setting.year, False


def _in_year(build: Callable[[re.Match[str], int], Dates]) -> Callable[[re.Match[str], Setting], Dates]:
    def rule(match: re.Match[str], setting: Setting) -> Dates:
        year, relative = _year(match, setting)
        return replace(build(match, year), relative=relative)

    return rule


def _whole(_: re.Match[str], year: int) -> Dates:
    return Dates(PeriodKind.YEAR, date(year, 1, 1), date(year, 12, 31))


def _half(match: re.Match[str], year: int) -> Dates:
    return months(year, *((1, 6) if match["half"] == "上" else (7, 12)), PeriodKind.HALF)


def _quarter(match: re.Match[str], year: int) -> Dates:
    last = number(match["quarter"]) * 3
    return months(year, last - 2, last, PeriodKind.QUARTER)


def _quarters(match: re.Match[str], year: int) -> Dates:
    count = number(match["quarters"].rstrip("个")[-1])
    return months(year, 1, count * 3)


def _season(match: re.Match[str], year: int) -> Dates:
    first, last = words()["seasons"][match["season"]]
    return months(year, first, last, PeriodKind.SEASON)


def _first_months(match: re.Match[str], year: int) -> Dates:
    return months(year, 1, number(match["first_months"]))


def _month_range(match: re.Match[str], year: int) -> Dates:
    last_year = int(match["to_year"].translate(HAN)) if match["to_year"] else 0
    found = months(year, number(match["from_month"]), number(match["to_month"]), last_year=last_year)
    return ordered(found.kind, found.first, found.last)


def _days(match: re.Match[str], year: int) -> Dates:
    month = number(match["month"])
    first = date(year, month, number(match["day"]))
    if not match["end_day"]:
        return Dates(PeriodKind.DAY, first, first)
    till, last_month = match["end_year"], number(match["end_month"]) if match["end_month"] else month
    last_year = int(till.translate(HAN)) if till else year + (last_month < month)
    return ordered(PeriodKind.DAYS, first, date(last_year, last_month, number(match["end_day"])))


def _month(match: re.Match[str], year: int) -> Dates:
    month, part = number(match["month"]), match["month_part"]
    whole = months(year, month, month, PeriodKind.MONTH)
    if part in ("底", "末"):
        return Dates(PeriodKind.MONTH_END, whole.last, whole.last)
    thirds = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, whole.last.day), "初": (1, 10)}
    if part:
        first, last = thirds[part]
        return Dates(PeriodKind.DAYS, date(year, month, first), date(year, month, last))
    return whole


def _year_end(match: re.Match[str], year: int) -> Dates:
    if len(match["year_end"]) == 1 and not _names_year(match):
        raise ValueError("an end of something else")
    return Dates(PeriodKind.YEAR_END, date(year, 12, 31), date(year, 12, 31))


def _year_start(match: re.Match[str], year: int) -> Dates:
    if len(match["year_start"]) == 1 and not _names_year(match):
        raise ValueError("a start of something else")
    return Dates(PeriodKind.YEAR_START, date(year, 1, 1), date(year, 1, 31))


def _names_year(match: re.Match[str]) -> bool:
    return bool(match["number"] or match["short"] or match["relative"])


IN_YEAR: tuple[tuple[str, Callable[[re.Match[str], Setting], Dates]], ...] = (
    ("half", _in_year(_half)),
    ("quarter", _in_year(_quarter)),
    ("quarters", _in_year(_quarters)),
    ("season", _in_year(_season)),
    ("first_months", _in_year(_first_months)),
    ("from_month", _in_year(_month_range)),
    ("day", _in_year(_days)),
    ("month", _in_year(_month)),
    ("year_end", _in_year(_year_end)),
    ("year_start", _in_year(_year_start)),
    ("number", _in_year(_whole)),
    ("short", _in_year(_whole)),
    ("relative", _in_year(_whole)),
    ("whole", _in_year(_whole)),
)
