"""`docs/reading.md` shows the kept figures as they are kept.

To write its tables anew: `python -m tests.evaluation.test_reading_page`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
PAGE = FOLDER.parents[1] / "docs" / "reading.md"
PUBLIC = "cangzhou-2022-ip-week"
UNSEEN_NAMES = {PUBLIC: "cangzhou"}
SHOWN = ("right", "refused", "false_refusals", "traps")

Figures = Mapping[str, Any]


def _read(name: str) -> dict[str, Figures]:
    content: dict[str, Figures] = json.loads((FOLDER / name).read_text("utf-8"))
    return content


def by_set() -> str:
    """A row a set: fitted on it, and not."""
    kept, unseen = _read("figures.json"), _read("unseen.json")
    head = ["| set | questions | right | refused | false refusals | traps | unseen: right | refused | false | traps |"]
    rows = [_row(name, kept[name], unseen[UNSEEN_NAMES.get(name, name)]) for name in kept]
    public = unseen["generality"]
    rows.append(_row("a public invented briefing (environment)", dict.fromkeys(SHOWN), public))
    rows.append(_row("**all**", dict.fromkeys(SHOWN), unseen["all"]))
    return "\n".join([*head, "|---" * 10 + "|", *rows])


def _row(name: str, fitted: Figures, unseen: Figures) -> str:
    shares = [*(fitted[key] for key in SHOWN), *(unseen[key] for key in SHOWN)]
    cells = [name, str(unseen["items"]), *("–" if share is None else f"{share:.2f}" for share in shares)]
    return f"| {' | '.join(cells)} |"


def by_kind() -> str:
    """A row a kind: the share that is right, of the public set fitted on, and of all sets unseen."""
    public, unseen = _read("figures.json")[PUBLIC]["by_kind"], _read("unseen.json")["all"]["by_kind"]
    rows = [f"| {kind} | {_of_kind(public[kind])} | {_of_kind(unseen[kind])} |" for kind in sorted(unseen)]
    return "\n".join(["| kind | Cangzhou, fitted on | of | all, unseen | of |", "|---" * 5 + "|", *rows])


def _of_kind(counted: Figures) -> str:
    return f"{counted['right']:.2f} | {counted['items']}"


TABLES = {"sets": by_set, "kinds": by_kind}


def _within(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {name} -->\n\n).*?(?=\n\n<!-- end -->)", re.DOTALL)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_shows_what_is_kept(name: str) -> None:
    shown = _within(name).findall(PAGE.read_text("utf-8"))
    assert shown == [TABLES[name]()], "write it anew: python -m tests.evaluation.test_reading_page"


def test_every_set_was_read_unseen() -> None:
    kept: Iterable[str] = _read("figures.json")
    assert {UNSEEN_NAMES.get(name, name) for name in kept} <= _read("unseen.json").keys()


def main() -> None:
    """Write the tables into the page."""
    page = PAGE.read_text("utf-8")
    for name, table in TABLES.items():
        page = _within(name).sub(lambda _, table=table: table(), page)  # type: ignore[misc]
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
