"""A spinner, for what takes longer than a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console

from ipbot.channels.terminal.console import PATIENCE, standard_error


@contextmanager
def spinner(text: str, console: Console | None = None) -> Iterator[None]:
    """Show a spinner on standard error when the block takes longer than a second."""
    console = console or standard_error()
    if not console.is_terminal:
        yield
        return
    status = console.status(text)
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
