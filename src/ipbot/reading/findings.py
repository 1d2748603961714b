"""What the reader came to."""

from dataclasses import dataclass

from ipbot.reading.amounts import RankedFigure
from ipbot.reading.ranking import RankedCandidate, RankedStatement
from ipbot.reading.statements import Statement


@dataclass(frozen=True, eq=False)
class Found:
    """A short answer: a span of the transcript, inside a statement that is cited for it."""

    statement: Statement
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, eq=False)
class Findings:
    """The spans found, by which way, the nearest statements, and all that was weighed."""

    found: tuple[Found, ...] = ()
    way: str = ""
    nearest: tuple[Statement, ...] = ()
    statements: tuple[RankedStatement, ...] = ()
    candidates: tuple[RankedCandidate, ...] = ()
    figures: tuple[RankedFigure, ...] = ()
    missing: tuple[str, ...] = ()
    """What the question names and the briefing doesn't, where that alone rules an answer out."""
