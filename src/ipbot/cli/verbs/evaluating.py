"""`ipbot eval`."""

from pathlib import Path

import typer

from ipbot import evaluation, question_set
from ipbot.channels.terminal import tables
from ipbot.channels.terminal.console import standard_error, standard_output
from ipbot.channels.terminal.progress import progress
from ipbot.cli.batch import json_line
from ipbot.cli.exits import DONE, FAILED
from ipbot.cli.verbs.desk import Desk


def evaluate(desk: Desk, questions: Path, *, json: bool, baseline: Path | None, misses: bool) -> int:
    """Count, print, and hold against a baseline. Raises IpbotError."""
    items = question_set.read(questions)
    before = evaluation.read_baseline(baseline) if baseline else {}
    texts = {b.id: b.transcript for b in desk.pipeline.corpus.briefings}
    result = evaluation.evaluate(progress(items, "评测 · evaluating"), desk.pipeline.ask, texts)
    if json:
        typer.echo(json_line(result.figures.as_object()))
    else:
        tables.show_figures(standard_output(), result.figures)
    if misses:
        tables.show_misses(standard_error() if json else standard_output(), result.misses)
    changes = evaluation.changes(result.figures, before)
    tables.show_changes(standard_error(), changes)
    return FAILED if any(change.worse for change in changes) else DONE
