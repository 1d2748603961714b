"""The confidence: fitted on questions that the corpus answers and on those that it doesn't."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from catboost import CatBoost, sum_models
from numpy.typing import NDArray

from fitting import boosting
from fitting.boosting import Vector
from fitting.sets import Example, LabelledSet
from fitting.tables import holds
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.reading import confidence, event, refusing, talk
from ipbot.reading.ranking import Models
from ipbot.reading.reader import Reader

HOW: boosting.Parameters = {
    "loss_function": "Logloss",
    "iterations": 400,
    "depth": 4,
    "learning_rate": 0.05,
    "l2_leaf_reg": 30,
    "rsm": 0.3,
}
MODELS = 3
THRESHOLDS = {"spoken": 0.65, "narrated": 0.25}
"""From which confidence on to answer: a choice. Higher refuses more that is stated, lower answers more that isn't.

What somebody says is asked about in his own words whether he says it or not, so that a near miss looks like an answer;
in a narrator's text only what is stated looks like one.
"""
_DROPPED = 500


def halved(labelled: LabelledSet) -> LabelledSet:
    """A reading set with half of its documents left out, so that half of its questions have no answer."""
    kept = [b for i, b in enumerate(labelled.corpus.briefings) if i * 7919 % 1000 >= _DROPPED]
    return replace(labelled, corpus=Corpus.of(kept))


@dataclass(frozen=True)
class Rows:
    """Signals of questions, whether they were answered rightly, and whether the corpus answers them at all."""

    table: Vector
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence["Rows"]) -> "Rows":
        """All rows of the parts."""
        return cls(
            np.vstack([p.table for p in parts]),
            np.concatenate([p.right for p in parts]),
            np.concatenate([p.answerable for p in parts]),
        )

    def fitted_on(self) -> tuple[Vector, Vector]:
        """What the confidence is fitted on: right answers against questions without one; wrong answers are neither."""
        used = self.right | ~self.answerable
        return self.table[used], self.right[used].astype(np.float32)


def rows(examples: Sequence[Example], ready: Pipeline, models: Models) -> Rows:
    """Every example that small talk or a hard rule does not settle, as the models read it."""
    reader = Reader(ready.library, models)
    table, right, answerable = [], [], []
    for example in examples:
        text = ready.interpret(example.question).text
        if talk.kind(text) or event.intents(text) or talk.is_instruction(text):
            continue
        query, retrieved = ready.prepare(text, [ready.interpret(earlier).text for earlier in example.context])
        findings = reader.read(query, retrieved)
        lacking = refusing.missing(query, findings, ready.library)
        if findings.found and not (lacking and refusing.is_hard(findings, ready.library)):
            signals = confidence.support(query, findings, ready.library, lacking).signals
            table.append([signals[name] for name in confidence.SIGNALS])
            answerable.append(bool(example.golds) and example.briefing in ready.corpus.by_id)
            right.append(answerable[-1] and any(holds(f.statement, example) for f in findings.found))
    width = len(confidence.SIGNALS)
    return Rows(np.array(table, np.float32).reshape(-1, width), np.array(right, bool), np.array(answerable, bool))


def fit(tables: list[Vector], labels: list[Vector], weights: list[float]) -> CatBoost:
    """Fit on all rows; `weights` are the sets'. The mean of several models, which chance sways less than one."""
    models = [boosting.fit(tables, labels, weights, {**HOW, "random_seed": seed}) for seed in range(1, MODELS + 1)]
    return sum_models(models, weights=[1 / MODELS] * MODELS)


def auroc(scores: Vector, positive: NDArray[np.bool_]) -> float:
    """How often an answerable question scores above one that isn't."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1.0
    wins = order[positive].sum() - positive.sum() * (positive.sum() + 1) / 2
    return float(wins / (positive.sum() * (~positive).sum()))
