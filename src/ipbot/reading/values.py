"""Which of the ranked figures to give: one, or every value of the indicator that the question leaves open."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import takewhile

from ipbot.reading import reverse
from ipbot.reading.amounts import RankedFigure, comparable, content_words, unlike
from ipbot.reading.asking import measures, scopes
from ipbot.reading.query import Query
from ipbot.reading.sides import asks_each, one_by_one
from ipbot.reading.statuses import Status
from ipbot.reading.times import agreement
from ipbot.text import units
from ipbot.text.folding import fold
from ipbot.text.periods import Period

_MOST = 8
_NEAR, _IN_SHORT, _MUCH = 0.5, 1.8, 2.0
_CLOSE = 0.5
_SAME = 0.72
_TIMELIER = 2.0
_PLACES = ("县", "区", "镇", "乡")
_TOWN = ("城区", "市区", "全区")
_TELLING, _TAIL = 4, 3
_LEANING = 2
_TIMELY = 0.3
_HOW_MANY = re.compile(r"多少|几[个家种项件人条]")
_FIGURES = re.compile(r"(?:哪些|什么|啥|全部|所有|几个|列)[^?？]{0,12}(?:数(?!量)|指标|数字|数据|目标值|硬指标)")


def of_own_words(query: Query, ranked: Sequence[RankedFigure]) -> tuple[RankedFigure, ...]:
    """Where a question leans on an earlier one (居民的呢), the figures that what it says itself stands with."""
    if len(query.said) < _LEANING:
        return tuple(ranked)
    own = [w for w in content_words(query, ()) if w in query.own and w not in measures()]
    if not own:
        return tuple(ranked)
    named = [f for f in ranked if all(query.stands_in(w, f.counted.indicator) for w in own)]
    near = [f for f in ranked if all(query.stands_in(w, f.counted.clause) for w in own)]
    return tuple(named or near or ranked)


def asks_all(query: Query) -> bool:
    """Whether all figures of a section or a period are asked for: 列一下全部指标, 今年定了哪些数."""
    return query.asking.is_a("list") and bool(_FIGURES.search(query.said[-1]))


def all_of(query: Query, ranked: Sequence[RankedFigure], held_on: date | None) -> tuple[RankedFigure, ...]:
    """Every figure of the period asked for, in the order of the transcript, in the passage of the best one."""
    asked = query.periods(held_on)
    timely = [f for f in ranked if not asked or f.signals["period"] > _TIMELY]
    best = (timely or list(ranked))[0]
    section = [f for f in timely or ranked if f.counted.reading is best.counted.reading]
    return unlike(sorted(section, key=lambda f: f.counted.figure.start))


def several(query: Query, ranked: Sequence[RankedFigure], held_on: date | None) -> tuple[RankedFigure, ...]:
    """The figures to give, best first; of figures said twice the first. `ranked` hold none of another period."""
    asked = query.periods(held_on)
    if apart := one_by_one(query, ranked, len(asked)):
        return unlike(apart)[:_MOST]
    best = _named_best(query, ranked, asked)
    best = _timelier(best, ranked) if asked else best
    if query.asking.is_a("verify") and (named := reverse.asked_values(query)):
        alike = (f for f in ranked if any(f.counted.figure.quantity.unit == value.unit for value in named))
        return (next(alike, best),)
    same = [f for f in ranked if f is best or _is_same(query, best, f) or _is_in_short(query, best, f)]
    if len(asked) > 1:
        chosen = [first for period in asked if (first := _first_in(same, period) or _first_in(ranked, period))]
        return unlike(chosen)
    open_ended = (not asked and not asks_each(query)) or len(_HOW_MANY.findall(query.said[-1])) > 1
    if open_ended and len({f.counted.figure.period_label for f in same}) > 1:
        return unlike(_one_each(same))[:_MOST]
    again = [f for f in same if open_ended and _is_elsewhere(best, f)]
    return unlike([f for f in ranked if f is best or f in again or _left_open(query, best, f, asked)])[:_MOST]


def _named_best(query: Query, ranked: Sequence[RankedFigure], asked: Sequence[Period]) -> RankedFigure:
    """The best figure, or one that comes close to it and alone stands with a word of the question."""
    first = ranked[0]

    def closer(other: RankedFigure) -> bool:
        as_good = all(other.signals[name] >= first.signals[name] for name in ("indicator", "period"))
        return as_good and not _is_part(query, first, other) and asked_of_one(query, other, first, asked)

    near = (f for f in ranked[1:] if first.score - f.score <= _CLOSE and comparable(first, f))
    return next(filter(closer, near), first)


def _is_same(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is a value of the best one's indicator, as far as the question names it."""
    if not (comparable(best, other) or _is_former(best, other)) or _is_part(query, best, other):
        return False
    if _of_other_status(query, best, other):
        return False
    if _goes_on(best, other):
        return True
    mine, its = best.counted.indicator, other.counted.indicator
    named = [w for w in content_words(query, ()) if w not in measures() and query.stands_in(w, mine)]
    if not all(query.stands_in(w, its) for w in named):
        return False
    alike = same_indicator(best, other) and not _is_more_special(query, best, other)
    return alike or _core_likeness(best, other) >= _SAME


