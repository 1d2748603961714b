"""Choosing among the figures of the retrieved passages: the right one of several values, or all that are asked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ipbot.reading.asking import scopes
from ipbot.reading.figures import Figure, Status
from ipbot.reading.query import Query
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.reading.times import best_agreement
from ipbot.text.folding import fold
from ipbot.text.periods import Period
from ipbot.text.segmentation import Segmenter
from ipbot.values.briefing import Briefing

_CLAUSE = re.compile(r"[,，;；。:：!?！？\n]")
_MEASURE = re.compile(r"(?:多少|几|百分之几)(?:个|多)?([\u4e00-\u9fff]{1,3}|%)")
_LONGEST_NOUN = 8
_LONGEST_VERB = 4
_LONGEST_NAME = 10
_NAME_BEFORE = re.compile(r"(?:(?<=[、，,])|(?<=其中))[\u4e00-\u9fff]{2,10}$")
_TIMELY = ("period", "other_period", "no_period")
_GENERAL = frozenset("个")

SIGNALS = (
    "indicator",
    "indicator_bigrams",
    "indicator_told",
    "clause",
    "statement",
    "context",
    "missing",
    "unit_asked",
    "other_unit_asked",
    "kind_wanted",
    "other_kind_wanted",
    "change_asked",
    "change_not_asked",
    "level_not_asked",
    "period",
    "other_period",
    "no_period",
    "target_asked",
    "result_asked",
    "origin",
    "nameless",
    "one_or_two",
    "noun_behind",
    "other_scope",
    "statement_score",
    "below_best",
)


@dataclass(frozen=True, eq=False)
class Counted:
    """A figure with the words around it, folded."""

    figure: Figure
    statement: Statement
    reading: Reading
    indicator: str
    clause: str
    behind: str
    begin: int
    """Where the figure begins with the verb of its change, in the transcript: 下降14.6%."""
    begin_with_name: int
    """Where it begins with the name right before it: 钢铁行业12个."""
    end_with_noun: int
    """Where the figure ends with the noun that it counts, in the transcript: 22家企业."""

    @cached_property
    def indicator_bigrams(self) -> frozenset[str]:
        """Bigrams of the indicator."""
        return grams(self.indicator, 2)

    @cached_property
    def clause_bigrams(self) -> frozenset[str]:
        """Bigrams of the clause."""
        return grams(self.clause, 2)


def counted(
    briefing: Briefing, figures: Iterable[Figure], readings: Iterable[Reading], segmenter: Segmenter
) -> tuple[Counted, ...]:
    """The figures of a briefing, each with its statement and the words around it."""
    statements = [(s, r) for r in readings for s in r.statements]
    found = []
    for figure in figures:
        home = next(((s, r) for s, r in statements if s.start <= figure.start < s.end), None)
        if home:
            found.append(_counted(briefing.transcript, figure, *home, segmenter))
    return tuple(found)


def _counted(text: str, figure: Figure, statement: Statement, reading: Reading, segmenter: Segmenter) -> Counted:
    edges = [m.end() for m in _CLAUSE.finditer(text, statement.start, figure.start)]
    stop = _CLAUSE.search(text, figure.end, statement.end)
    start, end = (edges[-1] if edges else statement.start), (stop.start() if stop else statement.end)
    return Counted(
        figure,
        statement,
        reading,
        fold(figure.scope + figure.indicator if figure.scope not in figure.indicator else figure.indicator).text,
        fold(text[start:end]).text,
        fold(text[figure.end : min(end, figure.end + 8)]).text,
        _with_change(text, figure),
        _with_name(text, figure, start),
        figure.end + _noun_length(text[figure.end : min(end, figure.end + 12)], figure, segmenter),
    )


def _with_change(text: str, figure: Figure) -> int:
    at = text.rfind(figure.change, max(0, figure.start - _LONGEST_VERB), figure.start) if figure.change else -1
    return at if at >= 0 and text[at : figure.start].removesuffix("了") == figure.change else figure.start


def _with_name(text: str, figure: Figure, start: int) -> int:
    name = _NAME_BEFORE.search(text, max(start, figure.start - _LONGEST_NAME), figure.start)
    return name.start() if name else figure.start


def _noun_length(behind: str, figure: Figure, segmenter: Segmenter) -> int:
    """The length of the noun right behind a count."""
    if figure.quantity.kind not in ("count", "people"):
        return 0
    length = 0
    for word in segmenter.words(behind):
        if not segmenter.tag(word).startswith("n") or length + len(word) > _LONGEST_NOUN:
            break
        length += len(word)
    return length


@dataclass(frozen=True, eq=False)
class RankedFigure:
    """A figure with its score and its signals."""

    counted: Counted
    score: float
    signals: Mapping[str, float]
    lexical: float
    """The score without what periods add to it."""


def rank(
    query: Query,
    found: Sequence[Counted],
    asked: Sequence[Period],
    scores: Mapping[Statement, float],
    weights: Mapping[str, float],
) -> tuple[RankedFigure, ...]:
    """The figures, best first."""
    content = content_words(query, asked)
    best = max((scores.get(c.statement, 0.0) for c in found), default=0.0)
    ranked = []
    for c in found:
        signals = signals_of(query, content, c, asked, (scores.get(c.statement, -5.0), best))
        score = weights["bias"] + sum(weights[n] * v for n, v in signals.items())
        timely = sum(weights[n] * signals[n] for n in _TIMELY)
        ranked.append(RankedFigure(c, score, signals, score - timely))
    return tuple(sorted(ranked, key=lambda r: (-r.score, r.counted.figure.start)))


def content_words(query: Query, asked: Sequence[Period]) -> dict[str, float]:
    """The question's informative words but for those that only say when."""
    text = query.said[-1]
    when = "".join(text[p.start : p.end] for p in asked)
    return {w: v for w, v in query.words.items() if len(w) > 1 and not w[0].isdigit() and w not in when}


