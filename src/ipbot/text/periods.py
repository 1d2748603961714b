"""Periods in a text: 2021年底, 去年, “十四五”末, 今年1至5月, 4月20日至26日, each with its first and last day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ipbot.text import units
from ipbot.text.calendar import Dates, PeriodKind, Setting, month_end
from ipbot.text.dates import pattern
from ipbot.text.reckoning import resolve

__all__ = ["Period", "PeriodKind", "asked_periods", "guess_year", "label", "periods"]


@dataclass(frozen=True, slots=True)
class Period:
    """A mention of time at a span, from its `first` day to its `last`, both inclusive.

    `relative`: said from the briefing's day (去年). `base`: what a change is measured from (较2020年).
    `origin`: when what went on to another value had its first one (由2020年的3件增加到5件).
    """

    start: int
    end: int
    first: date
    last: date
    kind: PeriodKind
    relative: bool = False
    base: bool = False
    origin: bool = False


_TIME = re.compile(
    r"[年月日号季天周初末底]|[\d]{4}[-./]|十[一二三四五六七]五|目前|迄今|至今|规划|規劃|[本这這上下]个?月|收官"
)
_BREAK = re.compile(r"[。！？；;\n]")
_BASE_BEFORE = re.compile(r"(?:(?<![占对配])比|较|相比于?|相较于?|比起|对比|[高低好优多少快慢大小]于)$")
_WITH_BEFORE = re.compile(r"[与同跟和在]$")
_WITH_AFTER = re.compile(r"[^，。,；;、]{0,6}?(?:相比|比较|比|持平|基础上|基数)")
_TIMES = re.compile(r"(?:同期)?的?[^，。,；;]{0,4}?[\d.]+(?:倍|%)")
_EVERY = ("每", "每年", "每年的")
_FROM = ("自", "从", "由", "于")
_ORIGIN = ("由", "从")
_ONWARD = re.compile(r"的?[^，,。；;、\d]{0,4}[\d一二三四五六七八九十百两][^，,。；;、]{0,14}?[到至为成]")
_WITHOUT_YEAR = ("whole", "year_end", "year_start")
_WITH_YEAR = ("number", "short", "relative")
_AHEAD = re.compile(r"将|力争|确保|争取|计划|预计|拟|有望|目标|[底末终]之?前")


def periods(text: str, held_on: date | None, *, year: int | None = None) -> tuple[Period, ...]:
    """The periods that a transcript mentions; `year` is the year of those that name none, else the briefing's own.

    Mentions that can only be reckoned from the briefing's day (去年) are left out where that isn't known.
    """
    return _periods(text, held_on, year, asked=False)


def asked_periods(question: str, held_on: date | None) -> tuple[Period, ...]:
    """The periods that a question mentions, with the wordings that only questions have: 规划收官的时候, 前一年."""
    return _periods(question, held_on, None, asked=True)


def _periods(text: str, held_on: date | None, year: int | None, *, asked: bool) -> tuple[Period, ...]:
    if not _TIME.search(text):
        return ()
    setting = Setting(held_on, year or (held_on.year if held_on else None))
    return tuple(_scan(units.plain(text), setting, asked=asked))


def _scan(text: str, setting: Setting, *, asked: bool) -> Iterator[Period]:
    """Mentions in order; one without a year takes that of the mention before it in its sentence.

    全年 and 年末 also take the past year that an earlier sentence of the paragraph spoke of.
    """
    current, spoken, last = setting, setting, 0
    for match in pattern(asked=asked).finditer(text):
        start, end = match.span()
        if start == end or text.endswith(_EVERY, last, start) or (start and text[start - 1].isdecimal()):
            continue
        if current is not setting and _BREAK.search(text, last, start):
            current = setting
        spoken = setting if "\n" in text[last:start] else spoken
        carried = current is setting and spoken is not setting and _carries(text, match)
        dates = resolve(match, spoken if carried else current)
        if dates is None:
            continue
        period = _bounded(text, match, dates, setting.today)
        yield period
        last = period.end
        if not period.base and not period.origin:
            current = replace(setting, year=_spoken_year(dates))
            if any(match[group] for group in _WITH_YEAR):
                spoken = current if setting.year and dates.last.year <= setting.year else setting


def _carries(text: str, match: re.Match[str]) -> bool:
    """Whether a mention is of a year as a whole, without saying which, in a sentence that doesn't look ahead."""
    if any(match[g] for g in _WITH_YEAR) or not any(match[g] for g in _WITHOUT_YEAR):
        return False
    begins = max((m.end() for m in _BREAK.finditer(text, 0, match.start())), default=0)
    ends = _BREAK.search(text, match.end())
    return not _AHEAD.search(text, begins, ends.start() if ends else len(text))


def _spoken_year(dates: Dates) -> int:
    return dates.first.year if dates.kind is not PeriodKind.YEARS else dates.last.year


