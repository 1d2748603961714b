"""When a draft's figure is said to hold, whether as done or as planned, and how that stands to the transcript."""

import re
from dataclasses import dataclass
from datetime import date

from ipbot.checking import language
from ipbot.checking.sentences import Sentence, names_year
from ipbot.reading.figures import Figure, Status
from ipbot.reading.times import agreement
from ipbot.text.periods import Period, PeriodKind

_BEHIND = 5
_REPORTED = re.compile(r"[了过]")
_WITHIN_YEAR = frozenset(
    {
        PeriodKind.HALF,
        PeriodKind.QUARTER,
        PeriodKind.SEASON,
        PeriodKind.MONTHS,
        PeriodKind.MONTH,
        PeriodKind.DAY,
        PeriodKind.DAYS,
    }
)


@dataclass(frozen=True, slots=True)
class When:
    """What a draft says of a figure's time; None where it leaves it open."""

    period: Period | None
    status: Status | None


def when(sentence: Sentence, figure: Figure, held_on: date | None) -> When:
    """The period that the sentence itself names for a figure, and whether it tells it as done or as planned."""
    period = _named(sentence, figure, held_on)
    return When(period, _status(sentence, figure, period, held_on))


def _named(sentence: Sentence, figure: Figure, held_on: date | None) -> Period | None:
    period = _compared(sentence, figure) or figure.period
    if period is None or not sentence.start <= period.start < sentence.end or is_now(period, held_on):
        return None
    text = " " * sentence.start + sentence.text
    return period if names_year(period, text) or period.kind in _WITHIN_YEAR else None


def _compared(sentence: Sentence, figure: Figure) -> Period | None:
    """The time that a level is set against another of: 比去年的2.49亿元多."""
    text = sentence.text
    for time in sentence.times:
        between = text[time.end - sentence.start : figure.start - sentence.start]
        if time.end <= figure.start and time.base and not figure.change and between in ("", "的"):
            return time
    return None


def is_now(period: Period, held_on: date | None) -> bool:
    """Whether a mention means the day of the briefing: 目前."""
    return period.kind is PeriodKind.UNTIL and held_on is not None and period.last == held_on


def _status(sentence: Sentence, figure: Figure, period: Period | None, held_on: date | None) -> Status | None:
    if period and held_on and period.last <= held_on:
        return Status.RESULT
    at = sentence.place(figure.start)
    text, (clause, _) = sentence.folded.text, sentence.clause_of(at)
    told = standing(text[clause : at + 1]) or standing(_REPORTED.sub("", text[:clause]))
    behind = sentence.folded.text[sentence.place(figure.end) :][:_BEHIND]
    if told in ("plan", "pending") or "目标" in behind:
        return Status.TARGET
    if period and held_on and period.first > held_on:
        return Status.TARGET
    now = figure.period is not None and is_now(figure.period, held_on) and sentence.start <= figure.period.start
    return Status.RESULT if told == "done" or now else None


def standing(folded: str) -> str:
    """The last cue in a text of how far something has come: done, pending, plan, or ""."""
    if not language.any_standing().search(folded):
        return ""
    last = [(max((m.start() for m in language.found(language.cues(name, "standing"), folded)), default=-1), name)
            for name in ("done", "pending", "plan")]  # fmt: skip
    at, name = max(last)
    return name if at >= 0 else ""


def fits(said: When, stated: Figure, told: str = "") -> tuple[bool, bool]:
    """Whether period and status of a stated figure fit what the draft says; `told` is its clause up to it, folded."""
    in_time = said.period is None or stated.period is None or _in_time(said.period, stated.period)
    return in_time, _status_fits(said, stated) or _fits_clause(said, standing(told))


def _in_time(said: Period, stated: Period) -> bool:
    """Whether the periods don't exclude each other; what has held since then holds in every year from then on."""
    if stated.kind is PeriodKind.SINCE:
        return said.last >= stated.first
    return agreement(said, stated) >= 0


def _fits_clause(said: When, told: str) -> bool:
    """Whether the words right before a stated figure fit, whatever its section is about."""
    return told == ("done" if said.status is Status.RESULT else "plan") and said.status is not None


def _status_fits(said: When, stated: Figure) -> bool:
    if said.status is None or stated.status is Status.STANDING:
        return True
    if said.status is Status.RESULT:
        return stated.status is Status.RESULT
    return stated.status in (Status.TARGET, Status.FORECAST)
