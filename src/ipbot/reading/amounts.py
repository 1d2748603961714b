"""Choosing among the figures of the retrieved passages: the right one of several values, or all that are asked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from ipbot.reading.asking import asked_and_told, bases, measures, scopes, superlative
from ipbot.reading.counted import Counted
from ipbot.reading.figures import Status
from ipbot.reading.model import constants
from ipbot.reading.query import Query
from ipbot.reading.statements import Statement, grams
from ipbot.reading.times import best_agreement
from ipbot.text.periods import Period
from ipbot.text.quantities import quantities
from ipbot.text.units import interchangeable

_MEASURE = re.compile(r"(?:多少|(?<!哪)几|百分之几)(?:个|多)?([\u4e00-\u9fff]{1,3}|%)")
_PART = "其中"
_TIMELY = ("period", "other_period", "no_period")
_UNSEEN = -5.0
_COMPARED = 2
"""Where so many periods are compared, the levels are asked for and not a change: 从去年到今年怎么变."""
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
    "own",
    "own_told",
    "sibling_better",
    "last_asked",
    "in_question",
    "superlative",
    "remainder",
    "remainder_not_asked",
    "each_one",
    "each_one_not_asked",
    "base_asked",
    "other_base",
)


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
    near = tuple(found if everything else filter(weighed.is_near, found))
    weighed.beside(near)
    ranked = []
    for counted in near:
        signals = weighed.signals(counted)
        score = weights["bias"] + sum([weights[name] * value for name, value in signals.items() if value])
        timely = sum([weights[name] * signals[name] for name in _TIMELY])
        ranked.append(RankedFigure(counted, score, signals, score - timely))
    return tuple(sorted(ranked, key=lambda r: (-r.score, r.counted.figure.start)))


def content_words(query: Query, asked: Sequence[Period]) -> dict[str, float]:
    """The question's informative words but for those that only say when, or, where it has others, that one counts."""
    text = query.said[-1]
    when = "".join(text[p.start : p.end] for p in asked)
    found = {w: v for w, v in query.words.items() if len(w) > 1 and not w[0].isdigit() and w not in when}
    return {w: v for w, v in found.items() if w not in measures()} or found


def comparable(one: RankedFigure, other: RankedFigure) -> bool:
    """Whether the other figure counts in the same kind, both levels or both changes, and is no base of comparison."""
    mine, its = one.counted.figure, other.counted.figure
    alike = (mine.quantity.kind, bool(mine.change)) == (its.quantity.kind, bool(its.change))
    return alike and its.base not in ("由", "比")


