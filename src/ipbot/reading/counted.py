"""The figures of a briefing with the words around them, as questions are held against them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from ipbot.reading.asking import asked_and_told, superlative
from ipbot.reading.clauses import clause_around
from ipbot.reading.figures import Figure
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.text.folding import fold
from ipbot.text.segmentation import Segmenter
from ipbot.values.briefing import Briefing

_SEGMENT = re.compile(r"[;；。!?！？\n]")
_RESPECTIVELY = re.compile(r"(?:分别|依次)(?:(?!分别|依次)[^；;。])*")
_JOINT = re.compile(r"[、和与及，,以]{1,2}")
_NAME_BEFORE = re.compile(r"(?:(?<=[、，,；;。：:])|(?<=其中))(?!其中)(?:(?!分别|依次)[\u4e00-\u9fff]){2,10}$")
_FIGURE_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff])[\d０-９][^、和与及]*$")
_PART = "其中"
_QUALIFIER = re.compile(r"(?:(?:每[^每年\W\d]{1,3}){1,2}|(?<=[^不丰圆美饱])年?满|连续|其中)$")
_LONGEST_QUALIFIER = 8
_LONGEST_NAME = 10
_LONGEST_NOUN = 8
_LONGEST_VERB = 4
_LITTLE = 2


@dataclass(frozen=True, eq=False)
class Counted:
    """A figure with the words around it, folded."""

    figure: Figure
    statement: Statement
    reading: Reading
    indicator: str
    clause: str
    segment: str
    """The text from the last semicolon or sentence end to the end of the clause."""
    behind: str
    own: str
    """The words that no other figure shares: from the figure or clause before it on, and the noun behind it."""
    unit: str
    few: bool
    """Whether it is one or two, which often counts nothing: 一项."""
    part: str
    """What it counts where that is a part of what was counted before: 其中…, up to the next semicolon."""
    begin: int
    """Where the figure begins with its change or what qualifies it, in the transcript: 下降14.6%, 每人每月600元."""
    begin_with_name: int
    """Where it begins with the name right before it: 钢铁行业12个."""
    end_with_noun: int
    """Where the figure ends with the noun that it counts, in the transcript: 22家企业."""

    @cached_property
    def indicator_bigrams(self) -> frozenset[str]:
        """Bigrams of the indicator."""
        return grams(self.indicator, 2)

    @cached_property
    def rank(self) -> int:
        """Which end of a ranking the figure is said to stand at; see `superlative`."""
        return superlative(self.clause + self.own)

    @cached_property
    def is_left(self) -> bool:
        """Whether it is what is left of a whole: 其余23处."""
        return bool(asked_and_told("remainder")["told"].search(self.own))

    @cached_property
    def is_of_each(self) -> bool:
        """Whether it is of each one of many: 每户补贴3600元."""
        return bool(asked_and_told("each_one")["told"].search(self.own + self.indicator))

    @cached_property
    def own_bigrams(self) -> frozenset[str]:
        """Bigrams of the figure's own words."""
        return grams(self.own, 2)


def counted(
    briefing: Briefing, figures: Iterable[Figure], readings: Iterable[Reading], segmenter: Segmenter
) -> tuple[Counted, ...]:
    """The figures of a briefing, each with its statement and the words around it."""
    homes = sorted(((s, r) for r in readings for s in r.statements), key=lambda home: home[0].start)
    found = []
    before = 0
    for figure in figures:
        index = bisect_right(homes, figure.start, key=lambda home: home[0].start) - 1
        if index >= 0 and figure.start < homes[index][0].end:
            made = _counted(briefing.transcript, figure, *homes[index], segmenter)
            found.append(replace(made, own=_own(briefing.transcript, made, before)))
        before = figure.end
    return tuple(_apart(list(_respectively(briefing.transcript, found))))


def _apart(found: Sequence[Counted]) -> Iterator[Counted]:
    """Where figures of different indicators share a clause, each is left with its own indicator's words alone."""
    shared: dict[tuple[Statement, str], set[str]] = {}
    for c in found:
        shared.setdefault((c.statement, c.segment), set()).add(c.indicator)
    for c in found:
        others = shared[c.statement, c.segment]
        yield replace(c, clause=c.indicator) if c.indicator and len(others) > 1 else c


