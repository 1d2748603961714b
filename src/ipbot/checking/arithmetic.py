"""Figures that follow from those that were said: sums, differences, shares and growth, computed exactly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ipbot.checking import language
from ipbot.checking.amounts import Agreement, Amount, agreement, comparable
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.likeness import Stated
from ipbot.checking.name_check import times_of
from ipbot.checking.naming import tail_of
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon, coverage
from ipbot.reading.figures import Figure
from ipbot.reading.indicators import listed
from ipbot.reading.statements import grams
from ipbot.text.folding import fold
from ipbot.text.periods import PeriodKind
from ipbot.text.quantities import Approximation, Quantity
from ipbot.values.briefing import Briefing
from ipbot.values.report import Remark

_NAMED, _BESIDE, _OVERLAP, _BOTH = 0.4, 0.3, 0.5, 0.85
_OPERANDS = 8
_LACKING = re.compile(
    r"(?:差(?!异)|剩下?|余下|还有|没有|未|只有|仅有?|[减缺]?少|[增]?多|[提]?高|[降]?低|超出?|快|慢|增[加长]|减少|上升|下降|扩大|缩[小短]|延长|相差|上?涨)了?$"
)
_BEHIND = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:没有|未|尚未|不)")
_DURATION = re.compile(r"为期|历时|持续|共|前后|长达|连续")
_SHARE = re.compile(r"占|比例|比重|率|分之|成")
_EACH = re.compile(r"各(?:自|有|新增|建|获|得|设)?|均(?:有|为|新增)|都")
_ORIGIN = "由"


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that may be reckoned with: its value in a comparable unit and where it was said."""

    figure: Figure
    fact: Fact
    amount: Amount
    named: float = 0.0
    """How much of the last part of its indicator the draft's sentence names: of 部门预算支出 … 基本支出 the latter."""

    @property
    def value(self) -> Decimal:
        """The number."""
        return self.amount.value


