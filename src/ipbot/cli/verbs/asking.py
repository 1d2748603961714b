"""`ipbot ask` with one question."""

from collections.abc import Sequence

import typer

from ipbot.channels.terminal import console, explanation, reply
from ipbot.cli import batch
from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk
from ipbot.values.answer import answer_object
from ipbot.values.errors import UsageError


def ask(desk: Desk, words: Sequence[str], context: Sequence[str], *, json: bool, explain: bool) -> int:
    """Answer one question. Raises IpbotError."""
    if json and explain:
        raise UsageError("--json and --explain don't go together", remedy="leave one of them out")
    if not words:
        raise UsageError("no question", remedy="ipbot ask '…', or ipbot ask - to read it from standard input")
    question = batch.read_question() if list(words) == ["-"] else " ".join(words)
    out, briefings = console.standard_output(), desk.pipeline.corpus.briefings
    if explain:
        explanation.show(out, desk.pipeline.explain(question, context), briefings)
    elif json:
        typer.echo(batch.json_line(answer_object(desk.pipeline.ask(question, context))))
    else:
        reply.show(out, desk.pipeline.ask(question, context), briefings)
    return DONE
