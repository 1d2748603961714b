"""Standard input, output and error; what is printed is text, never markup."""

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal.plain import clean

WIDEST = 100
PATIENCE = 1.0  # seconds before a wait is worth a spinner or a bar


class _Output(Console):
    """A console that lets its caller know when the reader of a pipe is gone; Rich would exit by itself."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def standard_output() -> Console:
    """Standard output: styles on a terminal, plain text in a pipe."""
    return _console(stderr=False)


def standard_error() -> Console:
    """Standard error, for progress and remarks."""
    return _console(stderr=True)


def standard_input() -> BinaryIO:
    """The bytes of standard input; nothing where it is closed."""
    return sys.stdin.buffer if sys.stdin else BytesIO()


def say(console: Console, *parts: str | tuple[str, str]) -> None:
    """Print a line made of texts, or of (text, style) pairs."""
    line = Text()
    for part in parts:
        text, style = (part, "") if isinstance(part, str) else part
        line.append(clean(text), style)
    put(console, line)


def put(console: Console, text: Text, first: str = "", rest: str | None = None) -> None:
    """Print text with a prefix on each line, wrapped on a terminal and as it is in a pipe."""
    rest = first if rest is None else rest
    for number, line in enumerate(_wrapped(console, text, len(first))):
        # soft_wrap keeps Rich from cutting or padding what already has its width.
        console.print(Text(rest if number else first).append_text(line), soft_wrap=True)


def _wrapped(console: Console, text: Text, indent: int) -> Iterator[Text]:
    if not console.is_terminal:
        yield from text.split("\n", allow_blank=True)
        return
    yield from text.wrap(console, max(10, min(console.width, WIDEST) - indent))


def _console(stderr: bool) -> Console:
    return _Output(stderr=stderr, markup=False, emoji=False, highlight=False)


def at_terminal() -> bool:
    """Whether a person types and reads here."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
