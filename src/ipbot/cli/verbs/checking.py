"""`ipbot check` and `ipbot audit`."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from ipbot import drafts
from ipbot.channels.terminal import checks
from ipbot.channels.terminal.console import standard_input, standard_output
from ipbot.channels.terminal.progress import progress
from ipbot.checking.checker import Checker
from ipbot.cli import batch
from ipbot.cli.exits import DONE, FAILED
from ipbot.cli.verbs.desk import Desk
from ipbot.values.audit import audit_object
from ipbot.values.draft import Draft
from ipbot.values.errors import IpbotError, UsageError
from ipbot.values.report import Report, checked_object, quote_object, report_object

_CHECKING = "核对 · checking"


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    GITHUB = "github"


def shape_of(name: str, *, json: bool) -> Format:
    """The format that was asked for. Raises UsageError."""
    if name not in list(Format):
        raise UsageError(f"no format {name!r}", remedy=f"there is {', '.join(Format)}")
    if json and name not in ("text", "json"):
        raise UsageError("--json and --format don't go together", remedy="leave one of them out")
    return Format.JSON if json else Format(name)


def check_draft(desk: Desk, path: Path | None, *, shape: Format, briefing: str | None) -> int:
    """Check one draft and print the report; 1 where anything is contradicted. Raises IpbotError."""
    if path is None:
        raise UsageError("no draft", remedy="ipbot check FILE, or ipbot check - to read it from standard input")
    draft = _draft(path, desk.settings.max_draft_chars)
    statements = desk.checker.statements(draft.text, briefing)
    report = Report(draft.source, tuple(progress(statements, _CHECKING)))
    _print(report, draft, shape)
    return FAILED if report.contradicted else DONE


def _draft(path: Path, longest: int) -> Draft:
    if str(path) == "-":
        return drafts.read(standard_input().read(), "", longest)
    try:
        with path.open("rb") as file:
            content = file.read(drafts.LARGEST + 1)
    except OSError as error:
        raise UsageError(f"can't be read: {error.strerror or error}", where=str(path)) from error
    return drafts.read(content, str(path), longest)


def _print(report: Report, draft: Draft, shape: Format) -> None:
    match shape:
        case Format.JSON:
            typer.echo(batch.json_line(report_object(report)))
        case Format.HTML:
            from ipbot.reports import html

            typer.echo(html.page(report, draft))
        case Format.GITHUB:
            from ipbot.reports import github

            for line in github.annotations(report, draft):
                typer.echo(line)
        case Format.TEXT:
            checks.show(standard_output(), report)


def check_batch(desk: Desk, path: Path, *, alone: bool, briefing: str | None) -> int:
    """Check a file of claims and quotations, line by line; 1 where a line is bad. Raises IpbotError."""
    if not alone:
        raise UsageError("--batch takes no draft and no --format", remedy="the claims stand in the file")
    lines = batch.read_lines(path)
    watched = lines if standard_output().is_terminal else progress(lines, _CHECKING)
    status = DONE
    for found in _checked(watched, desk.checker, briefing):
        typer.echo(batch.json_line(found))
        status = FAILED if "error" in found else status
    return status


def _checked(lines: Iterable[str], checker: Checker, briefing: str | None) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _line(batch.fields(line), checker, briefing)
            except IpbotError as error:
                told = {"code": error.code, "message": str(error)}
                yield {"id": batch.id_of(line), "line": number, "error": told}


def _line(fields: dict[str, Any], checker: Checker, briefing: str | None) -> dict[str, Any]:
    claim, quote, speaker = (fields.get(name) for name in ("claim", "quote", "speaker"))
    id = {"id": batch.id_in(fields)}
    if isinstance(claim, str) and claim.strip() and quote is None:
        return id | {"claim": claim} | checked_object(checker.claim(claim, briefing), claim)
    if isinstance(quote, str) and quote.strip() and claim is None and isinstance(speaker, str | None):
        return id | quote_object(checker.quote(quote, speaker or "", briefing))
    raise UsageError('expected {"id": …, "claim": "…"} or {"id": …, "quote": "…", "speaker": "…"}')


def audit(desk: Desk, briefing: str | None, *, as_json: bool) -> int:
    """Print what the briefings' own figures leave to be asked. Raises IpbotError."""
    corpus = desk.pipeline.corpus
    ids = [briefing] if briefing else [b.id for b in corpus]
    questions = [q for id in progress(ids, "审读 · auditing") for q in desk.checker.audit(id)]
    if as_json:
        typer.echo(batch.json_line(audit_object(questions)))
    else:
        checks.show_questions(standard_output(), questions)
    return DONE
