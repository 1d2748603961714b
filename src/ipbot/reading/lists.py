"""Lists in a briefing: headings of one level, items 一是…二是…, and what is counted out, each with its lead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ipbot.corpus import numbering
from ipbot.text.folding import fold
from ipbot.text.numerals import count
from ipbot.text.periods import Period, periods
from ipbot.text.sentences import trim
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Outline, Passage

_ITEM_END = re.compile(r"[；;。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,；;。！？!?：:\n]")
_ASPECTS = re.compile(
    r"(?:(?<=[。；;：:，,！？\n])|^)[ \u3000]*"
    r"(?:(?P<sides>另?一方面[，,]?)|(?P<steps>首先(?:是|要)?[，,]?|(?:其次|再次|再者|最后)(?:是|要|[，,]){1,2})"
    r"|(?P<numbered>第[一二三四五六七八九十](?:个|招|步|点|条|项|类|种|件|方面|件事)(?:就?是|叫|[，,：:]))"
    r"|(?P<labelled>(?:案例|方案|情形|举措|措施|任务|目标|场景|典型)[一二三四五六七八九十](?:就?是|[，,：:])))"
)
_MEASURE = r"(?:个|项|条|类|种|大类?|方面|件|位|家|处|档|点|步|道|所|座|支|招)"
_NUMBER = rf"(?<![\d.第百])(?P<number>[两二三四五六七八九]|[2-9]){_MEASURE}(?!月|百分|工作日|小时)"
_ANNOUNCED = re.compile(
    rf"{_NUMBER}(?P<counted>[^，,。；;：:、！？!?\n]{{0,12}})[：:](?!一是|第一|其一|首先)(?P<items>[^。！？!?\n]{{4,160}})"
)
_SUMMED_UP = re.compile(
    rf"(?P<items>[^，,；;。：:！？!?\n（）()“”《》]{{2,40}}?|(?:“[^”\n]{{1,20}}”[、和与及]?){{2,}})(?:等)?{_NUMBER}"
)
_SEMICOLONS, _COMMAS, _JOINTS = re.compile(r"[；;]"), re.compile(r"[，,]"), re.compile(r"[、和与及]")
_FIRST = re.compile(r"[其第]?一|首先|[^第一二三四五六七八九十]{2}一")
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
_DETAIL = re.compile(r"[，,][^，,；;。！？!?：:\n]*\d")
_BETWEEN = " \u3000，,、"
_LONGEST_ITEM = 45

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """A list: its items as spans of the transcript, in order, and the text that leads to them."""

    briefing: str
    start: int
    items: tuple[Place, ...]
    lead: str
    """What leads to it: the words before, the headings and the reporter's question, folded."""
    periods: tuple[Period, ...]
    """The periods that lead names, but for those that something is compared with."""
    joined: bool = False
    """Whether 、 joins the items, so that all of them are told in one span."""
    counted: str = ""
    """The words behind the number that counts the items: 领域试行 of 餐饮、工地两个领域试行."""
    led: bool = False
    """Whether a verb or preposition may stand before the first item in the same breath: 已在(餐饮、工地)两个领域."""

    @property
    def shown(self) -> tuple[Place, ...]:
        """The spans to give: each item, or all that 、 joins as one."""
        return ((self.items[0][0], self.items[-1][1]),) if self.joined else self.items


def groups(briefing: Briefing, outline: Outline) -> tuple[Group, ...]:
    """Every list of two items or more."""
    return (*_of_headings(briefing, outline), *_of_items(briefing, outline), *_counted_out(briefing, outline))


def _of_headings(briefing: Briefing, outline: Outline) -> Iterator[Group]:
    text = briefing.transcript
    sections = [h for h in outline.headings if h.kind is HeadingKind.SECTION]
    for parent, children in _families(sections):
        lead = _before(outline, children[0].start)
        inside = [p for p in outline.passages if children[0] in p.headings][:1]
        items = tuple((at, at + len(h.text)) for h in children for at in [text.index(h.text, h.start)])
        told = _leading(briefing, lead.text if lead else "", parent.text if parent else "", *(p.asked for p in inside))
        yield Group(briefing.id, children[0].start, items, *told)


def _leading(briefing: Briefing, *texts: str) -> tuple[str, tuple[Period, ...]]:
    """The texts folded, and the periods that they name."""
    lead = fold("\n".join(filter(None, texts))).text
    return lead, tuple(p for p in periods(lead, briefing.held_on) if not p.base)


def _families(sections: Sequence[Heading]) -> Iterator[tuple[Heading | None, list[Heading]]]:
    """Headings of one level under one parent, where there are two or more."""
    families: dict[str, tuple[Heading | None, list[Heading]]] = {}
    for heading in sections:
        parent_id = heading.id.rpartition("." if "." in heading.id else "-")[0]
        parent = next((h for h in sections if h.id == parent_id), None)
        families.setdefault(f"{parent_id} {heading.level}", (parent, []))[1].append(heading)
    return (family for family in families.values() if len(family[1]) > 1)


