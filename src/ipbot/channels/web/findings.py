"""A report as the desk shows it: each finding with its evidence, and the place in the draft that leads to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from ipbot.channels.web.rendering import Card, card
from ipbot.channels.web.site import Site
from ipbot.reports import text
from ipbot.reports.html import Stretch, stretches
from ipbot.values.answer import Citation
from ipbot.values.draft import Draft
from ipbot.values.report import Checked, Report, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement of the draft; `place` is the number of the stretch that it stands in."""

    number: int
    place: int
    checked: Checked
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A report laid out; what is hidden at first are supported statements beside others."""

    stretches: tuple[Stretch, ...]
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    hidden: frozenset[str]
    pasted: str


def shown(report: Report, draft: Draft, site: Site, address: str) -> Shown:
    """Lay a report out; `address` is the service's own, for links that are copied."""
    cut = tuple(stretches(report, draft.source))
    drawn = {stretch.number for stretch in cut}
    numbers = range(1, len(report.statements) + 1)
    places: Iterator[int] = accumulate(numbers, lambda last, n: n if n in drawn else last)
    counts = {str(verdict): report.count(verdict) for verdict in Verdict}
    only_supported = counts[Verdict.SUPPORTED] == len(report.statements)
    return Shown(
        cut,
        tuple(
            Finding(number, place, checked, tuple(_card(c, site, address) for c in checked.evidence))
            for number, place, checked in zip(numbers, places, report.statements, strict=True)
        ),
        counts,
        frozenset() if only_supported else frozenset({str(Verdict.SUPPORTED)}),
        text.page(report, lambda cited: _card(cited, site, address).copied.rpartition("\n")[2]),
    )


def _card(cited: Citation, site: Site, address: str) -> Card:
    return card(cited, site.pipeline.corpus.by_id[cited.briefing], (), address, site.root)
