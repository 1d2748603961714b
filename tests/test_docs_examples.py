"""The examples in the docs are real: what follows `$` is run, and prints what stands below it.

A line that is `…` stands for any lines, and `…` within a line for any characters. What a ```diff block adds is added to
a copy of its file before a ```console after block runs.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ipbot.corpus import loading

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.zh-CN.md", "docs/reference.md", "docs/aliases.md")
BLOCK = re.compile(r"^```([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command of a page, what it prints, and the changes before it, as (file, line before, lines added)."""

    command: str
    printed: str
    files: dict[str, str] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()


def _examples(page: str) -> Iterator[Example]:
    files: dict[str, str] = {}
    changes: list[tuple[str, str, str]] = []
    for kind, content in BLOCK.findall((ROOT / page).read_text("utf-8")):
        if kind == "jsonl":
            files["questions.jsonl"] = content
        elif kind == "diff":
            changes.append(_change(content))
        elif kind in ("console", "console after"):
            for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                yield Example(command, printed, dict(files), tuple(changes) if kind.endswith("after") else ())


def _change(diff: str) -> tuple[str, str, str]:
    name, before, *rest = diff.splitlines()
    added = [line[1:] for line in rest if line.startswith("+")]
    assert name.startswith("+++ ")
    assert added
    return name[4:], before[1:], "\n".join(added)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the repository, for the commands to run in, one after another."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "tests").symlink_to(ROOT / "tests")
    return folder


def _run(example: Example, place: Path, cache: Path) -> str:
    for name in ("corpus", "src"):
        shutil.copytree(ROOT / name, place / name, dirs_exist_ok=True)
    for name, content in example.files.items():
        (place / name).write_text(content, "utf-8")
    for name, before, added in example.changes:
        text = (place / name).read_text("utf-8")
        assert text.count(f"\n{before}\n") == 1, f"{name} has no line {before!r}"
        (place / name).write_text(text.replace(f"\n{before}\n", f"\n{before}\n{added}\n"), "utf-8")
    ours = {name: value for name, value in os.environ.items() if not name.upper().startswith("IPBOT_")}
    ours |= {"IPBOT_CACHE_DIR": str(cache), "PYTHONPATH": str(place / "src")}
    ours["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = example.command.replace("./scripts/run", "ipbot")
    done = subprocess.run(["/bin/sh", "-c", command], cwd=place, env=ours, capture_output=True, check=False)
    assert done.stderr.decode() == ""
    return done.stdout.decode()


def _pattern(printed: str) -> str:
    """What a page says that is printed, as a regular expression."""
    lines = printed.splitlines()
    return "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in lines)


@pytest.mark.parametrize(
    ("page", "example"),
    [pytest.param(page, e, id=f"{page}:{n}") for page in PAGES for n, e in enumerate(_examples(page), start=1)],
)
def test_an_example_prints_what_its_page_says(page: str, example: Example, place: Path, cache: Path) -> None:
    printed = _run(example, place, cache)
    assert re.fullmatch(_pattern(example.printed), printed), f"{page} should say\n{printed}"


def test_the_answer_object_is_the_one_that_is_printed(place: Path, cache: Path) -> None:
    blocks = BLOCK.findall((ROOT / "docs/reference.md").read_text("utf-8"))
    shown = next(json.loads(content) for kind, content in blocks if kind == "json")
    printed = json.loads(_run(Example(f"ipbot ask --json '{shown['question']}'", ""), place, cache))
    assert list(shown) == list(printed)
    kept = [key for key in shown if key not in ("suggestions", "confidence")]
    assert [shown[key] for key in kept] == [printed[key] for key in kept]


def test_the_briefing_of_the_reference_is_sound(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "docs/reference.md").read_text("utf-8"))
    shown = next(content for kind, content in blocks if kind == "yaml")
    (tmp_path / "briefing").mkdir()
    (tmp_path / "briefing" / "briefing.yaml").write_text(shown.replace(", sha256: the transcript's", ""), "utf-8")
    (tmp_path / "briefing" / "transcript.txt").write_text("大家好。\n", "utf-8")
    assert loading.check(tmp_path) == ()
