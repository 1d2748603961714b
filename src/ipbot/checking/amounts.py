"""Whether a quantity that a draft gives follows from one that was said: the same value, an honest rounding, a bound.

Each quantity stands for an interval of possible values; what was said supports the draft where its interval lies
within the draft's.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ipbot.text.quantities import Approximation, Quantity

_LOOSE = Decimal(2)
"""How far off a bound may be to be an honest one."""
_FACTORS: dict[str, tuple[str, Decimal]] = {
    "公里": ("米", Decimal(1000)),
    "里": ("米", Decimal(500)),
    "厘米": ("米", Decimal("0.01")),
    "毫米": ("米", Decimal("0.001")),
    "延米": ("米", Decimal(1)),
    "平方公里": ("平方米", Decimal(10**6)),
    "公顷": ("平方米", Decimal(10**4)),
    "平方厘米": ("平方米", Decimal("0.0001")),
    "吨": ("公斤", Decimal(1000)),
    "斤": ("公斤", Decimal("0.5")),
    "克": ("公斤", Decimal("0.001")),
    "毫克": ("公斤", Decimal("0.000001")),
    "升": ("立方米", Decimal("0.001")),
    "毫升": ("立方米", Decimal("0.000001")),
    "小时": ("分钟", Decimal(60)),
    "秒": ("分钟", Decimal(1) / 60),
    "周": ("天", Decimal(7)),
    "周年": ("年", Decimal(1)),
    "兆瓦": ("千瓦", Decimal(1000)),
    "吉瓦": ("千瓦", Decimal(10**6)),
    "瓦": ("千瓦", Decimal("0.001")),
    "兆瓦时": ("千瓦时", Decimal(1000)),
    "‰": ("%", Decimal("0.1")),
    "‱": ("%", Decimal("0.01")),
    "个基点": ("个百分点", Decimal("0.01")),
}
_COUNTED = ("count", "people", "number")
_SHARES = ("percent", "points")
_BETWEEN = re.compile(r"[余多几]")
_NEARLY = re.compile(r"近")
_SCALED = re.compile(r"[.．万亿]")
_BLUR, _NEARLY_SHARE = Decimal("0.02"), Decimal("0.9")
_SMALLEST = Decimal("0.005")


class Agreement(StrEnum):
    """How a draft's quantity stands to one that was said."""

    SAME = "same"
    ROUNDED = "rounded"
    BOUND = "bound"
    UNIT = "unit"
    DIFFERENT = "different"

    @property
    def holds(self) -> bool:
        """Whether what was said supports the draft."""
        return self in (Agreement.SAME, Agreement.ROUNDED)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with the words it is written in."""

    quantity: Quantity
    written: str

    @classmethod
    def of(cls, quantity: Quantity, text: str) -> "Amount":
        """The quantity as it stands in `text`."""
        return cls(quantity, text[quantity.start : quantity.end])

    @property
    def unit(self) -> str:
        """The unit that the value is compared in."""
        return _FACTORS.get(self.quantity.unit, (self.quantity.unit, Decimal(1)))[0]

    @property
    def _factor(self) -> Decimal:
        return _FACTORS.get(self.quantity.unit, ("", Decimal(1)))[1]

    @property
    def value(self) -> Decimal:
        """The number in that unit; of a range, its lower end."""
        return self.quantity.value * self._factor

    @property
    def high(self) -> Decimal:
        """The upper end of a range, else the value."""
        high = self.quantity.high
        return self.value if high is None else high * self._factor

    @property
    def is_range(self) -> bool:
        """Whether two ends are named."""
        return self.quantity.high is not None

    @property
    def step(self) -> Decimal:
        """What the last digit that isn't a rounding zero counts: 2.49亿 counts 100万s, 1600 hundreds."""
        value = self.value.normalize()
        exponent = value.as_tuple().exponent
        return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)

    @property
    def digits(self) -> int:
        """How many significant digits are written, rounding zeros apart."""
        return len(self.value.normalize().as_tuple().digits)


@dataclass(frozen=True, slots=True)
class _Interval:
    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def within(self, other: "_Interval") -> bool:
        above = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        below = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return above and below


def comparable(said: Quantity, stated: Quantity) -> bool:
    """Whether two quantities measure the same sort of thing, so that one could be given for the other."""
    if said.kind in _COUNTED and stated.kind in _COUNTED:
        return True
    if said.kind in _SHARES and stated.kind in _SHARES:
        return True
    return said.kind == stated.kind and (said.kind != "rate" or _below(said) == _below(stated))


def _below(quantity: Quantity) -> str:
    return quantity.unit.partition("/")[2]


