"""Measure the service: `python -m benchmarks.web load|abuse`; prints JSON."""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.web import abuse, load

QUESTIONS = Path(__file__).parents[2] / "tests" / "evaluation" / "cangzhou-2022-ip-week.yaml"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.web", description=__doc__)
    parser.add_argument("what", choices=["load", "abuse"])
    parser.add_argument("--seconds", type=int, default=30, help="of each measurement under load (default: 30)")
    parser.add_argument("--minutes", type=float, default=10, help="of the long ones (default: 10)")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="a question set of `ipbot eval`")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="ipbot-bench-") as folder:
        scratch = Path(folder)
        if given.what == "load":
            found = load.run(scratch, given.questions, given.seconds, given.minutes)
        else:
            found = abuse.run(scratch, given.questions, given.minutes)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
