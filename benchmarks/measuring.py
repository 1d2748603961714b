"""Measuring: questions asked in this process, and whole processes with their time and memory."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.question_set import read

PASSAGES = 8  # that a retriever gives for a question, as ipbot's setting has it


@dataclass(frozen=True, slots=True)
class Process:
    """What a whole process took, and what it printed."""

    seconds: float
    peak_mb: float
    output: str


def run(command: Sequence[str | Path], environment: Mapping[str, str]) -> Process:
    """Run a command to its end; exits with what it said where it fails."""
    with TemporaryFile("w+") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said, text=True)
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}\n{said.read()}")
    return Process(seconds, usage.ru_maxrss / 1024, output)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 99th percentile, in milliseconds."""
    return {
        "median_ms": statistics.median(seconds) * 1000,
        "p99_ms": statistics.quantiles(seconds, n=100, method="inclusive")[98] * 1000,
    }


def asked(ask: Callable[[str], object], questions: Sequence[str], repeats: int) -> dict[str, float]:
    """The time that a question takes, once each has been asked."""
    for question in questions:
        ask(question)
    times = []
    for _ in range(repeats):
        for question in questions:
            begun = time.perf_counter()
            ask(question)
            times.append(time.perf_counter() - begun)
    return spread(times)


def engine(build: Callable[[Corpus], Mapping[str, Callable[[str], object]]]) -> None:
    """Measure the engine that `build` makes of a corpus, and print the figures of each way to ask it as JSON."""
    corpus, questions, repeats = Path(sys.argv[1]), [i.question for i in read(Path(sys.argv[2]))], int(sys.argv[3])
    begun = time.perf_counter()
    ways = build(load(corpus))
    figures: dict[str, object] = {"build_s": time.perf_counter() - begun}
    print(json.dumps(figures | {name: asked(ask, questions, repeats) for name, ask in ways.items()}))


def texts(corpus: Corpus) -> list[str]:
    """Passages as the other engines are given them: below their headings."""
    return ["\n".join([*p.section, p.text]) for p in corpus.passages]
