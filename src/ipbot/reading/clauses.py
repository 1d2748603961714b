"""A passage taken apart for figures: statements, their clauses, and the quantities and mentions of time in each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ipbot.text.periods import Period
from ipbot.text.quantities import Approximation, Quantity
from ipbot.text.sentences import sentences, trim
from ipbot.text.units import words

Span = tuple[int, int]

_SEMICOLON = re.compile(r"[；;]")
_COMMA = re.compile(r"[，,：:。！？!?\n…]")
_LIST_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|一方面|另一方面|[（(][一二三四五六七八九十\d]+[）)])"
)
_ONWARD = re.compile(r"[到至成为]")
_MARK = re.compile(r"[,，;；。:：!?！？\n]")
LONGEST_STATEMENT = 100


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between commas, with what stands in it; `statement` can be quoted on its own.

    `sentence` and `segment` number its sentence and its part between semicolons; `item`: within 一是…;
    `first`: at the front of one.
    """

    start: int
    end: int
    statement: Span
    sentence: int
    segment: int
    item: bool
    first: bool
    quantities: tuple[Quantity, ...]
    times: tuple[Period, ...]


def clause_around(text: str, start: int, end: int, within: Span) -> Span:
    """From the last mark before a place to the next one behind it, inside `within`; whatever mark that is."""
    first = max((m.end() for m in _MARK.finditer(text, within[0], start)), default=within[0])
    stop = _MARK.search(text, end, within[1])
    return first, stop.start() if stop else within[1]


def clauses(text: str, quantities: tuple[Quantity, ...], times: tuple[Period, ...]) -> Iterator[Clause]:
    """The clauses of a passage's text, in order; none breaks a quantity or a mention of time in two."""
    whole = [(q.start, q.end) for q in quantities] + [(t.start, t.end) for t in times]
    number = 0
    for index, (start, end) in enumerate(sentences(text)):
        segments = _cut(text, start, end, _SEMICOLON, whole)
        for segment in segments:
            statement = trim(text, *(segment if end - start > LONGEST_STATEMENT else (start, end)))
            item = False
            for clause in _cut(text, *segment, _COMMA, whole):
                first = bool(_LIST_ITEM.match(text, clause[0]))
                item = item or first
                yield Clause(
                    *clause,
                    statement,
                    index,
                    number,
                    item,
                    first,
                    tuple(q for q in quantities if clause[0] <= q.start < clause[1]),
                    tuple(t for t in times if clause[0] <= t.start < clause[1]),
                )
            number += 1


def _cut(text: str, start: int, end: int, marks: re.Pattern[str], whole: list[Span]) -> list[Span]:
    parts, begin = [], start
    for mark in marks.finditer(text, start, end):
        if not any(s <= mark.start() < e for s, e in whole):
            parts.append((begin, mark.end()))
            begin = mark.end()
    return [*parts, (begin, end)] if begin < end else parts


def grouped(text: str, clause: Clause) -> list[tuple[Quantity, ...]]:
    """The clause's quantities that state something; those that only 和 or 、 keeps apart stand together."""
    groups: list[tuple[Quantity, ...]] = []
    for quantity in clause.quantities:
        if quantity.kind == "clock" or not _is_said(text, quantity, clause):
            continue
        if groups and only_joins(text, groups[-1][-1].end, quantity.start):
            groups[-1] = (*groups[-1], quantity)
        else:
            groups.append((quantity,))
    return groups


def _is_said(text: str, quantity: Quantity, clause: Clause) -> bool:
    """A bare number counts where a verb leads to it or a word bounds it."""
    if quantity.kind != "number" or quantity.approximation is not Approximation.EXACT:
        return True
    return text[clause.start : quantity.start].rstrip().endswith(tuple(words()["links"]))


def only_joins(text: str, start: int, end: int) -> bool:
    """Whether there is nothing but 和 or 、 between two spans."""
    return text[start:end].strip() in ("", "和", "、", "与", "及", "以及", "或", "/")


def goes_on(text: str, groups: list[tuple[Quantity, ...]], number: int) -> bool:
    """Whether what a quantity starts from goes on to the next: 由10万吨提高到15万吨."""
    if number + 1 == len(groups):
        return False
    return bool(_ONWARD.search(text, groups[number][-1].end, groups[number + 1][0].start))
