"""A draft's figure held against those of the transcript that are about the same thing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ipbot.checking.amounts import Agreement, Amount, agreement, comparable
from ipbot.checking.evidence import Fact
from ipbot.checking.language import direction, is_scope
from ipbot.checking.likeness import SIGNALS, Said, Stated, likeness, scope_of_each, signals
from ipbot.checking.respective import excludes
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon, Term, covered
from ipbot.checking.times import When, fits
from ipbot.reading.figures import Figure
from ipbot.text.folding import fold
from ipbot.text.units import plain
from ipbot.values.report import Remark

_SAME = 0.5
_NEAR = 0.35
_WIDER = re.compile(r"全国|全省|全球|[\u4e00-\u9fff]{2,3}省(?![级内份辖直])")
_NARROW = re.compile(r"^[\u4e00-\u9fff]{1,4}[县区镇乡市]$")
_ROUND_SHARE = 100
_NAMING = tuple("nsbfj")
_FIRST = re.compile(r"由|从|原|法定|此前|过去|以前|之前|最初|起初|曾")
_ORIGIN = "由"
_BASE_YEAR = re.compile(r"\d{4}(?=年)")
_COVERED, _ABSENT, _CLEARLY, _NEARER = 0.8, 0.5, 0.2, 0.3
_PLAUSIBLE, _MOSTLY, _TELLING = 0.05, 0.5, 2


class Outcome(StrEnum):
    """What holding one thing against the transcript comes to."""

    AGREES = "agrees"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of a draft with its outcome: the draft's words, the facts, and what they have instead."""

    outcome: Outcome
    start: int
    end: int
    remark: Remark = Remark.UNKNOWN
    facts: tuple[Fact, ...] = ()
    said: str = ""
    computed: str = ""
    used: tuple[Figure, ...] = ()


@dataclass(frozen=True, eq=False)
class Match:
    """A pair of figures with how like they are, how their amounts stand, and in what they conflict."""

    stated_figure: Stated
    told: tuple[float, ...]
    check: "FigureCheck"

    @property
    def stated(self) -> Figure:
        """The transcript's figure."""
        return self.stated_figure.figure

    @property
    def fact(self) -> Fact:
        """The fact it stands in."""
        return self.stated_figure.fact

    @property
    def kind(self) -> str:
        """What the stated figure measures."""
        return self.stated.quantity.kind

    def signal(self, name: str) -> float:
        """One of the signals."""
        return self.told[SIGNALS.index(name)]

    @cached_property
    def like(self) -> float:
        """The probability that both are about the same thing."""
        return likeness(self.told)

    @cached_property
    def amounts(self) -> Agreement:
        """How the draft's amount stands to the stated one."""
        return agreement(self.check.amount, self.stated_figure.amount)

    @cached_property
    def conflicts(self) -> frozenset[Remark]:
        """In what else they can't both be right."""
        return frozenset(self.check.conflicts(self.stated_figure))

    @cached_property
    def covers(self) -> frozenset[str]:
        """The draft's words that the stated figure's indicator has."""
        return frozenset(t.text for t in self.check.subject if covered(t, self.stated_figure.indicator) >= _COVERED)

    @cached_property
    def extra(self) -> frozenset[str]:
        """The words of its indicator that the draft doesn't have."""
        return frozenset(t.text for t in self.stated_figure.terms if covered(t, self.check.own_words) < _ABSENT)

    @property
    def holds(self) -> bool:
        """Whether it supports the draft."""
        return self.amounts.holds and not self.conflicts

    def beats(self, other: "Match") -> bool:
        """Whether it names all that the draft names and the other does, adds no more than it, and is closer."""
        wider, leaner = self.covers >= other.covers, self.extra <= other.extra
        nearer = self.signal("sentence_in_fact") > other.signal("sentence_in_fact") + _NEARER
        nearer = nearer and self.signal("claim_in_clause") >= other.signal("claim_in_clause")
        return wider and leaner and (nearer or self.covers > other.covers or self.extra < other.extra)


