"""What a check comes to: a verdict a statement, the words it is about, and the transcript's words beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ipbot.values.answer import Citation, citation_object

__all__ = [
    "Checked",
    "CheckedQuote",
    "Mark",
    "QuoteVerdict",
    "Remark",
    "Report",
    "Verdict",
    "checked_object",
    "quote_object",
    "report_object",
]


class Verdict(StrEnum):
    """How a statement stands to the transcript."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_STATED = "not_stated"


class QuoteVerdict(StrEnum):
    """How words in quotation marks stand to the transcript."""

    FOUND = "found"
    NEAR = "near"
    STITCHED = "stitched"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"


class Remark(StrEnum):
    """What kind of thing a mark or a reason is about."""

    VALUE = "value"
    UNIT = "unit"
    BOUND = "bound"
    PERIOD = "period"
    STATUS = "status"
    SCOPE = "scope"
    DIRECTION = "direction"
    NAME = "name"
    TITLE = "title"
    NEGATION = "negation"
    ARITHMETIC = "arithmetic"
    ROUNDING = "rounding"
    QUOTATION = "quotation"
    SPEAKER = "speaker"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the draft that a verdict is about; `said` is what the transcript has in their place, where it has it."""

    start: int
    end: int
    remark: Remark
    said: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement of a draft with its verdict; `start` and `end` count code points in the draft.

    `quote` is set where the statement was checked as a quotation.
    """

    start: int
    end: int
    text: str
    verdict: Verdict
    marks: tuple[Mark, ...] = ()
    evidence: tuple[Citation, ...] = ()
    why: str = ""
    quote: QuoteVerdict | None = None


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation with its verdict, the transcript's words for it, and where they differ."""

    text: str
    speaker: str
    verdict: QuoteVerdict
    evidence: tuple[Citation, ...] = ()
    pieces: tuple[str, ...] = ()
    difference: str = ""
    why: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A draft held against the transcript: its statements in order."""

    draft: str
    statements: tuple[Checked, ...]

    def count(self, verdict: Verdict) -> int:
        """How many statements have the verdict."""
        return sum(s.verdict is verdict for s in self.statements)

    @property
    def contradicted(self) -> bool:
        """Whether the transcript contradicts anything in the draft."""
        return self.count(Verdict.CONTRADICTED) > 0


def _marks(marks: Iterable[Mark], draft: str) -> list[dict[str, Any]]:
    return [
        {"start": m.start, "end": m.end, "text": draft[m.start : m.end], "remark": str(m.remark), "said": m.said}
        for m in marks
    ]


def checked_object(checked: Checked, draft: str) -> dict[str, Any]:
    """Lay a statement out for JSON."""
    told = {
        "start": checked.start,
        "end": checked.end,
        "text": checked.text,
        "verdict": str(checked.verdict),
        "marks": _marks(checked.marks, draft),
        "evidence": [citation_object(c) for c in checked.evidence],
        "why": checked.why,
    }
    return told | ({"quote": str(checked.quote)} if checked.quote else {})


def report_object(report: Report) -> dict[str, Any]:
    """Lay a report out for JSON; offsets count code points in `draft`'s text."""
    return {
        "counts": {str(v): report.count(v) for v in Verdict},
        "statements": [checked_object(s, report.draft) for s in report.statements],
    }


def quote_object(checked: CheckedQuote) -> dict[str, Any]:
    """Lay a checked quotation out for JSON."""
    return {
        "quote": checked.text,
        "speaker": checked.speaker,
        "verdict": str(checked.verdict),
        "marks": _marks(checked.marks, checked.text),
        "evidence": [citation_object(c) for c in checked.evidence],
        "pieces": list(checked.pieces),
        "difference": checked.difference,
        "why": checked.why,
    }
