"""The figures of a briefing, each below the sentence that states it: a table on a terminal, lines in a pipe."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ipbot.channels.terminal.console import WIDEST, put, say
from ipbot.channels.terminal.plain import clean
from ipbot.channels.terminal.reply import marked
from ipbot.values.briefing import Briefing

Row = Mapping[str, Any]

# Each column's width in cells; the indicator takes what is left.
COLUMNS = {"数字 Figure": 16, "指标 Indicator": None, "时间 Period": 20, "变化 Change": 14}
NARROW = 70
BOUNDS = {"about": "≈", "over": ">", "under": "<", "at_least": "≥", "at_most": "≤"}
STATUS = {"result": "已完成 result", "target": "目标 target", "forecast": "预计 forecast", "standing": "现行 standing"}


def show(console: Console, briefing: Briefing, rows: Sequence[Row]) -> None:
    """Print every figure of a briefing; `rows` are those of `ipbot.reading.figures.as_rows`."""
    say(console, (f"{briefing.title} {briefing.held_on or ''}".strip(), "bold"))
    say(console, f"{briefing.id} · {len(rows)} 个数字 · figures")
    as_table = console.is_terminal and console.width >= NARROW
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: (row["passage"], row["sentence_start"]))):
        together = list(group)
        say(console)
        _quote(console, together)
        if as_table:
            console.print(Padding(_table(together, console.width, titled=not number), (0, 0, 0, 2)))
        else:
            _lines(console, together)


def _quote(console: Console, rows: Sequence[Row]) -> None:
    """Print the sentence with its figures set off, who said it and where it stands."""
    first = rows[0]
    quote = marked(first["sentence"], first["sentence_start"], [(row["start"], row["end"]) for row in rows])
    quote.rstrip()
    put(console, quote, "│ " if console.is_terminal else "> ")
    speaker = f"—— {first['speaker']}" if first["speaker"] else ""
    place = f"{first['passage']} [{first['sentence_start']}:{first['sentence_end']}]"
    for line in filter(None, (speaker, place)):
        put(console, Text(clean(line), "dim"), "  ")


def _table(rows: Sequence[Row], width: int, *, titled: bool) -> Table:
    table = Table(
        box=None, width=min(width, WIDEST) - 2, padding=(0, 1, 0, 0), show_header=titled, header_style="italic"
    )
    for title, fixed in COLUMNS.items():
        table.add_column(title, width=fixed, ratio=None if fixed else 1, overflow="fold")
    for row in rows:
        table.add_row(
            _cell(row["figure"], _value(row)),
            _cell(row["indicator"], row["scope"]),
            _cell(row["period"], _status(row)),
            _cell(_change(row)),
        )
    return table


def _cell(text: str, below: str = "") -> Text:
    lines = [Text(clean(text))] + ([Text(clean(below), "dim")] if below else [])
    return Text("\n").join(lines)


def _lines(console: Console, rows: Sequence[Row]) -> None:
    for row in rows:
        change, scope = _change(row), row["scope"]
        told = (
            f"{row['figure']} ({_value(row)})",
            row["indicator"],
            row["period"],
            _status(row),
            change and f"变化 change: {change}",
            scope and f"范围 scope: {scope}",
        )
        put(console, Text(clean(" · ".join(filter(None, told)))), "- ", "  ")


def _value(row: Row) -> str:
    number = "–".join(filter(None, (row["value"], row["high"])))
    return f"{BOUNDS.get(row['approximation'], '')} {number} {row['unit']}".strip()


def _status(row: Row) -> str:
    status: str = row["status"]
    return STATUS.get(status, status)


def _change(row: Row) -> str:
    return f"{row['base']}{row['change']}"