@dataclass(frozen=True, slots=True)
class Result:
    """A computed value with the computation as people write it, and the operands."""

    value: Decimal
    written: str
    operands: tuple[Operand, ...]
    approximation: Approximation = Approximation.EXACT


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """Tries whether a draft's figure follows from the facts."""

    sentence: Sentence
    figure: Figure
    stated: Sequence[Stated]
    lexicon: Lexicon
    briefing: Briefing
    facts: Sequence[Fact] = ()

    @property
    def transcript(self) -> str:
        """The transcript that the figures stand in."""
        return self.briefing.transcript

    def finding(self, used: Sequence[Figure]) -> Finding | None:
        """The computation that gives the figure, if one does; `used` are figures that the sentence gave rightly."""
        for result in self._results(used):
            if self._agrees(result).holds:
                return self._found(Outcome.AGREES, result)
        return None

    def shared_out(self, stated: Figure, fact: Fact) -> Finding | None:
        """What becomes of a figure that each of several has, where the draft tells it of all together."""
        members = self._members(stated, fact)
        if len(members) < 2:
            return None
        operand = Operand(stated, fact, self._amount(stated))
        total = operand.value * len(members)
        result = Result(total, f"{len(members)} × {plain(operand.value)} = {plain(total)}", (operand,))
        if self._agrees(result).holds:
            return self._found(Outcome.AGREES, result)
        return self._found(Outcome.WRONG, result) if _is_sum(self._before) else None

    def may_decide(self, found: Finding) -> bool:
        """Whether a computation may overrule a figure that differs: a sum or a difference of what was said as it is."""
        stated_change = any(f.change for f in found.used)
        return _is_sum(self._clause) or (self._is_difference and not stated_change)

    def _members(self, stated: Figure, fact: Fact) -> list[str]:
        """Those that each have a stated figure: 渤海新区、黄骅市、沧县各新增1件."""
        start = self.transcript.rfind("。", fact.statement.start, stated.start) + 1
        clause = max(self.transcript.rfind(c, fact.statement.start, stated.start) for c in "，,；;。：:") + 1
        head = self.transcript[max(start, clause, fact.statement.start) : stated.start]
        each = list(_EACH.finditer(head))
        if not each:
            return []
        names = head[: each[-1].start()]
        return [names[s:e] for s, e in listed(names, 0, len(names))]

    @property
    def _before(self) -> str:
        """The folded clause up to the figure."""
        at = self.sentence.place(self.figure.start)
        return self.sentence.folded.text[self.sentence.clause_of(at)[0] : at]

    @property
    def _clause(self) -> str:
        start, end = self.sentence.clause_of(self.sentence.place(self.figure.start))
        return self.sentence.folded.text[start:end]

    @property
    def _is_difference(self) -> bool:
        """Whether the words around the figure make it a difference: 少10件, 还差1395件, 还有4个没有完成."""
        behind = self.sentence.folded.text[self.sentence.place(self.figure.end) :]
        lacking = _LACKING.search(self._before) or (_BEHIND.match(behind) and _LACKING.search(self._before[-2:]))
        return bool(self.figure.change) or bool(lacking)

    def _amount(self, figure: Figure) -> Amount:
        return Amount.of(figure.quantity, self.transcript)

    def _operands(self, used: Sequence[Figure]) -> list[Operand]:
        """The figures that the sentence names or has given, likest first."""
        found: list[tuple[float, Operand]] = []
        shared = {s.fact for s in self.stated if s.figure in used}
        for stated in self.stated:
            figure = stated.figure
            named = coverage(stated.terms, self.sentence.folded.text) if stated.terms else 0.0
            if named >= (_BESIDE if stated.fact in shared else _NAMED) or figure in used:
                found.append(
                    (
                        named + (figure in used),
                        Operand(figure, stated.fact, self._amount(figure), self._named_last(figure)),
                    )
                )
        unlike: dict[tuple[object, ...], Operand] = {}
        for _, o in sorted(found, key=lambda f: -f[0]):
            unlike.setdefault((o.value, o.figure.indicator, o.figure.period_label), o)
        return list(unlike.values())[:_OPERANDS]

    def _named_last(self, figure: Figure) -> float:
        last = self.transcript[slice(*figure.indicator_spans[-1])] if figure.indicator_spans else figure.indicator
        theirs = [t for t in self.lexicon.terms(fold(tail_of(last)).text) if t.weight]
        return coverage(theirs, self.sentence.folded.text) if theirs else 0.0

    def _results(self, used: Sequence[Figure]) -> Iterator[Result]:
        said, clause = self.figure.quantity, self._clause
        yield from self._days(said)
        operands = self._operands(used)
        same = [o for o in operands if comparable(said, o.figure.quantity) or said.kind in ("points", "percent")]
        levels = [o for o in same if not o.figure.change]
        if said.kind != "percent":
            pairs = [(a, b) for a, b in combinations(levels, 2) if a.amount.unit == b.amount.unit]
            if _is_sum(clause):
                named = [(a, b) for a, b in pairs if min(a.named, b.named) >= _BOTH]
                yield from (_sum(a, b) for a, b in named if a.figure.indicator != b.figure.indicator)
            if self._is_difference:
                yield from (_difference(a, b) for a, b in pairs if self._fits_difference(a, b))
            yield from self._before_change(operands)
        if said.kind in ("percent", "multiple"):
            others = [
                o for o in operands if not o.figure.change and o.figure.quantity.kind not in ("percent", "points")
            ]
            yield from self._shares(others, clause)

    def _fits_difference(self, a: Operand, b: Operand) -> bool:
        """Whether the unit of a difference is that of the draft's figure."""
        return comparable(self.figure.quantity, a.figure.quantity) or a.figure.quantity.kind == "percent"

    def _before_change(self, operands: Sequence[Operand]) -> Iterator[Result]:
        """A level of the year before, from a level and its change: 4.25亿元,比上年减少0.35亿元."""
        period = self.figure.period
        for level, change in combinations(operands, 2):
            level_, change_ = (level, change) if change.figure.change else (change, level)
            way = language.direction(change_.figure.change)
            beside = change_.fact is level_.fact and 0 <= change_.figure.start - level_.figure.end <= 12
            if not (way and beside and not level_.figure.change and level_.amount.unit == change_.amount.unit):
                continue
            now = level_.figure.period
            if period and now and period.last.year == now.last.year - 1:
                sign = -1 if way == "up" else 1
                one, by = _shown(level_, change_)
                written = f"{plain(one)} {'-' if sign < 0 else '+'} {plain(by)} = {plain(one + sign * by)}"
                yield Result(level_.value + sign * change_.value, written, (level_, change_))

    def _shares(self, operands: Sequence[Operand], clause: str) -> Iterator[Result]:
        grows = self._is_difference
        for a, b in combinations(operands, 2):
            if a.amount.unit != b.amount.unit or not a.value or not b.value:
                continue
            if self.figure.quantity.kind == "multiple":
                yield from (_times(x, y) for x, y in ((a, b), (b, a)))
            elif grows:
                yield from (_growth(x, y) for x, y in ((a, b), (b, a)) if _follows(x, y))
            elif _SHARE.search(clause):
                yield _share(min(a, b, key=lambda o: o.value), max(a, b, key=lambda o: o.value))

    def _days(self, said: Quantity) -> Iterator[Result]:
        """How long a stated stretch of days is: 4月20日至26日 is seven days."""
        if said.unit != "天" or not _DURATION.search(self._clause):
            return
        for fact, period in ((f, t) for f in self.facts for t in times_of(f, self.briefing.held_on)):
            if period.kind is PeriodKind.DAYS:
                days = (period.last - period.first).days + 1
                operand = Operand(self.figure, fact, Amount.of(self.figure.quantity, self.transcript))
                yield Result(Decimal(days), f"{period.first:%m-%d} … {period.last:%m-%d} = {days}", (operand,))

    def _agrees(self, result: Result) -> Agreement:
        q = self.figure.quantity
        exact = Amount(
            Quantity(q.start, q.end, result.value, None, "", q.kind, result.approximation, q.start, q.end), ""
        )
        said = Amount(q, self.sentence.text[q.start - self.sentence.start : q.end - self.sentence.start])
        if said.value != q.value:
            exact = Amount(_valued(exact.quantity, result.value), "")
        plain = Amount(_valued(q, said.value), said.written)
        return agreement(plain, exact)

    def _found(self, outcome: Outcome, result: Result) -> Finding:
        facts = tuple(dict.fromkeys(o.fact for o in result.operands))
        used = tuple(o.figure for o in result.operands)
        return Finding(outcome, self.figure.start, self.figure.end, Remark.ARITHMETIC, facts, "", result.written, used)


