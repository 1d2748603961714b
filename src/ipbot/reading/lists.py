"""Lists in a briefing: headings of one level, and items 一是…二是…, each with the words that lead to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipbot.corpus import numbering
from ipbot.text.folding import fold
from ipbot.text.periods import Period, periods
from ipbot.text.sentences import trim
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Outline, Passage

_ITEM_END = re.compile(r"[；;。！？!?\n]")
_CLAUSE_END = re.compile(r"[，,；;。！？!?：:\n]")
_ASPECTS = re.compile(
    r"(?:(?<=[。；;：:，,！？\n])|^)[ \u3000]*"
    r"(?:(?P<sides>另?一方面[，,]?)|(?P<steps>首先(?:是|要)?[，,]?|(?:其次|再次|再者|最后)(?:是|要|[，,]){1,2}))"
)
_FIRST = re.compile(r"[其第]?一|首先")
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


def groups(briefing: Briefing, outline: Outline) -> tuple[Group, ...]:
    """Every list of two items or more."""
    return (*_of_headings(briefing, outline), *_of_items(briefing, outline))


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