def signals_of(
    query: Query, content: Mapping[str, float], c: Counted, asked: Sequence[Period], scores: tuple[float, float]
) -> dict[str, float]:
    """The signals of one figure, by the names in `SIGNALS`; `scores` are its statement's and the best statement's."""
    asking, figure = query.asking, c.figure
    total = sum(content.values()) or 1.0
    in_indicator = {w for w in content if query.stands_in(w, c.indicator)}
    in_clause = in_indicator | {w for w in content if query.stands_in(w, c.clause)}
    in_statement = in_clause | {w for w in content if query.stands_in(w, c.statement.folded.text)}
    in_context = in_statement | {w for w in content if w in c.reading.context_words}
    shared = c.indicator_bigrams & query.bigrams.keys()
    measures = frozenset(_MEASURE.findall(asking.text))
    behind = any(len(m) > 1 and m[:2] in c.behind for m in measures)
    unit = fold(figure.quantity.unit).text
    named = any(m.startswith(unit) or unit.startswith(m) or (len(unit) > 1 and m[0] in unit) for m in measures)
    specific = any(m[:1] not in _GENERAL for m in measures)
    wanted = asking.wanted
    agrees = best_agreement(asked, figure.period)
    changes = asking.is_a("change")
    return {
        "indicator": sum(content[w] for w in in_indicator) / total,
        "indicator_bigrams": sum(query.bigrams[b] for b in shared) / (sum(query.bigrams.values()) or 1.0),
        "indicator_told": len(shared) / len(c.indicator_bigrams) if c.indicator_bigrams else 0.0,
        "clause": sum(content[w] for w in in_clause) / total,
        "statement": sum(content[w] for w in in_statement) / total,
        "context": sum(content[w] for w in in_context) / total,
        "missing": max((v for w, v in content.items() if w not in in_context), default=0.0),
        "unit_asked": float(named),
        "other_unit_asked": float(bool(measures) and specific and not named and not behind),
        "kind_wanted": float(figure.quantity.kind in wanted),
        "other_kind_wanted": float(bool(wanted) and figure.quantity.kind not in wanted),
        "change_asked": float(changes and bool(figure.change)),
        "change_not_asked": float(not changes and bool(figure.change)),
        "level_not_asked": float(changes and not figure.change),
        "period": max(agrees, 0.0),
        "other_period": max(-agrees, 0.0),
        "no_period": float(bool(asked) and figure.period is None),
        "target_asked": float(asking.target) * (1.0 if figure.status is Status.TARGET else -1.0),
        "result_asked": float(asking.result) * (1.0 if figure.status is Status.RESULT else -1.0),
        "origin": float(figure.base in ("由", "从")),
        "nameless": float(not figure.indicator),
        "one_or_two": float(figure.quantity.value <= 2 and not figure.quantity.high),
        "noun_behind": float(behind),
        "other_scope": float(any(w in asking.text and w not in c.clause + c.indicator for w in scopes())),
        "statement_score": scores[0],
        "below_best": scores[0] - scores[1],
    }
