"""Next questions that have an answer: about the other figures of the passages that an answer came from."""

from collections.abc import Iterator

from ipbot.reading.asking import indicator_ends
from ipbot.reading.composing import phrases
from ipbot.reading.findings import Findings
from ipbot.reading.library import Library

_SHORTEST, _LONGEST = 4, 22
_OF_COUNTS = ("量", "数", "人次")


def questions(findings: Findings, library: Library) -> tuple[str, ...]:
    """Questions that may come next; none about an indicator whose figure was just given."""
    return tuple(dict.fromkeys(_about_figures(findings, library)))


def _about_figures(findings: Findings, library: Library) -> Iterator[str]:
    given = {(f.statement.briefing, at) for f in findings.found for at in range(f.start, f.end)}
    statements = dict.fromkeys([*(f.statement for f in findings.found), *findings.nearest])
    figures = [c.figure for s in statements for c in library.counted(library.reading_of(s))]
    told = {f.indicator for f in figures if (f.briefing, f.start) in given}
    for figure in figures:
        counts = figure.quantity.kind in ("count", "people")
        ends = _OF_COUNTS if counts else indicator_ends()
        fits = _SHORTEST <= len(figure.indicator) <= _LONGEST and figure.indicator.endswith(ends)
        if fits and not figure.change and figure.indicator not in told:
            yield phrases()["suggestion"].format(indicator=figure.indicator)
