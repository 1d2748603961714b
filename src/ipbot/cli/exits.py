"""The edge of the command line: every error becomes one line and an exit status."""

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any, TextIO

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from ipbot.channels.terminal.plain import clean
from ipbot.values.errors import IpbotError

DONE, FAILED, WRONG_USAGE, UNREADABLE, DEFECT = 0, 1, 2, 3, 70
INTERRUPTED, READER_GONE = 130, 141

STATUS = {
    "usage": WRONG_USAGE,
    "question": WRONG_USAGE,
    "draft": WRONG_USAGE,
    "settings": WRONG_USAGE,
    "missing_extra": WRONG_USAGE,
    "data_file": WRONG_USAGE,
    "platform": FAILED,
    "corpus": UNREADABLE,
    "index": UNREADABLE,
}


class Edge(TyperGroup):
    """The group of all verbs, whose `main` ends with an exit status and never with a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the verb that the words name, and exit."""
        extra["standalone_mode"] = False
        for stream in (sys.stdout, sys.stderr):
            _write_anything(stream)
        sys.exit(_guarded(lambda: super(Edge, self).main(*args, **extra)))

    def invoke(self, ctx: Any) -> Any:
        """Run the verb and push its output out, so that a reader who is gone is noticed here."""
        try:
            status = super().invoke(ctx)
            if sys.stdout:
                sys.stdout.flush()
            return status
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(READER_GONE) from None


def _guarded(run: Callable[[], Any]) -> int:
    try:
        status = run()
        return status if isinstance(status, int) else DONE
    except IpbotError as error:
        return _report(str(error), STATUS.get(error.code, DEFECT))
    except TyperException as error:
        return _report(_usage_line(error), WRONG_USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            _forget_stdout()
            return _report(f"output can't be written: {error.strerror or error}", FAILED)
        if sys.flags.dev_mode:
            raise
        return _report(f"a defect of ipbot: {type(error).__name__}: {error}; PYTHONDEVMODE=1 shows where", DEFECT)


def _report(message: str, status: int) -> int:
    typer.echo(f"ipbot: {' '.join(clean(message).split())}", err=True)
    return status


def _usage_line(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ipbot"
    hint = "; a question that begins with a dash goes after --" if path.endswith(" ask") else ""
    return f"{error.format_message().rstrip('.')}{hint}; '{path} --help' shows examples"


def _write_anything(stream: TextIO | None) -> None:
    """Write UTF-8 into files and pipes, and never stumble over a character that can't be written."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """Let Python's last flush at exit go nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
