"""A number with its unit at one place in a text: 1.2~1.5亿元, 百分之十五, 半米, 三年半, 两个半小时."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ipbot.text import numerals, units
from ipbot.text.lookalikes import lookalike
from ipbot.text.numerals import Numeral

NUMERAL = re.compile(r"[0-9０-９零〇一二两兩三四五六七八九十百千万萬亿億半]")
_TO = re.compile(r"[ ]?(?:[-—–~〜～∼]{1,2}|至|到)[ ]?")
_FROM = ("从", "由", "自")
_FRACTION = re.compile(r"(?P<below>[百千万]|\d{1,9}|[一二三四五六七八九十]+)分之")
_PARTS = {"百": "%", "千": "‰", "万": "‱"}
_SLASHED = re.compile(r"([1-9])/([2-9]|10)(?![\d/])")
_HALF_UNITS = ("length", "duration", "area", "mass", "volume", "multiple")
_NO_HALF_AFTER = frozenset("一上下大多过小前后对各")
_AND_A_HALF = re.compile(r"个半(小时|钟头|月|学期|学年)")
_LARGEST = Decimal(10) ** 18
_SCALE_AT_END = re.compile(r"[十百千万亿]+$")
_LABELS = frozenset('"“‘+-—–/#(（.·')
_GLUE = frozenset('·+/-—–~_."”’、)）%:')


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or a range with its unit, and where it ends; `between` is its 余 or 多."""

    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    kind: str
    between: str = ""


def read(text: str, at: int) -> Measure | None:
    """The measure that begins at `at`, if one does; `text` as `units.plain` gives it."""
    found = _fraction(text, at) or _half(text, at) or _compound(text, at) or _measured(text, at)
    return found if found and max(found.value, found.high or found.value) < _LARGEST else None


def _fraction(text: str, at: int) -> Measure | None:
    """百分之十五, 三分之一, 2/3: all in per cent; 千分之三 in per mille."""
    slashed = _SLASHED.match(text, at)
    if slashed and int(slashed[1]) < int(slashed[2]) and not units.read(text, slashed.end(), han=False):
        return Measure(slashed.end(), Decimal(slashed[1]) * 100 / Decimal(slashed[2]), None, "%", "percent")
    match = _FRACTION.match(text, at)
    above = numerals.read(text, match.end()) if match else None
    if not match or not above:
        return None
    if match["below"] in _PARTS:
        second = _range_end(text, above, match.end(), None)
        high, end = (second.value, second.end) if second else (above.high, above.end)
        return Measure(end, above.value, high, _PARTS[match["below"]], "percent", above.between)
    below = numerals.read(text, at)
    if below is None or not 0 < above.value < below.value:
        return None
    return Measure(above.end, above.value * 100 / below.value, None, "%", "percent")


def _half(text: str, at: int) -> Measure | None:
    """一半 is half of a whole, 半米 half of a unit."""
    if text.startswith("一半", at):
        return Measure(at + 2, Decimal(50), None, "%", "percent")
    if text[at] != "半" or text[max(0, at - 1) : at] in _NO_HALF_AFTER:
        return None
    unit = units.read(text, at + 1, han=True)
    return _in(unit, Decimal("0.5"), None) if unit and unit.kind in _HALF_UNITS else None


def _compound(text: str, at: int) -> Measure | None:
    """A measure in two units or three, in the smallest of them, money in yuan: 6分40秒, 一年零三个月, 3元5角."""
    for kind, parts in _COMPOUNDS:
        value, end, last, read_ = Decimal(0), at, parts[0], 0
        for part in parts:
            numeral = numerals.read(text, end) if NUMERAL.match(text, end) else None
            written = part.written.match(text, numeral.end) if numeral and not numeral.high else None
            if numeral and written:
                value, end, last, read_ = value + numeral.value * part.worth, written.end(), part, read_ + 1
        if read_ > 1:
            unit = parts[0] if kind == "money" else last
            return Measure(end, value / unit.worth, None, unit.unit, kind)
    return None


@dataclass(frozen=True, slots=True)
class _Part:
    """A unit of a compound measure: how it is written, its worth in the smallest, and its name."""

    written: re.Pattern[str]
    worth: Decimal
    unit: str


def _part(written: str, worth: str, unit: str) -> _Part:
    return _Part(re.compile(f"(?:{written})[零又]?"), Decimal(worth), unit)


_COMPOUNDS = (
    ("duration", (_part("个?小时|个?钟头", "3600", "小时"), _part("分钟?", "60", "分钟"), _part("秒钟?", "1", "秒"))),
    ("duration", (_part("年", "12", "年"), _part("个月", "1", "个月"))),
    ("money", (_part("元|块钱?", "100", "元"), _part("角|毛", "10", "角"), _part("分", "1", "分"))),
)


