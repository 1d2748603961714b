"""The reader: from a question and the passages retrieved for it to the spans that answer it, or to none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ipbot.reading import (
    about_each,
    actors,
    amounts,
    attributes,
    breakdowns,
    channels,
    extremes,
    grounds,
    listing,
    ordinals,
    progress,
    reverse,
    shifts,
    standings,
    verdicts,
)
from ipbot.reading.amounts import RankedFigure
from ipbot.reading.choosing import choose
from ipbot.reading.defining import define, sort_of
from ipbot.reading.figures import Figure
from ipbot.reading.findings import Findings, Found
from ipbot.reading.library import Library
from ipbot.reading.lists import Group
from ipbot.reading.model import constants
from ipbot.reading.query import Query
from ipbot.reading.ranking import (
    Models,
    RankedStatement,
    fitted,
    rank_candidates,
    rank_statements,
)
from ipbot.reading.sides import asks_each, compares, holds_against_aim, named_sides, reached_and_aimed
from ipbot.reading.signals import Retrieved
from ipbot.reading.statements import Statement
from ipbot.reading.statuses import Status
from ipbot.reading.values import all_of, asks_all, of_own_words, same_indicator, several
from ipbot.text.periods import label

_Way = Callable[[Query, Findings], Findings | None]

NEAREST = 3
_LEADING = ("v", "p", "d", "ad", "t")
_OUTRIGHT = (shifts.find, standings.find, ordinals.find, verdicts.find, attributes.as_what, sort_of, channels.find)
_SHORTEST = 6
_CLEARLY = 0.5
_NAMED = 0.6
_REASON = "原因"
_STATUS = {Status.RESULT: "已完成", Status.TARGET: "目标", Status.FORECAST: "预计", Status.STANDING: "现行"}


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads the passages of one library."""

    library: Library
    models: Models = field(default_factory=fitted)

    def read(self, query: Query, retrieved: Sequence[Retrieved]) -> Findings:
        """Find the spans that answer; whether they are good enough to be given is for the caller to decide."""
        ranked = rank_statements(query, retrieved, self.library, self.models)
        if not ranked:
            return Findings()
        seen = Findings(nearest=_nearest(ranked), statements=ranked)
        if any(asks(query) for asks in (_asks_amount, compares, holds_against_aim, breakdowns.is_asked)):
            seen = replace(seen, figures=self._figures(query, retrieved, ranked))
        told = (way(query, seen) for way in (self._spoken if self._is_spoken(seen) else self._narrated))
        return next(filter(None, told), None) or self._by_candidate(query, seen)

    @property
    def _spoken(self) -> tuple[_Way, ...]:
        """The ways to what people say, who put things as such briefings do; the first that applies is taken."""
        before = (self._by_extreme, self._by_breakdown, self._outright, self._by_value, self._by_list, self._by_ground)
        return (*before, self._by_figure, self._by_attribute, self._by_definition)

    @property
    def _narrated(self) -> tuple[_Way, ...]:
        """The ways to what a narrator tells."""
        return self._by_breakdown, self._by_list, self._by_figure

    def _is_spoken(self, seen: Findings) -> bool:
        return self.library.is_spoken(seen.statements[0].statement.briefing)

    def _by_extreme(self, query: Query, seen: Findings) -> Findings | None:
        """Which of several stands at an end of a ranking."""
        told = extremes.find(query, seen.statements, self.library) if extremes.is_asked(query) else None
        return replace(seen, found=(told,), way="extreme") if told else None

    def _by_breakdown(self, query: Query, seen: Findings) -> Findings | None:
        """The parts of a whole, with the figure of each, where the question doesn't name those that it wants."""
        if not breakdowns.is_asked(query) or named_sides(query, seen.figures):
            return None
        found = breakdowns.find(query, seen.statements, self.library)
        return replace(seen, found=found, way="list") if found else None

    def _outright(self, query: Query, seen: Findings) -> Findings | None:
        """What a statement tells outright: from what to what a thing went, which place it has, how it comes along."""
        told = next(filter(None, (find(query, seen.statements) for find in _OUTRIGHT)), ())
        told = told or progress.find(query, seen.statements, self.library)
        return replace(seen, found=told, way="told") if told else None

    def _by_value(self, query: Query, seen: Findings) -> Findings | None:
        """What a figure that the question names counts."""
        found = self._indicators(reverse.find(query, self.library))
        return replace(seen, found=found, way="reverse") if found else None

    def _by_list(self, query: Query, seen: Findings) -> Findings | None:
        """The items of a list."""
        if not listing.is_asked(query) or asks_all(query):
            return None
        group = listing.choose(query, seen.statements, self.library)
        if not group:
            return None
        places = [self._without_lead(group, *group.shown[0])] if group.led else group.shown
        return replace(seen, found=self._listed(group.briefing, places), way="list")

    def _by_ground(self, query: Query, seen: Findings) -> Findings | None:
        """Why something is so, what it is done for, or by what means, where a statement says so outright."""
        given = grounds.find(query, seen.statements, self.library)
        return replace(seen, found=(given,), way="attribute") if given else None

    def _without_lead(self, group: Group, start: int, end: int) -> tuple[int, int]:
        """What 、 joins, without the verb or preposition that leads to its first item: 已在(餐饮、建筑工地)."""
        text = self.library.corpus.by_id[group.briefing].transcript
        at = cut = start
        for word in self.library.segmenter.words(text[start : group.items[0][1]]):
            at += len(word)
            if self.library.segmenter.tag(word) in _LEADING and not self.library.is_noun(word):
                cut = at
        return (cut if cut < group.items[0][1] - 1 else start), end

    def _by_figure(self, query: Query, seen: Findings) -> Findings | None:
        """The figures that are asked for; nothing but what is missing where they are given for other periods alone."""
        if against := reached_and_aimed(query, seen.figures):
            return replace(seen, found=tuple(_figure(query, f) for f in against), way="figure")
        timely = tuple(f for f in seen.figures if not f.signals["other_period"])
        held = of_own_words(query, timely)
        if _other_period(seen.figures, timely):
            return replace(seen, missing=self._named_periods(query, seen.figures[0]), way="figure")
        if not _asks_amount(query):
            chosen = tuple(named_sides(query, held))
        elif held and asks_all(query):
            chosen = all_of(query, held, self._held_on(held[0]))
        elif not held or held[0].score <= constants("figures")["least"] or held[0].signals["other_kind_wanted"]:
            return None
        else:
            chosen = several(query, held, self._held_on(held[0]))
        found = (chosen and breakdowns.cases(query, chosen, self.library)) or tuple(_figure(query, f) for f in chosen)
        return replace(seen, found=found, way="figure") if found else None

    def _by_attribute(self, query: Query, seen: Findings) -> Findings | None:
        """What is said of each of several things, what is given for an attribute, or who stands in a role."""
        found = (
            about_each.find(query, seen.statements)
            or attributes.find(query, seen.statements)
            or actors.find(query, seen.statements, self.library.segmenter)
        )
        return replace(seen, found=found, way="attribute") if found else None

    def _by_definition(self, query: Query, seen: Findings) -> Findings | None:
        """What is said of a term."""
        meaning = define(query, seen.statements) if query.asking.is_a("definition") else None
        return replace(seen, found=(meaning,), way="definition") if meaning else None

    def _by_candidate(self, query: Query, seen: Findings) -> Findings:
        """The best of all spans of the best statements; a speaker who gives no reason outright is not read one into."""
        if grounds.asks_reason(query) and self._is_spoken(seen):
            return replace(seen, missing=(_REASON,), way="candidate")
        candidates = rank_candidates(query, seen.statements, self.library, self.models)
        found = (choose(query, candidates, self.library),)
        return replace(seen, found=found, way="candidate", candidates=candidates)

    def _named_periods(self, query: Query, ranked: RankedFigure) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label(p) for p in query.periods(self._held_on(ranked))))

    def _indicators(self, named: Sequence[Figure]) -> tuple[Found, ...]:
        """What the figures count; where nothing is named, the words before the figure."""
        found = []
        for figure in named:
            spans = figure.indicator_spans or ((figure.statement[0], figure.start),)
            statement = self.library.at(figure.briefing, figure.start)
            start = self._with_scope(figure, spans[0][0])
            if statement and start < spans[-1][1]:
                found.append(Found(statement, start, spans[-1][1], figure.period_label))
        return tuple(found)

    def _with_scope(self, figure: Figure, start: int) -> int:
        """Where the indicator begins with the place that stands right before it: 全市(高价值发明专利拥有量)."""
        before = self.library.corpus.by_id[figure.briefing].transcript[:start]
        return start - len(figure.scope) if figure.scope and before.endswith(figure.scope) else start

    def _figures(
        self, query: Query, retrieved: Sequence[Retrieved], ranked: Sequence[RankedStatement]
    ) -> tuple[RankedFigure, ...]:
        scores = {r.statement: r.score for r in ranked}
        first = retrieved[0].reading.passage.briefing
        near = {r.reading.key: r.reading for r in retrieved} | {r.key: r for r in self.library.passages_of(first)}
        found = [c for reading in near.values() for c in self.library.counted(reading)]
        held_on = self.library.corpus.by_id[retrieved[0].reading.passage.briefing].held_on
        return amounts.rank(query, found, query.periods(held_on), scores, everything=asks_all(query))

    def _held_on(self, ranked: RankedFigure) -> date | None:
        return self.library.corpus.by_id[ranked.counted.figure.briefing].held_on

    def _listed(self, briefing: str, places: Iterable[tuple[int, int]]) -> tuple[Found, ...]:
        statements = [(self.library.at(briefing, start), start, end) for start, end in places]
        return tuple(Found(s, start, end) for s, start, end in statements if s)


