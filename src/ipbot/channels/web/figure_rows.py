"""The figures of a briefing as rows of the figures page, in the order that a reader asks for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ipbot.channels.web.rendering import permalink
from ipbot.reading.figures import Figure
from ipbot.values.briefing import Briefing, Outline
from ipbot.values.pieces import Pieces, pieces


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its words, its sentence and the permalink of that."""

    indicator: str
    figure: str
    scope: str
    period: str
    status: str
    change: str
    sentence: Pieces
    speaker: str
    href: str


_ORDERS: dict[str, Callable[[Figure], Any]] = {
    "indicator": lambda f: (f.indicator == "", f.indicator),
    "figure": lambda f: (f.quantity.unit, f.quantity.value),
    "period": lambda f: (
        f.period is None,
        str(f.period.last) if f.period else "",
        str(f.period.first) if f.period else "",
    ),
    "status": lambda f: str(f.status),
}
SORTED_BY = tuple(_ORDERS)


def figure_rows(  # noqa: PLR0913, PLR0917 - a page's worth
    found: Iterable[Figure], briefing: Briefing, outline: Outline, root: str, by: str = "", down: bool = False
) -> tuple[Row, ...]:
    """Rows in the transcript's order, or by one of `SORTED_BY`."""
    speakers = {p.id: str(p.speaker) for p in outline.passages}
    ordered = sorted(found, key=_ORDERS[by], reverse=down) if by else found
    text = briefing.transcript
    return tuple(
        Row(
            f.indicator,
            text[f.start : f.end],
            f.scope,
            f.period_label,
            str(f.status),
            f"{f.base}{f.change}",
            pieces(text[slice(*f.statement)], [(f.start, f.end)], f.statement[0]),
            speakers.get(f.passage, ""),
            permalink(root, briefing, *f.statement),
        )
        for f in ordered
    )