@dataclass(frozen=True, eq=False)
class FigureCheck:
    """Holds one figure of a sentence against the stated ones; `taken` are those that others have given rightly."""

    sentence: Sentence
    figure: Figure
    when: When
    stated: Sequence[Stated]
    lexicon: Lexicon
    transcript: str
    taken: frozenset[int] = frozenset()

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every stated figure that could be meant, likest first."""
        said = self.said
        found = [
            Match(stated, signals(said, stated), self)
            for stated in self.stated
            if comparable(self.figure.quantity, stated.figure.quantity)
            and stated.figure.start not in self.taken
            and (not said.bigrams.isdisjoint(stated.bigrams) or self._may_be(stated))
        ]
        return tuple(sorted(found, key=lambda m: -m.like))

    def _may_be(self, stated: Stated) -> bool:
        """Whether the numbers are near each other, so that one may be the other rounded or bounded."""
        amount = stated.amount
        return amount.unit == self.amount.unit and abs(amount.value - self.amount.value) * 5 <= abs(self.amount.value)

    @cached_property
    def alike(self) -> tuple[Match, ...]:
        """Those that are surely about the same thing."""
        shares = self.figure.quantity.kind in ("percent", "points")
        found = (m for m in self.matches if m.like >= _SAME)
        return tuple(m for m in found if not shares or m.signal("both_change") > 0)

    @cached_property
    def said(self) -> Said:
        """The draft's figure as it is compared."""
        return Said(self.figure, self.sentence, self.lexicon)

    @property
    def subject(self) -> tuple[Term, ...]:
        """The words that name what the draft's figure counts."""
        return self.said.terms

    @cached_property
    def own_words(self) -> str:
        """The folded indicator and sentence, without the words that name other figures alone."""
        mine = set(self.figure.indicator_spans)
        others = [
            self.sentence.span(*s)
            for f in self.sentence.figures
            for s in f.indicator_spans
            if s not in mine and self.sentence.start <= s[0] < self.sentence.end
        ]
        text = self.sentence.folded.text
        rest = "".join("|" if any(s <= i < e for s, e in others) else c for i, c in enumerate(text))
        return fold(self.figure.scope + self.figure.indicator).text + rest

    @cached_property
    def amount(self) -> Amount:
        """The draft's amount."""
        q, s = self.figure.quantity, self.sentence
        return Amount(q, s.text[q.start - s.start : q.end - s.start])

    def conflicts(self, pair: Stated) -> Iterable[Remark]:
        """In what a stated figure can't be the draft's: time, status, whom it is of, direction."""
        stated = pair.figure
        in_time, in_status = fits(self.when, stated, pair.clause[: pair.clause.rfind(pair.written)])
        if not in_time:
            yield Remark.PERIOD
        if not in_status:
            yield Remark.STATUS
        if self._part_differs(pair) or _other_base(self.figure.base, stated.base):
            yield Remark.PERIOD
        its = pair.fact.items.get(pair.span[0], "")
        mine = self.sentence.items.get(self.sentence.place(self.figure.start), "")
        apart = excludes(mine, its, list(pair.fact.items.values()), self.sentence.folded.text)
        if apart or self._scope_differs(pair):
            yield Remark.SCOPE
        ways = direction(self.figure.change), direction(stated.change)
        if all(ways) and ways[0] != ways[1]:
            yield Remark.DIRECTION

    def _scope_differs(self, pair: Stated) -> bool:
        said, stated = self.figure, pair.figure
        if scope_of_each(said, stated) < 0:
            return True
        wider = _WIDER.search(said.scope + said.indicator)
        if wider and wider.group() not in pair.fact.around:
            return True
        own = None if said.scope in self.lexicon.ignored or is_scope(said.scope) else _NARROW.search(said.scope)
        return bool(own and "、" not in said.scope and said.scope not in pair.fact.around)

    def _part_differs(self, pair: Stated) -> bool:
        """Whether one is what a change began with, and the other isn't: 由10万吨提高到15万吨."""
        stated, said = pair.figure.base == _ORIGIN, self.figure.base == _ORIGIN
        began = any(f.base == _ORIGIN for f in self.sentence.figures)
        if began:
            return said != stated or not any(f.base == _ORIGIN for f in pair.fact.figures)
        return stated and self.when.period is None and not _FIRST.search(self.sentence.text)

    def _is_narrow(self, match: Match) -> bool:
        """Whether a stated figure is of a part of the area that the sentence doesn't name."""
        scope = match.stated.scope
        return (
            bool(_NARROW.search(scope))
            and not is_scope(scope)
            and "、" not in scope
            and scope not in self.sentence.text
        )

    def _of_the_whole(self, clear: Sequence[Match]) -> list[Match]:
        """Without those of a part of the area that isn't named, where others are as much about the sentence."""
        wide = [m for m in clear if not self._is_narrow(m)]
        most = max((m.signal("sentence_in_fact") for m in wide), default=0.0)
        return [m for m in clear if m in wide or m.signal("sentence_in_fact") > most + _CLEARLY]

    def finding(self) -> Finding:
        """What the figure comes to."""
        clear = [m for m in self.alike if not m.conflicts - {Remark.DIRECTION}]
        clear = self._of_the_whole(clear)
        best = clear[0].like if clear else 0.0
        near = [m for m in clear if m.like >= best - _NEAR]
        kept = [m for m in near if not any(o.beats(m) for o in near if o is not m)]
        if holding := [m for m in kept if m.holds and not (self.figure.change and self._is_of_a_neighbour(m))]:
            return self._agrees(holding)
        if same := [m for m in kept if not self._is_of_another_thing(m)]:
            return self._wrong(same)
        same = [m for m in self.alike if m.amounts.holds and not self._says_little()]
        if same:
            return self._elsewhere(same)
        return self._by_value() or Finding(Outcome.UNKNOWN, self.figure.start, self.figure.end)

    def _by_value(self) -> Finding | None:
        """The very number in a fact that has most of the sentence, where no figure is surely the same one."""
        for match in self.matches:
            if not match.amounts.holds and match.amounts is not Agreement.BOUND:
                continue
            mostly = match.signal("sentence_in_fact") >= _MOSTLY and match.signal("both_change") > 0
            others = match.conflicts - {Remark.DIRECTION}
            if (
                (match.like < _PLAUSIBLE and self.amount.digits < _TELLING)
                or not mostly
                or others
                or match.signal("designators") < 0
            ):
                continue
            if self._is_of_a_neighbour(match):
                continue
            if match.holds:
                return self._agrees([match])
            if match.amounts is Agreement.BOUND or match.amounts.holds:
                return self._wrong([match])
        return None

    def in_facts(self, facts: Iterable[Fact]) -> Finding | None:
        """The very number in one of some facts, where nothing speaks against it."""
        wanted = set(facts)
        telling = self.amount.digits >= _TELLING
        found = [m for m in self.matches if m.fact in wanted and m.holds and telling and not self._is_of_a_neighbour(m)]
        return self._agrees(found[:1]) if found else None

    def _is_of_a_neighbour(self, match: Match) -> bool:
        """Whether another figure of the fact, of whatever kind, is closer to what the draft's figure counts."""
        everywhere = bool(self.figure.change) and match.like < _SAME
        beside = (Match(s, match.told, self) for s in self.stated if everywhere or s.fact is match.fact)
        return any(o.covers > match.covers for o in beside if self.figure.change or o.kind == match.kind)

    def _is_of_another_thing(self, match: Match) -> bool:
        """Whether the draft's words name something that the fact knows nothing of: 境外游客 where it has 游客."""
        strange = (t for t in self.subject if t.tag[:1] in _NAMING and not covered(t, match.fact.around))
        return match.amounts is not Agreement.BOUND and any(strange)

    def _says_little(self) -> bool:
        """Whether the same number may well be true again: 100%."""
        return self.figure.quantity.kind == "percent" and self.figure.quantity.value == _ROUND_SHARE

    def _agrees(self, holding: Sequence[Match]) -> Finding:
        exact = next((m for m in holding if m.amounts is Agreement.SAME), holding[0])
        remark = Remark.VALUE if exact.amounts is Agreement.SAME else Remark.ROUNDING
        return self._finding(Outcome.AGREES, [exact], remark)

    def _wrong(self, kept: Sequence[Match]) -> Finding:
        best = kept[0]
        if Remark.DIRECTION in best.conflicts:
            remark = Remark.DIRECTION
        else:
            remark = {Agreement.BOUND: Remark.BOUND, Agreement.UNIT: Remark.UNIT}.get(best.amounts, Remark.VALUE)
        elsewhere = [m for m in self.alike if m.amounts.holds and m.conflicts]
        return self._finding(Outcome.WRONG, [best, *elsewhere[:1]], remark)

    def _elsewhere(self, same: Sequence[Match]) -> Finding:
        order = (Remark.STATUS, Remark.PERIOD, Remark.SCOPE, Remark.DIRECTION)
        remark = next(r for r in order if r in same[0].conflicts)
        return self._finding(Outcome.WRONG, same[:2], remark)

    def _finding(self, outcome: Outcome, matches: Sequence[Match], remark: Remark) -> Finding:
        first = matches[0].stated
        facts = tuple(dict.fromkeys(m.fact for m in matches))
        said = self.transcript[first.start : first.end]
        if remark in (Remark.PERIOD, Remark.STATUS):
            said = f"{said}（{first.period_label}）" if first.period_label else said
        used = tuple(m.stated for m in matches[:1])
        return Finding(outcome, self.figure.start, self.figure.end, remark, facts, said, used=used)


def _other_base(said: str, stated: str) -> bool:
    """Whether two changes are from different years: 较2019年, 较2020年."""
    years = [_BASE_YEAR.findall(plain(base)) for base in (said, stated)]
    return all(years) and years[0] != years[1]
