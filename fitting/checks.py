"""The labelled claims, and the weights of the check of drafts fitted on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from fitting.sets import load_single
from ipbot.assembly import assemble
from ipbot.checking import sentences
from ipbot.checking.amounts import comparable
from ipbot.checking.evidence import Evidence
from ipbot.checking.likeness import SIGNALS, Said, Stated, signals
from ipbot.checking.terms import Lexicon
from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.settings import Settings
from ipbot.text.folding import fold
from ipbot.yamlfile import read

_FACTS = 12


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
        ClaimSet("cangzhou", load(root / "corpus"), claims(folder / "claims.yaml")),
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
    ready = assemble(labelled.corpus, settings)
    lexicon, evidence = Lexicon(ready.library, ready.wording), Evidence(ready.library)
    briefing = labelled.corpus.briefings[0]
    for claim in labelled.claims:
        for sentence in sentences.read(claim.text, briefing.held_on, lexicon):
            hits = evidence.best(evidence.scores(sentence.terms, sentence.folded.text), briefing.id, _FACTS)
            for figure in sentence.figures:
                pairs = [
                    Stated(stated, hit.fact, lexicon)
                    for hit in hits
                    for stated in hit.fact.figures
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


def fit(rows: Sequence[Rows]) -> dict[str, float]:
    """A logistic model over the signals."""
    table, labels = np.concatenate([t for t, _ in rows]), np.concatenate([y for _, y in rows])
    model = LogisticRegression(C=3.0, max_iter=2000, class_weight={0: 1.0, 1: 4.0}).fit(table, labels)
    weights = dict(zip(SIGNALS, map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0])} | {name: round(w, 4) for name, w in weights.items()}
