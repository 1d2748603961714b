"""The confidence: fitted on questions that the corpus answers and on those that it doesn't."""

from dataclasses import replace

import numpy as np
from catboost import CatBoost

from fitting import boosting
from fitting.boosting import Vector
from fitting.sets import LabelledSet
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.reading import confidence, event, talk
from ipbot.reading.ranking import Models
from ipbot.reading.reader import Reader

HOW: boosting.Parameters = {
    "loss_function": "Logloss",
    "iterations": 120,
    "depth": 3,
    "learning_rate": 0.1,
    "l2_leaf_reg": 8,
}
_DROPPED = 500


def halved(labelled: LabelledSet) -> LabelledSet:
    """A reading set with half of its documents left out, so that half of its questions have no answer."""
    kept = [b for i, b in enumerate(labelled.corpus.briefings) if i * 7919 % 1000 >= _DROPPED]
    return replace(labelled, corpus=Corpus.of(kept))


def rows(labelled: LabelledSet, ready: Pipeline, models: Models, part: int, parts: int) -> tuple[Vector, Vector]:
    """Signals of every question of a part, and whether the corpus answers it."""
    reader = Reader(ready.library, models)
    table, labels = [], []
    for number, example in enumerate(labelled.examples):
        text = ready.interpret(example.question).text
        if number % parts != part or talk.kind(text) or event.intent(text) or talk.is_instruction(text):
            continue
        query, retrieved = ready.prepare(text, [ready.interpret(earlier).text for earlier in example.context])
        findings = reader.read(query, retrieved)
        if findings.found:
            signals = confidence.support(query, findings, ready.library).signals
            table.append([signals[name] for name in confidence.SIGNALS])
            labels.append(float(bool(example.golds) and example.briefing in ready.corpus.by_id))
    return np.array(table, np.float32).reshape(-1, len(confidence.SIGNALS)), np.array(labels, np.float32)


def fit(tables: list[Vector], labels: list[Vector], weights: list[float]) -> CatBoost:
    """Fit on all rows; `weights` are the sets'."""
    return boosting.fit(tables, labels, weights, HOW)


def auroc(scores: Vector, labels: Vector) -> float:
    """How often an answerable question scores above one that isn't."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1.0
    positive = labels > 0
    wins = order[positive].sum() - positive.sum() * (positive.sum() + 1) / 2
    return float(wins / (positive.sum() * (~positive).sum()))