def unlike(figures: Iterable[RankedFigure]) -> tuple[RankedFigure, ...]:
    """The figures without those that say the same of the same."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for ranked in figures:
        figure = ranked.counted.figure
        key = (figure.quantity.value, figure.quantity.unit, figure.period_label, figure.indicator)
        if key not in seen:
            seen.add(key)
            kept.append(ranked)
    return tuple(kept)


class Weighed:
    """The signals of figures for one question; `scores` are those of the statements."""

    def __init__(self, query: Query, asked: Sequence[Period], scores: Mapping[Statement, float]) -> None:
        self.query, self.asked, self.scores = query, asked, scores
        self.content = content_words(query, asked)
        self.total = sum(self.content.values()) or 1.0
        self.bigram_total = sum(query.bigrams.values()) or 1.0
        self.best = max(scores.values(), default=0.0)
        text = query.asking.text
        named = (q.unit for q in quantities(text) if query.asking.is_a("verify") and not query.asking.count)
        self.measures = frozenset(filter(None, (*_MEASURE.findall(text), *named)))
        self.specific = any(m[0] not in _GENERAL for m in self.measures)
        self.scopes = [scope for scope in scopes() if scope in text]
        self.named = frozenset(q.value for q in quantities(text)) if not query.asking.is_a("verify") else frozenset()
        last = grams(query.said[-1], 2) & query.bigrams.keys() if len(query.said) > 1 else frozenset()
        self.last = {b: query.bigrams[b] for b in last}
        self.superlative = superlative(query.said[-1])
        said = query.said[-1]
        compared = query.asking.is_a("compare") and len(asked) >= _COMPARED
        self.changes = query.asking.is_a("change") and not compared
        self.left = bool(asked_and_told("remainder")["asked"].search(said))
        self.each = bool(asked_and_told("each_one")["asked"].search(said))
        self.whole = bool(asked_and_told("each_one")["whole"].search(said)) and not self.each
        self._content, self._bigrams = frozenset(self.content), frozenset(query.bigrams)
        self._in_text: dict[str, frozenset[str]] = {}
        self._shares: dict[frozenset[str], float] = {}
        self._own: dict[Counted, float] = {}
        self._best_own: dict[Statement, float] = {}

    def beside(self, found: Iterable[Counted]) -> None:
        """Take notice of the figures that share a statement, so that each can be held against its neighbours."""
        weights = self.query.bigrams
        for c in found:
            own = fsum([weights[b] for b in c.own_bigrams & self._bigrams]) / self.bigram_total
            self._own[c] = own
            self._best_own[c.statement] = max(self._best_own.get(c.statement, 0.0), own)

    def is_near(self, c: Counted) -> bool:
        """Whether the figure's statement or indicator shares anything with the question."""
        return bool(self._standing(c.statement.folded.text)) or not c.indicator_bigrams.isdisjoint(self._bigrams)

    def signals(self, c: Counted) -> dict[str, float]:
        """The signals of a figure, by the names in `SIGNALS`."""
        of_words = {**self._words(c), **self._unit(c), **self._sense(c)}
        return {**of_words, **self._place(c), **self._apart(c), **self._of_whole(c)}

    def _standing(self, text: str) -> frozenset[str]:
        """The question's words that stand in a text; figures side by side have most of their texts in common."""
        if text not in self._in_text:
            self._in_text[text] = self.query.standing(self.content, text)
        return self._in_text[text]

    def _share(self, words: frozenset[str]) -> float:
        if words not in self._shares:
            self._shares[words] = fsum([self.content[word] for word in words]) / self.total
        return self._shares[words]

    def _words(self, c: Counted) -> dict[str, float]:
        """How far indicator, clause, statement and context say what is asked."""
        standing = self._standing(c.statement.folded.text)
        in_indicator = self._standing(c.indicator)
        in_clause = in_indicator | (standing and standing & self._standing(c.clause))
        in_segment = in_clause | (standing and standing & self._standing(c.segment))
        in_statement = in_clause | standing
        in_context = in_statement | (self._content & c.reading.context_words)
        shared = c.indicator_bigrams & self._bigrams
        return {
            "indicator": self._share(in_indicator),
            "indicator_bigrams": fsum([self.query.bigrams[b] for b in shared]) / self.bigram_total,
            "indicator_told": len(shared) / len(c.indicator_bigrams) if c.indicator_bigrams else 0.0,
            "clause": self._share(in_clause),
            "segment": self._share(in_segment),
            "statement": self._share(in_statement),
            "context": self._share(in_context),
            "missing": max([v for w, v in self.content.items() if w not in in_context], default=0.0),
        }

    def _unit(self, c: Counted) -> dict[str, float]:
        """Whether the unit, the kind of quantity and the noun counted are those asked for."""
        unit, wanted = c.unit, self.query.asking.wanted
        kind = "percent" if c.figure.quantity.kind == "number" else c.figure.quantity.kind
        if kind == "points" and self.changes and "percent" in wanted:
            kind = "percent"
        named = any(m.startswith(unit) or unit.startswith(m) or (len(unit) > 1 and m[0] in unit) for m in self.measures)
        alike = named or any(m.startswith(interchangeable(unit)) for m in self.measures)
        behind = any(len(m) > 1 and m[:2] in c.behind for m in self.measures)
        return {
            "unit_asked": float(named),
            "other_unit_asked": float(self.specific and not alike and not behind),
            "kind_wanted": float(kind in wanted),
            "other_kind_wanted": float(bool(wanted) and kind not in wanted),
            "noun_behind": float(behind),
        }

    def _sense(self, c: Counted) -> dict[str, float]:
        """Whether it is a change or a level, of the period and with the status asked for."""
        asking, figure = self.query.asking, c.figure
        changes = self.changes
        agrees = best_agreement(self.asked, figure.period) if self.asked else 0.0
        return {
            "change_asked": float(changes and bool(figure.change)),
            "change_not_asked": float(not changes and bool(figure.change)),
            "level_not_asked": float(changes and not figure.change),
            "period": max(agrees, 0.0),
            "other_period": max(-agrees, 0.0),
            "no_period": float(bool(self.asked) and figure.period is None),
            "target_asked": asking.target * (1.0 if figure.status is Status.TARGET else -1.0),
            **self._base(c),
            "result_asked": asking.result * (1.0 if figure.status is Status.RESULT else -1.0),
        }

    def _base(self, c: Counted) -> dict[str, float]:
        """Whether a change is measured from what the question compares with, or from something else."""
        asked = self.query.asking.bases
        if not asked:
            return {"base_asked": 0.0, "other_base": 0.0}
        its, period = bases(c.figure.base), c.figure.period
        before = str(period.first.year - 1) if period else ""
        if not its.isdisjoint({"year", before}):
            its |= {"year", before}
        same = not asked.isdisjoint(its)
        return {"base_asked": float(same), "other_base": float(bool(its) and not same)}

    def _apart(self, c: Counted) -> dict[str, float]:
        """What tells the figure from its neighbours: its own words, and how it ranks among them."""
        own, last = self._own.get(c, 0.0), fsum(self.last.values()) or 1.0
        told = fsum([v for b, v in self.last.items() if b in c.own_bigrams or b in c.indicator_bigrams]) / last
        return {
            "own": self._share(self._standing(c.own)),
            "own_told": len(c.own_bigrams & self._bigrams) / len(c.own_bigrams) if c.own_bigrams else 0.0,
            "sibling_better": max(0.0, self._best_own.get(c.statement, 0.0) - own),
            "last_asked": told,
            "in_question": float(c.figure.quantity.value in self.named),
            "superlative": float(self.superlative * c.rank),
        }

    def _of_whole(self, c: Counted) -> dict[str, float]:
        """Whether it is what is left of a whole, or of each one of many, and whether that is asked."""
        return {
            "remainder": self.left * (1.0 if c.is_left else -1.0),
            "remainder_not_asked": float(c.is_left and not self.left),
            "each_one": self.each * (1.0 if c.is_of_each else -1.0),
            "each_one_not_asked": float(c.is_of_each and self.whole),
        }

    def _is_unasked_part(self, c: Counted) -> bool:
        if not c.part or _PART in self.query.asking.text:
            return False
        if not grams(c.part, 2).isdisjoint(self.query.bigrams):
            return False
        return not any(self.query.stands_in(w, c.part) for w in self.content if w not in measures())

    def _place(self, c: Counted) -> dict[str, float]:
        """What speaks against a figure by itself, and how well its statement fits."""
        figure, score = c.figure, self.scores.get(c.statement, _UNSEEN)
        return {
            "origin": float(figure.base in ("由", "比")),
            "nameless": float(not figure.indicator),
            "one_or_two": float(c.few),
            "other_scope": float(any(scope not in c.clause + c.indicator for scope in self.scopes)),
            "part": float(self._is_unasked_part(c)),
            "statement_score": score,
            "below_best": score - self.best,
        }
