"""`./scripts/fit`: fits every weight on the labelled sets and writes them to the package's data file."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from catboost import CatBoost

from fitting import boosting, certainty, figures, plots
from fitting.boosting import Vector
from fitting.certainty import Rows
from fitting.sets import LabelledSet, own_sets, public_sets
from fitting.tables import Question, questions, span_table
from ipbot.assembly import assemble
from ipbot.pipeline import Pipeline
from ipbot.reading import confidence, signals, spans
from ipbot.reading.ranking import Models
from ipbot.settings import Settings, load

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "ipbot" / "data" / "weights.json"
FOLDS = 3
READING = ("cmrc", "drcd")
OF_BRIEFINGS = 6.0
"""How much more a question about a briefing counts than one of a reading set, which are many."""
UNANSWERABLE = 8.0
STATEMENTS: boosting.Parameters = {
    "loss_function": "Logloss",
    "iterations": 120,
    "depth": 4,
    "learning_rate": 0.12,
    "l2_leaf_reg": 6,
}
SPANS: boosting.Parameters = {**STATEMENTS, "loss_function": "CrossEntropy", "iterations": 140, "depth": 5}

Data = dict[str, tuple[LabelledSet, Pipeline, list[Question]]]


def main() -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(prog="scripts/fit", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of the public sets")
    words = parser.parse_args()
    settings = load({})
    data: Data = {}
    for labelled in (*public_sets(ROOT, words.shared), *own_sets(ROOT / "tests" / "evaluation")):
        ready = assemble(labelled.corpus, settings)
        data[labelled.name] = (labelled, ready, [q for q in questions(labelled, ready) if len(q.labels)])
        say(f"{labelled.name}: {len(data[labelled.name][2])} questions")
    fold_models = fit_folds(data)
    report_unseen(data)
    everything = models_on(data, lambda _: True)
    weights = {
        "statements": boosting.as_data(everything[0], signals.NAMES),
        "spans": boosting.as_data(everything[1], spans.NAMES),
        "figures": fit_figures(data),
        "lists": {"least": 0.5},
    }
    WEIGHTS.write_text(json.dumps(json.loads(WEIGHTS.read_text("utf-8")) | weights, separators=(",", ":")) + "\n")
    weights |= fit_confidence(data, fold_models, settings)
    WEIGHTS.write_text(json.dumps(weights, separators=(",", ":")) + "\n")
    say(f"wrote {WEIGHTS.relative_to(ROOT)}")
    return 0


def say(line: str) -> None:
    """Report on standard output, with the time."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def share(name: str) -> float:
    """How much a question of a set counts."""
    return 1.0 if name in READING else OF_BRIEFINGS


def models_on(data: Data, use: Callable[[int], bool]) -> tuple[CatBoost, CatBoost]:
    """Models of statements and of spans, fitted on the questions whose number is of use."""
    chosen = [
        (name, ready, q)
        for name, (_, ready, found) in data.items()
        for number, q in enumerate(found)
        if use(number) and q.labels.any()
    ]
    weights = [share(name) for name, _, _ in chosen]
    statements = boosting.fit([q.table for _, _, q in chosen], [q.labels for _, _, q in chosen], weights, STATEMENTS)
    for _, _, q in chosen:
        if not len(q.scores):
            q.scores = statements.predict(q.table).astype(np.float32)
    tables = [span_table(q, ready, 3) for _, ready, q in chosen]
    return statements, boosting.fit([t for t, _ in tables], [y for _, y in tables], weights, SPANS)


def fit_folds(data: Data) -> list[Models]:
    """Models that have not seen their fold; each question keeps the scores of the one that has not seen it."""
    folds: list[Models] = []
    for fold in range(FOLDS):
        statements, candidates = models_on(data, lambda number, fold=fold: number % FOLDS != fold)  # type: ignore[misc]
        folds.append(
            Models(
                boosting.as_trees(statements, "statements", signals.NAMES),
                boosting.as_trees(candidates, "spans", spans.NAMES),
            )
        )
        say(f"fold {fold + 1} of {FOLDS} fitted")
    for _, _, found in data.values():
        for number, q in enumerate(found):
            q.scores = folds[number % FOLDS].statements.score(q.table)
            q.models = folds[number % FOLDS]
    return folds


