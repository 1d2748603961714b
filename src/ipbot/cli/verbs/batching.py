"""`ipbot ask --batch`."""

from pathlib import Path

import typer

from ipbot.channels.terminal.console import standard_output
from ipbot.channels.terminal.progress import progress
from ipbot.cli import batch
from ipbot.cli.exits import DONE, FAILED
from ipbot.cli.verbs.desk import Desk
from ipbot.values.errors import UsageError


def answer_batch(desk: Desk, path: Path, *, alone: bool) -> int:
    """Answer a file of questions, line by line. Raises IpbotError."""
    if not alone:
        raise UsageError("--batch takes no question, --context or --explain", remedy="they stand in the file")
    lines = batch.read_lines(path)
    watched = lines if standard_output().is_terminal else progress(lines, "回答 · answering")
    status = DONE
    for answer in batch.answers(watched, desk.pipeline.ask):
        typer.echo(batch.json_line(answer))
        status = FAILED if "error" in answer else status
    return status
