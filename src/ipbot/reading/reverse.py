"""Looking a figure up by its value: 2470万元指的是什么."""

import re

from ipbot.reading.figures import Figure
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.text.quantities import Quantity, quantities

_MEANING = re.compile(
    r".{0,6}?(?:[指说管讲记]的?是?|代表|对应|是)(?:的?是)?[^,，?？是]{0,4}?(?:什么|啥|哪|谁)|.{0,4}?(?:什么意思|啥意思)"
)
_BOUND = re.compile(r"以[上下内外](?!的?是|指|说|代表|对应)的?[\u4e00-\u9fff]")
_BEHIND = 4
_COUNTS = ("count", "people")
_FEW = (1, 2)


def asked_values(query: Query) -> tuple[Quantity, ...]:
    """The quantities that a question names, but for counts of what is asked for (哪四项) and bounds: 一米二以下的…."""
    text = query.said[-1]
    named = (q for q in quantities(text) if q.kind != "clock" and not (query.asking.count and q.value < 11))
    return tuple(q for q in named if not _BOUND.search(text, q.start, min(len(text), q.end + _BEHIND)))


def find(query: Query, library: Library) -> tuple[Figure, ...]:
    """The figures whose value the question names and asks the meaning of; empty where it asks anything else."""
    text = query.said[-1]
    values = tuple(v for v in asked_values(query) if _MEANING.match(text, v.end) and not _is_few(v))
    if not values:
        return ()
    return tuple(
        f for b in library.corpus for f in library.figures_of(b.id) if any(same(f.quantity, v) for v in values)
    )


def _is_few(value: Quantity) -> bool:
    """Whether it is one or two of something, which is mostly part of a name: 一次性, “两个确保”."""
    return value.kind in _COUNTS and value.value in _FEW


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities have the same value, range and unit."""
    return (one.value, one.high, one.unit) == (other.value, other.high, other.unit)
