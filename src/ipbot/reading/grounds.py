"""Why a thing is so, what it is done for, and by what means, where a statement says so outright: 原因是…, 通过….

What something is done for often stands right behind it without a word between: 推动…进入名单，提高产品影响力.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ipbot.data import load
from ipbot.reading.findings import Found
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement, grams
from ipbot.reading.telling import CLAUSE, near

_REASON = "reason"
_BEHIND = 1.0
"""How much less than a statement the one behind it counts, where that begins by saying why."""
_SHORTEST = 4
_NUMBER = re.compile(r"多少|几(?![手招种])|百分之")
_OPENS = re.compile(r"(?:^|(?<=[。;!?\n]))(?:由于|因为?|为)")
"""A reason that opens its sentence ends with the clause: what it is a reason for stands behind."""
_SENTENCE_END = re.compile(r"[。;!?\n]|,(?=所以|因此|因而|故而|这才)")
_CLAUSE_END = re.compile(r"[,。;!?\n]")

Span = tuple[int, int]


@cache
def _words(kind: str, way: str) -> re.Pattern[str] | None:
    parts = load("questions")["grounds"][kind].get(way)
    return re.compile("|".join(parts)) if parts else None


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(load("questions")["grounds"])


def asked(query: Query) -> tuple[str, ...]:
    """Which of the kinds of ground the question asks for; none where it asks for a number or for several reasons."""
    said, asking = query.said[-1], query.asking
    number = asking.wanted and _NUMBER.search(said)
    if asking.is_a("verify", "date", "person") or number or (asking.is_a("list") and asking.is_a("reason")):
        return ()
    return tuple(kind for kind in _kinds() if (words := _words(kind, "asked")) and words.search(said))


def asks_reason(query: Query) -> bool:
    """Whether it is asked why."""
    return _REASON in asked(query)


def find(query: Query, ranked: Sequence[RankedStatement], library: Library) -> Found | None:
    """What a near statement gives as the reason, the purpose or the means, where it shares most with the question."""
    wanted = asked(query)
    found: list[tuple[float, Statement, Span]] = []
    for other in near(ranked) if wanted else ():
        score, statement = other.score, other.statement
        told = (span for kind in wanted for span in _told(kind, query, statement.folded.text))
        found.extend((score, statement, span) for span in told)
        if _REASON in wanted and (behind := library.behind(statement)):
            found.extend((score - _BEHIND, behind, span) for span in _opening(behind.folded.text))
    best = max(found, key=lambda f: f[0], default=None)
    return Found(best[1], *best[1].original(*best[2])) if best else None


def _told(kind: str, query: Query, text: str) -> Iterator[Span]:
    """What the words that lead to it are followed by, or the clause behind the one that says most of the question."""
    if told := _words(kind, "told"):
        for lead in told.finditer(text):
            whole = kind == _REASON and not _OPENS.match(text, lead.start())
            yield from _until(_SENTENCE_END if whole else _CLAUSE_END, text, lead.end())
    if behind := _words(kind, "behind"):
        yield from _following(query, text, behind)


def _following(query: Query, text: str, behind: re.Pattern[str]) -> Iterator[Span]:
    """From a clause that says what comes of the one that shares most with the question, to the sentence's end."""
    clauses = [m.span() for m in CLAUSE.finditer(text)]
    shared = [query.shared(grams(text[slice(*clause)], 2)) for clause in clauses]
    if not clauses or not max(shared):
        return
    place = shared.index(max(shared))
    for start, _ in reversed(clauses[place : place + 2]):
        if behind.match(text, start):
            yield from _until(_SENTENCE_END, text, start)
            return


def _opening(text: str) -> Iterator[Span]:
    """What a statement gives as the reason of the one before it: 因为…, 主要原因是…."""
    lead = (told := _words(_REASON, "told")) and told.match(text)
    if lead:
        yield from _until(_SENTENCE_END, text, lead.end())


def _until(mark: re.Pattern[str], text: str, start: int) -> Iterator[Span]:
    """What stands from a place on up to a mark, or to the end, if it is long enough to say anything."""
    stop = mark.search(text, start)
    end = stop.start() if stop else len(text)
    if end - start >= _SHORTEST:
        yield start, end