def _before(outline: Outline, start: int) -> Passage | None:
    """The passage right before a heading, in the same turn."""
    earlier = [p for p in outline.passages if p.end == start]
    return earlier[0] if earlier else None


def _of_items(briefing: Briefing, outline: Outline) -> Iterator[Group]:
    for passage in outline.passages:
        for run in _runs(passage.text):
            if len(run) > 1:
                yield _group(briefing, passage, run)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A list that a number counts: its items, the text up to where its lead ends, and the words behind the number."""

    items: list[Place]
    lead: str
    counted: str
    joined: bool
    led: bool


def _counted_out(briefing: Briefing, outline: Outline) -> Iterator[Group]:
    """What is announced with its number before a colon, 三个条件：…，…，…, or counted behind: 餐饮、工地两个领域."""
    for passage in outline.passages:
        for found in (*_announced(passage.text), *_summed_up(passage.text)):
            places = [(passage.start + start, passage.start + end) for start, end in found.items]
            spans = tuple(trim(briefing.transcript, *place) for place in places)
            told = _leading(briefing, _sentence_before(found.lead), *passage.section, passage.asked)
            counted = fold(found.counted).text
            yield Group(briefing.id, spans[0][0], spans, *told, found.joined, counted, found.led)


def _announced(text: str) -> Iterator[_Counted]:
    """What stands behind a number and a colon, parted by ； or ， or 、, whichever gives so many."""
    for match in _ANNOUNCED.finditer(text):
        whole = match.span("items")
        first = whole[0], _clause_end(text, *whole)
        for marks, within in ((_SEMICOLONS, whole), (_COMMAS, whole), (_JOINTS, first)):
            items = list(_parted(marks, text, within))
            if len(items) == count(match["number"]):
                yield _Counted(items, text[: whole[0]], match["counted"], marks is _JOINTS, led=False)
                break


def _summed_up(text: str) -> Iterator[_Counted]:
    """What 、 joins and a number behind it counts."""
    for match in _SUMMED_UP.finditer(text):
        items = list(_parted(_JOINTS, text, match.span("items")))
        if len(items) == count(match["number"]):
            end = _clause_end(text, match.end(), len(text))
            yield _Counted(items, text[:end], text[match.end() : end], joined=True, led=True)


def _clause_end(text: str, start: int, end: int) -> int:
    stop = _CLAUSE_END.search(text, start, end)
    return stop.start() if stop else end


def _parted(marks: re.Pattern[str], text: str, span: Place) -> Iterator[Place]:
    edges = [span[0], *(m.end() for m in marks.finditer(text, *span)), span[1] + 1]
    return ((start, end - 1) for start, end in pairwise(edges) if end - 1 > start)


def _runs(text: str) -> list[list[Place]]:
    """Markers in runs, each of one kind, a new one at each 一是, 第一 or 首先; in the order in which they begin."""
    kinds: dict[str, list[list[Place]]] = {}
    for kind, (start, words) in _markers(text):
        runs = kinds.setdefault(kind, [])
        if not runs or _FIRST.match(text, start, words):
            runs.append([])
        runs[-1].append((start, words))
    return sorted((run for runs in kinds.values() for run in runs), key=lambda run: run[0])


def _markers(text: str) -> Iterator[tuple[str, Place]]:
    """Markers, each with its kind: 是 of 一是, 第 of 第一, 其 of 其一, or that of an aspect."""
    for start, words in numbering.items(text):
        yield (text[start] if text[start] in "第其" else "是"), (start, words)
    for match in _ASPECTS.finditer(text):
        kind = str(match.lastgroup)
        yield kind, match.span(kind)


def _group(briefing: Briefing, passage: Passage, run: Sequence[Place]) -> Group:
    ends = [*(start for start, _ in run[1:]), len(passage.text)]
    items = _items(passage.text, [(words, end) for (_, words), end in zip(run, ends, strict=True)])
    first = run[0][0]
    spans = tuple(trim(briefing.transcript, passage.start + s, passage.start + e) for s, e in items)
    told = _leading(briefing, _sentence_before(passage.text[:first]), *passage.section, passage.asked)
    return Group(briefing.id, passage.start + first, spans, *told)


def _sentence_before(text: str) -> str:
    """The sentence that the text breaks off in, or else its last one."""
    return next((s for s in reversed(_SENTENCE.findall(text)) if s.strip()), "")


def _items(text: str, spans: Sequence[Place]) -> list[Place]:
    """Items to their ends or to the first detail in figures, or, where one is long, all to their first clause's end."""
    whole = [_until(_ITEM_END, text, span) for span in spans]
    if all(end - start <= _LONGEST_ITEM for start, end in whole):
        return [_until(_DETAIL, text, span) for span in whole]
    return [_until(_CLAUSE_END, text, span) for span in spans]


def _until(mark: re.Pattern[str], text: str, span: Place) -> Place:
    stop = mark.search(text, *span)
    end = stop.start() if stop else span[1]
    return span[0], span[0] + len(text[span[0] : end].rstrip(_BETWEEN))
