"""What in a briefing doesn't agree with itself, each as a question for the press office with the arithmetic."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from ipbot.checking import repeats
from ipbot.checking.amounts import Amount
from ipbot.checking.arithmetic import percent, plain
from ipbot.checking.evidence import Evidence, Fact
from ipbot.checking.language import direction
from ipbot.checking.naming import tail_of
from ipbot.checking.terms import Lexicon, Term, coverage
from ipbot.data import load
from ipbot.reading.figures import Figure
from ipbot.text.folding import fold
from ipbot.text.periods import PeriodKind
from ipbot.text.quantities import Approximation
from ipbot.values.answer import Citation
from ipbot.values.audit import Doubt, Question
from ipbot.values.briefing import Briefing

_ALIKE, _NAMED = 0.65, 0.99
_POINTS, _COMPOUND = Decimal("0.6"), Decimal("0.05")
_SHARE_OFF, _FAR_OFF = Decimal("0.6"), Decimal(10)
_PART_OFF = Decimal("0.03")
_LOWER = (Approximation.AT_LEAST, Approximation.OVER)
_PARTS, _TAKES = "其中", "占"
_WHOLE = (PeriodKind.YEAR, PeriodKind.YEAR_END, PeriodKind.PLAN_END)
_YEARLY = ("年", "年均", "每年", "平均每年")


@dataclass(frozen=True, slots=True)
class _Level:
    """A figure of the transcript with its fact and amount."""

    figure: Figure
    fact: Fact
    amount: Amount

    @property
    def value(self) -> Decimal:
        return self.figure.quantity.value

    @property
    def is_of_a_year(self) -> bool:
        return self.figure.period is not None and self.figure.period.kind in _WHOLE

    @property
    def year(self) -> int:
        return self.figure.period.last.year if self.figure.period else 0


@dataclass(frozen=True, eq=False)
class Audit:
    """Reads one briefing for what doesn't add up."""

    briefing: Briefing
    lexicon: Lexicon
    evidence: Evidence

    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the transcript."""
        found = [*self._growth(), *self._yearly(), *self._parts(), *self._shares(), *self._differences()]
        found += [*self._repeated(), *self._spelt()]
        unlike = {(q.doubt, q.arithmetic, q.text): q for q in found}
        return tuple(sorted(unlike.values(), key=lambda q: min(c.start for c in q.evidence)))

    @cached_property
    def _facts(self) -> list[Fact]:
        return [self.evidence.facts[i] for i in self.evidence.rows[self.briefing.id]]

    @cached_property
    def _all(self) -> list[_Level]:
        text = self.briefing.transcript
        return [_Level(f, fact, Amount.of(f.quantity, text)) for fact in self._facts for f in fact.figures]

    @cached_property
    def _levels(self) -> list[_Level]:
        return [x for x in self._all if not x.figure.change and not x.amount.is_range]

    @cached_property
    def _changes(self) -> list[_Level]:
        return [x for x in self._all if direction(x.figure.change)]

    def _terms(self, figure: Figure) -> tuple[Term, ...]:
        return tuple(t for t in self.lexicon.terms(fold(tail_of(figure.indicator)).text) if t.weight)

    def _alike(self, one: Figure, other: Figure) -> bool:
        """Whether two indicators say the same in other words."""
        mine, its = fold(one.indicator).text, fold(other.indicator).text
        ways = coverage(self._terms(one), its), coverage(self._terms(other), mine)
        each = [bool("万人" in f.scope + f.indicator) for f in (one, other)]
        return bool(mine and its) and min(ways) >= _ALIKE and each[0] == each[1]

    def _within(self, level: Figure, change: Figure) -> bool:
        """Whether a change is told of a level's indicator, or of several of which it is one."""
        return bool(level.indicator) and (level.indicator in change.indicator or self._alike(level, change))

    def _growth(self) -> Iterator[Question]:
        """A stated growth against the levels of both years."""
        for change in self._changes:
            if change.figure.quantity.kind != "percent" or change.figure.base in _YEARLY or not change.year:
                continue
            for now in self._levels:
                if now.year != change.year or now.fact.reading is not change.fact.reading:
                    continue
                if not self._within(now.figure, change.figure):
                    continue
                for then in self._levels:
                    if then.year == now.year - 1 and self._same(then, now):
                        yield from self._grown(change, then, now)

    def _same(self, then: _Level, now: _Level) -> bool:
        alike = self._alike(then.figure, now.figure) and then.figure.quantity.unit == now.figure.quantity.unit
        exact = then.figure.indicator == now.figure.indicator or self._terms_equal(then.figure, now.figure)
        return alike and exact and then.value > 0 and then.is_of_a_year and now.is_of_a_year

    def _terms_equal(self, one: Figure, other: Figure) -> bool:
        return {t.text for t in self._terms(one)} == {t.text for t in self._terms(other)}

    def _grown(self, change: _Level, then: _Level, now: _Level) -> Iterator[Question]:
        value = (now.value - then.value) / then.value * 100
        stated = change.value if direction(change.figure.change) == "up" else -change.value
        bound = change.amount.quantity.approximation
        short = value < stated - _POINTS
        off = short if bound in _LOWER else abs(value - stated) > _POINTS
        if off:
            sums = f"({plain(now.value)} - {plain(then.value)}) / {plain(then.value)} = {percent(value)}"
            yield self._question(Doubt.GROWTH, sums, (then, now, change), change, computed=percent(value))

    def _yearly(self) -> Iterator[Question]:
        """A yearly growth against where it starts and where it is to end."""
        for change in self._changes:
            figure = change.figure
            if figure.quantity.kind != "percent" or figure.base not in _YEARLY or direction(figure.change) != "up":
                continue
            if change.amount.quantity.approximation in _LOWER:
                continue
            for end in self._levels:
                beside = end.fact.reading is change.fact.reading and end.year == change.year
                if not (beside and self._counts_in(end.figure, figure)):
                    continue
                for start in self._levels:
                    years = end.year - start.year
                    if 1 < years < 10 and start.year and self._alike(start.figure, end.figure):
                        yield from self._compounded(change, start, end, years)

    def _counts_in(self, level: Figure, change: Figure) -> bool:
        theirs = self._terms(level)
        return bool(theirs) and coverage(theirs, fold(change.indicator).text) >= _NAMED

    def _compounded(self, change: _Level, start: _Level, end: _Level, years: int) -> Iterator[Question]:
        if start.figure.quantity.unit != end.figure.quantity.unit:
            return
        value = start.value * (1 + change.value / 100) ** years
        if abs(value - end.value) > end.value * _COMPOUND:
            reached = value.quantize(Decimal(1)) if value > 100 else value.quantize(Decimal("0.01"))
            rate = plain(1 + change.value / 100)
            sums = f"{plain(start.value)} × {rate}^{years} = {plain(reached)}"
            yield self._question(Doubt.YEARLY, sums, (start, change, end), end, computed=plain(reached))

    def _parts(self) -> Iterator[Question]:
        """Parts that together are more than the whole, or all but it."""
        for fact in self._facts:
            own = [x for x in self._levels if x.fact is fact]
            for whole, parts in self._divided(own, fact):
                total = sum((p.value for p in parts), Decimal(0))
                off = total - whole.value
                if off > 0 or (len(parts) > 1 and 0 < -off <= whole.value * _PART_OFF):
                    sums = f"{' + '.join(plain(p.value) for p in parts)} = {plain(total)}"
                    yield self._question(Doubt.PARTS, sums, (whole, *parts), whole, computed=plain(total))

    def _divided(self, own: Sequence[_Level], fact: Fact) -> Iterator[tuple[_Level, list[_Level]]]:
        """A figure with those behind 其中 that count the same, up to the end of their part of the sentence."""
        text = self.briefing.transcript
        for whole, following in pairwise(own):
            if _PARTS not in text[whole.figure.end : following.figure.start]:
                continue
            parts: list[_Level] = []
            at = whole.figure.end
            for x in own[own.index(following) :]:
                between = text[at : x.figure.start]
                if any(mark in between for mark in "；;。") or (parts and _PARTS in between):
                    break
                joined = not parts or between.strip("、，, ")[:1] not in ("", "占") or between.startswith("、")
                if x.figure.quantity.unit == whole.figure.quantity.unit and joined and self._is_listed(between, parts):
                    parts.append(x)
                at = x.figure.end
            if parts:
                yield whole, parts

    def _is_listed(self, between: str, parts: Sequence[_Level]) -> bool:
        """Whether a part is joined to the one before it as another of its kind."""
        return not parts or between.lstrip().startswith(("、", "和", "与"))

    def _shares(self) -> Iterator[Question]:
        """A stated share against the two figures before it."""
        text = self.briefing.transcript
        for x in self._levels:
            lead = text[max(x.fact.statement.start, x.figure.start - 8) : x.figure.start]
            if x.figure.quantity.kind != "percent" or not lead.rstrip("了到比约").endswith(_TAKES):
                continue
            before = [y for y in self._levels if y.fact is x.fact and y.figure.end <= x.figure.start]
            counted = [y for y in before if y.figure.quantity.kind not in ("percent", "points")][-2:]
            if len(counted) < 2 or counted[0].figure.quantity.unit != counted[1].figure.quantity.unit:
                continue
            whole, part = counted if counted[0].value >= counted[1].value else counted[::-1]
            value = part.value / whole.value * 100
            if _SHARE_OFF < abs(value - x.value) < _FAR_OFF:
                sums = f"{plain(part.value)} / {plain(whole.value)} = {percent(value)}"
                yield self._question(Doubt.SHARE, sums, (whole, part, x), x, computed=percent(value))

    def _differences(self) -> Iterator[Question]:
        """A level, the one it is set against, and a stated difference: 64亿斤,比去年的62.7亿斤增加1.3亿斤."""
        for now, then in pairwise(self._levels):
            if (
                now.fact is not then.fact
                or now.figure.quantity.unit != then.figure.quantity.unit
                or then.year != now.year - 1
            ):
                continue
            for change in self._changes:
                beside = change.fact is now.fact and 0 <= change.figure.start - then.figure.end <= 4
                if beside and change.figure.quantity.unit == now.figure.quantity.unit:
                    value = now.value - then.value
                    stated = change.value if direction(change.figure.change) == "up" else -change.value
                    if value != stated:
                        sums = f"{plain(now.value)} - {plain(then.value)} = {plain(value)}"
                        yield self._question(Doubt.DIFFERENCE, sums, (now, then, change), change, computed=plain(value))

    def _repeated(self) -> Iterator[Question]:
        for facts in repeats.repeated(self._facts):
            text = _phrase(Doubt.REPEATED, said=facts[0].text[:30], computed="")
            yield Question(self.briefing.id, Doubt.REPEATED, text, "", self._cited(facts))

    def _spelt(self) -> Iterator[Question]:
        names = {t.speaker.name for t in self.lexicon.library.corpus.outlines[self.briefing.id].turns if t.speaker.name}
        twice = (
            *repeats.spelt_two_ways(self._facts, self.lexicon),
            *repeats.misspelt_people(self._facts, sorted(names)),
        )
        for one, other in dict.fromkeys(twice):
            holding = [next(f for f in self._facts if name in f.text) for name in (one, other)]
            text = _phrase(Doubt.SPELLING, said=one, computed=other)
            yield Question(self.briefing.id, Doubt.SPELLING, text, "", self._cited(holding))

    def _question(self, doubt: Doubt, sums: str, about: Sequence[_Level], stated: _Level, *, computed: str) -> Question:
        said = self.briefing.transcript[stated.figure.start : stated.figure.end]
        text = _phrase(doubt, said=said, computed=computed)
        return Question(self.briefing.id, doubt, text, sums, self._cited(x.fact for x in about))

    def _cited(self, facts: Iterable[Fact]) -> tuple[Citation, ...]:
        return tuple(self.evidence.library.cite(f.statement) for f in dict.fromkeys(facts))


def _phrase(doubt: Doubt, *, said: str, computed: str) -> str:
    template: str = load("remarks")["audit"][str(doubt)]
    return template.format(said=said, computed=computed)