def _bounded(text: str, match: re.Match[str], dates: Dates, today: date | None) -> Period:
    """The mention as a period: up to its end behind 截至, from its start before 以来 and 起."""
    start, end = match.start(), match.start() + len(match.group().rstrip("的 "))
    kind, first, last = dates.kind, dates.first, dates.last
    begins = text.startswith("起", end) and (kind is PeriodKind.DAY or text.endswith(_FROM, 0, start))
    if match["until"]:
        kind, first = PeriodKind.UNTIL, last
    elif match["since"] or begins:
        kind, end = PeriodKind.SINCE, end + begins
        last = max(today, last) if today else date.max
    origin = text.endswith(_ORIGIN, 0, start) and bool(_ONWARD.match(text, end))
    return Period(start, end, first, last, kind, dates.relative, _is_base(text, start, end), origin)


def _is_base(text: str, start: int, end: int) -> bool:
    if _BASE_BEFORE.search(text, max(0, start - 3), start):
        return True
    if _WITH_BEFORE.search(text, max(0, start - 1), start) and _WITH_AFTER.match(text, end):
        return True
    return text.endswith(("是", "为", "达", "达到", "相当于", "恢复到", "恢复至"), 0, start) and bool(
        _TIMES.match(text, end)
    )


def label(period: Period) -> str:
    """A short Chinese label that names the period in full: 2022年底, “十四五”末（2025年）, 2024年1—5月."""
    return _LABELS[period.kind](period.first, period.last)


_PLAN_NAMES = "〇一二三四五六七八九十"
_QUARTERS = "一二三四"
_SEASONS = {3: "春季", 6: "夏季", 9: "秋季", 12: "冬季"}


def _plan_name(first: date) -> str:
    ordinal = (first.year - 2001) // 5 + 10
    return f"“{'十' if ordinal >= 10 else ''}{_PLAN_NAMES[ordinal % 10] if ordinal % 10 else ''}五”"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _days(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{_day(first)}—{_day(last)}"
    return f"{_day(first)}—{last.day}日" if first.month == last.month else f"{_day(first)}—{last.month}月{last.day}日"


def _until(_: date, last: date) -> str:
    if (last.month, last.day) == (12, 31):
        return f"截至{last.year}年底"
    return f"截至{last.year}年{last.month}月底" if last == month_end(last.year, last.month) else f"截至{_day(last)}"


def _since(first: date, _: date) -> str:
    return f"{first.year}年以来" if (first.month, first.day) == (1, 1) else f"{_day(first)}以来"


def _months(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{first.year}年{first.month}月—{last.year}年{last.month}月"
    return f"{first.year}年{first.month}—{last.month}月"


_LABELS = {
    PeriodKind.YEAR: lambda first, _: f"{first.year}年",
    PeriodKind.YEAR_START: lambda first, _: f"{first.year}年初",
    PeriodKind.YEAR_END: lambda _, last: f"{last.year}年底",
    PeriodKind.YEARS: lambda first, last: f"{first.year}—{last.year}年",
    PeriodKind.PLAN: lambda first, last: f"{_plan_name(first)}期间（{first.year}—{last.year}年）",
    PeriodKind.PLAN_START: lambda first, _: f"{_plan_name(first)}首年（{first.year}年）",
    PeriodKind.PLAN_END: lambda _, last: f"{_plan_name(last)}末（{last.year}年）",
    PeriodKind.HALF: lambda first, _: f"{first.year}年{'上' if first.month == 1 else '下'}半年",
    PeriodKind.QUARTER: lambda first, _: f"{first.year}年{_QUARTERS[first.month // 3]}季度",
    PeriodKind.SEASON: lambda first, _: f"{first.year}年{_SEASONS[first.month]}",
    PeriodKind.MONTHS: _months,
    PeriodKind.MONTH: lambda first, _: f"{first.year}年{first.month}月",
    PeriodKind.MONTH_END: lambda _, last: f"{last.year}年{last.month}月底",
    PeriodKind.DAY: lambda first, _: _day(first),
    PeriodKind.DAYS: _days,
    PeriodKind.SINCE: _since,
    PeriodKind.UNTIL: _until,
}

_FULL_DATE = re.compile(r"(20\d\d)(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})")
_YEAR = re.compile(r"(?<![到至\d])(20\d\d)年(?![前末]|之前|底前)")
_DATELINE = 500


def guess_year(text: str) -> int | None:
    """The year a transcript seems to be of: its dateline's, or the later of two years in a row that it speaks of."""
    plain = units.plain(text)
    dated = _FULL_DATE.search(plain, 0, _DATELINE)
    if dated:
        return int(dated[1])
    spoken = {
        int(m[1]) for m in _YEAR.finditer(plain) if not _BASE_BEFORE.search(plain, max(0, m.start() - 3), m.start())
    }
    return max((y for y in spoken if y - 1 in spoken), default=None)
