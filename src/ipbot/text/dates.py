"""How stretches of time are written: one pattern, put together from `periods.yaml`."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ipbot.data import load

_N = r"(?:1[0-2](?!\d)|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_D = r"(?:[12]\d|3[01]|0?[1-9](?!\d)|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r"(?:[-—–~〜～∼]+|至|到)"
_YEAR = r"(?:(?:19|20|21)\d\d|[一二][〇零九一][〇零一二三四五六七八九]{2})"


def words() -> Mapping[str, Any]:
    """The content of `periods.yaml`."""
    return load("periods")


def _any(key: str, *more: str) -> str:
    """A pattern for the entries of the keys, longest first."""
    found = (entry for name in (key, *more) for entry in words()[name])
    return _either(found)


def _either(entries: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(entries, key=len, reverse=True)))


def _whole_dates() -> str:
    return (
        rf"(?P<date>{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}})(?!\d)(?:{_TO}(?P<date_to>(?:{_YEAR}[-./])?\d{{1,2}}[-./]\d{{1,2}})(?!\d))?"
        rf"|(?P<from_year>{_YEAR})年?{_TO}(?P<till_year>{_YEAR})(?:年度?|学年)"
    )


def _plans(asked: bool) -> str:
    part = rf"(?P<plan_end>{_any('plan_end')})|(?P<plan_start>{_any('plan_start')})|(?:{_any('plan_whole')})"
    name = r"第(?P<plan_ordinal>十[一二三四五六七八九]?|二十)个五年(?:规划|计划)"
    name += r"|[“\"‘「]?(?P<plan_name>十[一二三四五六七])五[”\"’」]?"
    this = rf"|(?P<this_plan_end>{_any('plan_end_asked')})|(?P<this_plan>{_any('plan_asked')})"
    this = this if asked else "|(?P<this_plan_end>(?!))|(?P<this_plan>(?!))"
    return rf"(?:{name})(?:规划)?(?:的)?(?:{part})?{this}"


def _from_now() -> str:
    return (
        rf"(?P<now>{_any('now')})|(?P<back>{_any('back')})(?P<back_count>{_N}|两)(?P<back_unit>年|个月)来?"
        rf"|(?P<on>{_any('ahead')})(?P<on_count>{_N}|两)年|(?P<long>(?:{_N}|两)年)来"
        rf"|(?P<months_on>{_any('months')})|(?P<weeks_on>{_any('weeks')})|(?P<days_on>{_any('days')})"
    )


def _years(asked: bool) -> str:
    keys = ("years", "years_asked") if asked else ("years",)
    return (
        rf"(?:(?P<number>{_YEAR})(?:年度|学年|年(?!级))|(?P<short>\d\d)年(?=[底末初])|(?<![以之此如过基身提])(?P<relative>{_any(*keys)})(?![级纪龄轻报]))"
        rf"(?:的|[ ])?"
    )


def _parts() -> str:
    """What may stand behind a year or alone: its end, a half, a quarter, a season, months, days."""
    return (
        rf"(?P<whole>{_any('whole_year')})|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?P<quarters>前[二两三23]个?|[一1]{_TO}[二三23])季度"
        rf"|(?P<season>{_any('seasons')})|[前头](?P<first_months>{_N}|两)个月"
        rf"|(?P<from_month>{_N})(?:月份?)?{_TO}(?:(?P<to_year>{_YEAR})年)?(?P<to_month>{_N})月(?:份)?(?![\d龄])"
        rf"|(?P<month>{_N})月(?!龄)(?:份|(?P<month_part>底|末|初|[上中下]旬)|(?P<day>{_D})"
        rf"(?:[日号]?(?:{_TO}|、)(?:(?P<end_year>{_YEAR})年)?(?:(?P<end_month>{_N})月)?(?P<end_day>{_D}))?[日号])?"
        rf"|(?P<year_end>{_any('year_end')})(?![级端班])|(?P<year_start>{_any('year_start')})(?![级次步])"
    )


def _starts(asked: bool) -> str:
    """The characters that a mention can begin with; nothing else is looked at twice."""
    keys = [
        "years",
        "months",
        "weeks",
        "days",
        "now",
        "whole_year",
        "year_end",
        "year_start",
        "seasons",
        "back",
        "ahead",
        "until",
    ]
    keys += ["years_asked", "plan_end_asked", "plan_asked"] if asked else []
    return "".join(
        sorted(
            {entry[0] for key in keys for entry in words()[key]}
            | set('0123456789〇零一二三四五六七八九十两第前头上下“"‘「')
        )
    )


@cache
def pattern(*, asked: bool) -> re.Pattern[str]:
    """The pattern for mentions of time, in named groups; `asked` adds what only questions say. It can match nothing."""
    return re.compile(
        rf"(?=[{re.escape(_starts(asked))}])(?P<until>{_any('until')})?"
        rf"(?:{_whole_dates()}|{_plans(asked)}|{_from_now()}|(?:{_years(asked)})?(?:{_parts()})?)(?P<since>以来)?"
    )
