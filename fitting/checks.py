"""The labelled claims, and the weights of the check of drafts fitted on them."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from fitting.sets import load_single
from ipbot.assembly import assemble, checker
from ipbot.checking import likeness, verdicts
from ipbot.checking.amounts import comparable
from ipbot.checking.figure_check import Outcome
from ipbot.checking.likeness import SIGNALS, Said, Stated, signals
from ipbot.corpus import Corpus
from ipbot.corpus.loading import load as load_corpus
from ipbot.data import load
from ipbot.settings import Settings
from ipbot.settings import load as load_settings
from ipbot.text.folding import fold
from ipbot.yamlfile import read

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "ipbot" / "data" / "check_weights.yaml"
ONE_OF_MANY = {0: 1.0, 1: 4.0}
"""Of the figures that could be meant one is."""
CAUTIOUS = {0: 3.0, 1: 1.0}
"""To call supported what is not is the worst error."""


@dataclass(frozen=True)
class Claim:
    """A labelled claim; `evidence` is empty where nothing of the kind was said."""

    id: str
    text: str
    label: str
    evidence: str


@dataclass(frozen=True)
class ClaimSet:
    """Claims over a corpus of one briefing."""

    name: str
    corpus: Corpus
    claims: tuple[Claim, ...]


def claims(path: Path) -> tuple[Claim, ...]:
    """The claims of a file."""
    items = read(path)
    assert isinstance(items, list)
    return tuple(Claim(str(i["id"]), str(i["claim"]), str(i["label"]), str(i["evidence"] or "")) for i in items)


def public_claims(root: Path, shared: Path) -> tuple[ClaimSet, ...]:
    """The two public sets."""
    folder = shared / "eval"
    other = folder / "generality"
    return (
        ClaimSet("cangzhou", load_corpus(root / "corpus"), claims(folder / "claims.yaml")),
        ClaimSet("generality", load_single(other), claims(other / "claims.yaml")),
    )


def own_claims(folder: Path) -> tuple[ClaimSet, ...]:
    """The claims over the invented briefings of the tests."""
    return tuple(
        ClaimSet(p.parent.name, load_single(p.parent), claims(p)) for p in sorted(folder.glob("*/claims.yaml"))
    )


Rows = tuple[NDArray[np.float64], NDArray[np.int64]]


def figure_rows(labelled: ClaimSet, settings: Settings) -> Rows:
    """For each figure of a claim and each it may be about: signals, and whether it is the one in the evidence."""
    tables, labels = [], []
    for group in _groups(labelled, settings):
        for told, right in group:
            tables.append(told)
            labels.append(right)
    return np.array(tables), np.array(labels)


def _groups(labelled: ClaimSet, settings: Settings) -> Iterator[list[tuple[tuple[float, ...], int]]]:
    briefing = labelled.corpus.briefings[0]
    examiner = checker(assemble(labelled.corpus, settings)).examiner(briefing)
    lexicon = examiner.lexicon
    for claim in labelled.claims:
        for sentence in examiner.read(claim.text):
            facts = examiner.facts(sentence)
            for figure in sentence.figures:
                pairs = [
                    Stated(stated, fact, lexicon, briefing.transcript)
                    for fact in facts
                    for stated in fact.figures
                    if comparable(figure.quantity, stated.quantity)
                ]
                said = Said(figure, sentence, lexicon)
                told = [signals(said, stated) for stated in pairs]
                yield list(zip(told, _right(pairs, told, claim, briefing.transcript), strict=True))


def _right(pairs: Sequence[Stated], told: Sequence[tuple[float, ...]], claim: Claim, transcript: str) -> list[int]:
    """1 for the likest figure inside the evidence, and for those that count the same elsewhere."""
    inside = [i for i, p in enumerate(pairs) if claim.evidence and _in_evidence(p, claim.evidence, transcript)]
    best = max(inside, key=lambda i: sum(told[i]), default=-1)
    same = pairs[best].figure.indicator if best >= 0 else None
    return [int(p.figure.indicator == same and p.figure.change == pairs[best].figure.change) for p in pairs]


def _in_evidence(pair: Stated, evidence: str, transcript: str) -> bool:
    at = fold(transcript).text.find(fold(evidence).text)
    offsets = fold(transcript).offsets
    length = len(fold(evidence).text)
    return at >= 0 and offsets[at] <= pair.figure.start <= offsets[min(at + length, len(offsets) - 1)]


def residue_rows(labelled: ClaimSet, settings: Settings) -> Rows:
    """For each claim whose findings all agree: what its evidence leaves uncovered, and whether it is supported."""
    ready = assemble(labelled.corpus, settings)
    examiner = checker(ready).examiner(labelled.corpus.briefings[0])
    tables, labels = [], []
    for claim in labelled.claims:
        for sentence in examiner.read(claim.text) if claim.label != "contradicted" else ():
            told = examiner.examine(sentence)
            if not told.of(Outcome.WRONG) and not told.of(Outcome.UNKNOWN):
                tables.append(told.residue)
                labels.append(claim.label == "supported")
    return np.array(tables).reshape(-1, len(verdicts.SIGNALS)), np.array(labels, np.int64)


def fit(rows: Sequence[Rows], names: Sequence[str], balance: dict[int, float]) -> dict[str, float]:
    """A logistic model over the signals; `balance` says how much a row of each class counts."""
    table, labels = _joined(rows)
    model = LogisticRegression(C=3.0, max_iter=5000, class_weight=balance).fit(table, labels)
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    return {"bias": round(float(model.intercept_[0]), 4)} | weights


def _joined(rows: Sequence[Rows]) -> Rows:
    return np.concatenate([t for t, _ in rows]), np.concatenate([y for _, y in rows])


def _chances(rows: Rows, weights: dict[str, float]) -> NDArray[np.float64]:
    bias, *others = weights.values()
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(bias + rows[0] @ np.array(others))))
    return chances


def fitted_all(rows: dict[str, Rows], names: Sequence[str], balance: dict[int, float], what: str) -> dict[str, float]:
    """The weights fitted on all sets; reports how each set fares when fitted on the others."""
    for held_out, unseen in rows.items():
        weights = fit([r for name, r in rows.items() if name != held_out], names, balance)
        chances, labels = _chances(unseen, weights), unseen[1]
        right = np.mean((chances >= 0.5) == labels)
        false = int(np.sum((chances >= 0.5) & (labels == 0)))
        say(f"{what}, {held_out}: {right:.4f} right of {len(labels)}, {false} false yes (fitted on the others)")
    return fit(list(rows.values()), names, balance)


def say(line: str) -> None:
    """Report on standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(prog="python -m fitting.checks", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of the public sets")
    shared: Path = parser.parse_args().shared
    settings = load_settings({})
    sets = (*public_claims(ROOT, shared), *own_claims(ROOT / "tests" / "evaluation"))
    pairs = {s.name: figure_rows(s, settings) for s in sets}
    weights = {"same_figure": fitted_all(pairs, SIGNALS, ONE_OF_MANY, "the same figure")}
    _write(weights | {"supported": load("check_weights")["supported"]})
    load.cache_clear()
    likeness.forget()
    rest = {s.name: residue_rows(s, settings) for s in sets}
    _write(weights | {"supported": fitted_all(rest, verdicts.SIGNALS, CAUTIOUS, "nothing left uncovered")})
    say(f"wrote {WEIGHTS.relative_to(ROOT)}")
    return 0


def _write(weights: dict[str, dict[str, float]]) -> None:
    content = yaml.safe_dump(weights, sort_keys=False)
    WEIGHTS.write_text(f"# Fitted by python -m fitting.checks; never by hand.\n{content}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
