"""Numbers as they are written: 1,234, 2亿4900万, 九十三, 十几, 七八十, and what they are worth."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# 千克, 千米, 千瓦 and the like are units; the scale ends before them.
_SCALE = r"(?:[十万亿]|百(?![帕分])|千(?![克米瓦伏焦帕卡]))"
_BETWEEN = "余多来几"
_ARABIC = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?:[ \u00a0\u2009]\d{{3}})+(?!\d)|\d+(?:\.\d+)?)"
    rf"(?P<between>[{_BETWEEN}](?={_SCALE}))?(?P<scale>{_SCALE}*)"
)
_FURTHER = re.compile(rf"(\d+(?:\.\d+)?)({_SCALE}+)|(\d+)(?![\d.,:%])")
_HAN_DIGIT = "[零〇一二两三四五六七八九]"
_HAN = re.compile(
    rf"(?:{_HAN_DIGIT}|{_SCALE})+(?P<decimals>点{_HAN_DIGIT}+)?(?:(?P<between>[{_BETWEEN}])(?={_SCALE}))?(?P<scale>{_SCALE}*)"
)
_D = "[一二两三四五六七八九]"
_SECTION = rf"(?:{_D}千)?零?(?:{_D}百)?零?(?:{_D}?十)?零?{_D}?"
_WELL_FORMED = re.compile(rf"(?:{_SECTION}万?亿)?零?(?:{_SECTION}万)?零?{_SECTION}")
_PAIR = re.compile(r"([一二两三四五六七八])([二三四五六七八九])")
_ENDING = re.compile(r"[十百千万亿]+$")
_LARGEST = Decimal(10) ** 18
_NOT_DIGIT = re.compile(r"[^\d.]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: `high` where two are named (七八十), `scale` what its last characters multiply by."""

    end: int
    value: Decimal
    high: Decimal | None = None
    scale: Decimal = Decimal(1)
    between: str = ""
    han: bool = False
    headless: bool = False


def read(text: str, start: int) -> Numeral | None:
    """The number that begins at `start`, if one does."""
    return _arabic(text, start) if text[start : start + 1].isdecimal() else _han(text, start)


def _arabic(text: str, start: int) -> Numeral | None:
    match = _ARABIC.match(text, start)
    if not match:
        return None
    scale, between, end = worth(match["scale"]), match["between"] or "", match.end()
    value = Decimal(_NOT_DIGIT.sub("", match["digits"])) * scale
    last = scale
    while last > 1 and not between and (more := _FURTHER.match(text, end)):
        part, part_scale = Decimal(more[1] or more[3]), worth(more[2] or "")
        if part * part_scale >= last:
            break
        value, last, end = value + part * part_scale, part_scale, more.end()
    if value > _LARGEST:
        return None
    between, end = _trailing(text, end, between, "余多")
    return Numeral(end, tidy(value) if scale > 1 else value, None, scale, between)


def _trailing(text: str, end: int, between: str, allowed: str) -> tuple[str, int]:
    """A 余 or 多 behind the whole number: 3亿多元."""
    if not between and text[end : end + 1] and text[end] in allowed:
        return text[end], end + 1
    return between, end


def worth(scale: str) -> Decimal:
    """What the scale characters of a number multiply it by: 万亿 is 10^12."""
    worth = 1
    for character in scale:
        worth *= _SCALES[character]
    return Decimal(worth)


def tidy(value: Decimal) -> Decimal:
    """A whole number without decimals or exponent; any other value without zeros at its end."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _han(text: str, start: int) -> Numeral | None:
    match = _HAN.match(text, start)
    if not match:
        return None
    bounds = _bounds(text[start : match.start("between") if match["between"] else match.start("scale")])
    if bounds is None:
        return None
    between, end = _trailing(text, match.end(), match["between"] or "", _BETWEEN)
    tail = worth(match["scale"])
    if (bounds[1] or bounds[0]) * tail > _LARGEST:
        return None
    low, high = (tidy(b * tail) if b is not None else None for b in bounds)
    ending = _ENDING.search(match.group())
    scale = worth(ending.group() if ending else "")
    return Numeral(end, low or Decimal(0), high, scale, between, han=True, headless=text[start] in "百千万亿")


@lru_cache(maxsize=4096)
def _bounds(written: str) -> tuple[Decimal, Decimal | None] | None:
    """The value, or the two that a pair of digits names: 七八十 is 70 and 80."""
    pair = _PAIR.search(written)
    if pair and 0 < _DIGITS[pair[2]] - _DIGITS[pair[1]] <= 2:
        low = han_value(written[: pair.start()] + pair[1] + written[pair.end() :])
        high = han_value(written[: pair.start()] + pair[2] + written[pair.end() :])
        return (low, high) if low is not None and high is not None and low < high else None
    value = han_value(written)
    return None if value is None else (value, None)


def han_value(written: str) -> Decimal | None:
    """What a number in Chinese characters is worth; None where it isn't a well-formed one."""
    whole, point, decimals = written.partition("点")
    if point:
        head = han_value(whole)
        digits = "".join(str(_DIGITS[c]) for c in decimals if c in _DIGITS)
        return Decimal(f"{head}.{digits}") if head is not None and len(digits) == len(decimals) > 0 else None
    if written in ("零", "〇"):
        return Decimal(0)
    whole = whole.replace("〇", "零")
    headless = "一" + whole if whole[:1] in ("百", "千", "万", "亿") else whole
    return Decimal(_sum(headless)) if headless and _WELL_FORMED.fullmatch(headless) else None


def count(written: str) -> int:
    """A small number written in digits or in Chinese characters: 4 of 四, 2 of 两; 0 where it isn't one."""
    return int(written) if written.isdecimal() else int(han_value(written) or 0)


def _sum(written: str) -> int:
    """Sections of 万 and 亿 added up; 一百二 and 三万五 leave their last scale unsaid."""
    total = section = digit = 0
    for character in written:
        scale = _SCALES.get(character, 0)
        if not scale:
            digit = _DIGITS[character]
        elif scale >= 10**4:
            total = (total + section + digit) * scale if scale == 10**8 else total + (section + digit) * scale
            section = digit = 0
        else:
            section, digit = section + (digit or 1) * scale, 0
    unsaid = _SCALES.get(written[-2:-1], 0) // 10 if written[-1] not in _SCALES else 0
    return total + section + digit * max(unsaid if unsaid >= 10 else 1, 1)
