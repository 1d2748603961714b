"""The figures of briefings as a table: its columns, its rows, and the same as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from ipbot.corpus import Corpus
from ipbot.reading.figures import as_rows, figures
from ipbot.values.briefing import Briefing

COLUMNS = (
    "briefing",
    "indicator",
    "figure",
    "value",
    "high",
    "unit",
    "kind",
    "approximation",
    "period",
    "status",
    "change",
    "base",
    "scope",
    "start",
    "end",
    "sentence",
    "sentence_start",
    "sentence_end",
    "passage",
    "speaker",
)

Rows = list[dict[str, Any]]


def rows(corpus: Corpus, briefing: Briefing) -> Rows:
    """A row a figure, in the order of the transcript."""
    outline = corpus.outlines[briefing.id]
    return as_rows(figures(briefing, outline), briefing, outline)


def as_csv(found: Iterable[dict[str, Any]]) -> str:
    """RFC 4180: a header, a row a figure, lines that end in CRLF."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue()
