"""A larger corpus, from the sentences of a smaller one."""

import random
import shutil
from pathlib import Path

from ipbot.corpus.loading import load
from ipbot.text.sentences import sentences
from ipbot.values.briefing import Role

SEED = 20220422
IN_A_BRIEFING = 50
IN_A_PASSAGE = (2, 3, 4, 5)
LONGEST_SENTENCE = 120  # so that no passage is long enough to be split


def passages_in(folder: Path) -> int:
    """How many passages a corpus has."""
    return len(load(folder).passages)


def recombined(source: Path, target: Path, passages: int) -> Path:
    """Write a corpus of `passages` passages: the source's briefings, and its officials' sentences put together anew."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.md", "source.txt"))
    corpus = load(source)
    spoken = [p.text for p in corpus.passages if p.role is Role.OFFICIAL]
    said = [text[s:e].strip() for text in spoken for s, e in sentences(text)]
    pool = [sentence for sentence in said if sentence.endswith("。") and len(sentence) <= LONGEST_SENTENCE]
    chance = random.Random(SEED)
    missing = passages - len(corpus.passages)
    for number in range(0, missing, IN_A_BRIEFING):
        count = min(IN_A_BRIEFING, missing - number)
        lines = ["".join(chance.sample(pool, chance.choice(IN_A_PASSAGE))) for _ in range(count)]
        _write(target / f"recombined-{number // IN_A_BRIEFING:02}", lines)
    return target


def _write(folder: Path, lines: list[str]) -> None:
    folder.mkdir()
    (folder / "briefing.yaml").write_text(f"title: {folder.name}\nheld_on: 2021-04-22\n", "utf-8")
    (folder / "transcript.txt").write_text("\n".join([folder.name, *lines]) + "\n", "utf-8")
