"""Measure ipbot on the repository's corpus and on a larger one: `python -m benchmarks [--json]`."""

import argparse
import json
import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import passages_in, recombined
from benchmarks.measuring import run
from benchmarks.report import table

ROOT = Path(__file__).parents[1]
QUESTION = "今年知识产权宣传周的主题是什么?"
JIEBA = f"import jieba; jieba.lcut({QUESTION!r})"
ENGINES = ("ipbot", "langchain", "haystack")
QUESTIONS = ROOT / "tests" / "evaluation" / "cangzhou-2022-ip-week.yaml"


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--runs", type=int, default=7, help="starts of each whole process (default: 7)")
    parser.add_argument("--repeats", type=int, default=5, help="times that each question is asked (default: 5)")
    parser.add_argument("--passages", type=int, default=1000, help="size of the larger corpus (default: 1000)")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="a question set of `ipbot eval`")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="ipbot-bench-") as folder:
        scratch = Path(folder)
        larger = recombined(ROOT / "corpus", scratch / "corpus", given.passages)
        environments = {
            f"{passages_in(corpus):,} passages": _environment(scratch, corpus) for corpus in (ROOT / "corpus", larger)
        }
        figures = {
            name: {"start": _starts(environment, given.runs), "engines": _engines(environment, given)}
            for name, environment in environments.items()
        }
    print(json.dumps(figures, indent=2) if given.json else table(figures))


def _environment(scratch: Path, corpus: Path) -> dict[str, str]:
    """This environment without settings of ipbot's, with caches of the benchmark's own and with compiled modules."""
    dropped = ("IPBOT_", "PYTHONDONTWRITEBYTECODE", "PYTHONDEVMODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    (scratch / "tmp").mkdir(exist_ok=True)
    return kept | {
        "IPBOT_CORPUS": str(corpus),
        "IPBOT_CACHE_DIR": str(scratch / "cache"),
        "TMPDIR": str(scratch / "tmp"),
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "PYTHONWARNINGS": "ignore",
    }


def _starts(environment: dict[str, str], runs: int) -> dict[str, dict[str, float]]:
    """Whole processes, one of each kind in turn, once all of them have filled their caches."""
    ipbot = Path(sys.executable).with_name("ipbot")
    commands: dict[str, list[str | Path]] = {
        "ipbot ask": [ipbot, "ask", QUESTION],
        "ipbot --help": [ipbot, "--help"],
        "bare jieba": [sys.executable, "-c", JIEBA],
    }
    first = {name: run(command, environment) for name, command in commands.items()}
    rounds = [{name: run(command, environment) for name, command in commands.items()} for _ in range(runs)]
    return {
        name: {
            "first_s": first[name].seconds,
            "median_s": statistics.median(each[name].seconds for each in rounds),
            "peak_mb": max(each[name].peak_mb for each in rounds),
        }
        for name in commands
    }


def _engines(environment: dict[str, str], given: argparse.Namespace) -> dict[str, dict[str, Any]]:
    found = {}
    for name in ENGINES:
        arguments = [environment["IPBOT_CORPUS"], str(given.questions), str(given.repeats)]
        module = [sys.executable, "-m", f"benchmarks.engines.{name}"]
        process = run([*module, *arguments], environment | {"PYTHONPATH": str(ROOT)})
        found[name] = {**json.loads(process.output.splitlines()[-1]), "peak_mb": process.peak_mb}
    return found


if __name__ == "__main__":
    main()
