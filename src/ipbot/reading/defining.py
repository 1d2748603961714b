"""What a term means or what is said of it: 什么叫打捆环评, “铁拳”行动是干什么的."""

import re

from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement

_QUOTED = re.compile(r'"([^"]{2,30})"')
_MEANS = re.compile(r"(?:,|是)?(?:是指|指的是|意思是|也就是|就是|即|是一[种个项]|主要由|是由)")
_CLAUSE = re.compile(r"[,;。!?:]")
_LONGEST = 90


def define(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """The words behind 是指 or 也就是, or else the clauses that begin with the one in which the term stands."""
    term = _term(query)
    for near in ranked[:3]:
        text = near.statement.folded.text
        at = text.find(term) if term else -1
        if at < 0:
            continue
        means = _MEANS.search(text, at + len(term), at + len(term) + 12)
        if means:
            return _found(near.statement, means.end(), _sentence_end(text, means.end()))
        starts = [m.end() for m in _CLAUSE.finditer(text, 0, at)]
        start = starts[-1] if starts else 0
        return _found(near.statement, start, _within(text, start, at + len(term)))
    return None


def _term(query: Query) -> str:
    """The quoted words of the question, or its most telling one."""
    quoted = _QUOTED.search(query.said[-1])
    return quoted.group(1) if quoted else max(query.words, key=lambda w: query.words[w], default="")


def _sentence_end(text: str, start: int) -> int:
    stop = re.compile(r"[。;!?]").search(text, start)
    return stop.start() if stop else len(text)


def _within(text: str, start: int, least: int) -> int:
    """The end of the last whole clause that keeps the span short enough."""
    ends = [m.start() for m in _CLAUSE.finditer(text, least) if m.start() - start <= _LONGEST] or [len(text)]
    return next((end for end in ends if end - start >= 8), ends[-1])


def _found(statement: Statement, start: int, end: int) -> Found:
    first, last = statement.original(start, max(end, start + 1))
    return Found(statement, first, last)
