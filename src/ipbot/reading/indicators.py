"""The words around a quantity: what it counts, whether it is a change and from what, whom it is about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ipbot.reading import cues
from ipbot.text.units import words

Span = tuple[int, int]

_EDGES = ' \u3000\n\t、，,；;：:。！？!?（）()“”"—-…'
_PARTS = ("其中", "其余")
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|[（(][一二三四五六七八九十\d]+[）)]|[①-⑳])"
)
_AND = re.compile(r"、|以及|和(?!谐|平|(?<![省市区县、]和)县(?![级域城]))|与(?!会)|及(?!时|格)")
_EACH = re.compile(r"各(?![县区市级地类项种界族位方国部单]|乡镇|有关)(?:自|有)?")
_FROM = re.compile(r"(?P<from>[由从])(?:[^，,；;由从]{0,6}的|去年|上年|年初|最初)?$")
_THAN = re.compile(r"(?:(?<![占对配同环])比(?![例重值率])|(?<![比相])较)[^，,；;由从至到]{0,10}$")
_HELD_AGAINST = re.compile(
    r"(?:大幅|远远?)?(?:超额完成|超过|高于|低于|好于|多于|少于|超出|未达到?)了?[^，,；;。]{0,12}$"
)
_AIM = re.compile(r"的?(?:预期|既定|年度|考核|工作|规划|计划|任务)?(?:目标|任务|计划|指标|要求)(?:值|数)?")
_BASE = re.compile(
    r"(?s:.*)(?P<base>(?:(?<![占对配同环])比(?![例重值率])|(?<![比相])较|相比)[^，,；;。]{1,18}?|同比|环比)$"
)
_BEYOND = re.compile(r"(?s:.*)(?P<base>(?P<verb>(?<!不)(?:高于|低于|优于|快于|好于|慢于))[^，,；;。的有为达]{1,12})$")
_SHARE = re.compile(r"(?:为|是|相当于|恢复到|恢复至|达到?)(?P<base>[^，,；;。为是]{1,14})的$")
_WITH = re.compile(r"(?s:.*)(?P<base>[与同跟][^，,；;。]{1,16}?(?:相比|比较|比))$")


@dataclass(frozen=True, slots=True)
class Before:
    """What stands in front of a quantity in its clause; spans are offsets in the text.

    `start` and `end` enclose the indicator and are equal where the clause names none; `base` is a span too;
    `predicate` is what is said of each member behind 分别.
    """

    start: int
    end: int
    change: str = ""
    base: Span | None = None
    rate: str = ""
    scope: Span | None = None
    predicate: Span | None = None
    part: bool = False
    origin: bool = False
    against: str = ""
    """Where the quantity is what another is held against: 比 (比去年的62.7亿斤增加…) or 目标 (超过62.5亿斤的目标)."""


def before(text: str, start: int, end: int, times: Iterable[Span], behind: int | None = None) -> Before:
    """Read what stands between `start` and a quantity at `end`; `times` are the mentions of time there.

    `behind` is where the quantity ends, where there is one.
    """
    spans = tuple(times)
    against = _held_against(text, start, end, behind)
    if against:
        return replace(before(text, start, against[0], times), change="", base=None, origin=False, against=against[1])
    origin = _FROM.search(text, start, end)
    stop = origin.start() if origin else end
    share = _SHARE.search(text, start, stop)
    change, base, rate, stop = (
        ("", share.span("base"), "", share.start()) if share else _change(text, start, stop, spans)
    )
    begin, part, scope = _front(text, start, stop, spans)
    each = _EACH.search(text, begin, stop)
    if each:
        scope = (begin, each.start()) if each.start() > begin else scope
        begin = _front(text, each.end(), stop, spans)[0]
    stop = _back(text, begin, stop, spans)
    apart = text.find("分别", begin, stop)
    predicate = None
    if apart > begin:
        verb, stop = (_front(text, apart + 2, stop, spans)[0], stop), apart
        predicate = verb if verb[1] > verb[0] else None
    return Before(min(begin, stop), stop, change, base, rate, scope, predicate, part, bool(origin))


def _held_against(text: str, start: int, end: int, behind: int | None) -> tuple[int, str] | None:
    """Where the words begin that make a quantity what another one is held against, and what kind of that it is."""
    if behind is None:
        return None
    than = _THAN.search(text, start, end)
    if than:
        return (than.start(), "比") if cues.turns().match(text, behind) else None
    aim = _HELD_AGAINST.search(text, start, end) if _AIM.match(text, behind) else None
    return (aim.start(), "目标") if aim else None


def turn(text: str, start: int) -> str:
    """The verb of change at a place; empty where there is none."""
    found = cues.turns().match(text, start)
    return found["verb"] if found else ""


def _change(text: str, start: int, end: int, times: tuple[Span, ...]) -> tuple[str, Span | None, str, int]:
    """The verb of change in front of the quantity, its base, 年均 or the like, and where the rest ends."""
    sure = cues.changes().search(text, start, end)
    found = sure or cues.changes_with_base().search(text, start, end)
    if not found:
        beyond = _BEYOND.match(text[:end], start)
        return (beyond["verb"], beyond.span("base"), "", beyond.start("base")) if beyond else ("", None, "", end)
    stop, rate, ends = found.start(), "", {e for _, e in times}
    while stop not in ends and (modifier := cues.modifiers().search(text, start, stop)):
        if modifier.group() in ("同比", "环比"):
            break
        rate = modifier.group() if modifier.group() in words()["change_rates"] else rate
        stop = modifier.start()
    base = _BASE.match(text[:stop], start) or _WITH.match(text[:stop], start)
    if not sure and not base and not rate:
        return "", None, "", end
    if base:
        stop = base.start("base")
        while stop not in ends and (modifier := cues.modifiers().search(text, start, stop)):
            stop = modifier.start()
    return found.group().rstrip("了"), base.span("base") if base else None, rate, stop


def _front(text: str, start: int, end: int, times: tuple[Span, ...]) -> tuple[int, bool, Span | None]:
    """Drop what only introduces; say whether it was 其中, and which scope was named."""
    part, scope = False, None
    while start < end:
        time = next((s for s in times if s[0] == start), None)
        lead = _ITEM.match(text, start, end) or cues.leads().match(text, start, end)
        if text[start] in _EDGES and not _opens(text, start, end):
            start += 1
        elif time:
            start = time[1]
        elif lead:
            part = part or lead.group() in _PARTS
            scope = lead.span() if lead.group() in words()["scopes_dropped"] else scope
            start = lead.end()
        else:
            break
    return min(start, end), part, scope


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a quotation or a bracket that opens here is closed before the end, and so belongs to the words."""
    closing = {"“": "”", "（": "）", "(": ")"}.get(text[start])
    return closing is not None and closing in text[start + 1 : end]