def _respectively(text: str, found: Sequence[Counted]) -> Iterator[Counted]:
    """Gives each value behind 分别 the item of the enumeration before it that has the same place: 一级、二级、三级…."""
    for statement, group in groupby(found, key=lambda c: c.statement):
        counted = list(group)
        named: dict[int, str] = {}
        for match in _RESPECTIVELY.finditer(text, statement.start, statement.end):
            values = _joined([c for c in counted if match.start() < c.figure.start < match.end()], text)
            items = _enumerated(text[statement.start : match.start()], len(values)) if len(values) > 1 else []
            named |= dict(zip((c.figure.start for c in values), items, strict=False))
        for c in counted:
            item = fold(named.get(c.figure.start, "")).text
            told = c if item in c.indicator else replace(c, indicator=item + c.indicator, clause=item + c.clause)
            yield replace(told, own=item) if item else told


def _joined(counted: Sequence[Counted], text: str) -> list[Counted]:
    """The first figures that nothing but 、 or 和 stands between."""
    taken = list(counted[:1])
    for c in counted[1:]:
        if not _JOINT.fullmatch(text, taken[-1].figure.end, c.figure.start):
            break
        taken.append(c)
    return taken


def _enumerated(text: str, count: int) -> list[str]:
    """The items of the last enumeration of so many items; none where there is no such enumeration."""
    first, item = r"[^，。；：、,;:]{1,30}", r"[^，。；：、,;:和与及]{1,16}"
    found = list(re.finditer(rf"(?<![^，。；：,;:])({first}(?:[、和与及]{item}){{{count - 1}}})(?![、和与及])", text))
    match = found[-1] if found else None
    items = re.split("[、和与及]", match.group(1)) if match else []
    if any(map(_FIGURE_BEHIND.search, items)):
        return [_FIGURE_BEHIND.sub("", item) for item in items]
    return [_core_of(item, items[1] if index != 1 else items[0], index) for index, item in enumerate(items)]


def _core_of(item: str, beside: str, index: int) -> str:
    """An item without the words that all share before the first (参保居民在市内一级) or behind the last."""
    if len(item) <= len(beside) + _LITTLE:
        return item
    return item[-len(beside) :] if index == 0 else item[: len(beside)]


def _own(text: str, c: Counted, before: int) -> str:
    """The folded words between the figure before, or the clause's beginning, and the noun behind the figure."""
    figure = c.figure
    clause, _ = clause_around(text, figure.start, figure.end, (c.statement.start, c.statement.end))
    return fold(text[max(clause, before) : figure.start] + text[figure.end : c.end_with_noun]).text


def _counted(text: str, figure: Figure, statement: Statement, reading: Reading, segmenter: Segmenter) -> Counted:
    segments = [m.end() for m in _SEGMENT.finditer(text, statement.start, figure.start)]
    start, end = clause_around(text, figure.start, figure.end, (statement.start, statement.end))
    return Counted(
        figure,
        statement,
        reading,
        fold(figure.scope + figure.indicator if figure.scope not in figure.indicator else figure.indicator).text,
        fold(text[start:end]).text,
        fold(text[segments[-1] if segments else statement.start : end]).text,
        fold(text[figure.end : min(end, figure.end + 8)]).text,
        "",
        fold(figure.quantity.unit).text,
        figure.quantity.value <= 2 and not figure.quantity.high,
        _part(text, segments[-1] if segments else statement.start, figure),
        _with_qualifier(text, figure),
        _with_name(text, figure, start),
        figure.end + _noun_length(text[figure.end : min(end, figure.end + 12)], figure, segmenter),
    )


def _part(text: str, start: int, figure: Figure) -> str:
    named = figure.indicator_spans[-1:]
    return fold(text[slice(*named[0])]).text if named and _PART in text[start : figure.start] else ""


def _with_qualifier(text: str, figure: Figure) -> int:
    """With the verb of its change, or whom it is for each of, or what else the number means nothing without."""
    begin = _with_change(text, figure)
    before = _QUALIFIER.search(text, max(0, figure.start - _LONGEST_QUALIFIER), begin)
    return before.start() if before else begin


def _with_change(text: str, figure: Figure) -> int:
    at = text.rfind(figure.change, max(0, figure.start - _LONGEST_VERB), figure.start) if figure.change else -1
    return at if at >= 0 and text[at : figure.start].removesuffix("了") == figure.change else figure.start


def _with_name(text: str, figure: Figure, start: int) -> int:
    name = _NAME_BEFORE.search(text, max(start, figure.start - _LONGEST_NAME), figure.start)
    if name:
        return name.start()
    return figure.start - len(figure.scope) * text.endswith(figure.scope, start, figure.start)


def _noun_length(behind: str, figure: Figure, segmenter: Segmenter) -> int:
    """The length of the noun right behind a count."""
    if figure.quantity.kind not in ("count", "people"):
        return 0
    length = 0
    for word in segmenter.words(behind):
        if not segmenter.tag(word).startswith("n") or length + len(word) > _LONGEST_NOUN:
            break
        length += len(word)
    return length
