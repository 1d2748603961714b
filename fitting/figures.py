"""The weights by which figures are ranked: a conditional logit (McFadden, 1974), since labelled figures are few.

It learns which of a question's figures is the right one, and not what right figures of all questions have in common.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from fitting.boosting import Content
from fitting.sets import Example, plain
from fitting.tables import Question
from ipbot.pipeline import Pipeline
from ipbot.reading import amounts
from ipbot.reading.counted import Counted

Vector = NDArray[np.float64]
Rows = list[tuple[str, Vector, NDArray[np.bool_]]]

LEAST = -2.5
PUBLIC = ("cangzhou", "generality")
"""Sets whose questions count twice, since their labels are their owners'."""
PENALTY = 3.0
_LONGEST_NOUN = 8


def rows(name: str, ready: Pipeline, found: list[Question]) -> Rows:
    """Signals and labels of the retrieved figures, a question each, for those that a figure answers."""
    made: Rows = []
    for question in found:
        counted = [c for r in question.retrieved for c in ready.library.counted(r.reading)]
        labels = np.array([_answers(c, question.example, ready) for c in counted], np.bool_)
        if labels.any():
            made.append((name, _signals(question, ready, counted), labels))
    return made


def _signals(question: Question, ready: Pipeline, counted: list[Counted]) -> Vector:
    held_on = ready.corpus.by_id[question.retrieved[0].reading.passage.briefing].held_on
    scores = dict(zip(question.statements, question.scores.tolist(), strict=True))
    weighed = amounts.Weighed(question.query, question.query.periods(held_on), scores)
    weighed.beside(counted)
    return np.array([[weighed.signals(c)[name] for name in amounts.SIGNALS] for c in counted])


def _answers(c: Counted, example: Example, ready: Pipeline) -> bool:
    text = plain(ready.corpus.by_id[c.figure.briefing].transcript[c.figure.start : c.figure.end])
    statement = plain(c.statement.folded.text)
    return c.figure.briefing == example.briefing and any(
        text in plain(g.span) and plain(g.span) in statement and len(plain(g.span)) <= len(text) + _LONGEST_NOUN
        for g in example.golds
    )


def fit(made: Rows) -> Content:
    """Weights by signal, the bias that makes the score a log-odds, and the least score at which a figure is taken."""
    table, labels = np.vstack([t for _, t, _ in made]), np.concatenate([y for _, _, y in made])
    spread = table.std(axis=0) + 1e-3
    questions = [(t / spread, y) for name, t, y in made for _ in range(1 + (name in PUBLIC))]
    found = minimize(_loss, np.zeros(len(spread)), args=(questions,), jac=True, method="L-BFGS-B")
    scores = table @ (found.x / spread)
    scale = LogisticRegression().fit(scores[:, None], labels)
    weights = (found.x / spread * scale.coef_[0, 0]).round(4).tolist()
    return {
        "bias": round(float(scale.intercept_[0]), 4),
        "least": LEAST,
        **dict(zip(amounts.SIGNALS, weights, strict=True)),
    }


def _loss(weights: Vector, questions: Sequence[tuple[Vector, NDArray[np.bool_]]]) -> tuple[float, Vector]:
    """How unlikely the right figures are, and the gradient of that; held down by squared weights."""
    loss, gradient = PENALTY / 2 * float(weights @ weights), PENALTY * weights
    for table, right in questions:
        scores = table @ weights
        chance = np.exp(scores - np.max(scores))
        chance /= chance.sum()
        held = chance * right / (chance @ right)
        loss -= float(np.log(chance @ right))
        gradient = gradient + table.T @ (chance - held)
    return loss, gradient


def first_right(made: Rows, weights: Content) -> float:
    """The share of questions whose best figure is right."""
    vector = np.array([weights[name] for name in amounts.SIGNALS])
    return float(np.mean([labels[np.argmax(table @ vector)] for _, table, labels in made]))
