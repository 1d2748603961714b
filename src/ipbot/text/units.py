"""Units of measure and measure words, and the words that bound a number, from `units.yaml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from ipbot.data import load

_FULL_WIDTH = dict(zip("０１２３４５６７８９％﹪．／﹣－−：", "0123456789%%./---:", strict=True))
_SPACES = " \u00a0\u2009\u3000"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found in a text: its normal form, its kind, what one of it counts, and where it ends."""

    name: str
    kind: str
    factor: Decimal = Decimal(1)
    end: int = 0


def words() -> Mapping[str, Any]:
    """The content of `units.yaml`."""
    return load("units")


@cache
def _table() -> Mapping[int, str]:
    pairs = words()["variants"]
    return {ord(a): b for a, b in (_FULL_WIDTH | dict(zip(pairs[::2], pairs[1::2], strict=True))).items()}


def plain(text: str) -> str:
    """The text with digits, signs and measure words in one form, character by character, so that offsets stay."""
    return text.translate(_table())


@cache
def _units() -> Mapping[str, Unit]:
    found: dict[str, Unit] = {}
    for kind, entries in words()["units"].items():
        for entry in entries:
            written, _, meaning = entry.partition("=")
            name, _, factor = meaning.partition("*")
            found.setdefault(written, Unit(name or written, kind, Decimal(factor or 1)))
    return found


@cache
def interchangeable(unit: str) -> tuple[str, ...]:
    """A unit with those that one may ask by instead: 件 for 起."""
    return next(
        ((unit, *(other for other in alike if other != unit)) for alike in words()["alike"] if unit in alike), (unit,)
    )


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """How long the units that begin with a character are, longest first."""
    found: dict[str, set[int]] = {}
    for written in _units():
        found.setdefault(written[0], set()).add(len(written))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


@cache
def _not_before() -> Mapping[str, tuple[str, ...]]:
    return {unit: tuple(after) for unit, after in words()["not_before"].items()}


@cache
def _arabic_only() -> frozenset[str]:
    return frozenset(words()["arabic_only"])


def read(text: str, start: int, *, han: bool) -> Unit | None:
    """The unit that stands at `start`, a space before it allowed, with a denominator where one follows."""
    at = start + 1 if not han and text[start : start + 1] and text[start] in _SPACES else start
    unit = _simple(text, at, han=han)
    return _with_denominator(text, unit) if unit else None


def _simple(text: str, start: int, *, han: bool) -> Unit | None:
    units = _units()
    for length in _lengths().get(text[start : start + 1], ()):
        written = text[start : start + length]
        unit, end = units.get(written), start + len(written)
        if unit and _stands(text, written, end) and not (han and written in _arabic_only()):
            return Unit(unit.name, unit.kind, unit.factor, end)
    return None


def _stands(text: str, written: str, end: int) -> bool:
    if written[-1].isascii() and written[-1].isalpha():
        return not (text[end : end + 1].isascii() and text[end : end + 1].isalnum())
    return not text.startswith(_not_before().get(written, ()), end) if written in _not_before() else True


@cache
def _denominators() -> re.Pattern[str]:
    words_also = [*words()["per"], *words()["per_also"]]
    return re.compile(rf"/({_either([*_units(), *words_also])})|每({_either(words()['per'])})")


def _with_denominator(text: str, unit: Unit) -> Unit:
    if not text.startswith(("/", "每"), unit.end):
        return unit
    match = _denominators().match(text, unit.end)
    if not match or (match[2] and unit.kind == "count"):
        return unit
    below = match[1] or match[2]
    below = _units()[below].name if below in _units() else below
    name = f"{unit.name}/{below}"
    whole = _units().get(name)
    return Unit(whole.name if whole else name, whole.kind if whole else "rate", unit.factor, match.end())


def _either(entries: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(entries, key=len, reverse=True)))


@cache
def bounds_before() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for the bounding words right before a number (to be searched up to it), and what each means."""
    meaning = {w: name for name, places in _approximations() for w in places.get("before", ())}
    guard = "".join(f"(?<!{re.escape(w)})" for w in words()["not_a_bound"])
    return re.compile(f"(?:{_either(meaning)}){guard}$"), meaning


@cache
def bounds_after() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The same for words right behind a quantity."""
    meaning = {w: name for name, places in _approximations() for w in places.get("after", ())}
    return re.compile(f"(?:{_either(meaning)})"), meaning


@cache
def bounds_between() -> Mapping[str, str]:
    """What 余, 多 and the like mean between a number and its unit."""
    return {w: name for name, places in _approximations() for w in places.get("between", ())}


@cache
def within() -> tuple[str, ...]:
    """What makes a duration or a length a limit: 2小时内."""
    return tuple(words()["approximations"]["within"])


def _approximations() -> Iterable[tuple[str, Mapping[str, list[str]]]]:
    return ((n, p) for n, p in words()["approximations"].items() if isinstance(p, dict))
