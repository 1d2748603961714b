"""What a mention of time means: the days of plans, of ranges of years, and of what is said from the briefing's day."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from ipbot.text.calendar import HAN, IN_YEAR, Dates, PeriodKind, Setting, months, number, ordered, today
from ipbot.text.dates import words

_NUMBERS = re.compile(r"\d+")


def plan_start(ordinal: int) -> int:
    """The first year of a five-year plan; the tenth began in 2001."""
    return 2001 + 5 * (ordinal - 10)


def resolve(match: re.Match[str], setting: Setting) -> Dates | None:
    """The days that a match of `dates.pattern` means; None where it means none, or they can't be known."""
    try:
        for group, rule in _RULES:
            if match[group]:
                return rule(match, setting)
    except (ValueError, OverflowError, IndexError):
        return None
    return None


def _date(match: re.Match[str], _: Setting) -> Dates:
    year, month, day = (int(n) for n in _NUMBERS.findall(match["date"]))
    first = date(year, month, day)
    if not match["date_to"]:
        return Dates(PeriodKind.DAY, first, first)
    *years, month, day = (int(n) for n in _NUMBERS.findall(match["date_to"]))
    return ordered(PeriodKind.DAYS, first, date(years[0] if years else year, month, day))


def _year_range(match: re.Match[str], _: Setting) -> Dates:
    first, last = (int(match[g].translate(HAN)) for g in ("from_year", "till_year"))
    return ordered(PeriodKind.YEARS, date(first, 1, 1), date(last, 12, 31))


def _plan(match: re.Match[str], _: Setting) -> Dates:
    first = plan_start(number(match["plan_ordinal"] or match["plan_name"]))
    return _of_plan(first, bool(match["plan_end"]), bool(match["plan_start"]))


def _of_plan(first: int, end: bool, start: bool) -> Dates:
    if end:
        return Dates(PeriodKind.PLAN_END, date(first + 4, 12, 31), date(first + 4, 12, 31))
    return Dates(
        PeriodKind.PLAN_START if start else PeriodKind.PLAN, date(first, 1, 1), date(first + 4 * (not start), 12, 31)
    )


def _this_plan(match: re.Match[str], setting: Setting) -> Dates:
    first = (today(setting).year - 1) // 5 * 5 + 1
    return replace(_of_plan(first, bool(match["this_plan_end"]), False), relative=True)


def _now(_: re.Match[str], setting: Setting) -> Dates:
    now = today(setting)
    return Dates(PeriodKind.UNTIL, now, now, relative=True)


def _back(match: re.Match[str], setting: Setting) -> Dates:
    now, count = today(setting), number(match["back_count"])
    if match["back_unit"] == "年":
        return Dates(PeriodKind.YEARS, date(now.year - count, 1, 1), now, relative=True)
    first = now.year * 12 + now.month - 1 - count
    return Dates(PeriodKind.DAYS, date(first // 12, first % 12 + 1, 1), now, relative=True)


def _long(match: re.Match[str], setting: Setting) -> Dates:
    now, count = today(setting), number(match["long"].rstrip("年"))
    return Dates(PeriodKind.YEARS, date(now.year - count, 1, 1), now, relative=True)


def _on(match: re.Match[str], setting: Setting) -> Dates:
    now = today(setting)
    return Dates(PeriodKind.YEARS, now, date(now.year + number(match["on_count"]), 12, 31), relative=True)


def _months_on(match: re.Match[str], setting: Setting) -> Dates:
    now = today(setting)
    index = now.year * 12 + now.month - 1 + words()["months"][match["months_on"]]
    found = months(index // 12, index % 12 + 1, index % 12 + 1, PeriodKind.MONTH)
    return replace(found, relative=True)


def _weeks_on(match: re.Match[str], setting: Setting) -> Dates:
    now = today(setting)
    monday = now + timedelta(weeks=words()["weeks"][match["weeks_on"]], days=-now.weekday())
    return Dates(PeriodKind.DAYS, monday, monday + timedelta(days=6), relative=True)


def _days_on(match: re.Match[str], setting: Setting) -> Dates:
    day = today(setting) + timedelta(days=words()["days"][match["days_on"]])
    return Dates(PeriodKind.DAY, day, day, relative=True)


_RULES: tuple[tuple[str, Callable[[re.Match[str], Setting], Dates]], ...] = (
    *IN_YEAR,
    ("plan_ordinal", _plan),
    ("plan_name", _plan),
    ("now", _now),
    ("days_on", _days_on),
    ("months_on", _months_on),
    ("weeks_on", _weeks_on),
    ("back", _back),
    ("on", _on),
    ("long", _long),
    ("date", _date),
    ("from_year", _year_range),
    ("this_plan_end", _this_plan),
    ("this_plan", _this_plan),
)
