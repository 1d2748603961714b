"""Fitted trees: what numpy walks at once is what a plain walk gives, a row at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ipbot.reading.model import Trees, constants, trees, trees_of
from ipbot.reading.signals import NAMES as OF_STATEMENTS
from ipbot.reading.spans import NAMES as OF_SPANS
from ipbot.values.errors import DataFileError

NUMBERS = st.floats(-8, 8, width=16)


def naive(model: Trees, row: Sequence[float]) -> float:
    """One row through one tree after the other: at each level right where its number is above the border."""
    total = model.bias
    for columns, borders, leaves in zip(model.columns, model.borders, model.leaves, strict=True):
        leaf = sum((row[c] > b) << level for level, (c, b) in enumerate(zip(columns, borders, strict=True)))
        total += leaves[leaf]
    return total


@st.composite
def _contents(draw: st.DrawFn) -> dict[str, Any]:
    """A part of the data file, for some signals."""
    signals = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    trees, depth = draw(st.integers(1, 5)), draw(st.sampled_from([1, 2, 3, 4, 8]))
    columns = st.lists(st.integers(0, len(signals) - 1), min_size=depth, max_size=depth)
    borders = st.lists(NUMBERS, min_size=depth, max_size=depth)
    leaves = st.lists(NUMBERS, min_size=1 << depth, max_size=1 << depth)
    return {
        "signals": signals,
        "columns": draw(st.lists(columns, min_size=trees, max_size=trees)),
        "borders": draw(st.lists(borders, min_size=trees, max_size=trees)),
        "leaves": draw(st.lists(leaves, min_size=trees, max_size=trees)),
        "bias": draw(NUMBERS),
    }


def _table(data: st.DataObject, columns: int) -> NDArray[np.float32]:
    rows = data.draw(st.lists(st.lists(NUMBERS, min_size=columns, max_size=columns), min_size=1, max_size=6))
    return np.array(rows, np.float32)


@given(st.data())
def test_all_rows_at_once_are_scored_as_one_by_one(data: st.DataObject) -> None:
    content = data.draw(_contents())
    model = trees_of(content, "m", content["signals"])
    table = _table(data, len(content["signals"]))
    assert model.score(table) == pytest.approx([naive(model, row) for row in table], abs=1e-4)


@given(st.data())
def test_columns_are_found_by_name(data: st.DataObject) -> None:
    """Signals may be laid in another order, and with others among them, than when the model was fitted."""
    content = data.draw(_contents())
    fitted: list[str] = content["signals"]
    table = _table(data, len(fitted))
    laid = data.draw(st.permutations([*fitted, "other", "and another"]))
    wider = np.full((len(table), len(laid)), 7, np.float32)
    wider[:, [laid.index(name) for name in fitted]] = table
    expected = trees_of(content, "m", fitted).score(table)
    assert trees_of(content, "m", laid).score(wider).tolist() == expected.tolist()


@given(_contents(), st.data())
def test_a_model_of_unknown_signals_is_refused_and_told(content: dict[str, Any], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(content["signals"]))
    with pytest.raises(DataFileError, match=rf"'m'.*{gone}"):
        trees_of(content, "m", [s for s in content["signals"] if s != gone])


def test_a_model_of_deeper_trees_than_can_be_walked_is_refused_and_told() -> None:
    content = {"signals": ["s"], "columns": [[0] * 9], "borders": [[0.0] * 9], "leaves": [[0.0] * 512], "bias": 0.0}
    with pytest.raises(DataFileError, match=r"'m' has 9 levels, of 8 at most"):
        trees_of(content, "m", ["s"])


@pytest.mark.parametrize(("name", "signals"), [("statements", OF_STATEMENTS), ("spans", OF_SPANS)])
def test_the_fitted_models_walk_as_plain_ones(name: str, signals: Sequence[str]) -> None:
    model = trees(name, signals)
    table = np.random.default_rng(4).normal(0, 2, (20, len(signals))).astype(np.float32)
    assert model.score(table) == pytest.approx([naive(model, row) for row in table], abs=1e-3)
    assert len(set(model.score(table).tolist())) > 1


def test_an_empty_table_has_no_scores() -> None:
    assert trees("spans", OF_SPANS).score(np.zeros((0, len(OF_SPANS)), np.float32)).shape == (0,)


def test_constants_are_numbers() -> None:
    assert all(0 < constants("abstention")[name] < 1 for name in ("spoken", "narrated"))
    assert all(isinstance(v, int | float) for v in constants("figures").values())
