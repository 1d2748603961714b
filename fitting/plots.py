"""The curves that the documentation shows: how far the confidence can be trusted, and what it costs to answer more."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from fitting.boosting import Vector


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The confidence of each question, whether its answer is right (none is where nothing is stated), the threshold."""

    name: str
    sure: Vector
    right: NDArray[np.bool_]
    threshold: float


_BINS = 10
_LEAST = 8
_STYLES = ("-", "--", "-.", ":")
_MARKERS = ("o", "s", "^", "D")


def draw(folder: Path, outcomes: Sequence[Outcomes]) -> None:
    """Write `reliability.svg` and `risk-coverage.svg`; the lines are told apart by dash and mark, not by colour."""
    mpl.rcParams.update({"svg.hashsalt": "ipbot", "svg.fonttype": "none", "font.family": "sans-serif"})
    _save(folder / "reliability.svg", _reliability(outcomes))
    _save(folder / "risk-coverage.svg", _risk_coverage(outcomes))


def _save(path: Path, figure: Figure) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _axes(across: str, up: str) -> tuple[Figure, mpl.axes.Axes]:
    figure = Figure(figsize=(5.2, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.set(xlabel=across, ylabel=up, xlim=(0, 1), ylim=(0, 1))
    axes.grid(alpha=0.3)
    return figure, axes


def _reliability(outcomes: Sequence[Outcomes]) -> Figure:
    figure, axes = _axes("confidence", "share of answers that are right")
    axes.plot([0, 1], [0, 1], color="0.6", linewidth=1)
    for outcome, style, marker in zip(outcomes, _STYLES, _MARKERS, strict=False):
        place = np.minimum((outcome.sure * _BINS).astype(int), _BINS - 1)
        full = [b for b in range(_BINS) if np.count_nonzero(place == b) >= _LEAST]
        means = [(outcome.sure[place == b].mean(), outcome.right[place == b].mean()) for b in full]
        axes.plot(*zip(*means, strict=True), style, marker=marker, label=outcome.name)
    axes.legend()
    return figure


def _risk_coverage(outcomes: Sequence[Outcomes]) -> Figure:
    figure, axes = _axes("coverage: share of questions answered", "risk: share of these answered wrongly")
    axes.set_ylim(0, 0.6)
    for outcome, style, marker in zip(outcomes, _STYLES, _MARKERS, strict=False):
        order = np.argsort(-outcome.sure, kind="stable")
        answered = np.arange(1, len(order) + 1)
        risk = np.cumsum(~outcome.right[order]) / answered
        axes.plot(answered / len(order), risk, style, label=outcome.name)
        at = max(int(np.count_nonzero(outcome.sure >= outcome.threshold)), 1)
        axes.plot(at / len(order), risk[at - 1], marker, color="black")
    axes.legend(title="mark: where it stops answering")
    return figure
