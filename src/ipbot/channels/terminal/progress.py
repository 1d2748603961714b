"""A progress bar, for what takes longer than a second."""

from collections.abc import Iterable, Iterator, Sized
from time import monotonic
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

from ipbot.channels.terminal.console import PATIENCE, standard_error

Thing = TypeVar("Thing")


def progress(things: Iterable[Thing], text: str, console: Console | None = None) -> Iterator[Thing]:
    """Hand things on, and show a bar on standard error when that takes longer than a second."""
    console = console or standard_error()
    if not console.is_terminal:
        yield from things
        return
    yield from _with_bar(things, text, console)


def _with_bar(things: Iterable[Thing], text: str, console: Console) -> Iterator[Thing]:
    began = monotonic()
    bar = Progress(console=console, transient=True)
    task = bar.add_task(text, total=len(things) if isinstance(things, Sized) else None)
    try:
        for thing in things:
            yield thing
            bar.advance(task)
            if monotonic() - began > PATIENCE:
                bar.start()
    finally:
        bar.stop()
