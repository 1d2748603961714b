"""Batches: a JSON object a line in, an answer object a line out, in order; a bad line costs only itself."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipbot.channels.terminal.console import standard_input
from ipbot.values.answer import Reply, answer_object
from ipbot.values.errors import IpbotError, UsageError

Id = str | int | None
Ask = Callable[[str, Sequence[str]], Reply]

# What UTF-8 can't hold, and what a terminal or a reader of lines would take for a control.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Request:
    """One line of a batch."""

    id: Id
    question: str
    context: tuple[str, ...] = ()


def json_line(value: object) -> str:
    """Lay a value out as one line of JSON that is safe to print."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def read_lines(path: Path) -> Sequence[str] | Iterator[str]:
    """Read a batch, a file whole and standard input line by line. Raises UsageError."""
    if str(path) == "-":
        return (_decoded(line, "standard input", n) for n, line in enumerate(standard_input(), start=1))
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"can't be read: {error.strerror or error}", where=str(path)) from error
    return [_decoded(line, str(path), n) for n, line in enumerate(lines, start=1)]


def read_question() -> str:
    """Read one question from standard input. Raises UsageError."""
    return _decoded(standard_input().read(), "standard input", 1).strip()


def answers(lines: Iterable[str], ask: Ask) -> Iterator[dict[str, Any]]:
    """Answer each line that isn't blank, or say what is wrong with it."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number, ask)


def parse(line: str) -> Request:
    """Take one line apart. Raises UsageError."""
    told = fields(line)
    question, context = told.get("question"), told.get("context")
    if not isinstance(question, str):
        raise UsageError("question: expected text")
    if context is not None and not (isinstance(context, list) and all(isinstance(c, str) for c in context)):
        raise UsageError("context: expected a list of texts")
    if told.get("id") is not None and id_in(told) is None:
        raise UsageError("id: expected text or a whole number")
    return Request(id_in(told), question, tuple(context or ()))


def _answer(line: str, number: int, ask: Ask) -> dict[str, Any]:
    try:
        request = parse(line)
        return answer_object(ask(request.question, request.context), request.id)
    except IpbotError as error:
        return {"id": id_of(line), "line": number, "error": {"code": error.code, "message": str(error)}}


def id_of(line: str) -> Id:
    """The id of a line that may be bad."""
    try:
        return id_in(fields(line))
    except UsageError:
        return None


def id_in(fields: dict[str, Any]) -> Id:
    """The id of a line's object; None where it is no text and no whole number."""
    value = fields.get("id")
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def fields(line: str) -> dict[str, Any]:
    """The object of a line. Raises UsageError."""
    try:
        found = json.loads(line.strip())
    except json.JSONDecodeError as error:
        raise UsageError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"not JSON: {error}") from error
    if not isinstance(found, dict):
        raise UsageError('expected an object like {"id": "q1", "question": "…"}')
    return found


def _decoded(line: bytes, where: str, number: int) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        at = number + line.count(b"\n", 0, error.start)
        raise UsageError("not UTF-8", where=f"{where}:{at}", remedy="save it as UTF-8") from error
