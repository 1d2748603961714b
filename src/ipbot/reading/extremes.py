"""Which of several stands at an end of a ranking, 哪个县最低: as a statement says it, or as a list of figures shows."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from ipbot.reading import cues
from ipbot.reading.amounts import content_words
from ipbot.reading.asking import extreme, superlative
from ipbot.reading.clauses import clause_around
from ipbot.reading.counted import Counted
from ipbot.reading.findings import Found
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement, grams

_READ = 6
_AS_NEAR = 4.0
_FEWEST = 3
_SHORTEST, _LONGEST = 2, 24
_ASKS = re.compile(r"哪|谁|啥|什么")
_ASKS_ELSE = re.compile(
    r"多少|(?<!哪)几|百分之|为什么|为啥|原因|什么时|何时|啥时|[哪几]一?个?[天日年月]|几[时点]|怎么|如何|是不是|吗|多[大长高久]"
)
_NAMED = re.compile(r"的?[^,;。:是为\d]{0,8}?(?:依次|分别)?(?:是|为):?(?P<name>[^,;。:!?\n]{2,60})")
_OCCURRED = re.compile(r"[^;。!?\n]{0,24}?(?:出现|发生)[在于](?P<name>[\u4e00-\u9fff]{2,20})")
_JOINTS = re.compile(r"[、和与及]")
_LEADS = re.compile(r"(?:其中|而|但|目前|另外|以)+")
_GROWTH = re.compile(r"增[长速幅]|[涨降跌]|提升|上升|下滑|最[快慢猛]")
_FALLS = ("下降", "减少", "降低", "下滑")

_Span = tuple[int, int]


def is_asked(query: Query) -> bool:
    """Whether the question asks which of several stands at one end, and for no number, time or reason."""
    text = query.said[-1]
    return bool(superlative(text) and _ASKS.search(text)) and not _ASKS_ELSE.search(text)


def find(query: Query, ranked: Sequence[RankedStatement], library: Library) -> Found | None:
    """Who or what a near statement puts at the end asked for, or whose figure is the greatest or least of a list."""
    end = superlative(query.said[-1])
    near = [
        r.statement
        for r in ranked[:_READ]
        if r.score >= ranked[0].score - _AS_NEAR and r.statement.kind not in ("question", "heading")
    ]
    return _told(query, near, end) or (_reckoned(query, near[0], end, library) if near else None)


def _told(query: Query, near: Sequence[Statement], end: int) -> Found | None:
    """What is said to stand there, of the places where that is said the one with most of the question's words."""
    found = [
        ((_of_growth(around) == _of_growth(query.said[-1]), query.shared(grams(around, 2))), statement, span)
        for statement in near
        for span, around in _standing(query, statement.folded.text, end)
    ]
    best = max(found, key=lambda f: f[0], default=None)
    return Found(best[1], *best[1].original(*best[2])) if best else None


def _of_growth(text: str) -> bool:
    """Whether a ranking is by how much things grew or fell, and not by how large they are."""
    return bool(_GROWTH.search(text))


def _standing(query: Query, text: str, end: int) -> Iterator[tuple[_Span, str]]:
    """Every name that the text puts at that end, with the clauses that do so."""
    many = query.asking.is_a("list") or query.asking.count > 1
    for cue in extreme(end).finditer(text):
        start, stop = clause_around(text, *cue.span(), (0, len(text)))
        before, _ = clause_around(text, max(0, start - 1), start, (0, len(text)))
        around = text[before:stop]
        named = _NAMED.match(text, cue.end())
        if named and not named["name"][0].isdigit():
            first, last = named.span("name")
            yield (first, last if many else first + len(_JOINTS.split(text[first:last])[0])), around
        elif not many and (occurred := _OCCURRED.match(text, cue.end())):
            yield occurred.span("name"), text[start : occurred.end()]
        elif not many:
            spans = (_subject(query, text, at, to) for at, to in ((start, cue.end()), (before, start)))
            yield from ((span, around) for span in islice(filter(None, spans), 1))


def _subject(query: Query, text: str, start: int, end: int) -> _Span | None:
    """The place that a clause begins with; where no place is asked for, the clause up to its first number."""
    lead = _LEADS.match(text, start, end)
    start = lead.end() if lead else start
    place = cues.places().match(text, start, end)
    if place and "、" not in place.group():
        return place.span()
    if query.asking.is_a("place"):
        return None
    number = re.search(r"\d|[,;。:]", text[start:end])
    stop = start + number.start() if number else end
    named = not any(extreme(side).match(text, start) for side in (1, -1))
    return (start, stop) if named and _SHORTEST <= stop - start <= _LONGEST else None


def _reckoned(query: Query, statement: Statement, end: int, library: Library) -> Found | None:
    """The one whose figure is the greatest, or the least, of those that a statement lists one after the other."""
    text = statement.folded.text
    if not any(query.stands_in(w, text) for w in content_words(query, ())):
        return None
    counted = [c for c in library.counted(library.reading_of(statement)) if c.statement is statement]
    for _, group in groupby(counted, key=lambda c: (c.figure.quantity.unit, bool(c.figure.change))):
        named = {name: c for c in group if (name := _name(query, c, library))}
        if len(named) >= _FEWEST:
            return _with_figure(max(named.items(), key=lambda part: end * _signed(part[1])), library)
    return None


def _name(query: Query, c: Counted, library: Library) -> str:
    """What a figure of a list is of: its place, or, where no place is asked for, the name right before it."""
    if cues.places().fullmatch(c.figure.scope):
        return c.figure.scope
    named = library.corpus.by_id[c.figure.briefing].transcript[c.begin_with_name : c.figure.start]
    return "" if query.asking.is_a("place") else named


def _signed(c: Counted) -> float:
    return float(c.figure.quantity.value) * (-1 if c.figure.change.startswith(_FALLS) else 1)


def _with_figure(part: tuple[str, Counted], library: Library) -> Found | None:
    """A name, with its figure where that stands right behind it."""
    name, c = part
    transcript = library.corpus.by_id[c.figure.briefing].transcript
    start = transcript.rfind(name, c.statement.start, c.figure.start)
    end = start + len(name)
    return Found(c.statement, start, c.figure.end if c.figure.start - end <= 1 else end) if start >= 0 else None
