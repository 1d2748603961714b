"""The weights by which figures are ranked: a logistic regression, since labelled figures are few."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from fitting.boosting import Content
from fitting.sets import Example, plain
from fitting.tables import Question
from ipbot.pipeline import Pipeline
from ipbot.reading import amounts
from ipbot.reading.counted import Counted

Rows = list[tuple[str, NDArray[np.float64], NDArray[np.bool_]]]

LEAST = -2.5
_LONGEST_NOUN = 8


def rows(name: str, ready: Pipeline, found: list[Question]) -> Rows:
    """Signals and labels of the retrieved figures, a question each, for those that a figure answers."""
    made: Rows = []
    for question in found:
        counted = [c for r in question.retrieved for c in ready.library.counted(r.reading)]
        labels = np.array([_answers(c, question.example, ready) for c in counted], np.bool_)
        if labels.any() and not question.example.context:
            made.append((name, _signals(question, ready, counted), labels))
    return made


def _signals(question: Question, ready: Pipeline, counted: list[Counted]) -> NDArray[np.float64]:
    held_on = ready.corpus.by_id[question.retrieved[0].reading.passage.briefing].held_on
    scores = dict(zip(question.statements, question.scores.tolist(), strict=True))
    weighed = amounts.Weighed(question.query, question.query.periods(held_on), scores)
    return np.array([[weighed.signals(c)[name] for name in amounts.SIGNALS] for c in counted])


def _answers(c: Counted, example: Example, ready: Pipeline) -> bool:
    text = plain(ready.corpus.by_id[c.figure.briefing].transcript[c.figure.start : c.figure.end])
    statement = plain(c.statement.folded.text)
    return c.figure.briefing == example.briefing and any(
        text in plain(g.span) and plain(g.span) in statement and len(plain(g.span)) <= len(text) + _LONGEST_NOUN
        for g in example.golds
    )


def fit(made: Rows) -> Content:
    """Weights by signal, and the least score at which a figure is taken."""
    table, labels = np.vstack([t for _, t, _ in made]), np.concatenate([y for _, _, y in made])
    spread = table.std(axis=0) + 1e-3
    model = LogisticRegression(C=0.3, max_iter=5000).fit(table / spread, labels)
    weights = dict(zip(amounts.SIGNALS, (model.coef_[0] / spread).round(4).tolist(), strict=True))
    return {"bias": round(float(model.intercept_[0]), 4), "least": LEAST, **weights}


def first_right(made: Rows, weights: Content) -> float:
    """The share of questions whose best figure is right."""
    vector = np.array([weights[name] for name in amounts.SIGNALS])
    return float(np.mean([labels[np.argmax(table @ vector)] for _, table, labels in made]))
