"""`ipbot figures`."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import typer

from ipbot.channels.terminal import figures as shown
from ipbot.channels.terminal.console import say, standard_output
from ipbot.channels.terminal.plain import clean
from ipbot.cli.batch import json_line
from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk
from ipbot.corpus import Corpus
from ipbot.reading.figures import as_rows, figures
from ipbot.values.briefing import Briefing
from ipbot.values.errors import UsageError

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
_NAMED = 10
"""How many briefings an error names."""

Rows = list[dict[str, Any]]


def list_figures(desk: Desk, briefing: str | None, *, as_csv: bool, as_json: bool) -> int:
    """Print the figures of one briefing or of all. Raises IpbotError."""
    if as_csv and as_json:
        raise UsageError("--csv and --json don't go together", remedy="leave one of them out")
    corpus = desk.read_corpus()
    chosen = corpus.briefings if briefing is None else (_named(corpus, briefing),)
    if as_json:
        typer.echo(json_line([row for each in chosen for row in _rows(corpus, each)]))
    elif as_csv:
        _print_csv([row for each in chosen for row in _rows(corpus, each)])
    else:
        _print(corpus, chosen)
    return DONE


def _named(corpus: Corpus, id: str) -> Briefing:
    if id in corpus.by_id:
        return corpus.by_id[id]
    more = len(corpus) - _NAMED
    named = ", ".join([b.id for b in corpus][:_NAMED]) + (f" and {more} more" if more > 0 else "")
    raise UsageError(f"no briefing {id!r}", remedy=f"there is {named}")


def _rows(corpus: Corpus, briefing: Briefing) -> Rows:
    outline = corpus.outlines[briefing.id]
    return as_rows(figures(briefing, outline), briefing, outline)


def _print(corpus: Corpus, chosen: Sequence[Briefing]) -> None:
    out = standard_output()
    for number, briefing in enumerate(chosen):
        if number:
            say(out)
        shown.show(out, briefing, _rows(corpus, briefing))


def _print_csv(rows: Rows) -> None:
    """RFC 4180: a header, a row a figure, lines that end in CRLF. The words are as they stand but on a terminal."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    if standard_output().is_terminal:
        typer.echo(clean(text.getvalue()), nl=False)
    else:
        typer.echo(text.getvalue().encode(), nl=False)
