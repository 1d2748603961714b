"""Figures, misses, settings and faults, one a line."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal.console import put, say
from ipbot.channels.terminal.plain import clean
from ipbot.evaluation import Change, Figures, Judgement
from ipbot.settings import ShownSetting
from ipbot.values.errors import Fault


def show_figures(console: Console, figures: Figures) -> None:
    """Print every figure, then the share that is right by kind."""
    found = figures.as_object()
    by_kind = found.pop("by_kind")
    _columns(console, [(name, _figure(value)) for name, value in found.items()])
    say(console)
    say(console, ("题型 · By kind", "bold"))
    _columns(console, [(kind, _figure(v["right"]), f"of {v['items']}") for kind, v in by_kind.items()])


def show_misses(console: Console, misses: Iterable[Judgement]) -> None:
    """Print the items that are not right: what was wanted and what came."""
    for miss in misses:
        asked = " / ".join((*miss.item.context, miss.item.question))
        say(console)
        put(console, Text(clean(f"{miss.item.id} [{miss.item.kind}] {asked}")), "- ", "  ")
        wanted = " | ".join(gold.span for gold in miss.item.gold) or "not_stated"
        put(console, Text(clean(f"应答 wanted: {wanted}")), "  ", "    ")
        came = " | ".join(miss.spans) if miss.spans else miss.status
        put(console, Text(clean(f"实答 came: {came}{_marks(miss)}")), "  ", "    ")


def show_changes(console: Console, changes: Iterable[Change]) -> None:
    """Say which figures are worse than the baseline's, and which are better."""
    for change in changes:
        verdict = "worse" if change.worse else "better: record it"
        say(console, f"{change.figure}: {change.before} -> {change.now}, {verdict}")


def show_settings(console: Console, settings: Iterable[ShownSetting]) -> None:
    """Print each setting with its value and origin, and below it what it means."""
    for setting in settings:
        say(console, (setting.name, "bold"), f" = {setting.value or '-'}  ({setting.origin})")
        put(console, Text(clean(setting.description), "dim"), "    ")


def show_faults(console: Console, faults: Sequence[Fault], folder: Path) -> None:
    """Print each fault of a corpus, or that there is none."""
    for fault in faults:
        say(console, str(fault))
    found = f"{len(faults)} 处问题 · faults" if faults else "没有问题 · sound"
    say(console, (f"{folder}: {found}", "bold"))


def _columns(console: Console, rows: Sequence[tuple[str, ...]]) -> None:
    width = max((cell_len(clean(row[0])) for row in rows), default=0)
    for first, *others in rows:
        padding = " " * (width - cell_len(clean(first)))
        say(console, f"  {first}{padding}  {' '.join(others)}")


def _figure(value: int | float | None) -> str:
    return "-" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


def _marks(miss: Judgement) -> str:
    uncited = miss.answered and bool(miss.item.gold) and not miss.cited
    return "".join(mark for mark, holds in ((" TRAP", miss.trap), (" uncited", uncited)) if holds)
