"""Numbered headings and items: 一、 (一) 1. 一是 第一, and how deep each stands."""

import re
from dataclasses import dataclass

_NUMERAL = r"[一二三四五六七八九十百]+"
_ENUMERATED = r"(?![一二三四五六七八九十\d]{1,2}(?:级|类|产|线|等|流|批|期|月))"  # 一、二级医院, 3、4月份
_LEVELS = (
    (1, re.compile(rf"{_NUMERAL}(?:、{_ENUMERATED}|[.．])|第{_NUMERAL}部分[、：:，,]?")),
    (2, re.compile(rf"[（(]{_NUMERAL}[）)]、?")),
    (3, re.compile(rf"\d{{1,2}}(?:、{_ENUMERATED}|[.．](?!\d))|第{_NUMERAL}、{_ENUMERATED}")),
    (4, re.compile(r"[（(]\d{1,2}[）)]、?|\d{1,2}[）)]|[⑴-⒇]")),
    (5, re.compile(r"[①-⑳]")),
)
_ITEM = re.compile(
    rf"(?:(?<=[。；;：:，,！？\n])|^)[ \u3000]*(?:{_NUMERAL}是(?=[^，,否不])|第{_NUMERAL}[，,、]|其{_NUMERAL}[，,、])"
)
ITEM_LEVEL = 6
_LONGEST_HEADING = 60
_LONGEST_INLINE_HEADING = 40
_SENTENCE_END = re.compile(r"[。！？!?]")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number found at the front of a line or sentence: its level, where the words begin, and where the heading ends.

    `end` is 0 where the words are too long for a heading.
    """

    level: int
    words: int
    end: int


def heading(line: str) -> Numbered | None:
    """The number that the line begins with and the heading behind it: (一)空气质量稳步改善。2023年……"""
    lead = len(line) - len(line.lstrip())
    for level, pattern in _LEVELS:
        match = pattern.match(line, lead)
        if match:
            return Numbered(level, match.end(), _heading_end(line, match.end()))
    return None


def _heading_end(line: str, start: int) -> int:
    stop = _SENTENCE_END.search(line, start)
    if stop is None or not line[stop.end() :].strip():
        return len(line) if len(line.strip()) <= _LONGEST_HEADING else 0
    return stop.end() if stop.end() - start <= _LONGEST_INLINE_HEADING else 0


def items(text: str) -> tuple[tuple[int, int], ...]:
    """Where the items 一是…二是… of a text begin: (start of the marker, start of the words)."""
    return tuple((m.start() + len(m.group()) - len(m.group().lstrip()), m.end()) for m in _ITEM.finditer(text))


def item_headings(text: str) -> tuple[Numbered, ...]:
    """Items, where all are short sentences with more behind them and so head what follows: 一是落实措施。……"""
    found = items(text)
    ends = [*(start for start, _ in found[1:]), len(text)]
    headings = []
    for (_, words), end in zip(found, ends, strict=False):
        stop = _SENTENCE_END.search(text, words, end)
        if not (stop and stop.end() - words <= _LONGEST_INLINE_HEADING and text[stop.end() : end].strip()):
            return ()
        headings.append(Numbered(ITEM_LEVEL, words, stop.end()))
    return tuple(headings)