def _back(text: str, start: int, end: int, times: tuple[Span, ...]) -> int:
    """Drop the verb and whatever else links the indicator to the quantity."""
    while end > start:
        time = next((s for s in times if s[1] == end), None)
        link = cues.links().search(text, start, end)
        if text[end - 1] in _EDGES and text[end - 1] not in "”）)":
            end -= 1
        elif time and time[0] >= start:
            end = time[0]
        elif link:
            end = link.start()
        else:
            break
    return end


def without_light_verb(text: str, start: int, end: int) -> int:
    """Where the words behind the last 完成 or 实现 begin: 企业完成知识产权质押融资."""
    return max((m.end() for m in cues.light().finditer(text, start, end - 2)), default=start)


def after(text: str, start: int, end: int, times: Iterable[Span] = ()) -> Span:
    """The noun behind a quantity, with what is said of it: 家企业推行贯标认证; an empty span where there is none."""
    if start >= end or (text[start] in _EDGES and not _opens(text, start, end)):
        return start, start
    begin = _front(text, start, end, tuple(times))[0]
    if text.startswith(cues.no_noun(), start) or text.startswith(cues.no_noun(), begin):
        return start, start
    stop = _back(text, begin, end, ())
    while stop > begin and text[stop - 1] in "的中、和与及" and text[stop - 2 : stop] != "参与":
        stop -= 1
    return (begin, stop) if stop > begin else (start, start)


def listed(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The members of a list such as A、B和C."""
    parts, begin = [], start
    for joint in _AND.finditer(text, start, end):
        parts.append((begin, joint.start()))
        begin = joint.end()
    return tuple(p for p in (*parts, (begin, end)) if p[1] > p[0])


def shared_head(text: str, members: Sequence[Span]) -> Span:
    """The last member without the tail that all share (公路、铁路、水路货运量), or all of it where they share none.

    The heads are told by their common last character, as no head is longer than the others.
    """
    *rest, (start, end) = members
    last = {text[e - 1] for _, e in rest}
    longest = max((e - s for s, e in rest), default=0)
    at = text.find(last.pop(), start, min(end - 1, start + longest)) if len(last) == 1 else -1
    return (start, at + 1) if at > start else (start, end)


def scope(text: str, start: int, end: int) -> Span | None:
    """Whom the words are about, at their front: 沧县…, 城镇…."""
    found = cues.scopes().match(text, start, end) or cues.places().match(text, start, end)
    return found.span() if found else None


def rate(text: str, start: int, end: int) -> Span | None:
    """Of what each the words speak, wherever in them: 每万人口…, 户均…."""
    found = cues.rates().search(text, start, end)
    return found.span() if found else None
