"""`./scripts/fit`: fits every weight on the labelled sets and writes them to the package's data file."""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fitting import certainty, figures, plots
from fitting.boosting import Content
from fitting.certainty import Rows
from fitting.folds import (
    FOLDS,
    READING,
    Data,
    confidence_on,
    confidence_rows,
    figure_rows,
    figures_but,
    models_on,
    scored,
    unseen_models,
)
from fitting.sets import own_sets, public_sets, questions_of
from fitting.tables import span_table
from ipbot import evaluation
from ipbot.reading import confidence, model, ranking
from ipbot.reading.ranking import Models
from ipbot.reading.reader import Reader
from ipbot.settings import load

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "ipbot" / "data" / "weights.json"
UNSEEN = ROOT / "tests" / "evaluation" / "unseen.json"


def main() -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(prog="scripts/fit", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of the public sets")
    words = parser.parse_args()
    data = Data.of((*public_sets(ROOT, words.shared), *own_sets(ROOT)), load({}))
    say(f"{len(data.sets)} sets, {sum(1 for _ in data.pairs())} questions")
    folds = unseen_models(data)
    report_rankings(data)
    made = figure_rows(data)
    chosen = [figures_but(data, made, fold) for fold in range(FOLDS)]
    report_figures(data, made, chosen)
    rows = confidence_rows(data, folds, lambda fold: use({"figures": chosen[fold]}))
    sure = [confidence_on(rows, lambda _, fold, left=left: fold != left) for left in range(FOLDS)]  # type: ignore[misc]
    report_confidence(rows, sure)
    report_answers(data, folds, chosen, sure, words.shared)
    statements, spoken, narrated = models_on(data, lambda *_: True)
    write(
        {
            "statements": statements,
            "spans": spoken,
            "narrated_spans": narrated,
            "figures": figures.fit(made),
            "lists": {"least": 0.5},
            "confidence": confidence_on(rows, lambda *_: True),
            "abstention": certainty.THRESHOLDS,
        }
    )
    return 0


def say(line: str) -> None:
    """Report on standard output, with the time."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def write(weights: Mapping[str, Content | Mapping[str, float]]) -> None:
    """Lay the weights down as the package reads them."""
    WEIGHTS.write_text(json.dumps(weights, separators=(",", ":")) + "\n")
    say(f"wrote {WEIGHTS.relative_to(ROOT)}")


def use(weights: Mapping[str, Any]) -> None:
    """Have the package read with other weights until told otherwise."""
    held = {"lists": {"least": 0.5}, "abstention": certainty.THRESHOLDS, **weights}
    model.use(held)
    for kept in (ranking.fitted, confidence.model):
        kept.cache_clear()


def report_rankings(data: Data) -> None:
    """How often the right statement comes first, and how good the likeliest span is, by unseen models."""
    for name, (_, ready, found) in data.sets.items():
        asked = [q for q in found if q.example.golds]
        first = np.mean([q.labels[np.argmax(q.scores)] for q in asked])
        alike = []
        for q in asked:
            table, labels = span_table(q, ready, 3)
            spans = (q.models.narrated if name in READING else q.models.spans) if q.models else None
            alike.append(np.sqrt(labels[np.argmax(spans.score(table))]) if len(labels) and spans else 0.0)
        say(f"{name}: right statement first {first:.4f}, F1 of the likeliest span {np.mean(alike):.4f} (unseen)")


def report_figures(data: Data, made: figures.Rows, chosen: list[Content]) -> None:
    """How often the right figure comes first by weights that have not seen the briefing."""
    for name in data.briefings:
        weights = chosen[data.fold_of(name)]
        say(
            f"{name}: right figure first {figures.first_right([r for r in made if r[0] == name], weights):.4f} (unseen)"
        )


def report_confidence(rows: dict[tuple[str, int], Rows], sure: list[Content]) -> None:
    """How well the confidence tells the answerable, by models that have not seen the set; and the curves of it."""
    outcomes: dict[str, list[tuple[np.ndarray[Any, Any], Rows]]] = {}
    for (name, fold), own in rows.items():
        outcomes.setdefault(name, []).append((scored(sure[fold], own), own))
    for name, parts in outcomes.items():
        joined = Rows.joined([own for _, own in parts])
        scores = np.concatenate([score for score, _ in parts])
        say(f"{name}: auroc {certainty.auroc(scores, joined.answerable):.4f} (unseen)")
    kinds = {"press briefings": "spoken", "encyclopedia": "narrated"}
    drawn = []
    for kind, threshold in kinds.items():
        parts = [
            part for name, held in outcomes.items() for part in held if (name in READING) == (threshold == "narrated")
        ]
        right = np.concatenate([own.right for _, own in parts])
        drawn.append(
            plots.Outcomes(kind, np.concatenate([s for s, _ in parts]), right, certainty.THRESHOLDS[threshold])
        )
    plots.draw(ROOT / "docs" / "images", drawn)


def report_answers(data: Data, folds: list[Models], chosen: list[Content], sure: list[Content], shared: Path) -> None:
    """What each briefing's questions get, from end to end, by weights that have not seen the briefing; kept as data."""
    kept: dict[str, dict[str, Any]] = {}
    judged: list[evaluation.Judgement] = []
    for name in data.briefings:
        labelled, ready, _ = data.sets[name]
        fold = data.fold_of(name)
        use({"figures": chosen[fold], "confidence": sure[fold]})
        texts = {b.id: b.transcript for b in labelled.corpus}
        ready.__dict__["reader"] = Reader(ready.library, folds[fold])
        found = evaluation.evaluate(questions_of(name, ROOT, shared), ready.ask, texts)
        judged.extend(found.judgements)
        kept[name] = found.figures.as_object()
        told = (f"{key} {kept[name][key]:.4f}" for key in ("right", "refused", "false_refusals", "traps"))
        say(f"{name}: {', '.join(told)} (unseen, from end to end)")
    kept["all"] = evaluation.count(judged).as_object()
    say(f"all: {json.dumps(kept['all'])}")
    UNSEEN.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
