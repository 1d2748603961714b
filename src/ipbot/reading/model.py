"""Fitted models: boosted oblivious trees (Prokhorenkova et al., NeurIPS 2018), read from one data file.

In an oblivious tree every level asks one question of all rows, so that numpy walks all trees and rows at once. Many
trees ask the same, so that each question is answered once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ipbot.values.errors import DataFileError

FILE = "weights.json"
_DEEPEST = 8
"""How many levels a tree may have, so that a byte numbers its leaves."""


@dataclass(frozen=True, eq=False)
class Trees:
    """An ensemble: for tree t and level d, row x goes to the upper half where x[columns[t, d]] > borders[t, d]."""

    columns: NDArray[np.intp]
    borders: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float

    @cached_property
    def _comparisons(self) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.intp]]:
        """The columns and borders of all different questions, and for level d and tree t the number of its question."""
        pairs = np.stack([self.columns.T.ravel(), self.borders.T.ravel()], axis=1)
        asked, numbers = np.unique(pairs, axis=0, return_inverse=True)
        return asked[:, 0].astype(np.intp), asked[:, 1:].astype(np.float32), numbers.reshape(self.columns.T.shape)

    def score(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """One number a row: a log-odds, comparable within one question."""
        columns, borders, numbers = self._comparisons
        upper = (table.T.take(columns, axis=0) > borders).view(np.uint8)
        trees, depth = self.columns.shape
        bits = 1 << np.arange(depth, dtype=np.uint8)[:, None, None]
        leaf = (upper.take(numbers, axis=0) * bits).sum(axis=0, dtype=np.uint8)
        first = np.arange(trees)[:, None] << depth
        scores: NDArray[np.float32] = self.leaves.ravel().take(first + leaf).sum(axis=0) + self.bias
        return scores


def trees(name: str, signals: Sequence[str]) -> Trees:
    """The model `name`, for rows of the named signals; raises DataFileError where it can't weigh them."""
    return trees_of(_weights()[name], name, signals)


def trees_of(content: Mapping[str, Any], name: str, signals: Sequence[str]) -> Trees:
    """The model that a part of the data file describes.

    Raises DataFileError where it was fitted to other signals, or its trees are too deep.
    """
    fitted: list[str] = content["signals"]
    unknown = set(fitted) - set(signals)
    if unknown:
        raise DataFileError(f"the model {name!r} weighs unknown signals: {', '.join(sorted(unknown))}", where=FILE)
    deepest = max(map(len, content["columns"]), default=0)
    if deepest > _DEEPEST:
        raise DataFileError(f"a tree of the model {name!r} has {deepest} levels, of {_DEEPEST} at most", where=FILE)
    columns = np.array([list(signals).index(s) for s in fitted], np.intp)
    return Trees(
        columns=columns[np.array(content["columns"], np.intp)],
        borders=np.array(content["borders"], np.float32),
        leaves=np.array(content["leaves"], np.float32),
        bias=float(content["bias"]),
    )


def constants(name: str) -> Mapping[str, float]:
    """The fitted constants `name`."""
    content: Mapping[str, float] = _weights()[name]
    return content


def use(weights: Mapping[str, Any]) -> None:
    """Read with these weights and not with the data file's; for fitting, which asks with what it has so far."""
    _used[:] = [weights]


_used: list[Mapping[str, Any]] = []


def _weights() -> Mapping[str, Any]:
    return _used[0] if _used else _shipped()


@cache
def _shipped() -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(files("ipbot.data").joinpath(FILE).read_text("utf-8"))
    return content
