"""How a thing is coming along, 梭子蟹的申报怎么样了: the clauses about it, of what was done and of what is planned."""

import re
from collections.abc import Iterator, Sequence

from ipbot.reading.findings import Found
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement
from ipbot.reading.telling import CLAUSE, Told, places

_ASKED = re.compile(r"进展|进度|到哪一?步|怎么?样|咋样|下来了?没|办得|评上|[批办]下来|通过了?没|成了?没")
_WHOLE = re.compile(
    r"(?:[办搞干做建弄推进开展行打修现前]得?|得|了|在)(?:怎么?样(?!的)|咋样|如何)|(?:怎么?样|咋样)了|进展|进度|到哪一?步"
    r"|(?<![的些么啥种握解清])情况[?]?$"
)
_PENDING = re.compile(r"[，,](?:但|现|目前|正|还|尚|待|等待|预计|只差|下一步)[^，,；;。！？!?]*")
_ABOUT = 0.35
"""How much of the question a clause says that is about the thing."""
_MOST = 2


def is_asked(query: Query) -> bool:
    """Whether it is asked how far a thing is."""
    return bool(_ASKED.search(query.said[-1]))


def to_what_is_pending(text: str, end: int, stop: int) -> int:
    """Where the words end that go on with what is yet to come: …已通过评审，(待公告)."""
    while pending := _PENDING.match(text, end, stop):
        end = pending.end()
    return end


def find(query: Query, ranked: Sequence[RankedStatement], library: Library) -> tuple[Found, ...]:
    """A clause about the thing in each of the best two statements that have one; none where that is not asked."""
    if not _WHOLE.search(query.said[-1]) or query.asking.is_a("list", "compare", "amount"):
        return ()
    best: dict[Statement, Found] = {}
    for found in places(query, ranked, _told, most=2 * _MOST, least=_ABOUT):
        best.setdefault(found.statement, _detailed(found, library))
    return tuple(best.values())[:_MOST]


def _told(text: str) -> Iterator[Told]:
    """The clauses, each with what is yet to come."""
    for clause in CLAUSE.finditer(text):
        yield clause.group(), clause.start(), to_what_is_pending(text, clause.end(), len(text))


def _detailed(found: Found, library: Library) -> Found:
    """Where a whole sentence only says what it is about, the clause behind it: 扎实开展“铁拳”行动。(全年查处192起)."""
    statement = found.statement
    whole = found.start == statement.start and found.end >= statement.end - 1
    behind = library.behind(statement) if whole else None
    clause = CLAUSE.match(behind.folded.text) if behind else None
    return Found(behind, *behind.original(*clause.span())) if behind and clause else found
