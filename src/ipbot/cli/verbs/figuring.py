"""`ipbot figures`."""

from collections.abc import Sequence

import typer

from ipbot.channels.terminal import figures as shown
from ipbot.channels.terminal.console import say, standard_output
from ipbot.channels.terminal.plain import clean
from ipbot.cli.batch import json_line
from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk
from ipbot.corpus import Corpus
from ipbot.reading.figure_table import Rows, as_csv, rows
from ipbot.values.briefing import Briefing
from ipbot.values.errors import UsageError

_NAMED = 10
"""How many briefings an error names."""


def list_figures(desk: Desk, briefing: str | None, *, csv: bool, json: bool) -> int:
    """Print the figures of one briefing or of all. Raises IpbotError."""
    if csv and json:
        raise UsageError("--csv and --json don't go together", remedy="leave one of them out")
    corpus = desk.read_corpus()
    chosen = corpus.briefings if briefing is None else (_named(corpus, briefing),)
    if json:
        typer.echo(json_line([row for each in chosen for row in rows(corpus, each)]))
    elif csv:
        _print_csv([row for each in chosen for row in rows(corpus, each)])
    else:
        _print(corpus, chosen)
    return DONE


def _named(corpus: Corpus, id: str) -> Briefing:
    if id in corpus.by_id:
        return corpus.by_id[id]
    more = len(corpus) - _NAMED
    named = ", ".join([b.id for b in corpus][:_NAMED]) + (f" and {more} more" if more > 0 else "")
    raise UsageError(f"no briefing {id!r}", remedy=f"there is {named}")


def _print(corpus: Corpus, chosen: Sequence[Briefing]) -> None:
    out = standard_output()
    for number, briefing in enumerate(chosen):
        if number:
            say(out)
        shown.show(out, briefing, rows(corpus, briefing))


def _print_csv(found: Rows) -> None:
    """Print CSV. The words are as they stand but on a terminal."""
    text = as_csv(found)
    if standard_output().is_terminal:
        typer.echo(clean(text), nl=False)
    else:
        typer.echo(text.encode(), nl=False)
