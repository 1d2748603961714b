"""What a term means or what is said of it: 什么叫打捆环评, “铁拳”行动是干什么的."""

import re
from collections.abc import Sequence

from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement

_MEANS = re.compile(r"(?:,|是)?(?:是指|指的是|意思是|也就是说?|就是说?|即(?![将可使日])|是一[种个项]|主要由|是由)")
_WHAT_SORT = re.compile(
    r"(?:什么样|怎样|怎么样|哪种|哪样)的?[^?]{0,16}(?:算|叫|属于|称)|(?:指|算|属于)[^?]{0,4}(?:什么样|怎样|哪种)"
    r"|(?:怎么|如何|怎样)(?:界定|认定|定义)"
)
_CALLED = re.compile(r"(?:算是?|叫做?|属于|称为?)(?P<term>[\u4e00-\u9fff]{2,10}?)[吗呢啊呀?]*$")
_MODIFIES = (
    r"(?:^|[,。;:、]|[和与及对将把])"
    r"(?P<said>(?:不|未|无|没有|以|凡|已|经|由|具有|存在|超)[^,。;:、和与及对将把]{2,24}?(?:目的)?)(?:(?<!目)的)?"
)
_EXPLAINS = re.compile(r"(?:(?:这|它)(?:就)?是(?:指|说)?|也就是说?|即|就是说?),?|(?=[凭持][^,。]{1,10}(?:可|能|享))")
_USED = re.compile(r"[^,;。!?:]*凭[^,;。!?:]{0,6}(?:可|能)")
_NEAR = 12
_READ = 6
_BEST = 3
_CLAUSE = re.compile(r"[,;。!?:]")
_LONGEST = 90
_CLOSED = 2
"""How many characters behind the term still say nothing: ”, 行动."""
_TELLING = 8
"""How many characters beside the term itself begin to say something of it."""


def define(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """The words behind 是指 or 也就是, or else the clauses that begin with the one in which the term stands."""
    term = _term(query)
    told = meaning(query, ranked)
    introduced = _naming(term, ranked[:_BEST])[:1]
    return told or next((_explained(s, ranked) or _clauses(s, _grown(term, query, s)) for s in introduced), None)


def meaning(query: Query, ranked: Sequence[RankedStatement]) -> Found | None:
    """Only the words behind 是指 or 也就是, for questions that may ask for something else too: “三进”说的是啥."""
    term = _term(query)
    return next(filter(None, (_meaning(s, term) for s in _naming(term, ranked)[:_READ])), None)


def sort_of(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """What makes a thing what it is called, 什么样的申请算“非正常”: the words behind 是指, or those right before it."""
    if not _WHAT_SORT.search(query.said[-1]):
        return ()
    called = _CALLED.search(query.said[-1])
    terms = [called["term"]] if called and not query.quoted else []
    near = [(s, term) for term in (*terms, _term(query)) for s in _naming(term, ranked)[:_READ]]
    told = meaning(query, ranked)
    return tuple(filter(None, (told, *(_modified(s, term) for s, term in near))))[:1]


def _modified(statement: Statement, term: str) -> Found | None:
    """The words that stand before the term and go with it: (不以创新为目的)非正常专利申请."""
    before = re.search(rf"{_MODIFIES}{re.escape(term)}", statement.folded.text)
    return _found(statement, *before.span("said")) if before else None


def _explained(statement: Statement, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """The next sentence, where it explains what this one only introduces: 推出了“银龄卡”。凭卡可以……"""
    for other in (r.statement for r in ranked):
        follows = other.briefing == statement.briefing and 0 <= other.start - statement.end <= 1
        explains = _EXPLAINS.match(other.folded.text) if follows else None
        if explains:
            return _found(other, explains.end(), _sentence_end(other.folded.text, explains.end()))
    return None


def _meaning(statement: Statement, term: str) -> Found | None:
    """The words behind 是指, 就是 or 也就是 to the end of the sentence."""
    text = statement.folded.text
    for at in (m.end() for m in re.finditer(re.escape(term), text)):
        means = _MEANS.search(text, at, at + _NEAR)
        if means and _sentence_end(text, means.end()) > means.end():
            return _found(statement, means.end(), _sentence_end(text, means.end()))
    return None


def _clauses(statement: Statement, term: str) -> Found:
    """The clauses from the one in which the term stands, as many as are short enough."""
    text = statement.folded.text
    at = text.index(term)
    used = _USED.search(text, at)
    if used:
        return _found(statement, used.start(), _sentence_end(text, used.end()))
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)
    return _found(statement, start, _within(text, start, at + len(term), len(term) + _TELLING))


def _term(query: Query) -> str:
    """The quoted words of the question, or its most telling one."""
    return next(iter(query.quoted), "") or max(query.words, key=lambda w: query.words[w], default="")


def _grown(term: str, query: Query, statement: Statement) -> str:
    """The term with all that stands beside it in the question as in the statement: 清零, 规上企业发明专利清零行动."""
    asked, told = query.said[-1], statement.folded.text
    start, at = asked.find(term), told.find(term)
    if start < 0:
        return term
    end, to = start + len(term), at + len(term)
    while start and at and asked[start - 1] == told[at - 1]:
        start, at = start - 1, at - 1
    while end < len(asked) and to < len(told) and asked[end] == told[to]:
        end, to = end + 1, to + 1
    return told[at:to]


def _naming(term: str, ranked: Sequence[RankedStatement]) -> list[Statement]:
    return [r.statement for r in ranked if term and term in r.statement.folded.text]


def _sentence_end(text: str, start: int) -> int:
    stop = re.compile(r"[。;!?]").search(text, start)
    return stop.start() if stop else len(text)


def _within(text: str, start: int, least: int, enough: int) -> int:
    """The end of the first whole clause by which enough is said, or of the last one that is near enough."""
    ends = [m.start() for m in _CLAUSE.finditer(text, least) if m.start() - start <= _LONGEST] or [len(text)]
    told = (end for end in ends if (end - start >= enough and end - least > _CLOSED) or text[end : end + 1] in "。!?;")
    return next(told, ends[-1])


def _found(statement: Statement, start: int, end: int) -> Found:
    first, last = statement.original(start, max(end, start + 1))
    return Found(statement, first, last)
