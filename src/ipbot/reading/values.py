"""Which of the ranked figures to give: one, or every value of the indicator that the question leaves open."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from ipbot.reading import reverse
from ipbot.reading.amounts import RankedFigure, content_words
from ipbot.reading.asking import measures, scopes
from ipbot.reading.query import Query
from ipbot.reading.statuses import Status
from ipbot.reading.times import agreement
from ipbot.text import units
from ipbot.text.folding import fold
from ipbot.text.periods import Period

_MOST = 8
_READ = 2
_NEAR = 0.5
_CLOSE = 0.5
_SAME = 0.72
_SIDE = 3.0
_TIMELIER = 2.0
_PLACES = ("县", "区", "镇", "乡")
_TELLING = 4
_LEANING = 2
_TIMELY = 0.3
_HOW_MANY = re.compile(r"多少|几[个家种项件人条]")
_FIGURES = re.compile(r"(?:哪些|什么|啥|全部|所有|几个|列)[^?？]{0,12}(?:数(?!量)|指标|数字|数据|目标值|硬指标)")
_EACH = re.compile(
    r"各[^,，、]{0,3}(?:有|是|占|多少|几)|分属|各自|分别[^,，]{0,8}(?:多少|几)|(?:多少|几)[^,，]{0,4}分别|各(?=[\u4e00-\u9fff]{1,12}$)"
)
_FEWEST_PARTS = 2
_AND = re.compile(r"和|与|跟|同|、|相比|对比|还是|比(?!例|重|值)")


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


def asks_each(query: Query) -> bool:
    """Whether the parts of something are asked for, one by one: 分属哪些行业,各几个."""
    return bool(_EACH.search(query.said[-1]))


def all_of(query: Query, ranked: Sequence[RankedFigure], held_on: date | None) -> tuple[RankedFigure, ...]:
    """Every figure of the period asked for, in the order of the transcript, in the passage of the best one."""
    asked = query.periods(held_on)
    timely = [f for f in ranked if not asked or f.signals["period"] > _TIMELY]
    best = (timely or list(ranked))[0]
    section = [f for f in timely or ranked if f.counted.reading is best.counted.reading]
    return _unlike(sorted(section, key=lambda f: f.counted.figure.start))


def parts_of(query: Query, ranked: Sequence[RankedFigure]) -> tuple[RankedFigure, ...]:
    """Where the parts of something are asked for, one by one, the figures of one statement that tell them, in order.

    Empty where none of the best statements tells two or more of one unit, each with words of its own.
    """
    whole = {f.counted.statement: f.score for f in reversed(ranked)}
    for statement in sorted(whole, key=lambda s: -whole[s])[:_READ]:
        kinds: dict[tuple[str, bool], list[RankedFigure]] = {}
        for f in ranked:
            figure = f.counted.figure
            if f.counted.statement is statement and f.counted.own and not f.signals["in_question"]:
                kinds.setdefault((figure.quantity.unit, bool(figure.change)), []).append(f)
        found = [group for group in kinds.values() if len(group) >= _FEWEST_PARTS]
        count = query.asking.count
        counted = [group for group in found if len(group) == count or len(_told_apart(group)) == count]
        best = max(counted or found, key=lambda group: max(f.score for f in group), default=None)
        if best:
            apart = _told_apart(best)
            parts = apart if len(apart) >= _FEWEST_PARTS else best
            return tuple(sorted(parts, key=lambda f: f.counted.figure.start))
    return ()


def _told_apart(group: Sequence[RankedFigure]) -> list[RankedFigure]:
    """The figures of a group without the one that sums the others up: the first in the text, and the largest."""
    ordered = sorted(group, key=lambda f: f.counted.figure.start)
    first, *others = ordered
    values = [f.counted.figure.quantity.value for f in others]
    return others if values and first.counted.figure.quantity.value > max(values) else ordered


def several(query: Query, ranked: Sequence[RankedFigure], held_on: date | None) -> tuple[RankedFigure, ...]:
    """The figures to give, best first; of figures said twice the first. `ranked` hold none of another period."""
    asked = query.periods(held_on)
    if asks_each(query) and len(asked) < 2 and (parts := parts_of(query, ranked)):
        return _unlike(parts)[:_MOST]
    if query.asking.is_a("compare") and len(asked) < 2:
        sides = _sides(query, ranked)
        if sides:
            return _unlike(sides)
    best = _named_best(query, ranked, asked)
    best = _timelier(best, ranked) if asked else best
    if query.asking.is_a("verify") and reverse.asked_values(query):
        return (best,)
    same = [f for f in ranked if f is best or _is_same(query, best, f)]
    if len(asked) > 1:
        chosen = [first for period in asked if (first := _first_in(same, period) or _first_in(ranked, period))]
        return _unlike(chosen)
    open_ended = (not asked and not asks_each(query)) or len(_HOW_MANY.findall(query.said[-1])) > 1
    if open_ended and len({f.counted.figure.period_label for f in same}) > 1:
        return _unlike(_one_each(same))[:_MOST]
    return _unlike([f for f in ranked if f is best or _left_open(query, best, f, asked)])[:_MOST]


def _named_best(query: Query, ranked: Sequence[RankedFigure], asked: Sequence[Period]) -> RankedFigure:
    """The best figure, or one that comes close to it and alone stands with a word of the question."""
    first = ranked[0]

    def closer(other: RankedFigure) -> bool:
        as_good = all(other.signals[name] >= first.signals[name] for name in ("indicator", "period"))
        return as_good and not _is_part(query, first, other) and asked_of_one(query, other, first, asked)

    near = (f for f in ranked[1:] if first.score - f.score <= _CLOSE and _comparable(first, f))
    return next(filter(closer, near), first)


def _is_same(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is a value of the best one's indicator, as far as the question names it."""
    if not (_comparable(best, other) or _is_former(best, other)) or _is_part(query, best, other):
        return False
    if query.asking.target and not query.asking.result and _is_target(best) and not _is_target(other):
        return False
    mine, its = best.counted.indicator, other.counted.indicator
    named = [w for w in content_words(query, ()) if w not in measures() and query.stands_in(w, mine)]
    if not all(query.stands_in(w, its) for w in named):
        return False
    alike = same_indicator(best, other) and not _is_more_special(query, best, other)
    return alike or _core_likeness(best, other) >= _SAME


