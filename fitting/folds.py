"""Models that have not seen what they are asked: each fold leaves out whole briefings, and whole paragraphs."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from fitting import boosting, certainty, figures
from fitting.boosting import Content, Vector
from fitting.certainty import Rows
from fitting.figures import PUBLIC
from fitting.sets import HARD, Example, LabelledSet
from fitting.tables import Question, questions, span_table
from ipbot.assembly import assemble
from ipbot.pipeline import Pipeline
from ipbot.reading import confidence, signals, spans
from ipbot.reading.model import trees_of
from ipbot.reading.ranking import Models
from ipbot.settings import Settings

FOLDS = 3
READING = ("cmrc", "drcd")
OF_BRIEFINGS = 6.0
"""How much more a question about a briefing counts than one of a reading set, which are many."""
OF_PUBLIC = 2.0
"""How much more, again, one of a public set about a briefing, whose labels are its owners'."""
UNANSWERABLE = 8.0
OF_HARD = 0.3
"""What a question of a hard set counts for the confidence: such questions are rarer than their number in the sets."""
OF_OTHERS = 0.15
"""What a question about a briefing counts for the spans of a narrator's text, whose answers are shorter."""
STATEMENTS: boosting.Parameters = {
    "loss_function": "Logloss",
    "iterations": 400,
    "depth": 5,
    "learning_rate": 0.08,
    "l2_leaf_reg": 6,
}
SPANS: boosting.Parameters = {
    "loss_function": "CrossEntropy",
    "iterations": 320,
    "depth": 4,
    "learning_rate": 0.07,
    "l2_leaf_reg": 30,
    "rsm": 0.3,
}
NARRATED: boosting.Parameters = {
    "loss_function": "CrossEntropy",
    "iterations": 500,
    "depth": 6,
    "learning_rate": 0.07,
    "l2_leaf_reg": 6,
}

Use = Callable[[str, Example], bool]


def worth(name: str, of_briefings: float = OF_BRIEFINGS) -> float:
    """How much a question of a set counts."""
    return 1.0 if name in READING else of_briefings * (OF_PUBLIC if name in PUBLIC else 1.0)


@dataclass
class Data:
    """The labelled sets, each with its pipeline and its questions laid out as tables."""

    settings: Settings
    sets: dict[str, tuple[LabelledSet, Pipeline, list[Question]]] = field(default_factory=dict)

    @classmethod
    def of(cls, sets: Iterable[LabelledSet], settings: Settings) -> "Data":
        """Retrieve for every question."""
        data = cls(settings)
        for labelled in sets:
            ready = assemble(labelled.corpus, settings)
            data.sets[labelled.name] = (labelled, ready, [q for q in questions(labelled, ready) if len(q.labels)])
        return data

    @property
    def briefings(self) -> list[str]:
        """The names of the sets that are about one briefing each."""
        return sorted(name for name in self.sets if name not in READING)

    def fold(self, name: str, example: Example) -> int:
        """The fold that leaves an example out, the same for all of a briefing or paragraph."""
        if name in READING:
            return zlib.crc32(example.briefing.encode()) % FOLDS
        return self.fold_of(name)

    def fold_of(self, name: str) -> int:
        """The fold that leaves out a set about one briefing, with every other set about it."""
        held = {n: self.sets[n][0].corpus.briefings[0].id for n in self.briefings}
        return sorted(set(held.values())).index(held[name]) % FOLDS

    def pairs(self) -> Iterable[tuple[str, Pipeline, Question]]:
        """Every question with its set."""
        return ((name, ready, q) for name, (_, ready, found) in self.sets.items() for q in found)


def models_on(data: Data, use: Use) -> tuple[Content, Content, Content]:
    """Models of statements, of spans where people speak, and of spans where a narrator tells; as plain data."""
    chosen = [(n, ready, q) for n, ready, q in data.pairs() if use(n, q.example) and q.labels.any()]
    weights = [worth(name) for name, _, _ in chosen]
    statements = boosting.fit([q.table for _, _, q in chosen], [q.labels for _, _, q in chosen], weights, STATEMENTS)
    for _, _, q in chosen:
        q.scores = statements.predict(q.table).astype(np.float32)
    tables = [span_table(q, ready, 3) for _, ready, q in chosen]
    rows, labels = [t for t, _ in tables], [y for _, y in tables]
    narrated = [1.0 if name in READING else OF_OTHERS for name, _, _ in chosen]
    return (
        boosting.as_data(statements, signals.NAMES),
        boosting.as_data(boosting.fit(rows, labels, weights, SPANS), spans.NAMES),
        boosting.as_data(boosting.fit(rows, labels, narrated, NARRATED), spans.NAMES),
    )


def models_of(content: tuple[Content, Content, Content]) -> Models:
    """The models as the package walks them."""
    statements, spoken, narrated = content
    return Models(
        trees_of(statements, "statements", signals.NAMES),
        trees_of(spoken, "spans", spans.NAMES),
        trees_of(narrated, "narrated_spans", spans.NAMES),
    )


def unseen_models(data: Data) -> list[Models]:
    """A fold's models have not seen what it leaves out; each question keeps the scores of those."""
    folds = [
        models_of(models_on(data, lambda n, e, fold=fold: data.fold(n, e) != fold))  # type: ignore[misc]
        for fold in range(FOLDS)
    ]
    for name, _, q in data.pairs():
        q.models = folds[data.fold(name, q.example)]
        q.scores = q.models.statements.score(q.table)
    return folds


def figure_rows(data: Data) -> figures.Rows:
    """The figures of all briefings, with the scores that each question keeps."""
    return [r for name in data.briefings for r in figures.rows(name, *data.sets[name][1:])]


def figures_but(data: Data, made: figures.Rows, fold: int) -> Content:
    """The figures' weights, fitted on the briefings that a fold does not leave out."""
    return figures.fit([r for r in made if data.fold_of(r[0]) != fold])


def confidence_rows(data: Data, folds: list[Models], use_weights: Callable[[int], None]) -> dict[tuple[str, int], Rows]:
    """How each fold's models read what they have not seen; of the reading sets half of the paragraphs are left out."""
    found: dict[tuple[str, int], Rows] = {}
    for fold in range(FOLDS):
        use_weights(fold)
        for name, (labelled, ready, _) in data.sets.items():
            asked = certainty.halved(labelled) if name in READING else labelled
            own = [e for e in asked.examples if data.fold(name, e) == fold]
            if own:
                reading = assemble(asked.corpus, data.settings) if name in READING else ready
                found[name, fold] = certainty.rows(own, reading, folds[fold])
    return found


def confidence_on(found: dict[tuple[str, int], Rows], use: Callable[[str, int], bool]) -> Content:
    """The model of confidence, fitted on the sets and folds of use."""
    chosen = [(name, rows.fitted_on()) for (name, fold), rows in found.items() if use(name, fold)]
    weights = [worth(name, UNANSWERABLE) * (OF_HARD if name.endswith(HARD) else 1.0) for name, _ in chosen]
    model = certainty.fit([table for _, (table, _) in chosen], [labels for _, (_, labels) in chosen], weights)
    return boosting.as_data(model, confidence.SIGNALS)


def scored(model: Content, rows: Rows) -> Vector:
    """The confidence of each row, by a model that is plain data."""
    log_odds = trees_of(model, "confidence", confidence.SIGNALS).score(rows.table)
    return np.asarray(1 / (1 + np.exp(-log_odds)), np.float32)
