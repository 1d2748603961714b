"""Findings as GitHub workflow commands, which annotate the lines of a draft in a newsroom's repository."""

from collections.abc import Iterator

from ipbot.values.draft import Draft
from ipbot.values.report import Checked, Report, Verdict

_LEVEL = {Verdict.CONTRADICTED: "error", Verdict.NOT_STATED: "warning"}
_TITLE = {Verdict.CONTRADICTED: "与实录不符 contradicted", Verdict.NOT_STATED: "实录未提 not stated"}


def annotations(report: Report, draft: Draft) -> Iterator[str]:
    """A line for each thing that is contradicted or not stated; lines and columns count from 1."""
    for checked in report.statements:
        if checked.verdict in _LEVEL:
            yield _annotation(checked, draft)


def _annotation(checked: Checked, draft: Draft) -> str:
    start, end = (checked.marks[0].start, checked.marks[0].end) if checked.marks else (checked.start, checked.end)
    place = {"file": draft.name, "line": _line(draft, start), "endLine": _line(draft, end - 1)}
    if place["line"] == place["endLine"]:
        place |= {"col": _column(draft, start), "endColumn": _column(draft, end)}
    place["title"] = _TITLE[checked.verdict]
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value)
    evidence = "".join(f"\n“{c.text.strip()}” {c.url}".rstrip() for c in checked.evidence[:1])
    words = draft.text[start:end]
    return f"::{_LEVEL[checked.verdict]} {properties}::{_message(f'{words}：{checked.why}{evidence}')}"


def _line(draft: Draft, offset: int) -> int:
    return draft.source.count("\n", 0, offset) + 1


def _column(draft: Draft, offset: int) -> int:
    return offset - draft.source.rfind("\n", 0, offset)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
