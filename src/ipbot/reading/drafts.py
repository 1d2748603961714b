"""Which indicator each quantity of a passage belongs to: 分别 aligns by order, 各 distributes, 其中 divides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ipbot.reading import indicators
from ipbot.reading.clauses import Clause, goes_on, grouped
from ipbot.reading.indicators import Before, Span
from ipbot.text.quantities import Quantity
from ipbot.text.units import words

_LISTED = 6
_JOINTS = ("和", "、", "与", "及", "以及")
_SAID_OF = re.compile(r"(?P<what>.+?)的?是(?P<whom>[^是]{2,16})$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A quantity with what it counts, before its period and status are known; spans are offsets in the passage."""

    quantity: Quantity
    clause: Clause
    spans: tuple[Span, ...]
    change: str = ""
    base: str = ""
    scope: str = ""
    origin: bool = False
    against: str = ""
    """See `Before.against`."""


class Drafting:
    """Reads the clauses of one passage in order and remembers what its sentence has spoken of."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._begin(-1)

    def _begin(self, sentence: int) -> None:
        self.sentence = sentence
        self.levels: list[Draft] = []
        self.whole: tuple[Span, ...] = ()
        self.members: tuple[Span, ...] = ()
        self.subjects: tuple[tuple[Span, ...], ...] = ()
        self.silent: Clause | None = None
        self.scope = self.base = ""
        self.scopes: dict[int, str] = {}
        self.recent: tuple[Span, ...] = ()

    def read(self, clause: Clause) -> Iterator[Draft]:
        """The drafts of the next clause."""
        if clause.sentence != self.sentence:
            self._begin(clause.sentence)
        groups = grouped(self.text, clause)
        verb: tuple[Span, ...] = ()
        first: Span | None = None
        named = than = False
        spread = self._spread(clause, groups)
        for number, group in enumerate(groups):
            start = groups[number - 1][-1].end if number else clause.start
            stop = groups[number + 1][0].start if number + 1 < len(groups) else clause.end
            times = [(t.start, t.end) for t in clause.times]
            lead = indicators.before(self.text, start, group[0].start, times, group[-1].end)
            if than and not lead.change:
                lead = Before(start, start, change=indicators.turn(self.text, start))
            than = lead.against == "比"
            noun = indicators.after(self.text, group[-1].end, group[-1].end if lead.against else stop, times)
            joined = bool(number and named and self.text[: group[0].start].rstrip().endswith(_JOINTS))
            lead = replace(lead, origin=lead.origin and goes_on(self.text, groups, number))
            if spread and lead.change and lead.end <= lead.start:
                self.recent = spread[number]
                first = lead.base or (first if number else None)
                lead = replace(lead, base=first)
            yield from self._group(clause, group, lead, noun, verb if joined else None)
            named = noun[1] > noun[0]
            verb = ((lead.start, lead.end),) if named and lead.end > lead.start else ()
        self._remember(clause, silent=not groups)

    def _spread(self, clause: Clause, groups: Sequence[Sequence[Quantity]]) -> tuple[tuple[Span, ...], ...]:
        """Whom 分别 tells the changes of a clause of, one by one: 分别增长6.1%、增长3.4%和下降2.2%."""
        if len(groups) < 2 or len(groups) != len(self.subjects):
            return ()
        return self.subjects if "分别" in self.text[clause.start : groups[0][0].start] else ()

    def _remember(self, clause: Clause, *, silent: bool) -> None:
        self.silent = clause if silent else None
        if silent and "分别" in self.text[clause.start : clause.end]:
            lead = indicators.before(self.text, clause.start, clause.end, [(t.start, t.end) for t in clause.times])
            self.members, self.subjects = indicators.listed(self.text, lead.start, lead.end), ()
        for time in clause.times if silent else ():
            self.base = self.text[clause.start : time.end].strip("，, ") if time.base else self.base

    def _group(
        self, clause: Clause, group: Sequence[Quantity], lead: Before, noun: Span, verb: tuple[Span, ...] | None
    ) -> Iterator[Draft]:
        front, behind = self._named(clause, lead, noun, verb)
        topic = self._topic(lead, front, behind, group[0].kind) if (front or behind) and not lead.change else ()
        own = (*topic, *front, *behind)
        subjects = self._aligned(len(group), own, lead) if own else self._inherited(len(group), lead, clause)
        scope = self._scope(lead, subjects[0], clause, group[0].number_start)
        self.silent = None
        for quantity, spans in zip(group, subjects, strict=True):
            own_scope = indicators.scope(self.text, *spans[0]) if spans and spans != subjects[0] else None
            whom = self.text[slice(*own_scope)] if own_scope else scope
            draft = Draft(quantity, clause, spans, lead.change, self._base(lead), whom, lead.origin, lead.against)
            if not lead.change and not lead.against:
                self.levels.append(draft)
            self.recent = spans
            yield draft
        if own and not topic and not lead.change and len(group) == 1:
            self.whole = own

    def _named(
        self, clause: Clause, lead: Before, noun: Span, verb: tuple[Span, ...] | None
    ) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The indicator that the clause itself names, in front of the quantity and behind it."""
        start, end = lead.start, lead.end
        if clause.quantities[0].end <= start:
            start = indicators.without_light_verb(self.text, start, end)
        behind = (noun,) if noun[1] > noun[0] and not lead.change else ()
        end += bool(behind) and end > start and self.text.startswith("的", end)
        front = (((start, end),) if end > start else ()) if verb is None else verb
        return front, behind

    def _topic(self, lead: Before, front: tuple[Span, ...], behind: tuple[Span, ...], kind: str) -> tuple[Span, ...]:
        """What a part (其中…) is part of, or what a word that can't stand alone (结案, 占, 金额) is about."""
        if lead.part or self._is_part((*front, *behind)):
            return self.whole
        if behind:
            return ()
        start, end = front[0]
        own = end - start
        generic = self.text[start:end] in words()["generic"]
        aim = self.text[start:end] in words()["aims"]
        alike = (d for d in reversed(self.levels) if generic or d.quantity.kind == kind or not (aim or own == 1))
        last = next((d for d in alike if d.spans), None)
        if last is None:
            return ()
        (*rest, (first, stop)) = last.spans
        listed = self.text[last.quantity.end : start].strip() == "、" and last.quantity.kind == kind
        if listed and own <= _LISTED and (rest or stop - first > own):
            return (*rest, (first, stop - own)) if stop - first > own else tuple(rest)
        if own > 1 and not generic and not aim:
            return ()
        tail = max(stop - own, first)
        twin = tail > first and (self.text[stop - 1] == self.text[end - 1] or self.text[tail] == self.text[start])
        return (*rest, (first, tail if twin else self._overlap(first, stop, start)))

    def _overlap(self, first: int, stop: int, start: int) -> int:
        """Where a topic ends without the characters that the next word begins with: 基本医保参保, 参保率."""
        lengths = (
            n for n in (3, 2, 1) if stop - first > n and self.text[stop - n : stop] == self.text[start : start + n]
        )
        return stop - next(lengths, 0)

    def _is_part(self, spans: tuple[Span, ...]) -> bool:
        """Whether a list of parts that 其中 began goes on: 其中钢铁行业12个、水泥行业5个."""
        if not self.levels or not self.whole:
            return False
        last = self.levels[-1]
        begins = self.text[last.quantity.end : spans[0][0]].strip() == "、"
        return begins and len(last.spans) > len(self.whole) and last.spans[: len(self.whole)] == self.whole

    def _aligned(self, count: int, own: tuple[Span, ...], lead: Before) -> list[tuple[Span, ...]]:
        """A、B和C分别为x、y和z: by order; anything else is said of every quantity."""
        members = indicators.listed(self.text, *own[-1])
        predicate = (lead.predicate,) if lead.predicate else ()
        alike = len({self.text[end - 1] for _, end in members}) == 1
        if len(members) > 1 and count in (1, len(members)) and (alike or count > 1):
            head = indicators.shared_head(self.text, members) if count > 1 else members[-1]
            tail = ((head[1], members[-1][1]),) if head != members[-1] else ()
            self.members = (*members[:-1], head)
            self.subjects = tuple((m, *tail, *predicate) for m in members[:-1])
            self.subjects += ((members[-1], *predicate),)
            return [(*members, *predicate)] if count == 1 else list(self.subjects)
        if count > 1 and len(self.members) == count:
            self.subjects = tuple((m, *own) for m in self.members)
            return list(self.subjects)
        self.members, self.subjects = (), ()
        return [(*own, *predicate)] * count

    def _inherited(self, count: int, lead: Before, clause: Clause) -> list[tuple[Span, ...]]:
        """The indicators spoken of before, where the clause names none."""
        if count > 1 and len(self.subjects) == count:
            return list(self.subjects)
        if count > 1 and len(self.members) == count:
            return [(m,) for m in self.members]
        if count > 1 and len(self.levels) >= count:
            return [d.spans for d in self.levels[-count:]]
        if self.silent and self.silent.segment == clause.segment and not lead.change and not lead.base:
            return [self._spoken(self.silent)] * count
        return [self.recent] * count

    def _spoken(self, clause: Clause) -> tuple[Span, ...]:
        """What a clause without a quantity was about: 优良天数比例最高的是泊云县,为94.8%."""
        lead = indicators.before(self.text, clause.start, clause.end, [(t.start, t.end) for t in clause.times])
        said = _SAID_OF.match(self.text[: lead.end], lead.start)
        front = (said.span("what") if said else (lead.start, lead.end),)
        if said:
            self.scopes[clause.segment] = said["whom"]
        if front[0][1] <= front[0][0]:
            return self.recent
        return (*self._topic(lead, front, (), ""), *front)

    def _scope(self, lead: Before, spans: tuple[Span, ...], clause: Clause, end: int) -> str:
        """Whom a quantity is about: named with it, or before it in its part of the sentence, or in the sentence."""
        told = self.text[slice(*lead.scope)] if lead.scope else ""
        if "、" in told:
            return told
        self.scope = told or self.scope
        rates = (indicators.rate(self.text, *span) for span in (*spans, (max(lead.end, clause.start), end)))
        each = next((self.text[slice(*s)] for s in rates if s), "")
        inner = next((self.text[slice(*s)] for s in (indicators.scope(self.text, *span) for span in spans) if s), "")
        if inner in words()["scopes_carried"] or (inner and inner not in words()["scopes"]):
            self.scopes[clause.segment] = inner
        return each or inner or self.scopes.get(clause.segment, "") or self.scope

    def _base(self, lead: Before) -> str:
        if lead.origin:
            return "由"
        if lead.against == "比":
            return lead.against
        told = self.text[slice(*lead.base)] if lead.base else ""
        return told or ((lead.rate or self.base) if lead.change else "")
