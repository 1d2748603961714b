"""From findings to a verdict: what is contradicted, what is covered, and what the transcript doesn't have."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.naming import designators
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import covered
from ipbot.data import load
from ipbot.values.report import Remark, Verdict

_SURE, _FEWEST = 0.5, 2
_MOST_UNCOVERED = 0.6
"""Of what a sentence says besides its figures and dates; where more is nowhere, a date that agrees supports nothing."""
_HEAVY = 20.0
SIGNALS = ("uncovered", "heaviest", "names", "designators", "figures_agree", "no_figures", "clause")


def residue(sentence: Sentence, facts: Sequence[Fact], findings: Sequence[Finding]) -> tuple[float, ...]:
    """What of a sentence its evidence leaves uncovered, in the order of `SIGNALS`."""
    own = "|".join(f.text for f in facts)
    around = "|".join(f.around for f in facts)
    read = [sentence.span(f.start, f.end) for f in findings if f.outcome is Outcome.AGREES]
    weighed = [
        (t, t.weight * (1 - max(covered(t, own), 0.6 * covered(t, around))))
        for t in sentence.terms
        if t.weight and not any(s <= t.start and t.end <= e for s, e in read)
    ]
    whole = sum(t.weight for t, _ in weighed) or 1.0
    missing = sum(w for _, w in weighed)
    if not facts or not says_enough(sentence, findings):
        return (1.0, _HEAVY, 1.0, 0.0, 0.0, 1.0, 1.0)
    names = sum(w > 0.5 * t.weight for t, w in weighed if language.kind_of(t.text) or (not t.tag and len(t.text) > 2))
    unknown = designators(sentence.folded.text) - designators(around)
    figures = [f for f in findings if f.used or f.remark is Remark.PERIOD]
    agree = sum(f.outcome is Outcome.AGREES for f in figures) / len(figures) if figures else 0.0
    return (
        missing / whole,
        max((w for _, w in weighed), default=0.0),
        float(names),
        float(len(unknown)),
        agree,
        float(not figures),
        _worst_clause(sentence, around),
    )


def _worst_clause(sentence: Sentence, text: str) -> float:
    """The largest share of any clause's weight that is uncovered."""
    shares = []
    for start, end in sentence.clauses():
        own = [t for t in sentence.terms_in(start, end) if t.weight]
        whole = sum(t.weight for t in own)
        if whole:
            shares.append(sum(t.weight * (1 - covered(t, text)) for t in own) / whole)
    return max(shares, default=0.0)


def says_enough(sentence: Sentence, findings: Sequence[Finding]) -> bool:
    """Whether there is anything that could be supported: a figure or a date that agrees, or a few telling words."""
    agrees = any(f.outcome is Outcome.AGREES for f in findings)
    return agrees or sum(t.weight > 0 for t in sentence.terms) >= _FEWEST


def decide(findings: Sequence[Finding], signals: Sequence[float]) -> tuple[Verdict, tuple[Finding, ...]]:
    """The verdict, and the findings that it rests on."""
    by = {o: tuple(f for f in findings if f.outcome is o) for o in Outcome}
    if by[Outcome.WRONG]:
        return Verdict.CONTRADICTED, by[Outcome.WRONG]
    told_of = dict(zip(SIGNALS, signals, strict=True))["uncovered"] <= _MOST_UNCOVERED
    if by[Outcome.UNKNOWN] or not told_of or is_supported(signals) < _SURE:
        return Verdict.NOT_STATED, by[Outcome.UNKNOWN]
    return Verdict.SUPPORTED, by[Outcome.AGREES]


@cache
def _weights() -> np.ndarray:
    fitted = load("check_weights")["supported"]
    return np.array([fitted["bias"], *(fitted[name] for name in SIGNALS)])


def is_supported(signals: Sequence[float]) -> float:
    """The fitted probability that what agrees is all that is said."""
    return float(1 / (1 + np.exp(-(_weights()[0] + np.dot(_weights()[1:], signals)))))
