"""A report as plain text, to be pasted into a mail or a chat."""

from collections.abc import Callable, Iterator

from ipbot.reports.html import NAMES
from ipbot.values.answer import Citation
from ipbot.values.report import Checked, Report, Verdict


def page(report: Report, link: Callable[[Citation], str]) -> str:
    """Counts, then a paragraph a finding; what is supported is only counted. `link` gives a sentence's address."""
    counts = "；".join(f"{title}: {report.count(verdict)}" for verdict, title in NAMES.items())
    findings = (
        "\n".join(_finding(number, checked, link))
        for number, checked in enumerate(report.statements, start=1)
        if checked.verdict is not Verdict.SUPPORTED
    )
    return "\n\n".join([f"核对报告 · Fact check\n{counts}", *findings])


def _finding(number: int, checked: Checked, link: Callable[[Citation], str]) -> Iterator[str]:
    yield f"{number}. {NAMES[checked.verdict]}"
    yield checked.text.strip()
    if checked.why:
        yield checked.why
    for cited in checked.evidence:
        speaker = f"——{cited.speaker}" if str(cited.speaker) else ""
        yield f"> “{cited.text.strip()}”{speaker} {link(cited)}".rstrip()
