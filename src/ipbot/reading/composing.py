"""The reply as a person reads it: fixed phrases around slices of the transcript."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ipbot.data import load
from ipbot.reading import reverse
from ipbot.reading.findings import Findings, Found
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.text.periods import asked_periods
from ipbot.values.answer import Abstention, Answer, Chat, Question, Span


@cache
def phrases() -> Mapping[str, str]:
    """The fixed phrases, from `phrases.yaml`."""
    return {str(key): str(text) for key, text in load("phrases").items()}


def answer(
    question: Question, findings: Findings, library: Library, confidence: float, query: Query | None = None
) -> Answer:
    """The spans found, each with its label, and the statements they stand in."""
    spans = tuple(dict.fromkeys(_span(found, library) for found in findings.found))
    values = [f"{s.text}（{s.label}）" if s.label else s.text for s in spans]
    lines = values if len(values) == 1 else [f"{i}. {value}" for i, value in enumerate(values, 1)]
    before = _verdict(query, findings) if query else []
    return Answer(
        question=question,
        text="\n".join([*before, *lines, *(_years(query, findings, library) if query else [])]),
        spans=spans,
        citations=tuple(dict.fromkeys(library.cite(f.statement, f.end) for f in findings.found)),
        confidence=confidence,
    )


def abstention(
    question: Question, findings: Findings, library: Library, confidence: float, missing: Sequence[str] = ()
) -> Abstention:
    """That the briefing does not state it, what is missing, and the nearest statements."""
    citations = tuple(map(library.cite, findings.nearest))
    told = phrases()["missing"].format(missing="、".join(missing)) if missing else phrases()["not_stated"]
    return Abstention(question=question, text=told, missing=tuple(missing), citations=citations, confidence=confidence)


def chat(question: Question, kind: str, suggestions: Sequence[str]) -> Chat:
    """Small talk."""
    return Chat(question=question, text=phrases()[kind], suggestions=tuple(suggestions))


def _span(found: Found, library: Library) -> Span:
    briefing = library.corpus.by_id[found.statement.briefing]
    return Span.cut(briefing, found.start, found.end, found.label)


def _verdict(query: Query, findings: Findings) -> list[str]:
    """Where the question names a value to be checked: whether the briefing gives the same one."""
    values = reverse.asked_values(query) if findings.way == "figure" and query.asking.is_a("verify") else ()
    starts = {f.start for f in findings.found}
    figures = [f.counted.figure for f in findings.figures if f.counted.begin in starts]
    checked = [v for v in values if any(v.kind == f.quantity.kind for f in figures)]
    if not checked:
        return []
    confirmed = any(reverse.same(v, f.quantity) for v in checked for f in figures)
    return [phrases()["confirmed" if confirmed else "corrected"]]


def _years(query: Query, findings: Findings, library: Library) -> Iterator[str]:
    """Which year is meant by 今年 or 去年, where the labels don't say it."""
    held_on = library.corpus.by_id[findings.found[0].statement.briefing].held_on
    text = query.said[-1]
    for period in asked_periods(text, held_on):
        year = str(period.first.year)
        if period.relative and not any(year in f.label for f in findings.found):
            yield phrases()["year"].format(said=text[period.start : period.end], year=year)
