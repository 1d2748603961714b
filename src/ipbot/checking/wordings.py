"""What a check says of its findings: fixed phrases of the interface, with the transcript's own words in them."""

from collections.abc import Iterable

from ipbot.checking.figure_check import Finding
from ipbot.data import load
from ipbot.values.report import Verdict


def why(verdict: Verdict, findings: Iterable[Finding]) -> str:
    """The reasons for a verdict, one after another."""
    told = tuple(dict.fromkeys(filter(None, map(phrase, findings))))
    return "；".join(told) or (load("remarks")["nothing"] if verdict is Verdict.NOT_STATED else "")


def phrase(finding: Finding) -> str:
    """What one finding says; "" where it needs no words."""
    template: str = load("remarks")[str(finding.outcome)].get(str(finding.remark), "")
    return template.format(said=finding.said, computed=finding.computed)