def _valued(q: Quantity, value: Decimal) -> Quantity:
    return Quantity(q.start, q.end, value, None, "", q.kind, q.approximation, q.number_start, q.number_end)


def _is_sum(text: str) -> bool:
    return bool(language.any_of("sums").search(text))


def _bound(*operands: Operand) -> Approximation:
    kinds = {o.figure.quantity.approximation for o in operands}
    over = kinds <= {Approximation.OVER, Approximation.AT_LEAST, Approximation.EXACT} and len(kinds) >= 1
    return Approximation.AT_LEAST if over and kinds != {Approximation.EXACT} else Approximation.EXACT


def _sum(a: Operand, b: Operand) -> Result:
    one, other = _shown(a, b)
    return Result(a.value + b.value, f"{plain(one)} + {plain(other)} = {plain(one + other)}", (a, b), _bound(a, b))


def _shown(a: Operand, b: Operand) -> tuple[Decimal, Decimal]:
    """The numbers as they were said, where both have one unit."""
    one, other = a.figure.quantity, b.figure.quantity
    return (one.value, other.value) if one.unit == other.unit else (a.value, b.value)


def _difference(a: Operand, b: Operand) -> Result:
    high, low = (a, b) if a.value >= b.value else (b, a)
    more, less = _shown(high, low)
    written = f"{plain(more)} - {plain(less)} = {plain(more - less)}"
    return Result(high.value - low.value, written, (high, low))


def _follows(a: Operand, b: Operand) -> bool:
    """Whether the second is what the first became: 由10万吨提高到15万吨, or the same indicator a year on."""
    if a.figure.base == _ORIGIN and b.fact is a.fact and b.figure.start > a.figure.start:
        return True
    one, other = a.figure.period, b.figure.period
    mine, its = grams(a.figure.indicator, 2), grams(b.figure.indicator, 2)
    alike = bool(mine) and len(mine & its) >= _OVERLAP * len(mine | its)
    return bool(alike and one and other and one.last < other.last)


def _growth(a: Operand, b: Operand) -> Result:
    value = abs(b.value - a.value) / a.value * 100
    return Result(value, f"({plain(b.value)} - {plain(a.value)}) / {plain(a.value)} = {percent(value)}", (a, b))


def _share(part: Operand, whole: Operand) -> Result:
    value = part.value / whole.value * 100
    return Result(value, f"{plain(part.value)} / {plain(whole.value)} = {percent(value)}", (part, whole))


def _times(a: Operand, b: Operand) -> Result:
    value = a.value / b.value
    return Result(value, f"{plain(a.value)} / {plain(b.value)} = {plain(round(value, 2))}", (a, b))


def percent(value: Decimal) -> str:
    """A share to one decimal."""
    return f"{value.quantize(Decimal('0.1'))} %"


def plain(value: Decimal) -> str:
    """A number as people write it: whole, with 万 or 亿 where it is long."""
    for scale, name in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if abs(value) >= scale and (value / scale * 1000) % 1 == 0:
            return f"{(value / scale).normalize():f}{name}"
    return f"{value.normalize():f}"