def _measured(text: str, at: int) -> Measure | None:
    numeral = numerals.read(text, at)
    if numeral is None or (numeral.headless and not _vouched(text, at, numeral)):
        return None
    first = units.read(text, numeral.end, han=numeral.han)
    second = _range_end(text, numeral, at, first)
    unit = units.read(text, second.end, han=numeral.han) if second else None
    if second and unit:
        low = numeral.value if first else _shared_scale(text, numeral, second)
        return _with_half(text, _in(unit, low, second.value, second.between))
    if first:
        return _with_half(text, _in(first, numeral.value, numeral.high, numeral.between))
    if half := _AND_A_HALF.match(text, numeral.end):
        unit = units.read(f"个{half[1]}", 0, han=True)
        return Measure(half.end(), numeral.value + Decimal("0.5"), None, unit.name, unit.kind) if unit else None
    return _bare(text, at, numeral)


def _in(unit: units.Unit, low: Decimal, high: Decimal | None, between: str = "") -> Measure:
    return Measure(
        unit.end, low * unit.factor, high * unit.factor if high is not None else None, unit.name, unit.kind, between
    )


def _vouched(text: str, at: int, numeral: Numeral) -> bool:
    """百家 alone is a phrase; 百余家 and 近百家 are numbers."""
    return bool(numeral.between) or bool(units.bounds_before()[0].search(text, max(0, at - 4), at))


def _with_half(text: str, measure: Measure) -> Measure:
    """三年半 and 三成五 say more behind the unit; so does 两个半小时."""
    end = measure.end
    if measure.unit == "个" and (half := _AND_A_HALF.match(text, end - 1)):
        unit = units.read(f"个{half[1]}", 0, han=True)
        if unit:
            return Measure(half.end(), measure.value + Decimal("0.5"), None, unit.name, unit.kind)
    if measure.kind == "duration" and measure.high is None and text.startswith("半", end) and text[end - 1] in "年月天":
        return replace(measure, end=end + 1, value=measure.value + Decimal("0.5"))
    if text[end - 1] == "成" and NUMERAL.match(text, end):
        more = numerals.read(text, end)
        if more and more.value < 10:
            return replace(measure, end=more.end, value=measure.value + more.value)
    return measure


def _range_end(text: str, numeral: Numeral, at: int, first: units.Unit | None) -> Numeral | None:
    """The upper end of a range that the numeral begins; `first` is the numeral's own unit, where it has one."""
    joint = _TO.match(text, first.end if first else numeral.end)
    if not joint or numeral.high is not None or numeral.between or not NUMERAL.match(text, joint.end()):
        return None
    second = None if lookalike(text, joint.end()) else numerals.read(text, joint.end())
    if not second or not numeral.value < second.value:
        return None
    if first and (text.startswith(_FROM, max(0, at - 1)) or not _same_unit(text, first, second)):
        return None
    return second


def _same_unit(text: str, first: units.Unit, second: Numeral) -> bool:
    unit = units.read(text, second.end, han=second.han)
    return unit is not None and unit.name == first.name


def _shared_scale(text: str, numeral: Numeral, second: Numeral) -> Decimal:
    """1.2~1.5亿元: the second number's scale is the first one's too."""
    trailing = _SCALE_AT_END.search(text, numeral.end, second.end)
    if not trailing or numeral.scale > 1:
        return numeral.value
    scaled = numeral.value * numerals.worth(trailing.group())
    return numerals.tidy(scaled) if scaled < second.value else numeral.value


def _bare(text: str, at: int, numeral: Numeral) -> Measure | None:
    """A number without a unit, where nothing tells that it is a name, a telephone number or a label."""
    small = numeral.han and numeral.scale < 10**4 and not numeral.between
    if small or numeral.high is not None or not _may_be_bare(text, at, numeral):
        return None
    return Measure(numeral.end, numeral.value, None, "", "number", numeral.between)


def _may_be_bare(text: str, at: int, numeral: Numeral) -> bool:
    before = text[max(0, at - 3) : at].rstrip()
    label = before.endswith(tuple(units.words()["not_bare_after"])) or before[-1:] in _LABELS
    if label or (before[-1:].isascii() and before[-1:].isalnum()):
        return False
    after = text[numeral.end : numeral.end + 1]
    if numeral.between or (numeral.scale > 1 and not numeral.han):
        return True
    return not after or (not after.isalnum() and after not in _GLUE) or text.startswith(_bare_before(), numeral.end)


@cache
def _bare_before() -> tuple[str, ...]:
    return tuple(units.words()["bare_before"])