def _nearest(ranked: Sequence[RankedStatement]) -> tuple[Statement, ...]:
    """The best statements, none saying the same as another; a speaker's line or 各位朋友: by itself says nothing."""
    unlike: dict[str, Statement] = {}
    said = (r.statement for r in ranked if r.statement.kind != "speaker")
    telling = [s for s in said if len(s.folded.text) >= _SHORTEST and not s.folded.text.endswith(":")]
    for near in telling[: 2 * NEAREST]:
        unlike.setdefault(near.folded.text, near)
    return tuple(unlike.values())[:NEAREST]


def _other_period(figures: Sequence[RankedFigure], held: Sequence[RankedFigure]) -> bool:
    """Whether the very figure that is asked for is given, but for other periods alone."""
    named = [f for f in figures if f.signals["other_period"] == 1 and f.signals["clause"] >= _NAMED]
    best = max(named, key=lambda f: f.lexical, default=None)
    if best is None or best.lexical < constants("figures")["least"]:
        return False
    return not any(same_indicator(best, f) or f.lexical >= best.lexical - _CLEARLY for f in held)


def _asks_amount(query: Query) -> bool:
    asking = query.asking
    if extremes.is_asked(query) or (asking.is_a("phone", "reason", "date") and not asking.wanted):
        return False
    if asks_all(query) or (asking.is_a("amount", "duration", "extent", "change") and not asking.is_a("ordinal")):
        return True
    if asking.is_a("verify") and not (asking.wanted or reverse.asked_values(query)):
        return False
    return asking.types <= {"verify", "compare"} or (asking.is_a("compare") and bool(asking.wanted))


def _figure(query: Query, ranked: RankedFigure) -> Found:
    c = ranked.counted
    label = "，".join(filter(None, [c.figure.period_label, _STATUS[c.figure.status] if c.figure.period else ""]))
    named = asks_each(query) or compares(query)
    return Found(c.statement, c.begin_with_name if named else c.begin, c.end_with_noun, label)