def _goes_on(one: RankedFigure, other: RankedFigure) -> bool:
    """Whether one statement says the two of one indicator, of another period in fewer words: 清偿账款…, 去年清偿…."""
    mine, its = one.counted.figure, other.counted.figure
    if one.counted.statement is not other.counted.statement or mine.period_label == its.period_label:
        return False
    alike = comparable(one, other) and mine.scope == its.scope and not (mine.change or its.change)
    fewer, more = sorted((_named(one), _named(other)), key=len)
    return alike and mine.period is not None and its.period is not None and fewer <= more


def _is_in_short(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is of the best one's indicator at another time, said in fewer words: 参与率93%以上."""
    mine, its = best.counted, other.counted
    near = other.score > best.score - _IN_SHORT and other.signals["context"] >= best.signals["context"]
    apart = mine.figure.period_label != its.figure.period_label and its.unit == mine.unit
    if not (near and apart and comparable(best, other)) or _is_part(query, best, other):
        return False
    return not _of_other_status(query, best, other) and len(_ending(best, other)) >= min(_TAIL, len(its.indicator))


def _ending(one: RankedFigure, other: RankedFigure) -> str:
    """What the names of two indicators have in common at their ends; of one character nothing."""
    mine, its = one.counted.indicator, other.counted.indicator
    pairs = zip(reversed(mine), reversed(its), strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return mine[len(mine) - shared :] if shared > 1 else ""


def _of_other_status(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether a target is asked for and the best figure alone is one, or a result and the best one alone is none."""
    asking, aims = query.asking, (_is_target(best), _is_target(other))
    return (asking.target and not asking.result and aims == (True, False)) or (
        asking.result and not asking.target and aims == (False, True)
    )


def _is_elsewhere(best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is not much worse and stands in another statement, of one thing in other words."""
    return other.counted.statement is not best.counted.statement and other.score > best.score - _MUCH


def _is_target(ranked: RankedFigure) -> bool:
    return ranked.counted.figure.status is Status.TARGET


def _is_former(best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is what the indicator was before: 由81.5%提高到…, of a period of its own."""
    mine, its = best.counted.figure, other.counted.figure
    alike = (mine.quantity.kind, bool(mine.change)) == (its.quantity.kind, bool(its.change))
    return alike and its.period is not None and its.period_label != mine.period_label


def _is_part(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is of a part (其中…), or of a place that neither the best one nor the question names.

    So it is where what is left of a whole is asked for and the best one alone is that.
    """
    place = other.counted.figure.scope
    if other.signals["remainder"] < best.signals["remainder"]:
        return True
    elsewhere = (
        place.endswith(_PLACES) and not place.endswith(_TOWN) and place not in (best.counted.figure.scope, *scopes())
    )
    named = fold(place).text in query.said[-1]
    return bool(other.signals["part"] and not best.signals["part"]) or (elsewhere and not named)


def _is_unnamed_part(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure counts a part of what the best one counts, in words that the question doesn't have."""
    if not other.counted.part or best.counted.part or other.counted.statement is not best.counted.statement:
        return False
    own = (w for w in content_words(query, ()) if query.stands_in(w, other.counted.own))
    return all(query.stands_in(w, best.counted.indicator) for w in own)


def _is_more_special(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure counts a part of what the best one counts: 合作期, 合作期建设期."""
    mine, its = best.counted.indicator, other.counted.indicator
    added = frozenset(its.removeprefix(mine)) if mine and its.startswith(mine) else frozenset()
    return bool(added and added.isdisjoint(query.characters)) or _narrower(query, best, other)


def _timelier(best: RankedFigure, ranked: Sequence[RankedFigure]) -> RankedFigure:
    """Where the best figure is of a part of the period asked for, the one beside it that is of the whole."""
    if best.signals["period"] == 1:
        return best
    status = best.counted.figure.status
    near = (f for f in ranked if f.counted.figure.status is status and f.score >= best.score - _TIMELIER)
    whole = (f for f in near if f.signals["period"] == 1 and comparable(best, f))
    return next((f for f in whole if same_indicator(best, f) or _bare(best, f)), best)


def _bare(best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure, in the same statement, leaves its indicator to the best one's: 全年目标92%以上."""
    return other.counted.statement is best.counted.statement and not _core(other.counted.indicator)


def _core_likeness(one: RankedFigure, other: RankedFigure) -> float:
    """How far two indicators are made of the same characters, but for those that only say that something is counted."""
    a, b = (_named(f) for f in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def same_indicator(one: RankedFigure, other: RankedFigure) -> bool:
    """Whether two figures are values of one indicator, one of them perhaps said with more words."""
    a, b = (_named(f) for f in (one, other))
    shorter = min(len(a), len(b))
    return comparable(one, other) and shorter >= _TELLING and len(a & b) >= 0.75 * shorter


def _named(ranked: RankedFigure) -> frozenset[str]:
    """The characters that tell what a figure counts, but not where; 每万人 is part of what it counts."""
    scope = ranked.counted.figure.scope
    place = "" if scope in units.words()["scopes_per"] else fold(scope).text
    return _core(ranked.counted.indicator.removeprefix(place)) or _core(ranked.counted.indicator)


@lru_cache(maxsize=4096)
def _core(indicator: str) -> frozenset[str]:
    for word in sorted(measures(), key=len, reverse=True):
        if len(word) > 1 and word not in ("有效",):
            indicator = indicator.replace(word, "")
    return frozenset(indicator) - frozenset("的每口量额数年")


def _one_each(figures: Iterable[RankedFigure]) -> list[RankedFigure]:
    """The best figure of each period, the earlier first: what was reached stands before what is aimed at."""
    found: dict[str, RankedFigure] = {}
    for ranked in figures:
        found.setdefault(ranked.counted.figure.period_label, ranked)
    return sorted(found.values(), key=lambda f: f.counted.figure.period.last if f.counted.figure.period else date.max)


def _first_in(ranked: Sequence[RankedFigure], period: Period) -> RankedFigure | None:
    held = ((f, f.counted.figure.period) for f in ranked)
    return next((f for f, p in held if p and agreement(period, p) > 0), None)


def _left_open(query: Query, best: RankedFigure, other: RankedFigure, asked: Sequence[Period]) -> bool:
    """Whether the question leaves open which of the two figures is meant."""
    near = best.score - other.score <= _NEAR
    if not (near and comparable(best, other)) or other.signals["remainder"] < best.signals["remainder"]:
        return False
    if len(asked) == 1 and not query.asking.is_a("list") and not _both_named(query, best, other):
        return False
    if _is_unnamed_part(query, best, other):
        return False
    return not asked_of_one(query, best, other, asked) and not _is_more_special(query, best, other)


def _both_named(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the question names what sets each apart: 立案、结案各多少."""
    return query.asking.is_a("compare") and best.counted.indicator != other.counted.indicator


def asked_of_one(query: Query, best: RankedFigure, other: RankedFigure, asked: Sequence[Period]) -> bool:
    """Whether a telling word of the question stands with the best figure and not with the other."""
    words = content_words(query, asked).keys() - measures()
    mine, its = (f.counted.indicator + f.counted.clause for f in (best, other))
    only_mine = any(query.stands_in(w, mine) and not query.stands_in(w, its) for w in words)
    only_its = any(query.stands_in(w, its) and not query.stands_in(w, mine) for w in words)
    return only_mine and not only_its


def _narrower(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure's indicator puts words between what the question has together: 万人(高价值)发明专利."""
    mine, its = best.counted.indicator, other.counted.indicator
    apart = (b for b in query.bigrams if b in mine and b not in its)
    return any(re.search(f"{re.escape(b[0])}[^,、]{{1,5}}{re.escape(b[1])}", its) for b in apart)