def _is_target(ranked: RankedFigure) -> bool:
    return ranked.counted.figure.status is Status.TARGET


def _is_former(best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is what the indicator was before: 由81.5%提高到…, of a period of its own."""
    mine, its = best.counted.figure, other.counted.figure
    alike = (mine.quantity.kind, bool(mine.change)) == (its.quantity.kind, bool(its.change))
    return alike and its.period is not None and its.period_label != mine.period_label


def _is_part(query: Query, best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure is of a part (其中…), or of a place that neither the best one nor the question names."""
    place = other.counted.figure.scope
    elsewhere = place.endswith(_PLACES) and place not in (best.counted.figure.scope, *scopes())
    named = fold(place).text in query.said[-1]
    return bool(other.signals["part"] and not best.signals["part"]) or (elsewhere and not named)


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
    whole = (f for f in near if f.signals["period"] == 1 and _comparable(best, f))
    return next((f for f in whole if same_indicator(best, f) or _bare(best, f)), best)


def _bare(best: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure, in the same statement, leaves its indicator to the best one's: 全年目标92%以上."""
    return other.counted.statement is best.counted.statement and not _core(other.counted.indicator)


def _comparable(one: RankedFigure, other: RankedFigure) -> bool:
    mine, its = one.counted.figure, other.counted.figure
    alike = (mine.quantity.kind, bool(mine.change)) == (its.quantity.kind, bool(its.change))
    return alike and its.base not in ("由", "比")


def _core_likeness(one: RankedFigure, other: RankedFigure) -> float:
    """How far two indicators are made of the same characters, but for those that only say that something is counted."""
    a, b = (_named(f) for f in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def same_indicator(one: RankedFigure, other: RankedFigure) -> bool:
    """Whether two figures are values of one indicator, one of them perhaps said with more words."""
    a, b = (_named(f) for f in (one, other))
    shorter = min(len(a), len(b))
    return _comparable(one, other) and shorter >= _TELLING and len(a & b) >= 0.75 * shorter


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


def _sides(query: Query, ranked: Sequence[RankedFigure]) -> list[RankedFigure]:
    """Where two things are compared (创造项目和运用项目), the best figure of each; empty where there are no two."""
    text = query.said[-1]
    words = [w for w in content_words(query, ()) if w not in measures()]
    for joint in _AND.finditer(text):
        before = [w for w in words if 0 <= text.find(w) < joint.start()][-_BESIDE:]
        after = [w for w in words if text.find(w) >= joint.end()][:_BESIDE]
        left = _of_side(query, ranked, before, after)
        right = _of_side(query, ranked, after, before)
        if left and right and left is not right and _comparable(left, right):
            return sorted([left, right], key=lambda f: -f.score)
    return []


_BESIDE = 3


def _of_side(
    query: Query, ranked: Sequence[RankedFigure], wanted: Sequence[str], others: Sequence[str]
) -> RankedFigure | None:
    def likeness(f: RankedFigure) -> float:
        text = f.counted.indicator + f.counted.clause
        own = sum(query.stands_in(w, text) for w in wanted) / len(wanted)
        its = sum(query.stands_in(w, text) for w in others) / len(others)
        return own - its

    if not wanted or not others:
        return None
    near = [f for f in ranked[:12] if likeness(f) > 0 and f.score > ranked[0].score - _SIDE * 2]
    return max(near, key=lambda f: f.score + _SIDE * likeness(f), default=None)


def _left_open(query: Query, best: RankedFigure, other: RankedFigure, asked: Sequence[Period]) -> bool:
    """Whether the question leaves open which of the two figures is meant."""
    if not _comparable(best, other) or best.score - other.score > _NEAR:
        return False
    if len(asked) == 1 and not query.asking.is_a("list") and not _both_named(query, best, other):
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


def _unlike(figures: Iterable[RankedFigure]) -> tuple[RankedFigure, ...]:
    """The figures without those that say the same of the same."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for ranked in figures:
        figure = ranked.counted.figure
        key = (figure.quantity.value, figure.quantity.unit, figure.period_label, figure.indicator)
        if key not in seen:
            seen.add(key)
            kept.append(ranked)
    return tuple(kept)
