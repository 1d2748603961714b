"""A report as one page of HTML that needs nothing else, to be mailed or kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ipbot.values.draft import Draft
from ipbot.values.report import Checked, Mark, Report, Verdict

NAMES = {
    Verdict.CONTRADICTED: "与实录不符 · contradicted",
    Verdict.NOT_STATED: "实录未提 · not stated",
    Verdict.SUPPORTED: "与实录一致 · supported",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the draft: of which statement (0 for none), and whether a verdict is about these very words."""

    text: str
    number: int = 0
    verdict: str = ""
    first: bool = False
    marked: bool = False


def page(report: Report, draft: Draft) -> str:
    """The draft with its marks, and beside each finding the transcript's words."""
    return _template().render(
        name=PurePath(draft.name).name,
        names=NAMES,
        counts={v: report.count(v) for v in Verdict},
        stretches=list(stretches(report, draft.source)),
        findings=list(enumerate(report.statements, start=1)),
    )


def stretches(report: Report, source: str) -> Iterator[Stretch]:
    """The whole draft in pieces, in order, for drawing it with its marks."""
    at = 0
    for number, checked in enumerate(report.statements, start=1):
        if checked.start < at:
            continue
        if checked.start > at:
            yield Stretch(source[at : checked.start])
        yield from _marked(checked, number, source)
        at = checked.end
    if at < len(source):
        yield Stretch(source[at:])


def _marked(checked: Checked, number: int, source: str) -> Iterator[Stretch]:
    at, verdict, first = checked.start, str(checked.verdict), True
    for mark in sorted(_inside(checked), key=lambda m: m.start):
        if mark.start < at:
            continue
        if mark.start > at:
            yield Stretch(source[at : mark.start], number, verdict, first)
            first = False
        yield Stretch(source[mark.start : mark.end], number, verdict, first, marked=True)
        at, first = mark.end, False
    if at < checked.end:
        yield Stretch(source[at : checked.end], number, verdict, first)


def _inside(checked: Checked) -> list[Mark]:
    return [m for m in checked.marks if checked.start <= m.start < m.end <= checked.end]


@cache
def _template() -> Template:
    loader = PackageLoader("ipbot", "reports")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("report.html.j2")