def report_unseen(data: Data) -> None:
    """What the fold models reach on what they have not seen."""
    for name, (_, ready, found) in data.items():
        asked = [q for q in found if q.example.golds]
        first = np.mean([q.labels[np.argmax(q.scores)] for q in asked])
        values = []
        for q in asked:
            table, labels = span_table(q, ready, 3)
            values.append(labels[np.argmax(q.models.spans.score(table))] if len(labels) and q.models else 0.0)
        say(f"{name}: right statement first {first:.4f}, first span {np.mean(values):.4f} (unseen folds)")


def fit_figures(data: Data) -> boosting.Content:
    """The figures' weights, and what they reach on each briefing when fitted on the others."""
    made = [
        r for name, (_, ready, found) in data.items() if name not in READING for r in figures.rows(name, ready, found)
    ]
    for held_out in dict.fromkeys(name for name, _, _ in made):
        weights = figures.fit([r for r in made if r[0] != held_out])
        reached = figures.first_right([r for r in made if r[0] == held_out], weights)
        say(f"{held_out}: right figure first {reached:.4f} (fitted on the other briefings)")
    return figures.fit(made)


def fit_confidence(data: Data, folds: list[Models], settings: Settings) -> boosting.Content:
    """The model of confidence, from what models that have not seen a question find for it."""
    found: dict[str, Rows] = {}
    for name, (labelled, ready, _) in data.items():
        asked = certainty.halved(labelled) if name in READING else labelled
        reading = assemble(asked.corpus, settings) if name in READING else ready
        found[name] = Rows.joined([certainty.rows(asked, reading, folds[part], part, FOLDS) for part in range(FOLDS)])
    unseen: dict[str, Vector] = {}
    for held_out, rows in found.items():
        model = _confidence({name: others for name, others in found.items() if name != held_out})
        unseen[held_out] = np.asarray(model.predict(rows.table), np.float32)
        say(f"{held_out}: auroc {certainty.auroc(unseen[held_out], rows.answerable):.4f} (fitted on the other sets)")
    for name, rows in found.items():
        least = certainty.THRESHOLDS["narrated" if name in READING else "spoken"]
        sure = 1 / (1 + np.exp(-unseen[name])) >= least
        refused, false = np.mean(~sure[~rows.answerable]), np.mean(~sure[rows.answerable])
        say(f"{name}: refused {refused:.4f}, false refusals {false:.4f}, of what no hard rule refuses")
    plots.draw(ROOT / "docs" / "images", _outcomes(found, unseen))
    model = boosting.as_data(_confidence(found), confidence.SIGNALS)
    return {"confidence": model, "abstention": certainty.THRESHOLDS}


def _outcomes(found: dict[str, Rows], unseen: dict[str, Vector]) -> list[plots.Outcomes]:
    """What each kind of set comes to, by models that have not seen the set."""
    spoken = [name for name in found if name not in READING]
    kinds = {"press briefings": ("spoken", spoken), "encyclopedia": ("narrated", list(READING))}
    return [
        plots.Outcomes(
            kind,
            np.concatenate([1 / (1 + np.exp(-unseen[name])) for name in names]),
            np.concatenate([found[name].right for name in names]),
            certainty.THRESHOLDS[threshold],
        )
        for kind, (threshold, names) in kinds.items()
    ]


def _confidence(found: dict[str, Rows]) -> CatBoost:
    used = [rows.fitted_on() for rows in found.values()]
    weights = [1.0 if name in READING else UNANSWERABLE for name in found]
    return certainty.fit([table for table, _ in used], [labels for _, labels in used], weights)


if __name__ == "__main__":
    sys.exit(main())
