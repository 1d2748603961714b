"""Boosted oblivious trees: fitting, and laying down as plain data."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoost, Pool
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Parameters = dict[str, object]
Content = dict[str, Any]

_QUIETLY = {"verbose": False, "random_seed": 1, "thread_count": 2, "allow_writing_files": False}
_NEVER = 3e38


def fit(tables: Sequence[Vector], labels: Sequence[Vector], weights: Sequence[float], how: Parameters) -> CatBoost:
    """Fit; one table, one row of labels and one weight a question."""
    rows = np.repeat(np.array(weights, np.float32), [len(t) for t in tables])
    return CatBoost({**_QUIETLY, **how}).fit(Pool(np.vstack(tables), np.concatenate(labels), weight=rows))


def as_data(model: CatBoost, names: Sequence[str]) -> Content:
    """A model as plain data: the signals it weighs, and for each tree its columns, borders and leaves."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        content = json.loads(path.read_text("utf-8"))
    depth = max(len(t["splits"]) for t in content["oblivious_trees"])
    trees = [_padded(t, depth) for t in content["oblivious_trees"]]
    used = sorted({column for columns, _, _ in trees for column in columns})
    return {
        "signals": [names[column] for column in used],
        "columns": [[used.index(column) for column in columns] for columns, _, _ in trees],
        "borders": [[round(border, 6) for border in borders] for _, borders, _ in trees],
        "leaves": [[round(value, 5) for value in leaves] for _, _, leaves in trees],
        "bias": content["scale_and_bias"][1][0],
    }


def _padded(tree: Content, depth: int) -> tuple[list[int], list[float], list[float]]:
    """A tree of full depth: levels that it lacks are asked so that the answer is always no."""
    columns = [split["float_feature_index"] for split in tree["splits"]]
    borders = [split["border"] for split in tree["splits"]]
    missing = depth - len(columns)
    leaves = tree["leaf_values"] + [0.0] * (2**depth - 2 ** len(columns))
    return columns + [0] * missing, borders + [_NEVER] * missing, leaves
