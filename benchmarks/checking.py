"""How long a check takes: `python -m benchmarks.checking`, on drafts made of the corpus's own sentences."""

import json
import random
import resource
import statistics
import sys
import time
from pathlib import Path

from ipbot.assembly import build, checker
from ipbot.settings import load

ROOT = Path(__file__).parents[1]
LENGTHS = (2_000, 20_000, 200_000)
REPEATS = 3


def main() -> None:
    """Measure, and print a line of JSON."""
    pipeline = build(load({"corpus": ROOT / "corpus"}))
    held = checker(pipeline)
    held.check(_draft(pipeline.corpus.briefings[0].transcript, 2_000, seed=0))
    figures: dict[str, float] = {}
    for length in LENGTHS:
        times = []
        for seed in range(REPEATS if length < max(LENGTHS) else 1):
            draft = _draft(pipeline.corpus.briefings[0].transcript, length, seed + 1)
            began = time.process_time()
            held.check(draft)
            times.append(time.process_time() - began)
        figures[f"{length} characters, seconds"] = round(statistics.median(times), 3)
    figures["memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    sys.stdout.write(json.dumps(figures) + "\n")


def _draft(transcript: str, length: int, seed: int) -> str:
    """A draft of sentences of the transcript in any order, every third digit another, so that none is met twice."""
    chance = random.Random(seed)
    sentences = [line + "。\n" for line in transcript.replace("\n", "。").split("。") if len(line) > 10]
    text = ""
    while len(text) < length:
        text += chance.choice(sentences)
    return "".join(chance.choice("123456789") if c.isdecimal() and chance.random() < 1 / 3 else c for c in text)[
        :length
    ]


if __name__ == "__main__":
    main()
