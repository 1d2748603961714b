"""Choosing among the figures of the retrieved passages: the right one of several values, or all that are asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from ipbot.reading.asking import scopes
from ipbot.reading.figures import Figure, Status
from ipbot.reading.model import constants
from ipbot.reading.query import Query
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.reading.times import best_agreement
from ipbot.text.folding import fold
from ipbot.text.periods import Period
from ipbot.text.segmentation import Segmenter
from ipbot.values.briefing import Briefing

_CLAUSE = re.compile(r"[,，;；。:：!?！？\n]")
_SEGMENT = re.compile(r"[;；。!?！？\n]")
_MEASURE = re.compile(r"(?:多少|几|百分之几)(?:个|多)?([\u4e00-\u9fff]{1,3}|%)")
_RESPECTIVELY = re.compile(r"分别(?:(?!分别)[^；;。])*")
_LONGEST_NOUN = 8
_LONGEST_VERB = 4
_LITTLE = 2
_PART = "其中"
_JOINT = re.compile(r"[、和与及，,以]{1,2}")
_LONGEST_NAME = 10
_NAME_BEFORE = re.compile(r"(?:(?<=[、，,])|(?<=其中))[\u4e00-\u9fff]{2,10}$")
_TIMELY = ("period", "other_period", "no_period")
_UNSEEN = -5.0
_GENERAL = frozenset("个")

SIGNALS = (
    "indicator",
    "indicator_bigrams",
    "indicator_told",
    "clause",
    "segment",
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
    "part",
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
    segment: str
    """The text from the last semicolon or sentence end to the end of the clause."""
    behind: str
    unit: str
    few: bool
    """Whether it is one or two, which often counts nothing: 一项."""
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
    return tuple(_apart(list(_respectively(briefing.transcript, found))))


def _apart(found: Sequence[Counted]) -> Iterator[Counted]:
    """Where figures of different indicators share a clause, each is left with its own indicator's words alone."""
    shared: dict[tuple[Statement, str], set[str]] = {}
    for c in found:
        shared.setdefault((c.statement, c.segment), set()).add(c.indicator)
    for c in found:
        others = shared[c.statement, c.segment]
        yield replace(c, clause=c.indicator) if c.indicator and len(others) > 1 else c


def _respectively(text: str, found: Sequence[Counted]) -> Iterator[Counted]:
    """Gives each value behind 分别 the item of the enumeration before it that has the same place: 一级、二级、三级…."""
    for statement, group in groupby(found, key=lambda c: c.statement):
        counted = list(group)
        named: dict[int, str] = {}
        for match in _RESPECTIVELY.finditer(text, statement.start, statement.end):
            values = _joined([c for c in counted if match.start() < c.figure.start < match.end()], text)
            items = _enumerated(text[statement.start : match.start()], len(values)) if len(values) > 1 else []
            named |= dict(zip((c.figure.start for c in values), items, strict=False))
        for c in counted:
            item = fold(named.get(c.figure.start, "")).text
            yield c if item in c.indicator else replace(c, indicator=item + c.indicator, clause=item + c.clause)


def _joined(counted: Sequence[Counted], text: str) -> list[Counted]:
    """The first figures that nothing but 、 or 和 stands between."""
    taken = list(counted[:1])
    for c in counted[1:]:
        if not _JOINT.fullmatch(text, taken[-1].figure.end, c.figure.start):
            break
        taken.append(c)
    return taken


def _enumerated(text: str, count: int) -> list[str]:
    """The items of the last enumeration of so many items; none where there is no such enumeration."""
    first, item = r"[^，。；：、,;:]{1,30}", r"[^，。；：、,;:和与及]{1,16}"
    found = list(re.finditer(rf"(?<![^，。；：,;:])({first}(?:[、和与及]{item}){{{count - 1}}})(?![、和与及])", text))
    match = found[-1] if found else None
    items = re.split("[、和与及]", match.group(1)) if match else []
    return [_core_of(item, items[1] if index != 1 else items[0], index) for index, item in enumerate(items)]


def _core_of(item: str, beside: str, index: int) -> str:
    """An item without the words that all share before the first (参保居民在市内一级) or behind the last."""
    if len(item) <= len(beside) + _LITTLE:
        return item
    return item[-len(beside) :] if index == 0 else item[: len(beside)]


def _counted(text: str, figure: Figure, statement: Statement, reading: Reading, segmenter: Segmenter) -> Counted:
    edges = [m.end() for m in _CLAUSE.finditer(text, statement.start, figure.start)]
    segments = [m.end() for m in _SEGMENT.finditer(text, statement.start, figure.start)]
    stop = _CLAUSE.search(text, figure.end, statement.end)
    start, end = (edges[-1] if edges else statement.start), (stop.start() if stop else statement.end)
    return Counted(
        figure,
        statement,
        reading,
        fold(figure.scope + figure.indicator if figure.scope not in figure.indicator else figure.indicator).text,
        fold(text[start:end]).text,
        fold(text[segments[-1] if segments else statement.start : end]).text,
        fold(text[figure.end : min(end, figure.end + 8)]).text,
        fold(figure.quantity.unit).text,
        figure.quantity.value <= 2 and not figure.quantity.high,
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
    *,
    everything: bool = False,
) -> tuple[RankedFigure, ...]:
    """The figures, best first; only those of which the question says something, unless `everything` is wanted."""
    weights = constants("figures")
    weighed = Weighed(query, asked, scores)
    ranked = []
    for counted in found if everything else filter(weighed.is_near, found):
        signals = weighed.signals(counted)
        score = weights["bias"] + sum([weights[name] * value for name, value in signals.items() if value])
        timely = sum([weights[name] * signals[name] for name in _TIMELY])
        ranked.append(RankedFigure(counted, score, signals, score - timely))
    return tuple(sorted(ranked, key=lambda r: (-r.score, r.counted.figure.start)))