def agreement(claim: Amount, stated: Amount) -> Agreement:
    """Hold a draft's amount against one that was said; both are `comparable`."""
    if not _same_unit(claim, stated):
        return Agreement.UNIT
    bound, meant = claim.quantity.approximation, stated.quantity.approximation
    if (claim.value, claim.high, bound) == (stated.value, stated.high, meant):
        return Agreement.SAME
    if claim.is_range or stated.is_range:
        return _of_ranges(claim, stated)
    if (claim.value, claim.high) == (stated.value, stated.high):
        return _of_bounds(claim, stated)
    if not _is_limit(stated) and _meant(stated).within(_meant(claim)):
        return Agreement.ROUNDED
    return Agreement.ROUNDED if _rounds(claim, stated) else Agreement.DIFFERENT


def _same_unit(claim: Amount, stated: Amount) -> bool:
    if claim.quantity.kind in _COUNTED and stated.quantity.kind in _COUNTED:
        times = [a.quantity.unit.endswith("次") for a in (claim, stated) if len(a.quantity.unit) > 1]
        people = {"人", "名", "位"}
        if times in ([True], [True, True]):
            others = {a.quantity.unit for a in (claim, stated)} & (people | {"家", "辆", "台"})
            return not others
        return True
    return claim.unit == stated.unit


def _is_limit(stated: Amount) -> bool:
    """Whether what was said is a limit itself, of which only the very number can be given: 低于10%的红线."""
    bound = stated.quantity.approximation
    over = bound in (Approximation.OVER, Approximation.UNDER)
    return bound in _LIMITS or (over and not (_BETWEEN.search(stated.written) or _NEARLY.search(stated.written)))


def _of_ranges(claim: Amount, stated: Amount) -> Agreement:
    if (claim.value, claim.high) == (stated.value, stated.high):
        return Agreement.SAME
    if claim.is_range and not stated.is_range:
        return Agreement.ROUNDED if claim.value <= stated.value <= claim.high else Agreement.DIFFERENT
    open_ended = claim.quantity.approximation is not Approximation.EXACT
    return Agreement.ROUNDED if open_ended and _meant(stated).within(_meant(claim)) else Agreement.DIFFERENT


_SAME_BOUNDS = (
    {Approximation.OVER, Approximation.AT_LEAST},
    {Approximation.UNDER, Approximation.AT_MOST},
)
_LIMITS = (Approximation.AT_LEAST, Approximation.AT_MOST)
_DROPPED = (Approximation.AT_LEAST, Approximation.AT_MOST, Approximation.ABOUT, Approximation.EXACT)


def _of_bounds(claim: Amount, stated: Amount) -> Agreement:
    """The same number with other words around it."""
    bound, meant = claim.quantity.approximation, stated.quantity.approximation
    if {bound, meant} in _SAME_BOUNDS or bound is Approximation.ABOUT or _meant(stated).within(_meant(claim)):
        return Agreement.ROUNDED
    return Agreement.ROUNDED if bound is Approximation.EXACT and meant in _DROPPED else Agreement.BOUND


def _meant(amount: Amount) -> _Interval:
    """The values that an amount leaves open."""
    low, high = amount.value, amount.high
    match amount.quantity.approximation:
        case Approximation.ABOUT:
            blur = max(abs(low) * _BLUR, amount.step / 2 if amount.digits > 1 else Decimal(0))
            return _Interval(low - blur, high + blur)
        case Approximation.OVER:
            limit = low + amount.step if _BETWEEN.search(amount.written) else low * _LOOSE
            return _Interval(low, limit, low_open=True, high_open=True)
        case Approximation.UNDER:
            floor = low * _NEARLY_SHARE if _NEARLY.search(amount.written) else low / _LOOSE
            return _Interval(floor, high, high_open=True)
        case Approximation.AT_LEAST:
            return _Interval(low, low * _LOOSE)
        case Approximation.AT_MOST:
            return _Interval(high / _LOOSE, high)
        case _:
            return _Interval(low, high)


def _rounds(claim: Amount, stated: Amount) -> bool:
    """Whether the draft's number is the stated one, correctly rounded to as many digits as it has."""
    exact = (Approximation.EXACT, Approximation.ABOUT)
    if claim.quantity.approximation not in exact or stated.quantity.approximation not in exact:
        return False
    if claim.digits >= stated.digits or not stated.value:
        return False
    step = claim.step
    rounded = (stated.value / step + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR") * step
    if rounded != claim.value:
        return False
    if claim.quantity.approximation is Approximation.ABOUT:
        return claim.digits > 1 or abs(claim.value - stated.value) <= abs(stated.value) / 10
    near = abs(claim.value - stated.value) <= abs(stated.value) * _SMALLEST
    return bool(_SCALED.search(claim.written) or claim.quantity.kind == "percent") and (claim.digits > 2 or near)
