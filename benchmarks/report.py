"""The figures as a table that people read."""

from collections.abc import Iterator, Mapping
from typing import Any

Figures = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]


def table(figures: Figures) -> str:
    """Every figure; ratios are to ipbot's in the same run."""
    return "\n".join(line for name, found in figures.items() for line in _corpus(name, found))


def _corpus(name: str, found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[str]:
    yield f"{name}\n"
    yield f"  {'whole process':<24}{'median s':>10}{'first s':>10}{'peak MB':>10}{'ratio':>9}"
    start = found["start"]
    for command, took in start.items():
        ratio = took["median_s"] / start["ipbot ask"]["median_s"]
        yield f"  {command:<24}{took['median_s']:>10.2f}{took['first_s']:>10.2f}{took['peak_mb']:>10.0f}{ratio:>8.1f}x"
    yield ""
    yield f"  {'a question':<24}{'median ms':>10}{'p99 ms':>10}{'peak MB':>10}{'ratio':>9}{'build s':>10}"
    engines = found["engines"]
    for engine, took in engines.items():
        for way in ("ask", "retrieve"):
            if way in took:
                ratio = took[way]["median_ms"] / engines["ipbot"][way]["median_ms"]
                times = f"{took[way]['median_ms']:>10.2f}{took[way]['p99_ms']:>10.2f}"
                yield f"  {engine + ' ' + way:<24}{times}{took['peak_mb']:>10.0f}{ratio:>8.1f}x{took['build_s']:>10.2f}"
    yield ""
