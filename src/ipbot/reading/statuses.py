"""When a figure holds, and whether it is a result, a target, a forecast or a rule."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ipbot.reading import cues
from ipbot.reading.clauses import Clause
from ipbot.reading.drafts import Draft
from ipbot.text.periods import Period, PeriodKind, periods
from ipbot.text.units import words
from ipbot.values.briefing import Heading


class Status(StrEnum):
    """Whether a figure was reached, is aimed at, is expected, or simply holds."""

    RESULT = "result"
    TARGET = "target"
    FORECAST = "forecast"
    STANDING = "standing"


_CARRIED = frozenset(
    {
        PeriodKind.YEAR,
        PeriodKind.YEAR_END,
        PeriodKind.PLAN,
        PeriodKind.PLAN_END,
        PeriodKind.HALF,
        PeriodKind.QUARTER,
        PeriodKind.MONTHS,
        PeriodKind.UNTIL,
    }
)
_AHEAD = frozenset({PeriodKind.YEAR_END, PeriodKind.PLAN, PeriodKind.PLAN_END, PeriodKind.MONTH_END})
_FRONT = 5
_BESIDE = 3
_HEADING_END = 8
_SET_THEN = re.compile(r"(?:确定|制定|下达|提出|定下|设定|安排|预定|既定|计划)的")


def heading_period(headings: Iterable[Heading], transcript: str, held_on: date | None) -> Period | None:
    """The period that the nearest heading names, at its place in the transcript."""
    for heading in reversed(tuple(headings)):
        found = [p for p in periods(transcript[heading.start : heading.end], held_on) if not p.base]
        if found:
            return moved(found[-1], heading.start)
    return None


def moved(period: Period, by: int) -> Period:
    """The period with its span moved."""
    return replace(period, start=period.start + by, end=period.end + by)


def heading_status(headings: Iterable[Heading]) -> Status | None:
    """What the headings say stands under them, the outermost first."""
    for heading in headings:
        end = heading.text[-_HEADING_END:]
        places = {
            s: max((end.rfind(w) for w in words()["status"][f"{s}_headings"]), default=-1) for s in ("target", "result")
        }
        if max(places.values()) >= 0:
            return Status.TARGET if places["target"] > places["result"] else Status.RESULT
    return None


class Timeline:
    """Hands each clause the period that it stands in: its own, its sentence's, an earlier sentence's, the heading's."""

    def __init__(self, text: str, heading: Period | None) -> None:
        self.text, self.heading = text, heading
        self.paragraph = self.current = self.listed = heading
        self.sentence = -1

    def enter(self, clause: Clause) -> None:
        """Go on to the next clause."""
        if clause.sentence != self.sentence:
            self.sentence = clause.sentence
            self.current = self.listed = self.paragraph
        if clause.first:
            self.current = self.listed
        time = next((t for t in clause.times if self._sets(clause, t)), None)
        if time:
            self.current = time
            if not clause.item:
                self.listed = time
                self.paragraph = time if time.kind in _CARRIED else self.heading

    def _sets(self, clause: Clause, time: Period) -> bool:
        """Whether the mention says when things happened, from the front of its clause on."""
        before = self.text[clause.start : time.start].strip(" \u3000\n、，,。“（")
        room = 1 if time.kind in (PeriodKind.YEARS, PeriodKind.SINCE) else _FRONT
        return not time.base and not time.origin and len(before) <= room and not self._is_aside(clause, time)

    def period(self, draft: Draft) -> Period | None:
        """The last period said before a figure in its clause, or else one said behind it, or else the current one."""
        than = draft.against == "比"
        told = [t for t in draft.clause.times if (than or not t.base) and not self._is_aside(draft.clause, t)]
        before = [t for t in told if t.end <= draft.quantity.start and (draft.origin or not t.origin)]
        later = [t for t in told if t.start >= draft.quantity.end and not t.origin]
        return next(iter([*before[-1:], *later]), self.current)

    def _is_aside(self, clause: Clause, time: Period) -> bool:
        """Whether the mention stands in a title or says when an aim was set: 年初确定的目标."""
        opened = self.text.rfind("《", clause.start, time.start)
        if opened >= 0 and self.text.find("》", opened, time.start) < 0:
            return True
        return bool(cues.titles().match(self.text, time.end) or _SET_THEN.match(self.text, time.end))


def _last(name: str, text: str, start: int, end: int) -> int:
    """Where the last cue of a kind stands; -1 where there is none."""
    return max((m.start() for m in cues.status(name).finditer(text, start, end) if m["cue"]), default=-1)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a figure stands: its text, where its sentence and its ;-separated part begin, and what the headings say."""

    text: str
    sentence: int
    segment: int
    headings: Status | None
    held_on: date | None


def status(draft: Draft, period: Period | None, around: Surroundings) -> Status:
    """Weigh the period against the briefing's day, then the cues before the figure, then the headings."""
    dated = _by_date(period, around.held_on)
    if draft.against == "目标" or _is_aim(draft, around.text):
        return Status.TARGET
    if draft.origin:
        rule = _last("rule", around.text, draft.clause.start, draft.quantity.start) >= 0
        return Status.STANDING if rule else Status.RESULT
    if dated is Status.RESULT:
        return dated
    default = Status.STANDING if period and period.kind is PeriodKind.DAYS else Status.RESULT
    return _by_cues(draft, period, around) or dated or around.headings or default


def _is_aim(draft: Draft, text: str) -> bool:
    """Whether what is counted is itself an aim: 今年的建设任务是26万亩."""
    if not draft.spans or draft.change or draft.quantity.start - draft.spans[-1][1] > _BESIDE:
        return False
    return text[slice(*draft.spans[-1])] in words()["aims"]


def _by_cues(draft: Draft, period: Period | None, around: Surroundings) -> Status | None:
    text, end = around.text, draft.quantity.start
    forecast, target, will, perhaps = (
        _last(name, text, around.sentence, end) for name in ("forecast", "target", "will", "perhaps_target")
    )
    result = _last("result", text, around.segment, end)
    if max(forecast, target, will) > result:
        return Status.FORECAST if forecast > target else Status.TARGET
    standing = _last("standing", text, draft.clause.start, draft.clause.end) >= 0
    if standing and around.headings is not Status.RESULT and result < draft.clause.start:
        return Status.STANDING
    if result >= 0 and period is not None and not _ahead(period, around.held_on):
        return Status.RESULT
    return Status.TARGET if perhaps >= 0 and around.headings is not Status.RESULT else None


def _ahead(period: Period, held_on: date | None) -> bool:
    """Whether the period is yet to come, or to come to its end where only the end counts."""
    if held_on is None:
        return period.kind in (PeriodKind.PLAN, PeriodKind.PLAN_END)
    return period.first > held_on or (period.kind in _AHEAD and period.last > held_on)


def _by_date(period: Period | None, held_on: date | None) -> Status | None:
    if period is None:
        return None
    if _ahead(period, held_on):
        return Status.TARGET
    return Status.RESULT if held_on and period.last <= held_on else None