def content_words(query: Query, asked: Sequence[Period]) -> dict[str, float]:
    """The question's informative words but for those that only say when."""
    text = query.said[-1]
    when = "".join(text[p.start : p.end] for p in asked)
    return {w: v for w, v in query.words.items() if len(w) > 1 and not w[0].isdigit() and w not in when}


class Weighed:
    """The signals of figures for one question; `scores` are those of the statements."""

    def __init__(self, query: Query, asked: Sequence[Period], scores: Mapping[Statement, float]) -> None:
        self.query, self.asked, self.scores = query, asked, scores
        self.content = content_words(query, asked)
        self.total = sum(self.content.values()) or 1.0
        self.bigram_total = sum(query.bigrams.values()) or 1.0
        self.best = max(scores.values(), default=0.0)
        text = query.asking.text
        self.measures = frozenset(_MEASURE.findall(text))
        self.specific = any(m[0] not in _GENERAL for m in self.measures)
        self.scopes = [scope for scope in scopes() if scope in text]
        self._in_statement: dict[Statement, frozenset[str]] = {}

    def is_near(self, c: Counted) -> bool:
        """Whether the figure's statement or indicator shares anything with the question."""
        return bool(self._standing(c.statement)) or not c.indicator_bigrams.isdisjoint(self.query.bigrams)

    def signals(self, c: Counted) -> dict[str, float]:
        """The signals of a figure, by the names in `SIGNALS`."""
        return {**self._words(c), **self._unit(c), **self._sense(c), **self._place(c)}

    def _standing(self, statement: Statement) -> frozenset[str]:
        """The question's words that stand in a statement."""
        if statement not in self._in_statement:
            text = statement.folded.text
            self._in_statement[statement] = frozenset(w for w in self.content if self.query.stands_in(w, text))
        return self._in_statement[statement]

    def _share(self, words: Iterable[str]) -> float:
        return sum([self.content[word] for word in words]) / self.total

    def _words(self, c: Counted) -> dict[str, float]:
        """How far indicator, clause, statement and context say what is asked."""
        standing, stands = self._standing(c.statement), self.query.stands_in
        in_indicator = {w for w in standing if stands(w, c.indicator)}
        in_indicator |= {w for w in self.content.keys() - standing if stands(w, c.indicator)}
        in_clause = in_indicator | {w for w in standing if stands(w, c.clause)}
        in_segment = in_clause | {w for w in standing if stands(w, c.segment)}
        in_statement = in_clause | standing
        in_context = in_statement | (self.content.keys() & c.reading.context_words)
        shared = c.indicator_bigrams & self.query.bigrams.keys()
        return {
            "indicator": self._share(in_indicator),
            "indicator_bigrams": sum([self.query.bigrams[b] for b in shared]) / self.bigram_total,
            "indicator_told": len(shared) / len(c.indicator_bigrams) if c.indicator_bigrams else 0.0,
            "clause": self._share(in_clause),
            "segment": self._share(in_segment),
            "statement": self._share(in_statement),
            "context": self._share(in_context),
            "missing": max([v for w, v in self.content.items() if w not in in_context], default=0.0),
        }

    def _unit(self, c: Counted) -> dict[str, float]:
        """Whether the unit, the kind of quantity and the noun counted are those asked for."""
        unit, kind, wanted = c.unit, c.figure.quantity.kind, self.query.asking.wanted
        named = any(m.startswith(unit) or unit.startswith(m) or (len(unit) > 1 and m[0] in unit) for m in self.measures)
        behind = any(len(m) > 1 and m[:2] in c.behind for m in self.measures)
        return {
            "unit_asked": float(named),
            "other_unit_asked": float(self.specific and not named and not behind),
            "kind_wanted": float(kind in wanted),
            "other_kind_wanted": float(bool(wanted) and kind not in wanted),
            "noun_behind": float(behind),
        }

    def _sense(self, c: Counted) -> dict[str, float]:
        """Whether it is a change or a level, of the period and with the status asked for."""
        asking, figure = self.query.asking, c.figure
        changes = "change" in asking.types
        agrees = best_agreement(self.asked, figure.period) if self.asked else 0.0
        return {
            "change_asked": float(changes and bool(figure.change)),
            "change_not_asked": float(not changes and bool(figure.change)),
            "level_not_asked": float(changes and not figure.change),
            "period": max(agrees, 0.0),
            "other_period": max(-agrees, 0.0),
            "no_period": float(bool(self.asked) and figure.period is None),
            "target_asked": asking.target * (1.0 if figure.status is Status.TARGET else -1.0),
            "result_asked": asking.result * (1.0 if figure.status is Status.RESULT else -1.0),
        }

    def _place(self, c: Counted) -> dict[str, float]:
        """What speaks against a figure by itself, and how well its statement fits."""
        figure, score = c.figure, self.scores.get(c.statement, _UNSEEN)
        return {
            "origin": float(figure.base in ("由", "从")),
            "nameless": float(not figure.indicator),
            "one_or_two": float(c.few),
            "other_scope": float(any(scope not in c.clause + c.indicator for scope in self.scopes)),
            "part": float(_PART in c.clause[: len(_PART) + 1] and _PART not in self.query.asking.text),
            "statement_score": score,
            "below_best": score - self.best,
        }
