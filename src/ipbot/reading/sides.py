"""Figures of things that a question names, or leaves to be named, one by one: 风电和光伏各多少."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ipbot.reading.amounts import RankedFigure, comparable, content_words
from ipbot.reading.asking import measures
from ipbot.reading.query import Query
from ipbot.reading.statuses import Status
from ipbot.text.folding import fold

_READ = 2
_SIDE = 3.0
_BESIDE = 3
_NEAREST = 12
_FEWEST_PARTS = 2
_EACH = re.compile(
    r"各[^,，、]{0,3}(?:有|是|占|多少|几)|分属|各自|分别[^,，]{0,8}(?:多少|几)|(?:多少|几)[^,，]{0,4}分别|各(?=[\u4e00-\u9fff]{1,12}$)"
)
_AND = re.compile(r"和|与|跟|同|、|相比|对比|还是|比(?!例|重|值)")
_NAMED_SIDES = re.compile(r"(?:[\u4e00-\u9fffa-z\d.]{2,12}[、和与跟同比及]){1,5}[\u4e00-\u9fffa-z\d.]{2,14}")
_JOINT = re.compile(r"[、和与跟同比及]")
_AIMED = re.compile(r"(?:规划|计划)[^,、]{0,4}目标|目标|规划|计划")
_REACHED = re.compile(r"现有|现状|存量|实际|目前|现在|眼下|去年|上年|完成")
_HELD_AGAINST = re.compile(r"[差距]|(?<![占同])比(?![例重])|高多少|还是")
_OF_WHOLE = re.compile(r"^(?:其中|里面|当中)的?")
_WHICH = re.compile(r"哪|谁")


def one_by_one(query: Query, ranked: Sequence[RankedFigure], periods: int) -> Sequence[RankedFigure]:
    """The figures to give, where the question wants those of several things; empty where it doesn't.

    `periods` is how many it names: two periods of one thing are no two things.
    """
    if periods > 1:
        return ()
    compared = query.asking.is_a("compare")
    return (
        (compared and named_sides(query, ranked))
        or (asks_each(query) and _parts_of(query, ranked))
        or (compared and _sides(query, ranked))
        or ()
    )


def asks_each(query: Query) -> bool:
    """Whether the parts of something are asked for, one by one: 分属哪些行业,各几个."""
    return bool(_EACH.search(query.said[-1]))


def compares(query: Query) -> bool:
    """Whether it is asked which of things named one after the other has more of something: 沙桥区和北甸区哪个更高."""
    text = query.said[-1]
    return query.asking.is_a("compare") and bool(_WHICH.search(text) and _NAMED_SIDES.search(text))


def named_sides(query: Query, ranked: Sequence[RankedFigure]) -> list[RankedFigure]:
    """Where things are named one after the other (风电和光伏), the figure of each; empty where one of them has none."""
    if not ranked:
        return []
    against = ("in_question", "level_not_asked" if ranked[0].counted.figure.change else "change_not_asked")
    near = [f for f in ranked if f.score > ranked[0].score - _SIDE and not any(f.signals[name] for name in against)]
    for parts in names(query.said[-1]):
        found: list[RankedFigure] = []
        for mine in parts:
            alike = [f for f in near if f not in found and (not found or comparable(found[0], f))]
            best = max(alike, key=lambda f, mine=mine: (*_standing(f, mine, parts), f.score), default=None)  # type: ignore[misc]
            if best and any(_standing(best, mine, ())):
                found.append(best)
        if len(found) == len(parts):
            return sorted(found, key=lambda f: f.counted.figure.start)
    return []


def holds_against_aim(query: Query) -> bool:
    """Whether what was reached is held against what is aimed at."""
    said = query.said[-1]
    return bool(len(_AIMED.findall(said)) == 1 and _REACHED.search(said) and _HELD_AGAINST.search(said))


def reached_and_aimed(query: Query, ranked: Sequence[RankedFigure]) -> tuple[RankedFigure, ...]:
    """Where what was reached is held against what is aimed at (现有量跟规划末目标差多少), the best figure of each."""
    if not holds_against_aim(query):
        return ()
    aims = [f for f in ranked if f.counted.figure.status is Status.TARGET and not f.counted.figure.change]
    aim = max(aims, key=lambda f: f.score, default=None)
    alike = [
        f
        for f in ranked
        if aim
        and f.counted.figure.status is not Status.TARGET
        and comparable(aim, f)
        and f.counted.unit == aim.counted.unit
    ]
    reached = max(alike, key=lambda f: f.lexical + f.signals["period"], default=None)
    return (reached, aim) if reached and aim else ()


def held(parts: Sequence[str], text: str) -> int:
    """How many characters of a name stand in a text: those of its longest part that does."""
    return next((len(part) for part in parts if part in text), 0)


def names(said: str) -> Iterator[list[list[str]]]:
    """The runs of things named one after the other, each with the parts that may stand for it."""
    for run in _NAMED_SIDES.finditer(said):
        named = [_OF_WHOLE.sub("", name) for name in _JOINT.split(run.group()) if len(name) > 1]
        if len(named) > 1:
            yield [_parts(name, place, len(named)) for place, name in enumerate(named)]


def _parts(name: str, place: int, places: int) -> list[str]:
    """The name, and of the first one its ends, of the last one its beginnings: other words may stand beside them."""
    if place == 0:
        return [name[i:] for i in range(len(name) - 1)]
    return [name[:i] for i in range(len(name), 1, -1)] if place == places - 1 else [name]


def _standing(ranked: RankedFigure, mine: Sequence[str], names: Iterable[Sequence[str]]) -> tuple[int, int, int]:
    """How many characters of a name stand with a figure's own words, and with its indicator; how few of the others."""
    own = ranked.counted.own + " " + fold(ranked.counted.figure.scope).text
    others = sum(held(parts, own) for parts in names if parts is not mine)
    return held(mine, own), held(mine, ranked.counted.indicator), -others


def _parts_of(query: Query, ranked: Sequence[RankedFigure]) -> tuple[RankedFigure, ...]:
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


def _sides(query: Query, ranked: Sequence[RankedFigure]) -> list[RankedFigure]:
    """Where two things are compared (创造项目和运用项目), the best figure of each; empty where there are no two."""
    text = query.said[-1]
    words = [w for w in content_words(query, ()) if w not in measures()]
    for joint in _AND.finditer(text):
        before = [w for w in words if 0 <= text.find(w) < joint.start()][-_BESIDE:]
        after = [w for w in words if text.find(w) >= joint.end()][:_BESIDE]
        left = _of_side(query, ranked, before, after)
        right = _of_side(query, ranked, after, before)
        if left and right and left is not right and comparable(left, right):
            return sorted([left, right], key=lambda f: -f.score)
    return []


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
    near = [f for f in ranked[:_NEAREST] if likeness(f) > 0 and f.score > ranked[0].score - _SIDE * 2]
    return max(near, key=lambda f: f.score + _SIDE * likeness(f), default=None)
