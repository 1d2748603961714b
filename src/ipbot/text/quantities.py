"""Quantities in a text: 2.49亿元, 150余万元, 6-8个, 不低于94%, 九十三件, each with its exact value and its bound."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from ipbot.text import clocks, measures, numerals, units
from ipbot.text.lookalikes import lookalike
from ipbot.text.measures import NUMERAL, Measure


class Approximation(StrEnum):
    """How the words around a number bound or blur it."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `start` to `end` with the words that bound it, `number_start` to `number_end` without.

    `value` counts `unit` (2.49亿元: 249000000, 元); `high` is a range's upper end. A `clock` counts minutes.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    kind: str
    approximation: Approximation
    number_start: int
    number_end: int


_SIGNED = ("percent", "points", "temperature")
_MINUS = ("零下", "-")
_ABOVE, _BELOW = "以上", "以下"
_LONGEST_BOUND = 4
# 五号线一期, 二期工程, 一期和二期, but 12期培训: a stage of a work is a name and no count.
_STAGE = re.compile(
    r"(?:(?<=[线程目厂园])[一二三四五1-5]期(?!培训|班)"
    r"|[一二三四五1-5]期(?=工程|项目|建设|主体|改造|扩建|[、和及与][一二三四五1-5]期(?:工程|项目|建设)))"
)
# 1级能效, 三级医院, 四级应急响应, 3A级景区: a grade is a name too.
_GRADE = re.compile(
    r"(?:[1-9]|[一二三四五六七八九十]{1,2})"
    r"(?:A级|级(?:能效|水效|医院|医疗机构|古树|标准|应急|响应|甲等|乙等|资质|航道|公路|保护|伤残|残疾))"
)
# 比去年的2.49亿元多1.51亿元 compares, and doesn't blur.
_COMPARED = re.compile(r"[0-9一二两三四五六七八九十]|出|了")
# 不低于每人每年670元: the bound stands before whom it is for.
_EACH = re.compile(r"(?:每[人户亩年月日天生吨升辆床]){1,2}$")


@lru_cache(maxsize=32)  # a question's few texts are each looked through for several reasons
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, from left to right, none overlapping another."""
    return tuple(_scan(units.plain(text))) if NUMERAL.search(text) else ()


def _scan(text: str) -> Iterator[Quantity]:
    position = floor = 0
    while match := NUMERAL.search(text, position):
        at = match.start()
        position = lookalike(text, at) or _name(text, at)
        if position:
            continue
        found = _read(text, at, floor)
        if found:
            yield found
            position = floor = found.end
        else:
            numeral = numerals.read(text, at)
            position = numeral.end if numeral else at + 1


def _name(text: str, at: int) -> int:
    """Where the name of a stage or a grade that begins here ends; 0 where there is none."""
    match = _STAGE.match(text, at) or _GRADE.match(text, at)
    return match.end() if match else 0


def _read(text: str, at: int, floor: int) -> Quantity | None:
    clock = clocks.read(text, at)
    if clock:
        start, minutes = max(clock.start, floor), Decimal(clock.minutes)
        return Quantity(start, clock.end, minutes, None, "时刻", "clock", Approximation.EXACT, at, clock.end)
    measure = measures.read(text, at)
    if measure and (upper := _upper(text, measure)):
        whole = replace(measure, end=upper.end, high=upper.value)
        return replace(_bounded(text, at, at, whole), end=upper.end + len(_BELOW), approximation=Approximation.EXACT)
    return _bounded(text, floor, at, measure) if measure else None


def _upper(text: str, measure: Measure) -> Measure | None:
    """The second measure of 500元以上1000元以下, which together are one range."""
    at = measure.end + len(_ABOVE)
    if measure.kind != "money" or measure.high is not None or not text.startswith(_ABOVE, measure.end):
        return None
    upper = measures.read(text, at) if NUMERAL.match(text, at) else None
    fits = upper and upper.unit == measure.unit and upper.high is None and upper.value > measure.value
    return upper if upper and fits and text.startswith(_BELOW, upper.end) else None


def _bounded(text: str, floor: int, at: int, measure: Measure) -> Quantity:
    """The measure with the words that bound it: those behind count first, then those between, then those in front."""
    number, value = _signed(text, floor, at, measure)
    before, meant = units.bounds_before()
    each = _EACH.search(text, max(floor, number - _LONGEST_BOUND), number)
    edge = each.start() if each else number
    found = before.search(text, max(floor, edge - _LONGEST_BOUND), edge)
    name, start = (meant[found.group()], found.start()) if found else ("exact", number)
    name = units.bounds_between().get(measure.between, name)
    behind, end = _behind(text, measure)
    return Quantity(
        start, end, value, measure.high, measure.unit, measure.kind, Approximation(behind or name), number, measure.end
    )


def _signed(text: str, floor: int, at: int, measure: Measure) -> tuple[int, Decimal]:
    """零下5℃ and -3.5%: where the number begins with its sign, and its value."""
    sign = next((s for s in _MINUS if text.endswith(s, floor, at)), "")
    start = at - len(sign)
    before = text[max(floor, start - 1) : start]
    if not sign or measure.kind not in _SIGNED or measure.high is not None or (before.isascii() and before.isalnum()):
        return at, measure.value
    return start, -measure.value


def _behind(text: str, measure: Measure) -> tuple[str, int]:
    after, meant = units.bounds_after()
    found = after.match(text, measure.end)
    if found and not (found.group() == "多" and _COMPARED.match(text, found.end())):
        return meant[found.group()], found.end()
    limits = measure.kind in ("duration", "length") and text.startswith(units.within(), measure.end)
    return ("at_most", measure.end + 1) if limits else ("", measure.end)


_RENDERED = {
    Approximation.EXACT: ("", ""),
    Approximation.ABOUT: ("约", ""),
    Approximation.OVER: ("超过", ""),
    Approximation.UNDER: ("不足", ""),
    Approximation.AT_LEAST: ("", "以上"),
    Approximation.AT_MOST: ("", "以内"),
}


def render(quantity: Quantity) -> str:
    """The quantity in one canonical form, which reads as the same quantity."""
    if quantity.kind == "clock":
        return f"{int(quantity.value) // 60:02}:{int(quantity.value) % 60:02}"
    before, after = _RENDERED[quantity.approximation]
    low = _number(quantity.value, quantity.unit)
    high = f"至{_number(quantity.high, quantity.unit)}" if quantity.high is not None else ""
    return f"{before}{low}{high}{quantity.unit}{after}"


def _number(value: Decimal, unit: str) -> str:
    """Plain figures; a span of a thousand years needs its comma, or it reads as a date."""
    return f"{value:,f}" if unit.startswith(("年", "学年")) and value >= 1000 else f"{value:f}"
